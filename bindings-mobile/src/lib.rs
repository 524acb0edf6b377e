//! servicedesk for Kotlin and Swift: opens desks, enters scopes and calls operations by name.
//!
//! Nothing here knows an entity or an operation. What is typed is generated in each language from the same description, and
//! speaks to these few items in [`HostData`].

// A failure crosses the boundary as it is; a box would not, and failures are rare.
#![allow(clippy::result_large_err)]

mod calendar;
mod call;
mod direct;
mod failure;
mod from_host;
mod host_data;
mod to_host;

pub use calendar::{HostCalendar, reckon};
pub use call::{Begun, HostDesk, HostScope, Rest};
pub use failure::{HostFailure, Parameter};
pub use host_data::{HostData, Part};

uniffi::setup_scaffolding!("servicedesk");
