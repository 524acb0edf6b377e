//! The contract of stores, kept by the store in a SQLite file.

use servicedesk_tests::factories::SqliteFactory;
use servicedesk_tests::store_contract;

store_contract!(sqlite, SqliteFactory::new());
