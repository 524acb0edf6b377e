//! The specification of a desk, on rows in memory.

use servicedesk_tests::desk_suite;
use servicedesk_tests::factories::MemoryFactory;

desk_suite!(MemoryFactory);
