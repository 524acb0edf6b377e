//! Ids and enums.

use super::docs;
use crate::{Doc, Interface};

/// Returns the declarations.
pub(super) fn declarations(interface: &Interface) -> String {
    let mut text = String::new();
    for id in &interface.ids {
        text.push_str(&format!(
            "/** The id of {}; a text from elsewhere becomes one by `text as {id}`, and is checked when it is used. */\n\
             export type {id} = string & {{ readonly __brand: \"{id}\" }};\n\n",
            article(id.trim_end_matches("Id")),
        ));
    }
    for def in &interface.enums {
        let mut doc = Doc::read(def.doc);
        let variant = |(name, text): &(&str, &str)| format!("- `{name}`: {}", Doc::read(text).summary);
        doc.details.extend(def.variants.iter().map(variant));
        let variants: Vec<String> = def.variants.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        text.push_str(&format!("{}export type {} = {};\n\n", docs::lines(&doc, 0), def.name, variants.join(" | ")));
    }
    text
}

/// Returns `TicketHistory` as `a ticket history`.
fn article(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) && !words.starts_with("user") { "an" } else { "a" };
    format!("{article} {words}")
}
