//! Documentation as comment lines that fit the width of the page.

use crate::Doc;

const WIDTH: usize = 120;

/// Returns the paragraphs of a documentation, the errors last behind `errors`, which says what they are.
pub(crate) fn of(doc: &Doc, errors: &str) -> Vec<String> {
    let summary = std::iter::once(&doc.summary).chain(&doc.details).filter(|text| !text.is_empty()).cloned();
    let errors = doc.errors.iter().map(|text| format!("{errors}{text}"));
    summary.chain(errors).collect()
}

/// Returns the lines of a comment: each begins with `mark`, and an empty one stands between paragraphs.
pub(crate) fn lines(mark: &str, paragraphs: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            lines.push(mark.trim_end().to_owned());
        }
        let mut line = mark.to_owned();
        for word in paragraph.split_whitespace() {
            if line.len() > mark.len() && line.chars().count() + 1 + word.chars().count() > WIDTH {
                lines.push(std::mem::replace(&mut line, mark.to_owned()));
            }
            if line.len() > mark.len() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paragraphs_are_wrapped() {
        let lines = lines("/// ", &["word ".repeat(40), "End.".to_owned()]);
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(lines.iter().rev().take(2).rev().collect::<Vec<_>>(), ["///", "/// End."]);
    }
}
