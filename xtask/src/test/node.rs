//! The Node package: built, installed and tested as its users would.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::tally::Tally;
use super::{loan, node_tool};
use crate::failure::{Failure, Outcome, Trying};
use crate::postgres::Server;
use crate::{folders, places, process, terminal};

/// Builds the package and runs its tests.
pub(super) fn run(server: &Server) -> Outcome<Tally> {
    let node = node_tool::obtain()?;
    let package = places::root().join("bindings-node");
    build(&package)?;
    install(&node, &package, &[])?;
    use_loan(&node, &package)?;
    let mut tests = node.command("npm");
    tests.current_dir(&package).args(["test", "--silent"]);
    server.announce_to(&mut tests);
    let mut tally = Tally { passed: 1, ..Tally::default() };
    let status = process::run_reading(&mut tests, |line| {
        terminal::pass_on(line);
        count(&String::from_utf8_lossy(line), &mut tally);
    })?;
    if !status.success() && tally.failed == 0 {
        return Err(Failure::new(format!("`npm test` failed: {status}.")));
    }
    Ok(tally)
}

/// Builds the native part and puts it where the package looks first.
///
/// The command of napi would build everything again below a folder for the target.
fn build(package: &Path) -> Outcome<()> {
    let mut cargo = Command::new(places::cargo());
    process::check(cargo.current_dir(places::root()).args(["build", "--package", "servicedesk-node"]))?;
    let built = places::target().join("debug").join(library());
    let wanted = package.join(native());
    let fresh = wanted.with_extension("new");
    fs::copy(&built, &fresh).trying(format!("Copying {}", built.display()))?;
    // In one step, since a program that runs may have the old one open.
    fs::rename(&fresh, &wanted).trying(format!("Placing {}", wanted.display()))
}

/// The name under which the package looks for its native part.
pub(crate) fn native() -> String {
    format!("servicedesk.{}.node", platform())
}

fn library() -> String {
    format!("{}servicedesk_node{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

/// The name that the package's loader gives this platform.
pub(crate) fn platform() -> String {
    let arch = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    match std::env::consts::OS {
        "macos" => format!("darwin-{arch}"),
        "windows" => format!("win32-{arch}-msvc"),
        os if cfg!(target_env = "musl") => format!("{os}-{arch}-musl"),
        os => format!("{os}-{arch}-gnu"),
    }
}

/// Installs what a lockfile names, unless it is the one that was installed last.
pub(crate) fn install(node: &node_tool::Node, package: &Path, more: &[&str]) -> Outcome<()> {
    let lockfile = package.join("package-lock.json");
    let installed: PathBuf = package.join("node_modules/.installed-lock.json");
    let wanted = fs::read(&lockfile).trying("Reading the lockfile of the Node package")?;
    if fs::read(&installed).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    process::check(node.command("npm").current_dir(package).args(["ci", "--no-audit", "--no-fund"]).args(more))?;
    fs::write(&installed, wanted).trying("Noting what was installed")
}

/// Lays what would be generated for one entity more over a copy of the package, and compiles and runs a program that uses it.
fn use_loan(node: &node_tool::Node, package: &Path) -> Outcome<()> {
    let folder = places::target().join("loan-node");
    folders::fresh(&folder)?;
    folders::lay_over(&package.join("lib"), &folder.join("lib"))?;
    folders::lay_over(&loan::generated()?.join("bindings-node"), &folder)?;
    folders::lay_over(&package.join("tests/loan"), &folder.join("tests/types"))?;
    for file in ["package.json", "tests/types/tsconfig.json", &native()] {
        folders::copy(&package.join(file), &folder.join(file))?;
    }
    let modules = folder.join("node_modules");
    symlink(package.join("node_modules"), modules).trying("Linking the tools of the Node package")?;
    let run = |arguments: &[&str]| process::check(node.command("node").current_dir(&folder).args(arguments));
    run(&["node_modules/typescript/bin/tsc", "--project", "tests/types", "--noEmit", "false"])?;
    run(&["tests/types/with_loan.mjs"])
}

/// Adds a line of the summary with which the tests end: `# pass 12`, `# fail 0`.
fn count(line: &str, tally: &mut Tally) {
    let Some((word, number)) = line.strip_prefix("# ").and_then(|line| line.trim().split_once(' ')) else { return };
    let Ok(number) = number.parse::<usize>() else { return };
    match word {
        "pass" => tally.passed += number,
        "fail" | "cancelled" => tally.failed += number,
        "skipped" | "todo" => tally.skipped += number,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, count};

    #[test]
    fn the_summary_is_added_up() {
        let mut tally = Tally::default();
        for line in
            ["# tests 3\n", "# pass 2\n", "# fail 1\n", "# cancelled 0\n", "# Subtest: pass 9 gates\n", "ok 1 - a"]
        {
            count(line, &mut tally);
        }
        assert_eq!(tally, Tally { passed: 2, failed: 1, skipped: 0 });
    }
}
