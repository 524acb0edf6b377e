//! Five small desks of the shapes that desks have; and what the example `service_desk` and the tests that hold it to real logs count
//! in the same way: figures and service levels of an organization, read through the library's public face and nothing else.

pub mod desks;
pub mod figures;
pub mod pages;
pub mod replay;
pub mod service_levels;
