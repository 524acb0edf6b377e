//! Who asks, for whom: every call hangs off a scope, so that no row is reachable without a tenant and an actor.

mod numbering;
mod repository;
mod retry;
mod rows;

#[cfg(any(feature = "import", feature = "adoption"))]
pub(crate) use numbering::{NUMBER_WIDTH, number_prefix};
pub(crate) use numbering::{Numbering, Taken, sequence};
pub use repository::Repository;
pub(crate) use retry::Refusal;
pub(crate) use rows::Rows;

use std::collections::BTreeSet;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::entity::{Entity, EntityDef, Row, Stamp};
use crate::error::{Code, Error, Result};
use crate::identity::UserId;
use crate::operation::{Shape, operations};
use crate::organization::OrganizationId;
use crate::query::{Page, Query};
use crate::store::{BatchId, Changes, Store as _};
use crate::unit_of_work::UnitOfWork;

/// One actor at work in one organization. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Scope {
    desk: Desk,
    organization: OrganizationId,
    actor: Actor,
    request: Arc<Request>,
    batch: Option<BatchId>,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    user: Option<UserId>,
    permissions: Permissions,
}

/// What an actor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Permissions {
    All,
    Only(BTreeSet<String>),
}

impl Actor {
    /// The host program itself, which may do everything.
    pub fn system() -> Self {
        Self { user: None, permissions: Permissions::All }
    }

    /// A person of the organization, deleted or not, who may do everything that needs no permission.
    ///
    /// What somebody else tries to change is refused with [`Code::ReferenceMissing`] for `actor`.
    pub fn user(user: UserId) -> Self {
        Self { user: Some(user), permissions: Permissions::Only(BTreeSet::new()) }
    }

    /// Adds permissions, such as `ticket.close`.
    #[must_use]
    pub fn with_permissions<P: Into<String>>(mut self, permissions: impl IntoIterator<Item = P>) -> Self {
        if let Permissions::Only(held) = &mut self.permissions {
            held.extend(permissions.into_iter().map(Into::into));
        }
        self
    }

    /// Returns the person, if it is one.
    pub fn user_id(&self) -> Option<UserId> {
        self.user
    }

    /// Returns whether the actor holds that permission.
    pub fn may(&self, permission: &str) -> bool {
        match &self.permissions {
            Permissions::All => true,
            Permissions::Only(held) => held.contains(permission),
        }
    }
}

/// Where a call came from, for the audit log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Shape)]
pub struct Request {
    /// The host's session.
    pub session: Option<String>,
    /// The host's request.
    pub request: Option<String>,
    /// The host's endpoint.
    pub endpoint: Option<String>,
    /// The address that the request came from.
    pub ip_address: Option<String>,
    /// The program that sent the request.
    pub user_agent: Option<String>,
}

impl Scope {
    pub(crate) fn new(desk: Desk, organization: OrganizationId, actor: Actor) -> Self {
        Self { desk, organization, actor, request: Arc::default(), batch: None }
    }

    /// Says where the calls come from; the audit log keeps it.
    #[must_use]
    pub fn with_request(mut self, request: Request) -> Self {
        self.request = Arc::new(request);
        self
    }

    /// Gives the next write an id, so that repeating it after a lost answer changes nothing twice and answers what it made.
    ///
    /// Use a scope with an id for one call only.
    #[must_use]
    pub fn idempotent(mut self, id: BatchId) -> Self {
        self.batch = Some(id);
        self
    }

    /// Returns the desk.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Returns the organization.
    pub fn organization_id(&self) -> OrganizationId {
        self.organization
    }

