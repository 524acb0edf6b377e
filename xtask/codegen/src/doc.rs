//! Documentation as it stands in the Rust sources, made readable in other languages: no links into rustdoc, codes of errors by
//! their stable names, errors apart from the rest.

use servicedesk::{Code, ErrorKind};

/// The documentation of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// The first paragraph, in one line.
    pub summary: String,
    /// Further paragraphs, each in one line; code blocks are left out, because they are Rust.
    pub details: Vec<String>,
    /// What the section on errors says, in one line.
    pub errors: Option<String>,
}

impl Doc {
    /// Reads the documentation of an item.
    pub fn read(text: &str) -> Self {
        let mut doc = Self::default();
        let (mut in_code, mut in_errors) = (false, false);
        let mut paragraphs: Vec<(bool, String)> = vec![(false, String::new())];
        for line in text.lines() {
            if line.trim_start().starts_with("```") {
                in_code = !in_code;
            } else if in_code {
                continue;
            } else if let Some(title) = line.strip_prefix("# ") {
                in_errors = title.trim() == "Errors";
                paragraphs.push((in_errors, String::new()));
            } else if line.trim().is_empty() {
                paragraphs.push((in_errors, String::new()));
            } else if let Some((_, paragraph)) = paragraphs.last_mut() {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(line.trim());
            }
        }
        for (is_error, paragraph) in paragraphs {
            let paragraph = plain(&paragraph);
            if paragraph.is_empty() {
                continue;
            }
            if is_error {
                match &mut doc.errors {
                    Some(errors) => *errors = format!("{errors} {paragraph}"),
                    None => doc.errors = Some(paragraph),
                }
            } else if doc.summary.is_empty() {
                doc.summary = paragraph;
            } else {
                doc.details.push(paragraph);
            }
        }
        doc
    }
}

/// Returns the text without links into rustdoc: `[`Code::NotFound`](crate::Code::NotFound)` becomes `` `row.not_found` ``.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['[', '`']) {
        plain.push_str(&rest[..open]);
        // Brackets inside of code are no link.
        if let Some(code) = rest[open..].strip_prefix('`') {
            let end = code.find('`').map_or(rest.len(), |end| open + 1 + end + 1);
            plain.push_str(&rest[open..end]);
            rest = &rest[end..];
            continue;
        }
        let Some(close) = rest[open..].find(']') else { break };
        let inner = &rest[open + 1..open + close];
        rest = &rest[open + close + 1..];
        if let Some(target) = rest.strip_prefix('(').and_then(|target| target.find(')')) {
            rest = &rest[target + 2..];
        }
        match inner.strip_prefix('`').and_then(|inner| inner.strip_suffix('`')) {
            Some(path) => plain.push_str(&item(path)),
            None => plain.push_str(inner),
        }
    }
    plain.push_str(rest);
    for kind in KINDS {
        plain = plain.replace(&format!("`{kind:?}`"), &format!("`{}`", kind.name()));
    }
    plain
}

/// The kinds of errors, which documentation names as Rust does.
const KINDS: [ErrorKind; 9] = [
    ErrorKind::NotFound,
    ErrorKind::Conflict,
    ErrorKind::Rejected,
    ErrorKind::Invalid,
    ErrorKind::Denied,
    ErrorKind::LimitReached,
    ErrorKind::Unavailable,
    ErrorKind::Corrupt,
    ErrorKind::Internal,
];

/// Returns what a path means outside of Rust.
fn item(path: &str) -> String {
    if let Some(variant) = path.strip_prefix("Code::") {
        let code = Code::ALL.iter().find(|code| format!("{code:?}") == variant);
        return format!("`{}`", code.map_or(variant, |code| code.name()));
    }
    format!("`{}`", path.rsplit("::").next().unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_go_and_codes_get_their_names() {
        let doc = Doc::read(
            "Returns [`Tickets`]\nas [RFC 9562](https://x) says.\n\n```\nrust();\n```\nMore.\n\n# Errors\n[`Code::NotFound`](crate::Code::NotFound), kind `Invalid`.",
        );
        assert_eq!(doc.summary, "Returns `Tickets` as RFC 9562 says.");
        assert_eq!(doc.details, ["More."]);
        assert_eq!(doc.errors.as_deref(), Some("`row.not_found`, kind `invalid`."));
    }

    #[test]
    fn brackets_in_code_stay() {
        let doc = Doc::read("As `{\"monday\": [\"09:00-12:00\"]}`, see [`Calendar`].");
        assert_eq!(doc.summary, "As `{\"monday\": [\"09:00-12:00\"]}`, see `Calendar`.");
    }
}
