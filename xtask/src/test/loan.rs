//! What the generator writes when the library knows one entity more: each language compiles it with its hand-written
//! sources, to show that an entity needs no hand-written line in any of them.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
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
    // As the Rust tests select packages and features, so that nothing is built a second time.
    let mut cargo = Command::new(places::cargo());
    cargo.current_dir(places::root()).args(["build", "--quiet", "--workspace", "--all-features"]);
    for binding in super::BINDINGS {
        cargo.args(["--exclude", binding]);
    }
    process::check(cargo.args(["--bin", PROGRAM]))?;
    process::check(Command::new(places::target().join("debug").join(PROGRAM)).arg(&folder))?;
    Ok(folder)
}
