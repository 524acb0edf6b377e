//! The contract of stores, kept by the store in memory.

use servicedesk_tests::factories::MemoryFactory;
use servicedesk_tests::store_contract;

store_contract!(memory, MemoryFactory);
