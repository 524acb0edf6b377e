//! Whole folders, which the standard library only makes and removes.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome, Trying};

/// Makes an empty folder in the place of whatever an earlier run left.
pub(crate) fn fresh(folder: &Path) -> Outcome<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).trying(format!("Removing {}", folder.display()));
        }
        _ => {}
    }
    fs::create_dir_all(folder).trying(format!("Making {}", folder.display()))
}

/// Lays every file of `from` over what `to` holds.
pub(crate) fn lay_over(from: &Path, to: &Path) -> Outcome<()> {
    fs::create_dir_all(to).trying(format!("Making {}", to.display()))?;
    for entry in fs::read_dir(from).trying(format!("Reading {}", from.display()))? {
        let entry = entry.trying(format!("Reading {}", from.display()))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            lay_over(&source, &target)?;
        } else {
            copy(&source, &target)?;
        }
    }
    Ok(())
}

/// Copies a file into the place of another.
pub(crate) fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::copy(from, to).map(drop).trying(format!("Copying {} to {}", from.display(), to.display()))
}

/// Returns the one file of the folder whose name ends in that way.
pub(crate) fn only(folder: &Path, ending: &str) -> Outcome<PathBuf> {
    let entries = fs::read_dir(folder).trying(format!("Reading {}", folder.display()))?;
    let mut found = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(ending)));
    match (found.next(), found.next()) {
        (Some(path), None) => Ok(path),
        (None, _) => Err(Failure::new(format!("{} holds nothing that ends in {ending}.", folder.display()))),
        _ => Err(Failure::new(format!("{} holds several files that end in {ending}.", folder.display()))),
    }
}
