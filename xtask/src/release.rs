//! Native parts as they are shipped: built for speed and, on Linux, linked against a C library that is old enough for the
//! systems that are still in use.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome, Trying};
use crate::venv::Environment;
use crate::{folders, places, process};

/// Pinned, so that a new release cannot turn an old commit red.
const PACKAGES: [&str; 3] = ["maturin==1.16.0", "cargo-zigbuild==0.24.0", "ziglang==0.17.1"];

/// The oldest C library that the packages run on, and the tag that Python has for it.
pub(crate) const GLIBC: (&str, &str) = ("2.17", "manylinux2014");

/// The tools that build and link.
pub(crate) fn tools() -> Outcome<Environment> {
    Environment::obtain("release", &PACKAGES)
}

/// The target that is linked against the old library; nothing on a system that has no such thing.
pub(crate) fn target() -> Option<String> {
    let is_gnu = cfg!(all(target_os = "linux", target_env = "gnu"));
    is_gnu.then(|| format!("{}-unknown-linux-gnu", env::consts::ARCH))
}

/// One of the tools, which find each other on the search path.
pub(crate) fn tool(environment: &Environment, name: &str) -> Outcome<Command> {
    let own = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([environment.programs()].into_iter().chain(env::split_paths(&own)));
    let path: OsString = path.trying("Putting the tools on the search path")?;
    let mut tool = environment.tool(name);
    tool.env("PATH", path);
    Ok(tool)
}

/// Builds the library of a crate for speed and returns where it is.
pub(crate) fn build(crate_name: &str) -> Outcome<PathBuf> {
    let folder = match target() {
        Some(target) => {
            let mut cargo = tool(&tools()?, "cargo-zigbuild")?;
            cargo.args(["zigbuild", "--release", "--package", crate_name]).arg("--target-dir").arg(places::target());
            cargo.arg("--target").arg(format!("{target}.{}", GLIBC.0));
            process::check(cargo.current_dir(places::root()))?;
            places::target().join(target)
        }
        None => {
            let mut cargo = Command::new(places::cargo());
            process::check(cargo.current_dir(places::root()).args(["build", "--release", "--package", crate_name]))?;
            places::target()
        }
    };
    let stem = crate_name.replace('-', "_");
    let library = format!("{}{stem}{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
    let library = folder.join("release").join(library);
    if library.is_file() { Ok(library) } else { Err(Failure::new(format!("{} was not built.", library.display()))) }
}

/// Copies a library without what only a debugger reads.
pub(crate) fn place(library: &Path, to: &Path) -> Outcome<()> {
    let stripped = Command::new("strip").args(["-S", "-o"]).arg(to).arg(library).stderr(Stdio::null()).status();
    if stripped.is_ok_and(|status| status.success()) { Ok(()) } else { folders::copy(library, to) }
}
