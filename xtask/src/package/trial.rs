//! Trying a package where nobody knows this repository: a folder outside of it, and a program that is run there.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome, Trying};
use crate::{folders, terminal};

/// A folder that is gone when the trial is over.
pub(super) struct Trial {
    folder: PathBuf,
}

impl Trial {
    /// Makes an empty folder outside of the repository, so that nothing is found by looking upwards.
    pub(super) fn of(language: &str) -> Outcome<Self> {
        let folder = env::temp_dir().join(format!("servicedesk-{language}-{}", std::process::id()));
        folders::fresh(&folder)?;
        Ok(Self { folder })
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file there, with its folder.
    pub(super) fn write(&self, path: &str, text: &str) -> Outcome<()> {
        let path = self.folder.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).trying(format!("Making {}", folder.display()))?;
        }
        fs::write(&path, text).trying(format!("Writing {}", path.display()))
    }

    /// Runs the program that a page begins with; it has to succeed and to say something of which `expected` is a part.
    pub(super) fn show(&self, program: &mut Command, expected: &str) -> Outcome<()> {
        let output = program.current_dir(&self.folder).stdin(Stdio::null()).stderr(Stdio::inherit()).output();
        let output = output.trying("Starting the quickstart")?;
        let said = String::from_utf8_lossy(&output.stdout);
        terminal::say(said.trim_end());
        if output.status.success() && said.contains(expected) {
            return Ok(());
        }
        Err(Failure::new(format!("The quickstart did not say `{expected}`: {}.", output.status)))
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        // What cannot be removed is the system's to remove.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Returns the programs in that language that a page shows, in order.
pub(super) fn programs(page: &Path, language: &str) -> Outcome<Vec<String>> {
    let text = fs::read_to_string(page).trying(format!("Reading {}", page.display()))?;
    let opening = format!("```{language}\n");
    let blocks = text.split(&opening).skip(1).filter_map(|rest| rest.split_once("\n```"));
    let programs: Vec<String> = blocks.map(|(program, _)| format!("{program}\n")).collect();
    if programs.is_empty() {
        return Err(Failure::new(format!("{} shows no program in {language}.", page.display())));
    }
    Ok(programs)
}
