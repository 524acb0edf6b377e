//! What only this store has to prove; what every store means is in the contract suite.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

/// Waits for a future on this thread.
pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::park(),
        }
    }
}

mod files;
mod rows;
mod sharing;
mod writing;

use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::{Options, SqliteStore};
use crate::clock::Timestamp;
use crate::entity::{Entity, EntityDef, Row, Value};
use crate::error::Result;
use crate::organization::{Organization, OrganizationId};
use crate::query::{Page, Query};
use crate::store::{Batch, BatchId, Commit, Key, Store as _, Write};
use crate::ticket::Tag;

/// A folder that goes with everything in it.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("servicedesk-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(super) fn file(&self) -> PathBuf {
        self.0.join("desk.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn options() -> Options {
    // What is tested is not whether the disk keeps what it says.
    Options { durability: super::Durability::Normal, ..Options::default() }
}

pub(super) fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, options()).unwrap()
}

/// A store with one organization.
pub(super) struct Desk {
    pub(super) store: SqliteStore,
    pub(super) organization: OrganizationId,
    pub(super) folder: Folder,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self::with(options())
    }

    pub(super) fn with(options: Options) -> Self {
        let folder = Folder::new();
        let store = SqliteStore::open(folder.file(), options).unwrap();
        let organization = OrganizationId::from(Uuid::now_v7());
        let desk = Self { store, organization, folder };
        desk.commit([insert(Organization::DEF, organization_row(organization))]).unwrap();
        desk
    }

    pub(super) fn batch(&self, writes: impl IntoIterator<Item = Write>) -> Batch {
        batch(self.organization, writes)
    }

    pub(super) fn commit(&self, writes: impl IntoIterator<Item = Write>) -> Result<Commit> {
        block_on(self.store.commit(self.batch(writes)))
    }

    pub(super) fn read(&self, query: Query) -> Result<Page> {
        block_on(self.store.read(&[query])).map(|mut pages| pages.remove(0))
    }

    pub(super) fn tags(&self) -> Query {
        Query::new(Tag::DEF, self.organization).limit(1_000)
    }

    pub(super) fn count(&self) -> u64 {
        self.read(self.tags().count()).unwrap().count
    }

    pub(super) fn tag(&self, name: impl Into<String>) -> Write {
        insert(Tag::DEF, tag_row(self.organization, Uuid::now_v7(), name))
    }
}

pub(super) fn batch(organization: OrganizationId, writes: impl IntoIterator<Item = Write>) -> Batch {
    let mut batch = Batch::new(BatchId::from(Uuid::now_v7()), organization, Timestamp::EPOCH);
    batch.writes = writes.into_iter().collect();
    batch
}

pub(super) fn insert(entity: &'static EntityDef, row: Row) -> Write {
    Write::Insert { entity, row }
}

pub(super) fn key<E: Entity>(id: Uuid) -> Key {
    Key { entity: E::DEF, id }
}

pub(super) fn organization_row(id: OrganizationId) -> Row {
    filled::<Organization>([("id", id.into()), ("name", "Acme".into()), ("slug", id.to_string().into())])
}

pub(super) fn tag_row(organization: OrganizationId, id: Uuid, name: impl Into<String>) -> Row {
    let name = Value::Text(name.into());
    filled::<Tag>([("id", Value::Uuid(id)), ("organization_id", organization.into()), ("name", name)])
}

/// Returns a row in which every field that needs a value has a plain one, beside these.
pub(super) fn filled<E: Entity>(values: impl IntoIterator<Item = (&'static str, Value)>) -> Row {
    use crate::entity::Kind;
    let plain = |field: &crate::entity::FieldDef| match field.kind {
        _ if field.nullable => Value::Null,
        Kind::Bool => Value::Bool(true),
        Kind::Integer => Value::Integer(1),
        Kind::Decimal => Value::Decimal(1.into()),
        Kind::Text => "x".into(),
        Kind::List => Value::List(Vec::new()),
        Kind::Bytes => Value::Bytes(Vec::new()),
        Kind::Uuid => Value::Uuid(Uuid::nil()),
        Kind::Timestamp => Value::Timestamp(Timestamp::EPOCH),
        Kind::Date => Value::Date(chrono::NaiveDate::default()),
        Kind::Json => Value::Json(Box::new(serde_json::json!({}))),
        Kind::Enum(names) => names[0].into(),
    };
    let mut row: Row = E::DEF.fields.iter().map(plain).collect();
    for (name, value) in values {
        row[E::DEF.index_of(name).unwrap()] = value;
    }
    row
}
