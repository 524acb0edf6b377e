//! A Kotlin file in the making: its head, the imports that it turns out to need, and comments.

use crate::{Doc, GeneratedFile, HEADER, paragraphs};

/// Where the package lies.
const FOLDER: &str = "bindings-mobile/kotlin/src";

/// What a file may need to import, by the word that needs it.
const IMPORTS: [(&str, &str); 10] = [
    ("BigDecimal", "java.math.BigDecimal"),
    ("Instant", "java.time.Instant"),
    ("LocalDate", "java.time.LocalDate"),
    ("UUID", "java.util.UUID"),
    ("Dispatchers", "kotlinx.coroutines.Dispatchers"),
    ("Flow", "kotlinx.coroutines.flow.Flow"),
    ("map", "kotlinx.coroutines.flow.map"),
    ("withContext", "kotlinx.coroutines.withContext"),
    ("HostData", "servicedesk.boundary.HostData"),
    ("HostDesk", "servicedesk.boundary.HostDesk"),
];

/// Returns the file of the library with that body.
pub(super) fn library(name: &str, body: &str) -> GeneratedFile {
    file(&format!("{FOLDER}/main/kotlin/servicedesk/{name}.kt"), body)
}

/// Returns the file of the tests with that body.
pub(super) fn test(name: &str, body: &str) -> GeneratedFile {
    file(&format!("{FOLDER}/test/kotlin/servicedesk/{name}.kt"), body)
}

fn file(path: &str, body: &str) -> GeneratedFile {
    let code: Vec<&str> = body.lines().filter(|line| !line.trim_start().starts_with(['*', '/'])).collect();
    let used = |word: &str| code.iter().any(|line| has_word(line, word));
    let imports: String =
        IMPORTS.iter().filter(|(word, _)| used(word)).map(|(_, import)| format!("import {import}\n")).collect();
    let gap = if imports.is_empty() { "" } else { "\n" };
    GeneratedFile::new(path, format!("// {HEADER}\npackage servicedesk\n\n{imports}{gap}{}\n", body.trim_end()))
}

/// Whether the line uses that word by itself, not as the member of something other than a flow of rows.
fn has_word(line: &str, word: &str) -> bool {
    if word == "map" {
        return line.contains("All(") && line.contains(").map {");
    }
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let joins = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '"';
        !before.is_some_and(|letter| joins(letter) || letter == '.') && !after.is_some_and(joins)
    })
}

/// Returns the comment that documents what follows, indented.
pub(super) fn comment(indent: &str, text: &str) -> String {
    written(indent, paragraphs::of(&Doc::read(text), "@throws DeskException "))
}

/// Returns the comment with these paragraphs, indented.
pub(super) fn written(indent: &str, paragraphs: Vec<String>) -> String {
    let paragraphs: Vec<String> = paragraphs.iter().map(|text| text.replace("*/", "*\u{2060}/")).collect();
    let lines = paragraphs::lines(&format!("{indent} * "), &paragraphs);
    match lines.as_slice() {
        [] => String::new(),
        [line] if line.chars().count() < 116 => {
            format!("{indent}/** {} */\n", line[indent.len() + 3..].trim())
        }
        lines => format!("{indent}/**\n{}\n{indent} */\n", lines.join("\n")),
    }
}
