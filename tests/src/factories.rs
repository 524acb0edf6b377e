//! Where the stores come from that tests look at: each in a place of its own, which goes when the test is over.

use std::path::PathBuf;

use servicedesk::entity::EntityDef;
use servicedesk::query::sql::Dialect;
use servicedesk::store::ddl;
use servicedesk::store::memory::MemoryStore;
use servicedesk::store::sqlite::{Durability, Options, SqliteStore};
use uuid::Uuid;

use crate::contract::StoreFactory;

/// Makes a store in memory.
pub struct MemoryFactory;

impl StoreFactory for MemoryFactory {
    type Store = MemoryStore;

    async fn empty(&self, _extra: &[&'static EntityDef]) -> MemoryStore {
        MemoryStore::new()
    }

    async fn reopen(&self) -> Option<MemoryStore> {
        None
    }
}

/// Makes a store in a file of a folder of its own.
pub struct SqliteFactory {
    folder: PathBuf,
    options: Options,
}

impl SqliteFactory {
    /// Makes the folder.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("servicedesk-{}", Uuid::now_v7()));
        std::fs::create_dir(&folder).expect("a test can make a folder");
        Self { folder, options: Options::default() }
    }

    /// Does not wait for the disk: for tests that look at something else, many times.
    #[must_use]
    pub fn hasty(mut self) -> Self {
        self.options.durability = Durability::Normal;
        self
    }

    fn open(&self) -> SqliteStore {
        SqliteStore::open(self.folder.join("desk.sqlite"), self.options.clone()).expect("the file can be opened")
    }
}

impl StoreFactory for SqliteFactory {
    type Store = SqliteStore;

    async fn empty(&self, extra: &[&'static EntityDef]) -> SqliteStore {
        let store = self.open();
        let file = rusqlite::Connection::open(self.folder.join("desk.sqlite")).expect("the file is there");
        for def in extra {
            file.execute_batch(&ddl::create(def, Dialect::Sqlite)).expect("the statements are sound");
        }
        store
    }

    async fn reopen(&self) -> Option<SqliteStore> {
        Some(self.open())
    }
}

impl Drop for SqliteFactory {
    fn drop(&mut self) {
        // A folder that cannot be removed is left to the operating system; it harms no other test.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
