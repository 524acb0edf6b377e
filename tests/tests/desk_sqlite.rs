//! The specification of a desk, on a SQLite file.

use servicedesk_tests::desk_suite;
use servicedesk_tests::factories::SqliteFactory;

desk_suite!(SqliteFactory::new());
