//! Imports of what a text speaks of, and of nothing else.

use super::types::{Uses, Way};
use crate::Interface;

fn import(text: &str, names: impl IntoIterator<Item = String>, from: &str) -> String {
    let is_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    let is_used = |name: &String| {
        text.match_indices(name.as_str())
            .any(|(at, _)| !is_word(text[..at].chars().next_back()) && !is_word(text[at + name.len()..].chars().next()))
    };
    let names: Vec<String> = names.into_iter().filter(is_used).map(|name| format!("  {name},\n")).collect();
    if names.is_empty() { String::new() } else { format!("import type {{\n{}}} from \"{from}\";\n", names.concat()) }
}

/// Imports ids, enums and documents.
pub(super) fn names(text: &str, interface: &Interface) -> String {
    let names = interface.ids.iter().copied().chain(interface.enums.iter().map(|def| def.name));
    let documents = ["JsonInput", "JsonValue"].map(str::to_owned);
    import(text, names.map(str::to_owned), "./names.js") + &import(text, documents, "../documents.js")
}

/// Imports entities and their forms.
pub(super) fn entities(text: &str, interface: &Interface) -> String {
    let entities = interface.entities.iter().map(|def| def.name);
    let forms = entities.flat_map(|name| [name.to_owned(), format!("New{name}"), format!("{name}Patch")]);
    import(text, forms, "./entities.js")
}

/// Imports what may be asked of entities.
pub(super) fn columns(text: &str, interface: &Interface) -> String {
    import(text, interface.entities.iter().map(|def| format!("{}Columns", def.name)), "./questions.js")
}

/// Imports structures.
pub(super) fn shapes(text: &str, interface: &Interface, uses: &Uses) -> String {
    let names = interface.shapes.iter().flat_map(|def| [uses.name(def.name, Way::Out), uses.name(def.name, Way::In)]);
    let mut names: Vec<String> = names.collect();
    names.dedup();
    import(text, names, "./shapes.js")
}
