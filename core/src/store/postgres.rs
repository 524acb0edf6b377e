//! Rows in a PostgreSQL database.
