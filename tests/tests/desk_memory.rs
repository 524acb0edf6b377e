//! The specification of a desk, on rows in memory.

use std::sync::Arc;

use servicedesk::store::Store;
use servicedesk::store::memory::MemoryStore;
use servicedesk_tests::desk::DeskFactory;
use servicedesk_tests::desk_suite;

struct Memory;

impl DeskFactory for Memory {
    fn store(&self) -> Arc<dyn Store> {
        Arc::new(MemoryStore::new())
    }
}

desk_suite!(Memory);
