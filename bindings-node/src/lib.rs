//! servicedesk for Node: opening a desk, entering a scope and calling operations by name, with values of the host.
//!
//! Nothing here knows an entity or an operation. `incoming` and `outgoing` convert, guided by the library's reflection;
//! everything that has a type for TypeScript is generated.

pub mod calendar;
mod columns;
mod failure;
pub mod host;
mod incoming;
mod outgoing;
mod raw;
