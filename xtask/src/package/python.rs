//! The wheel: one for every Python from 3.10 on.

use std::path::{Path, PathBuf};

use super::trial::{Trial, programs};
use crate::failure::Outcome;
use crate::venv::Environment;
use crate::{folders, places, process, release};

/// Builds the wheel and runs the programs of the page where nothing else is installed.
pub(super) fn package(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let wheel = wheel(folder)?;
    let trial = Trial::of("python")?;
    let environment = Environment::fresh(&trial.folder().join("environment"))?;
    process::check(environment.install().arg("--no-index").arg(&wheel))?;
    for program in programs(&places::root().join("bindings-python/README.md"), "python")? {
        // Isolated: neither the folder nor a variable adds to what can be imported.
        trial.show(environment.tool("python").args(["-I", "-c", &program]), "")?;
    }
    Ok(vec![wheel])
}

/// Builds the wheel into the folder.
pub(crate) fn wheel(folder: &Path) -> Outcome<PathBuf> {
    folders::fresh(folder)?;
    let environment = release::tools()?;
    let mut maturin = release::tool(&environment, "maturin")?;
    maturin.current_dir(places::root().join("bindings-python"));
    // In a folder of its own: the way it calls the linker differs from that of the other packages, and cargo would build
    // everything anew at every change between the two.
    maturin.args(["build", "--release", "--strip", "--target-dir"]).arg(places::target().join("release-python"));
    maturin.arg("--out").arg(folder);
    maturin.arg("--interpreter").arg(environment.program("python"));
    if let Some(target) = release::target() {
        maturin.args(["--zig", "--compatibility", release::GLIBC.1, "--target", &target]);
    }
    process::check(&mut maturin)?;
    folders::only(folder, ".whl")
}
