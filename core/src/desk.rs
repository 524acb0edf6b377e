//! The way in: a store, a clock, a source of ids, and the scopes that hang off them.

use std::sync::Arc;

use crate::clock::{Clock, Ids, ManualClock, RandomIds, SystemClock, Timestamp};
use crate::error::Result;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::error::{Code, Error};
use crate::organization::OrganizationId;
use crate::query::Page;
use crate::query::Query;
use crate::scope::{Actor, Scope};
#[cfg(feature = "attachments")]
use crate::store::files::Files;
use crate::store::{Batch, BoxFuture, Commit, Store, Taker};

/// For how many days the records of committed batches are kept, unless something else is said.
const BATCHES_KEPT_DAYS: u32 = 30;

/// A service desk on a store. Cheap to clone, safe to share between threads.
///
/// ```
/// use servicedesk::organization::NewOrganization;
/// use servicedesk::scope::Actor;
/// use servicedesk::ticket::{NewTicket, preset};
/// use servicedesk::{Desk, block_on};
///
/// # fn main() -> servicedesk::Result<()> {
/// let desk = Desk::memory();
/// let acme = block_on(desk.create_organization(NewOrganization {
///     name: "Acme".into(),
///     slug: "acme".into(),
///     ..Default::default()
/// }))?;
/// let scope = desk.scope(acme.id, Actor::system());
/// block_on(scope.set_up(&preset::itsm()))?;
/// let ticket = block_on(scope.tickets().create(NewTicket {
///     subject: "The printer is on fire".into(),
///     requester_name: Some("Ana".into()),
///     requester_email: Some("ana@example.com".into()),
///     ..Default::default()
/// }))?;
/// assert!(ticket.number.starts_with("TKT-") && ticket.number.ends_with("-0001"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    topics: Vec<String>,
    batches_kept_days: Option<u32>,
    #[cfg(feature = "attachments")]
    files: Option<Files>,
}

/// Puts a desk together; see [`Desk::builder`].
pub struct DeskBuilder {
    inner: Inner,
}

impl Desk {
    /// Returns a desk on `store`, with the machine's clock and random ids.
    pub fn new(store: impl Store) -> Self {
        Self::builder(store).build()
    }

