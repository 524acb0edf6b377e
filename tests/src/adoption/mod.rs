//! The five products' databases, made and filled for the tests of adoption.

pub mod fill;
pub mod page;
pub mod runs;
pub mod schema;
pub mod source;
