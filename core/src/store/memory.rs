//! Rows in memory: the reference for what a store means, and the fastest place for a test.
