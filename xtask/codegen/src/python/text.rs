//! The parts of Python text that every module needs: its head, documentation, and lines of a width that people read.

use crate::{Doc, HEADER};

const WIDTH: usize = 110;

/// Begins a module.
pub(super) fn module(doc: &str, imports: &str) -> String {
    format!("# {HEADER}\n\"\"\"{doc}\"\"\"\n\nfrom __future__ import annotations\n\n{imports}\n")
}

/// Returns the string literal of a text.
pub(super) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// Returns the documentation of an item as a docstring, every line behind that indent.
pub(super) fn docstring(text: &str, indent: &str) -> String {
    let doc = Doc::read(text);
    let mut paragraphs = vec![doc.summary];
    paragraphs.extend(doc.details);
    paragraphs.extend(doc.errors.map(|errors| format!("Errors: {errors}")));
    let paragraphs: Vec<String> = paragraphs.iter().map(|text| wrapped(&escaped(text), indent)).collect();
    let body = paragraphs.join("\n\n");
    let body = body.trim_start();
    let end = if body.contains('\n') { format!("\n{indent}") } else { String::new() };
    format!("{indent}\"\"\"{body}{end}\"\"\"\n")
}

/// Returns a name that an attribute may have: words that the language keeps for itself get a `_` behind them.
pub(super) fn attribute(name: &str) -> String {
    const KEPT: [&str; 35] = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];
    if KEPT.contains(&name) { format!("{name}_") } else { name.to_owned() }
}

/// A member of a dict with known names: its name, hint and documentation.
pub(super) type Member = (&'static str, String, &'static str);

/// Returns the type of a dict with these members, as a class unless a name is one that no attribute may have.
pub(super) fn typed_dict(name: &str, doc: &str, total: bool, members: &[Member]) -> String {
    let options = if total { "" } else { ", total=False" };
    let mut text = String::new();
    if members.iter().all(|(name, ..)| attribute(name) == *name) {
        text.push_str(&format!("\n\nclass {name}(TypedDict{options}):\n{}\n", docstring(doc, "    ")));
        for (name, hint, doc) in members {
            text.push_str(&format!("    {name}: {hint}\n{}", docstring(doc, "    ")));
        }
    } else {
        let members: Vec<String> =
            members.iter().map(|(name, hint, _)| format!("{}: {}", quoted(name), quoted(hint))).collect();
        let members = members.join(", ");
        text.push_str(&format!(
            "\n\n{name} = TypedDict({}, {{{members}}}{options})\n{}",
            quoted(name),
            docstring(doc, "")
        ));
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"")
}

fn wrapped(text: &str, indent: &str) -> String {
    let mut lines = vec![indent.to_owned()];
    for word in text.split(' ') {
        if let Some(line) = lines.last_mut() {
            if line.len() > indent.len() && line.len() + 1 + word.len() > WIDTH {
                lines.push(format!("{indent}{word}"));
            } else {
                if line.len() > indent.len() {
                    line.push(' ');
                }
                line.push_str(word);
            }
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_docstring_is_wrapped_and_closed() {
        assert_eq!(docstring("Says `a\\b`.", "    "), "    \"\"\"Says `a\\\\b`.\"\"\"\n");
        let long = docstring(&"word ".repeat(60), "");
        assert!(long.lines().all(|line| line.len() <= WIDTH + 3));
        assert!(long.ends_with("\n\"\"\"\n"));
    }
}
