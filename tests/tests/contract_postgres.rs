//! The contract of stores, kept by the store in a PostgreSQL database.

use servicedesk_tests::postgres::PostgresFactory;
use servicedesk_tests::store_contract;

store_contract!(postgres, PostgresFactory::new());
