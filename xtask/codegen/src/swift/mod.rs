//! The files of this language.

use crate::{GeneratedFile, Interface};

/// Returns the generated files.
pub fn files(_interface: &Interface) -> Vec<GeneratedFile> {
    Vec::new()
}
