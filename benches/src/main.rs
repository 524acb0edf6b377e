//! The side-by-side measurements behind `docs/benchmarks.md`: the library and a bare driver doing the same work on the same
//! data in the same run, in turns, so that what disturbs the one disturbs the other.

mod adoption;
mod import;
mod machine;
mod micro;
mod operations;
mod pairs;
mod population;
mod postgres;
mod report;
mod search;
mod sqlite;

use std::error::Error;
use std::path::{Path, PathBuf};

use report::{Report, Section};

/// What a measurement answers; nobody matches on why one could not be made.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The sections, in the order of the page.
const SECTIONS: [&str; 7] = ["sqlite", "postgres", "search", "operations", "import", "adoption", "micro"];

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some((import::CHILD, rest)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return import::child(rest);
    }
    if let Some((adoption::CHILD, rest)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return adoption::child(rest);
    }
    if let Some(unknown) = arguments.iter().find(|name| !SECTIONS.contains(&name.as_str())) {
        return Err(format!("`{unknown}` is none of the sections {}", SECTIONS.join(", ")).into());
    }
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|argument| argument == name);
    std::fs::create_dir_all(folder())?;
    let mut report = Report::new(machine::describe(&folder())?);
    for name in SECTIONS.into_iter().filter(|name| wanted(name)) {
        let section = match name {
            "sqlite" => sqlite::measure(&folder())?,
            "postgres" => postgres::measure()?,
            "search" => search::measure(&folder())?,
            "operations" => operations::measure(&folder())?,
            "import" => import::measure(&folder(), &workspace())?,
            "adoption" => adoption::measure(&folder())?,
            _ => micro::gather(&target())?,
        };
        announce(&section);
        report.sections.push(section);
    }
    if SECTIONS.into_iter().all(wanted) {
        // Figures of different runs are not compared, so that only a whole run is written down.
        std::fs::write(workspace().join("docs/benchmarks.md"), report.page())?;
    }
    Ok(())
}

fn announce(section: &Section) {
    println!("{section}");
}

fn workspace() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// Where the large files are kept between runs.
fn folder() -> PathBuf {
    target().join("bench")
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), |folder| workspace().join(folder))
}
