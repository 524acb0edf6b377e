//! Documentation in the form of TSDoc.

use crate::Doc;

/// Returns the comment, indented by that many blanks, or nothing for an item without documentation.
pub(super) fn comment(text: &str, indent: usize) -> String {
    lines(&Doc::read(text), indent)
}

/// Returns the comment of an item whose documentation is read already.
pub(super) fn lines(doc: &Doc, indent: usize) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    if !doc.summary.is_empty() {
        paragraphs.push(doc.summary.clone());
    }
    paragraphs.extend(doc.details.iter().cloned());
    if let Some(errors) = &doc.errors {
        paragraphs.push(format!("@throws {{@link ServiceDeskError}} {errors}"));
    }
    let pad = " ".repeat(indent);
    // What would end the comment early cannot stand in it.
    let paragraphs: Vec<String> = paragraphs.iter().map(|paragraph| paragraph.replace("*/", "* /")).collect();
    match paragraphs.as_slice() {
        [] => String::new(),
        [one] if !one.starts_with('@') => format!("{pad}/** {one} */\n"),
        several => {
            let body = several.iter().map(|paragraph| format!("{pad} * {paragraph}\n"));
            let body: Vec<String> = body.collect();
            format!("{pad}/**\n{}{pad} */\n", body.join(&format!("{pad} *\n")))
        }
    }
}
