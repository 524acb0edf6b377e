//! `cargo xtask tidy`: the house rules that no compiler knows, checked on every file that is ours.
//!
//! A test of this crate runs it too, so that a broken rule fails like any other test, with file and line.

mod files;
mod rules;
mod words;

use std::fmt;
use std::process::ExitCode;

use crate::failure::Outcome;
use crate::{places, terminal};
use files::File;

/// A broken rule and where it was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    line: usize,
    sentence: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.sentence)
    }
}

/// Prints every broken rule and fails when there is one.
pub(crate) fn run() -> Outcome<ExitCode> {
    let findings = findings()?;
    for finding in &findings {
        terminal::say(&finding.to_string());
    }
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn findings() -> Outcome<Vec<Finding>> {
    let files = files::ours(&places::root())?;
    Ok(files.iter().filter(|file| !file.is_generated()).flat_map(check).collect())
}

/// Every rule that `file` breaks.
fn check(file: &File) -> Vec<Finding> {
    let whole = rules::OF_FILES.iter().filter_map(|rule| rule(file).map(|sentence| (1, sentence)));
    let lines = file.text.lines().enumerate().flat_map(|(index, line)| {
        let broken = rules::OF_LINES.iter().filter_map(move |rule| rule(file, line));
        broken.map(move |sentence| (index + 1, sentence))
    });
    let found = whole.chain(lines);
    found.map(|(line, sentence)| Finding { path: file.path.clone(), line, sentence }).collect()
}

#[cfg(test)]
mod tests {
    use super::{File, check, findings};

    #[test]
    fn the_repository_is_tidy() {
        let findings = findings().unwrap();
        let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "`cargo xtask tidy` finds:\n{}", lines.join("\n"));
    }

    #[test]
    fn a_finding_names_file_and_line() {
        let file = File::new("core/src/a.rs", "//! Why this file exists.\n\nlet a = 1; \n");
        let lines: Vec<_> = check(&file).iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["core/src/a.rs:3: The line ends in blanks."]);
    }
}
