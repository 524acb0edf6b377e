//! The tools that the lints need beyond cargo, fetched when a machine does not have them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Outcome, Trying};
use crate::{places, process, terminal};

/// Pinned, so that a new release cannot turn an old commit red.
const CARGO_DENY: &str = "0.20.2";

/// Makes sure that `cargo subcommand` exists, which a minimal toolchain leaves out.
pub(super) fn component(component: &str, subcommand: &str) -> Outcome<()> {
    if process::succeeds(Command::new(places::cargo()).args([subcommand, "--version"])) {
        return Ok(());
    }
    terminal::complain(&format!("Adding {component} to the toolchain."));
    process::check(Command::new("rustup").args(["component", "add", component]))
}

/// The program `cargo-deny`, built on first use.
pub(super) fn cargo_deny() -> Outcome<PathBuf> {
    let folder = places::tools().join(format!("cargo-deny-{CARGO_DENY}"));
    let program = folder.join("bin/cargo-deny");
    if !program.is_file() {
        terminal::complain("Building cargo-deny, once; this takes about a minute.");
        let build = places::tools().join(format!("cargo-deny-build-{}", std::process::id()));
        // A debug build is ready in a fraction of the time and checks this workspace in a second all the same.
        let built = process::check(
            Command::new(places::cargo())
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                .args(["install", "--locked", "--debug", "--quiet", "--version", CARGO_DENY, "--root"])
                .arg(&folder)
                .arg("--target-dir")
                .arg(&build)
                .arg("cargo-deny"),
        );
        fs::remove_dir_all(&build).trying("Removing what is left of building cargo-deny")?;
        built?;
    }
    Ok(program)
}
