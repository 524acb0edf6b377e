//! The reference for people, in Markdown: what there is in every language, which personal data it holds, how it can fail.

mod entities;
mod errors;
mod operations;
mod personal_data;

use crate::{GeneratedFile, HEADER, Interface};

/// Returns the pages below `docs/reference`.
pub fn files(interface: &Interface) -> Vec<GeneratedFile> {
    let page = |name: &str, text: String| {
        GeneratedFile::new(format!("docs/reference/{name}.md"), format!("<!-- {HEADER} -->\n\n{text}"))
    };
    vec![
        page("entities", entities::page(interface)),
        page("operations", operations::page(interface)),
        page("personal-data", personal_data::page(interface)),
        page("errors", errors::page()),
    ]
}

/// Returns the text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
