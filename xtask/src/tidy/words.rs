//! The words that no committed line may hold, written here in halves, since this file is checked as well.

use std::fs;
use std::sync::OnceLock;

/// Words that promise work for later, found as whole words.
const LATER: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Code that stands in for work not done.
const STAND_INS: [&str; 3] = [concat!("to", "do!("), concat!("unimpl", "emented!("), concat!("#[ig", "nore")];

/// Folders that belong to one person or one build.
const PLACES: [&str; 4] = [concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/wo", "rk/")];

/// Parts of host names that belong to package registries.
const REGISTRIES: [&str; 8] = ["registry", "pypi", "npmjs", "crates", "pythonhosted", "maven", "mirror", "jfrog"];

/// The mark of unfinished work in `line`.
pub(super) fn unfinished(line: &str) -> Option<&'static str> {
    let later = LATER.into_iter().find(|word| whole_word(line, word));
    later.or_else(|| STAND_INS.into_iter().find(|mark| line.contains(mark)))
}

/// The place, or the name, of a single machine in `line`.
pub(super) fn place(line: &str) -> Option<&str> {
    let folder = PLACES.into_iter().find(|folder| {
        line.match_indices(folder).any(|(at, _)| {
            // Inside a longer path or a URL it is somebody else's folder.
            !line[..at].ends_with(|before: char| before.is_alphanumeric() || "._-~*}>".contains(before))
        })
    });
    folder.or_else(|| this_machine().filter(|name| whole_word(line, name)))
}

/// The host in `line` that serves packages.
pub(super) fn registry(line: &str) -> Option<&str> {
    line.match_indices("://").find_map(|(at, mark)| {
        let rest = &line[at + mark.len()..];
        let host = rest.split(|letter: char| !(letter.is_alphanumeric() || ".-".contains(letter))).next()?;
        host.split(['.', '-']).any(|part| REGISTRIES.contains(&part)).then_some(host)
    })
}

/// The name of the machine we run on, when it is a name that no prose would hold.
fn this_machine() -> Option<&'static str> {
    static NAME: OnceLock<String> = OnceLock::new();
    let name = NAME.get_or_init(|| fs::read_to_string("/etc/hostname").unwrap_or_default().trim().to_owned());
    let telling = name.len() >= 6 && name.contains(|letter: char| letter.is_ascii_digit() || letter == '-');
    telling.then_some(name.as_str())
}

fn whole_word(line: &str, word: &str) -> bool {
    let joins = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(joins) && !line[at + word.len()..].starts_with(joins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_are_found_as_words() {
        assert!(unfinished(&format!("// {}: later", LATER[0])).is_some());
        assert!(unfinished(&format!("    {}\"later\")", STAND_INS[0])).is_some());
        assert!(unfinished(&format!("    {}]", STAND_INS[2])).is_some());
        assert_eq!(unfinished("mktemp -d /tmp/a.XXXXXX"), None);
        assert_eq!(unfinished("todo dia útil conta"), None);
    }

    #[test]
    fn places_on_one_machine_are_found() {
        assert!(place(&format!("cd {}me", PLACES[1])).is_some());
        assert!(place(&format!("`{}a`", PLACES[3])).is_some());
        assert_eq!(place(&format!("/repos/a{}b", PLACES[3])), None);
        assert_eq!(place("cd /tmp/me"), None);
    }

    #[test]
    fn registries_are_found_in_addresses_only() {
        assert_eq!(registry(&format!("see https:{}npmjs.example/a", "//www.")), Some("www.npmjs.example"));
        assert!(registry(&format!("http:{}example/pypi", "//mirror.")).is_some());
        assert_eq!(registry("see https://docs.rs/serde"), None);
        assert_eq!(registry("the registry of crates"), None);
    }
}
