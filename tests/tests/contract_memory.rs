//! The contract of stores, kept by the store in memory.

use servicedesk::entity::EntityDef;
use servicedesk::store::memory::MemoryStore;
use servicedesk_tests::contract::StoreFactory;
use servicedesk_tests::store_contract;

struct MemoryFactory;

impl StoreFactory for MemoryFactory {
    type Store = MemoryStore;

    async fn empty(&self, _extra: &[&'static EntityDef]) -> MemoryStore {
        MemoryStore::new()
    }

    async fn reopen(&self) -> Option<MemoryStore> {
        None
    }
}

store_contract!(memory, MemoryFactory);
