//! A Swift file in the making: its head and comments.

use crate::{Doc, GeneratedFile, HEADER, paragraphs};

const FOLDER: &str = "bindings-mobile/swift";

/// Returns the file of the library with that body.
pub(super) fn library(name: &str, body: &str) -> GeneratedFile {
    file(
        &format!("{FOLDER}/Sources/ServiceDesk/{name}.swift"),
        "import Foundation\ninternal import ServiceDeskBoundary",
        body,
    )
}

/// Returns the file of the tests with that body.
pub(super) fn test(name: &str, body: &str) -> GeneratedFile {
    let imports = "import Foundation\nimport ServiceDeskBoundary\n\n@testable import ServiceDesk";
    file(&format!("{FOLDER}/Tests/ServiceDeskTests/{name}.swift"), imports, body)
}

fn file(path: &str, imports: &str, body: &str) -> GeneratedFile {
    GeneratedFile::new(path, format!("// {HEADER}\n\n{imports}\n\n{}\n", body.trim_end()))
}

/// Returns the comment that documents what follows, indented.
pub(super) fn comment(indent: &str, text: &str) -> String {
    written(indent, &paragraphs::of(&Doc::read(text), "- Throws: "))
}

/// Returns the comment with these paragraphs, indented.
pub(super) fn written(indent: &str, paragraphs: &[String]) -> String {
    paragraphs::lines(&format!("{indent}/// "), paragraphs).iter().map(|line| format!("{line}\n")).collect()
}
