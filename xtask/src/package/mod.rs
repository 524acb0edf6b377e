//! `cargo xtask package`: the packages of the other languages as they would be published, each tried in an environment that
//! knows nothing of this repository by the program that its page begins with.

pub(crate) mod python;

mod kotlin;
mod node;
pub(crate) mod swift;
mod trial;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::failure::{Outcome, Trying};
use crate::{folders, places, terminal};

/// What `cargo xtask package` accepts.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The languages; all when none is named.
    languages: Vec<Language>,
}

/// A language that has a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Language {
    /// A wheel.
    Python,
    /// Two tarballs: the package, and the native part for this platform.
    Node,
    /// Jars in a Maven repository.
    Kotlin,
    /// A zipped package with the library beside its sources.
    Swift,
}

/// Builds what is asked for, tries each, and tells in the last line what there is.
pub(crate) fn run(arguments: &Arguments) -> Outcome<ExitCode> {
    let all = Language::value_variants();
    let languages = if arguments.languages.is_empty() { all } else { &arguments.languages };
    let mut lines = Vec::new();
    for language in languages {
        let folder = folder(language);
        folders::fresh(&folder)?;
        // Each returns the files that would be published.
        let files = match language {
            Language::Python => python::package(&folder),
            Language::Node => node::package(&folder),
            Language::Kotlin => kotlin::package(&folder),
            Language::Swift => swift::package(&folder),
        }?;
        for file in &files {
            lines.push(format!("{} ({})", shown(file), size(file)?));
        }
    }
    terminal::say(&format!("Built and tried below {}: {}", shown(&packages()), lines.join("; ")));
    Ok(ExitCode::SUCCESS)
}

fn packages() -> PathBuf {
    places::target().join("packages")
}

fn folder(language: &Language) -> PathBuf {
    packages().join(format!("{language:?}").to_lowercase())
}

/// The path from the root of the workspace, or from the folder of the packages.
fn shown(path: &Path) -> String {
    let path = path.strip_prefix(packages()).ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path);
    path.strip_prefix(places::root()).unwrap_or(path).display().to_string()
}

fn size(file: &Path) -> Outcome<String> {
    let bytes = fs::metadata(file).trying(format!("Looking at {}", file.display()))?.len();
    // Tenths of a mebibyte, or whole kibibytes for what is small.
    Ok(match bytes {
        0..1_048_576 => format!("{} KiB", bytes.div_ceil(1_024)),
        _ => format!("{}.{} MiB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    })
}
