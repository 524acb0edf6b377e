//! The specification of a desk, on PostgreSQL. `DATABASE_URL` names the server; `cargo xtask test` brings one.

use servicedesk_tests::desk_suite;
use servicedesk_tests::postgres::PostgresFactory;

desk_suite!(PostgresFactory::new());
