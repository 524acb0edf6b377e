//! Writes the types and calls of every language from the reflection of the library: data to text, no parsing of sources.
//!
//! [`Interface`] collects what there is to write; each language is a folder whose `files` turns it into texts, purely, so
//! that a test can run it with entities that exist only there. What is written is checked in; a test fails, naming the
//! command, when it is stale.

mod discretion;
mod doc;
mod files;
mod forms;
mod interface;
pub mod kotlin;
mod names;
pub mod node;
mod paragraphs;
pub mod python;
pub mod reference;
pub mod swift;

pub use doc::Doc;
pub use files::{GeneratedFile, HEADER, stale, write};
pub use interface::Interface;
pub use names::{camel, pascal, screaming};

/// Returns every generated file of the project.
pub fn files(interface: &Interface) -> Vec<GeneratedFile> {
    let languages =
        [python::files(interface), node::files(interface), kotlin::files(interface), swift::files(interface)];
    [languages.concat(), reference::files(interface)].concat()
}