    /// Opens the desk at `address`: the path of a SQLite file, which is made when it is not there, or a `postgres://` URL,
    /// whose database is given its tables when it is empty. Attachments of a SQLite desk are kept in a folder beside it, named
    /// after it with `.files` at the end; a desk on PostgreSQL keeps none until it is told where ([`DeskBuilder::files`]).
    ///
    /// # Errors
    /// [`Code::AddressInvalid`] for an address whose store was not compiled in; [`Code::SchemaOlder`] when the store has to
    /// be migrated first and [`Code::SchemaNewer`] when this library is too old for it; kind `Unavailable` or `Corrupt`.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub fn open(address: &str) -> Result<Self> {
        Self::opened(address).map(DeskBuilder::build)
    }

    /// Begins a desk on the store at `address`.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(crate) fn opened(address: &str) -> Result<DeskBuilder> {
        let is_url = address.starts_with("postgres://") || address.starts_with("postgresql://");
        #[cfg(feature = "postgres")]
        if is_url {
            use crate::store::postgres::{Options, PostgresStore};
            let store = PostgresStore::connect_blocking(address, Options::default())?;
            return Ok(Self::builder(store));
        }
        #[cfg(feature = "sqlite")]
        if !is_url && !address.is_empty() {
            use crate::store::sqlite::{Options, SqliteStore};
            let builder = Self::builder(SqliteStore::open(address, Options::default())?);
            #[cfg(feature = "attachments")]
            let builder = builder.files(Files::folder(format!("{address}.files"))?);
            return Ok(builder);
        }
        Err(Error::new(Code::AddressInvalid).field("address"))
    }

    /// Returns a desk in memory, which ends with the process.
    pub fn memory() -> Self {
        Self::in_memory().build()
    }

    /// Begins a desk in memory.
    pub(crate) fn in_memory() -> DeskBuilder {
        let builder = Self::builder(crate::store::memory::MemoryStore::new());
        #[cfg(feature = "attachments")]
        let builder = builder.files(Files::memory());
        builder
    }

    /// Begins a desk on `store` whose clock, ids or effects are to be chosen.
    pub fn builder(store: impl Store) -> DeskBuilder {
        DeskBuilder {
            inner: Inner {
                store: Arc::new(store),
                clock: Arc::new(SystemClock),
                ids: Arc::new(RandomIds::default()),
                topics: Vec::new(),
                batches_kept_days: Some(BATCHES_KEPT_DAYS),
                #[cfg(feature = "attachments")]
                files: None,
            },
        }
    }

    /// Returns the place from which one actor works with one organization.
    pub fn scope(&self, organization: OrganizationId, actor: Actor) -> Scope {
        Scope::new(self.clone(), organization, actor)
    }

    /// Returns the store.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.inner.store
    }

    /// Returns what time the desk thinks it is.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Returns the same desk at another instant.
    pub(crate) fn at(&self, now: Timestamp) -> Self {
        let Inner { store, ids, topics, .. } = &*self.inner;
        Self {
            inner: Arc::new(Inner {
                store: Arc::clone(store),
                clock: Arc::new(ManualClock::at(now)),
                ids: Arc::clone(ids),
                topics: topics.clone(),
                batches_kept_days: self.inner.batches_kept_days,
                #[cfg(feature = "attachments")]
                files: self.inner.files.clone(),
            }),
        }
    }

    /// Returns since when the records of committed batches are kept, unless all are.
    pub(crate) fn batches_kept_since(&self, now: Timestamp) -> Option<Timestamp> {
        self.inner.batches_kept_days.map(|days| now.plus_millis(-i64::from(days) * 86_400_000))
    }

    pub(crate) fn new_id(&self, now: Timestamp) -> uuid::Uuid {
        self.inner.ids.next(now)
    }

    pub(crate) fn topics(&self) -> &[String] {
        &self.inner.topics
    }

    #[cfg(feature = "attachments")]
    pub(crate) fn files(&self) -> Option<&Files> {
        self.inner.files.as_ref()
    }

    pub(crate) fn read<'a>(&'a self, queries: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>> {
        self.inner.store.read(queries)
    }

    pub(crate) fn read_each<'a>(&'a self, query: &'a Query, taker: &'a mut dyn Taker) -> BoxFuture<'a, Result<bool>> {
        self.inner.store.read_each(query, taker)
    }

    pub(crate) fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>> {
        self.inner.store.commit(batch)
    }
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("topics", &self.inner.topics).finish_non_exhaustive()
    }
}

impl DeskBuilder {
    /// Takes the time from `clock`.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.inner.clock = Arc::new(clock);
        self
    }

    /// Takes new ids from `ids`.
    #[must_use]
    pub fn ids(mut self, ids: impl Ids) -> Self {
        self.inner.ids = Arc::new(ids);
        self
    }

    /// Writes an outbox message for every change of these topics, such as `ticket.created`; see [`crate::outbox`].
    ///
    /// A topic that nobody asked for writes nothing, because nobody would ever take its messages.
    #[must_use]
    pub fn effects<T: Into<String>>(mut self, topics: impl IntoIterator<Item = T>) -> Self {
        self.inner.topics = topics.into_iter().map(Into::into).collect();
        self
    }

    /// Keeps the records of committed batches for so many days, or for ever; 30 unless something else is said. A call that is repeated
    /// with its idempotency key later than that is another call. [`Desk::tick`] forgets the older ones.
    #[must_use]
    pub fn batches_kept(mut self, days: Option<u32>) -> Self {
        self.inner.batches_kept_days = days;
        self
    }

    /// Keeps the bytes of attachments there.
    #[cfg(feature = "attachments")]
    #[must_use]
    pub fn files(mut self, files: Files) -> Self {
        self.inner.files = Some(files);
        self
    }

    /// Returns the desk.
    pub fn build(self) -> Desk {
        Desk { inner: Arc::new(self.inner) }
    }
}