    /// Returns who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    pub(crate) fn request(&self) -> &Request {
        &self.request
    }

    pub(crate) fn batch_id(&self, now: Timestamp) -> BatchId {
        self.batch.unwrap_or_else(|| BatchId::from(self.desk.new_id(now)))
    }

    /// Returns the rows of an entity.
    pub fn repository<E: Entity>(&self) -> Repository<'_, E> {
        Repository::new(self)
    }

    pub(crate) fn query<E: Entity>(&self) -> Query {
        Query::new(E::DEF, self.organization)
    }

    pub(crate) fn query_id<E: Entity>(&self, id: E::Id) -> Query {
        let mut query = Query::by_id(E::DEF, self.organization, id.into());
        query.with_bytes = false;
        query.with_deleted = false;
        query
    }

    /// Reads from one snapshot and hands the pages out in order.
    pub(crate) async fn snapshot(&self, queries: &[Query]) -> Result<Snapshot> {
        let pages = self.desk.read(queries).await?;
        Ok(Snapshot { pages: pages.into_iter() })
    }

    pub(crate) async fn load<E: Entity>(&self, id: E::Id) -> Result<E> {
        self.snapshot(&[self.query_id::<E>(id)]).await?.required()
    }

    /// Returns the row that an earlier call with the same batch id made or changed, whatever became of it since.
    pub(crate) async fn reload<E: Entity>(&self, id: E::Id) -> Result<E> {
        let query = Query::by_id(E::DEF, self.organization, id.into());
        self.snapshot(&[query]).await?.required()
    }

    /// Returns a scope for one of several commits of one call: when this one has a batch id, that one has an id of its own,
    /// the same whenever the call is repeated.
    pub(crate) fn part(&self, number: usize) -> Self {
        let derive = |id: BatchId| {
            let mut hash = Sha256::new();
            hash.update(id.as_uuid());
            hash.update(number.to_be_bytes());
            let mut bytes = [0; 16];
            bytes.copy_from_slice(&hash.finalize()[..16]);
            BatchId::from(uuid::Builder::from_custom_bytes(bytes).into_uuid())
        };
        Self { batch: self.batch.map(derive), ..self.clone() }
    }

    /// Returns what goes on a new row.
    pub(crate) fn stamp(&self, at: Timestamp) -> Stamp {
        Stamp { id: self.desk.new_id(at), organization_id: self.organization, at }
    }

    pub(crate) fn unit_of_work(&self) -> UnitOfWork<'_> {
        UnitOfWork::new(self)
    }
}

#[operations(FEED)]
impl Scope {
    /// Returns what changed in the organization after `position`, the oldest commit first; the empty text is the beginning.
    ///
    /// # Errors
    /// [`Code::CursorInvalid`] for a position of another store, kind `Unavailable` or `Corrupt`.
    pub async fn changes(&self, position: &str, limit: u32) -> Result<Changes> {
        self.desk.store().changes(self.organization, position, limit).await
    }
}

/// The answers to several queries from one snapshot, taken in the order in which they were asked.
pub(crate) struct Snapshot {
    pages: std::vec::IntoIter<Page>,
}

impl Snapshot {
    /// Returns the next answer.
    pub(crate) fn page(&mut self) -> Page {
        self.pages.next().unwrap_or_default()
    }

    fn rows(&mut self) -> Vec<Row> {
        self.page().rows
    }

    /// Returns the next answer's first row, if there is one.
    pub(crate) fn optional<E: Entity>(&mut self) -> Result<Option<E>> {
        self.rows().into_iter().next().map(E::from_row).transpose()
    }

    /// Returns the next answer's first row.
    pub(crate) fn required<E: Entity>(&mut self) -> Result<E> {
        self.optional()?.ok_or_else(|| not_found::<E>())
    }

    /// Returns the next answer's rows.
    pub(crate) fn list<E: Entity>(&mut self) -> Result<Vec<E>> {
        self.rows().into_iter().map(E::from_row).collect()
    }
}

pub(crate) fn not_found<E: Entity>() -> Error {
    not_found_of(E::DEF)
}

#[cold]
pub(crate) fn not_found_of(def: &EntityDef) -> Error {
    Error::new(Code::NotFound).with("entity", def.name)
}

/// Checks that the caller decided on the present version.
pub(crate) fn check_version<E: Entity>(wanted: i64, found: i64) -> Result<()> {
    check_version_of(E::DEF, wanted, found)
}

fn check_version_of(def: &EntityDef, wanted: i64, found: i64) -> Result<()> {
    if wanted == found { Ok(()) } else { Err(Error::new(Code::StaleVersion).with("entity", def.name)) }
}
