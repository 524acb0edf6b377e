//! What a binding holds for its host: a desk that was opened by options, and scopes that were entered by options. The same
//! for every language, so that none of them decides anything.

use uuid::Uuid;

use super::{Data, DataType as _, Shape};
use crate::clock::{ManualClock, SequentialIds, Timestamp};
use crate::desk::{Desk, DeskBuilder};
use crate::error::{Code, Error, Result};
use crate::identity::UserId;
use crate::organization::OrganizationId;
use crate::scope::{Actor, Request, Scope};
use crate::store::BatchId;

/// The most days for which something is kept that is kept for days: a hundred years.
const MAX_DAYS: u32 = 36_500;

/// How a desk is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Shape)]
pub struct Opening {
    /// The path of a SQLite file, which is made when it is not there, or a `postgres://` URL; nothing for a desk in memory.
    pub address: Option<String>,
    /// The folder in which the bytes of attachments are kept; without it, one beside the SQLite file, memory for a desk in memory,
    /// and nowhere for PostgreSQL.
    pub files: Option<String>,
    /// The topics, such as `ticket.created`, whose changes are to wait in the outbox.
    pub effects: Vec<String>,
    /// For how many days the records of committed batches are kept, by which a repeated call is known; 30 unless something is said.
    pub batches_kept_days: Option<i64>,
    /// For tests: a clock that stands at this instant until it is set.
    pub now: Option<Timestamp>,
    /// For tests: whether new ids count up from one instead of being random.
    pub sequential_ids: Option<bool>,
}

/// Who works with an organization, and from where.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct Entry {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The person who acts; nothing for the host program itself, which may do everything.
    pub user_id: Option<UserId>,
    /// What the person may do, such as `ticket.close`.
    pub permissions: Vec<String>,
    /// Where the calls come from, for the audit log.
    pub request: Option<Request>,
    /// The idempotency key of the one write that this scope is for; repeating it answers what the first call made.
    pub idempotency_key: Option<Uuid>,
}

/// A desk as a binding holds it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Host {
    desk: Desk,
    clock: Option<ManualClock>,
}

impl Host {
    /// Opens a desk; `opening` is an [`Opening`] as data.
    ///
    /// # Errors
    /// As [`Desk::open`], and kind `Invalid` for options that do not fit.
    pub fn open(opening: Data) -> Result<Self> {
        let Opening { address, files, effects, batches_kept_days, now, sequential_ids } =
            Opening::from_data(opening, "opening")?;
        let mut builder = builder(address.as_deref())?.effects(effects);
        builder = with_files(builder, files)?;
        if let Some(days) = batches_kept_days {
            let range =
                || Error::new(Code::NumberRange).field("batches_kept_days").with("min", 0).with("max", MAX_DAYS);
            let days = u32::try_from(days).ok().filter(|days| *days <= MAX_DAYS).ok_or_else(range)?;
            builder = builder.batches_kept(Some(days));
        }
        let clock = now.map(ManualClock::at);
        if let Some(clock) = &clock {
            builder = builder.clock(clock.clone());
        }
        if sequential_ids.unwrap_or_default() {
            builder = builder.ids(SequentialIds::default());
        }
        Ok(Self { desk: builder.build(), clock })
    }

    /// Returns the desk.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Returns a scope; `entry` is an [`Entry`] as data.
    ///
    /// # Errors
    /// Kind `Invalid` for options that do not fit.
    pub fn scope(&self, entry: Data) -> Result<Scope> {
        let entry = Entry::from_data(entry, "entry")?;
        let actor =
            entry.user_id.map_or_else(Actor::system, |user| Actor::user(user).with_permissions(entry.permissions));
        let scope = self.desk.scope(entry.organization_id, actor).with_request(entry.request.unwrap_or_default());
        Ok(match entry.idempotency_key {
            Some(key) => scope.idempotent(BatchId::from(key)),
            None => scope,
        })
    }

    /// Sets the clock of a desk that was opened with one that stands still.
    ///
    /// # Errors
    /// [`Code::FieldKind`] when the desk runs on the machine's clock.
    pub fn set_now(&self, now: Timestamp) -> Result<()> {
        let clock = self.clock.as_ref();
        let clock = clock.ok_or_else(|| {
            Error::new(Code::FieldKind).field("now").with("expected", "a desk that was opened with `now`")
        })?;
        clock.set(now);
        Ok(())
    }
}

fn builder(address: Option<&str>) -> Result<DeskBuilder> {
    let Some(address) = address else { return Ok(Desk::in_memory()) };
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    return Desk::opened(address);
    #[cfg(not(any(feature = "sqlite", feature = "postgres")))]
    {
        let _ = address;
        Err(Error::new(Code::AddressInvalid).field("address"))
    }
}

fn with_files(builder: DeskBuilder, folder: Option<String>) -> Result<DeskBuilder> {
    let Some(folder) = folder else { return Ok(builder) };
    #[cfg(feature = "attachments")]
    return Ok(builder.files(crate::store::files::Files::folder(folder)?));
    #[cfg(not(feature = "attachments"))]
    {
        let _ = folder;
        Err(Error::new(Code::FilesMissing).field("files"))
    }
}
