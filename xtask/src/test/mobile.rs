//! What Kotlin and Swift have in common: one crate, built once, and a program that writes each language's side of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome, Trying};
use crate::{places, process};

/// The package of the crate.
pub(crate) const CRATE: &str = "servicedesk-mobile";

/// The folder of the crate.
pub(crate) fn folder() -> PathBuf {
    places::root().join("bindings-mobile")
}

/// The name of the library as this system spells it.
pub(crate) fn library_name() -> String {
    format!("{}servicedesk_mobile{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

/// Builds the library and returns where it is.
pub(crate) fn build() -> Outcome<PathBuf> {
    process::check(cargo().args(["build", "--quiet", "--package", CRATE, "--features", "bindgen"]))?;
    let library = places::target().join("debug").join(library_name());
    if library.is_file() { Ok(library) } else { Err(Failure::new(format!("{} was not built.", library.display()))) }
}

/// Writes that language's side of the library into `folder`.
pub(crate) fn write_boundary(library: &Path, language: &str, folder: &Path) -> Outcome<()> {
    let mut bindgen = Command::new(places::target().join("debug/uniffi-bindgen"));
    bindgen.current_dir(self::folder()).args(["generate", "--no-format", "--language", language, "--out-dir"]);
    process::check(bindgen.arg(folder).arg(library))
}

/// The program in that language that the README begins with.
pub(crate) fn quickstart(language: &str) -> Outcome<String> {
    program(language, 0)
}

/// The program in that language with which the README tells of business time.
pub(super) fn business_time(language: &str) -> Outcome<String> {
    program(language, 1)
}

fn program(language: &str, place: usize) -> Outcome<String> {
    let readme = folder().join("README.md");
    let text = std::fs::read_to_string(&readme).trying("Reading the README of the mobile packages")?;
    let opening = format!("```{language}\n");
    let code = text.split(&opening).nth(place + 1).and_then(|rest| rest.split_once("\n```"));
    let missing = || Failure::new(format!("{} has no {language} program {}.", readme.display(), place + 1));
    code.map(|(code, _)| format!("{code}\n")).ok_or_else(missing)
}

/// Writes a file, with its folder, when it says something else.
pub(crate) fn write(path: &Path, text: &str) -> Outcome<()> {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).trying(format!("Making {}", folder.display()))?;
    }
    std::fs::write(path, text).trying(format!("Writing {}", path.display()))
}

fn cargo() -> Command {
    let mut cargo = Command::new(places::cargo());
    cargo.current_dir(places::root());
    cargo
}
