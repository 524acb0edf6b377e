//! What the generator writes when the library knows one entity more: each language compiles it with its hand-written
//! sources, to show that an entity needs no hand-written line in any of them.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::failure::{Failure, Outcome, Trying};
use crate::{places, process};

/// The program that writes them.
const PROGRAM: &str = "codegen_with_loan";

/// Returns the folder below which every language's generated files lie as they lie below the root, with the entity `Loan`
/// among the others. Written once in a run.
pub(super) fn generated() -> Outcome<PathBuf> {
    static WRITTEN: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    WRITTEN.get_or_init(|| write().map_err(|failure| failure.to_string())).clone().map_err(Failure::new)
}

fn write() -> Outcome<PathBuf> {
    let folder = places::target().join("loan");
    // A file of an earlier run would be compiled although nothing writes it any more.
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).trying("Removing earlier generated files")?,
        _ => fs::create_dir_all(&folder).trying("Making the folder of the generated files")?,
    }
    // As the Rust tests select profile, packages and features, and with a test, because tests decide what others' features are: so
    // nothing is built a second time.
    let mut cargo = Command::new(places::cargo());
    cargo.current_dir(places::root()).args(["build", "--quiet", "--profile", "test", "--workspace", "--all-features"]);
    for binding in super::BINDINGS {
        cargo.args(["--exclude", binding]);
    }
    process::check(cargo.args(["--bin", PROGRAM, "--test", "entity_loan"]))?;
    process::check(Command::new(places::target().join("debug").join(PROGRAM)).arg(&folder))?;
    Ok(folder)
}

/// Copies the package at `folder`, from the root, with what is generated for the loan over it, and without the folders
/// `built`. Only what changed is written, so that compiling it again is quick. Returns where the copy is.
pub(super) fn package(folder: &str, built: &[&str]) -> Outcome<PathBuf> {
    let (own, generated) = (places::root().join(folder), generated()?.join(folder));
    let copy = places::target().join("loan-packages").join(folder);
    let mut wanted = files(&own, built)?;
    wanted.extend(files(&generated, built)?);
    for path in files(&copy, built)?.difference(&wanted) {
        fs::remove_file(copy.join(path)).trying("Removing a file that is there no more")?;
    }
    for path in &wanted {
        let from = [&generated, &own].map(|folder| folder.join(path)).into_iter().find(|path| path.is_file());
        let text = fs::read(from.unwrap_or_default()).trying(format!("Reading {}", path.display()))?;
        let to = copy.join(path);
        if fs::read(&to).is_ok_and(|old| old == text) {
            continue;
        }
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).trying("Making a folder of a package")?;
        }
        fs::write(&to, text).trying(format!("Writing {}", to.display()))?;
    }
    Ok(copy)
}

/// The files below `folder`, from there; none when it does not exist.
fn files(folder: &Path, built: &[&str]) -> Outcome<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut folders = if folder.is_dir() { vec![folder.to_owned()] } else { Vec::new() };
    while let Some(place) = folders.pop() {
        for entry in fs::read_dir(&place).trying(format!("Reading {}", place.display()))? {
            let path = entry.trying(format!("Reading {}", place.display()))?.path();
            if !path.is_dir() {
                found.extend(path.strip_prefix(folder).map(Path::to_path_buf));
            } else if !built.iter().any(|name| path.ends_with(name)) {
                folders.push(path);
            }
        }
    }
    Ok(found)
}
