//! The files of the Swift package: types with their conversions, the areas with their operations, and calls by name for the
//! tests.

mod area;
mod dispatch;
mod entity;
mod shape;
mod source;
mod structure;
mod types;
mod value;
mod values;

use crate::{GeneratedFile, Interface};

/// Returns the generated files.
pub fn files(interface: &Interface) -> Vec<GeneratedFile> {
    [
        values::files(interface),
        entity::files(interface),
        shape::files(interface),
        area::files(interface),
        value::files(interface),
        dispatch::files(interface),
    ]
    .concat()
}
