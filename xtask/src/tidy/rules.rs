//! The rules themselves, each a function from a file, or from one of its lines, to the sentence that says what is wrong.

use super::files::File;
use super::words;

/// Rules about a file as a whole.
pub(super) const OF_FILES: [fn(&File) -> Option<String>; 3] = [header, length, name];

/// Rules about one line of a file.
pub(super) const OF_LINES: [fn(&File, &str) -> Option<String>; 5] = [blanks, unfinished, module, place, registry];

/// More than this does not fit into one head.
const LONGEST: usize = 600;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "manager"];

/// A file says in its first line why it exists.
fn header(file: &File) -> Option<String> {
    let start = match file.kind() {
        "rs" => "//! ",
        "sql" => "-- ",
        "md" => "# ",
        // Cargo's manifests have a field for it.
        "toml" if !file.path.ends_with("Cargo.toml") => "# ",
        _ => return None,
    };
    if file.is_fixture() {
        return None;
    }
    // A title may be one word; a reason is not.
    let least = if file.kind() == "md" { 1 } else { 3 };
    let reason = file.first_line().strip_prefix(start);
    let told = reason.is_some_and(|text| text.split_whitespace().count() >= least);
    (!told).then(|| format!("The first line has to begin with `{}` and say why the file exists.", start.trim_end()))
}

/// Code comes in files that hold one idea.
fn length(file: &File) -> Option<String> {
    let lines = file.text.lines().count();
    (file.kind() != "md" && lines > LONGEST)
        .then(|| format!("The file has {lines} lines; more than {LONGEST} are more than one idea."))
}

/// The path names what is inside.
fn name(file: &File) -> Option<String> {
    let stem = file.path.strip_suffix(&format!(".{}", file.kind())).unwrap_or(&file.path);
    let empty = stem.split('/').find(|part| EMPTY_NAMES.contains(part))?;
    Some(format!("The name `{empty}` does not say what is inside."))
}

/// An inline module's name says what is inside, too.
fn module(file: &File, line: &str) -> Option<String> {
    let words = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
    let name = words.strip_prefix("mod ")?.trim_end_matches([' ', '{', ';']);
    (file.kind() == "rs" && EMPTY_NAMES.contains(&name))
        .then(|| format!("The name `{name}` does not say what is inside."))
}

/// No tabs, and nothing invisible at the end of a line.
fn blanks(file: &File, line: &str) -> Option<String> {
    if file.is_fixture() {
        return None;
    }
    if line.contains('\t') {
        return Some("The line holds a tab.".to_owned());
    }
    (line.trim_end() != line).then(|| "The line ends in blanks.".to_owned())
}

/// What is merged is finished.
fn unfinished(_: &File, line: &str) -> Option<String> {
    let mark = words::unfinished(line)?;
    Some(format!("`{mark}` marks unfinished work: finish it, or leave it out."))
}

/// A file reads the same on every machine.
fn place(_: &File, line: &str) -> Option<String> {
    let place = words::place(line)?;
    Some(format!("`{place}` is a place on one machine."))
}

/// Where packages come from is the machine's business.
fn registry(_: &File, line: &str) -> Option<String> {
    let host = words::registry(line)?;
    Some(format!("`{host}` is a package registry; name the package, not the host."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(text: &str) -> File {
        File::new("core/src/ticket.rs", text)
    }

    #[test]
    fn every_kind_has_its_header() {
        assert_eq!(header(&rust("//! Why this exists.\n")), None);
        assert!(header(&rust("//! x\n")).is_some());
        assert!(header(&rust("use std::fmt;\n//! Too late to say.\n")).is_some());
        assert!(header(&rust("")).is_some());
        assert_eq!(
            header(&File::new("migrations/sqlite/0001_a.up.sql", "-- The first tables, without views.\n")),
            None
        );
        assert!(header(&File::new("migrations/sqlite/0001_a.up.sql", "CREATE TABLE a (b)\n")).is_some());
        assert_eq!(header(&File::new("README.md", "# servicedesk\n")), None);
        assert!(header(&File::new("README.md", "servicedesk\n")).is_some());
        assert!(header(&File::new("deny.toml", "[graph]\n")).is_some());
        assert_eq!(header(&File::new("core/Cargo.toml", "[package]\n")), None);
        assert_eq!(header(&File::new("tests/fixtures/a.rs", "fn a() {}\n")), None);
        assert_eq!(header(&File::new("examples/a.py", "import a\n")), None);
    }

    #[test]
    fn a_long_file_is_told_apart_from_a_long_page() {
        assert_eq!(length(&rust(&"a\n".repeat(600))), None);
        assert!(length(&rust(&"a\n".repeat(601))).is_some());
        assert_eq!(length(&File::new("README.md", "a\n".repeat(601))), None);
    }

    #[test]
    fn empty_names_are_found_in_paths_and_modules() {
        assert!(name(&File::new("core/src/utils.rs", "")).is_some());
        assert!(name(&File::new("tests/common/mod.rs", "")).is_some());
        assert_eq!(name(&File::new("core/src/sla_manager.rs", "")), None);
        assert!(module(&rust(""), "    pub(crate) mod helpers {").is_some());
        assert!(module(&rust(""), "pub mod common;").is_some());
        assert_eq!(module(&rust(""), "mod commonplace;"), None);
        assert_eq!(module(&rust(""), "let common = 1;"), None);
    }

    #[test]
    fn blanks_are_found() {
        assert!(blanks(&rust(""), "a ").is_some());
        assert!(blanks(&rust(""), "\ta").is_some());
        assert_eq!(blanks(&rust(""), "    a"), None);
        assert_eq!(blanks(&File::new("tests/fixtures/a.sql", ""), "a\t"), None);
    }
}
