//! The Swift package: built and tested as its users would, with its package manager; then the example, a package of its own.

use std::fs;
use std::path::{Path, PathBuf};

use super::swift_tool::Swift;
use super::tally::Tally;
use super::{loan, mobile};
use crate::failure::{Failure, Outcome, Trying};
use crate::postgres::Server;
use crate::{places, process, terminal};

/// The package, from the root.
const PACKAGE: &str = "bindings-mobile/swift";

/// Tells the compiler what the C side is called and which library it is in.
const MODULE_MAP: &str = "module ServiceDeskNative {
    header \"ServiceDeskNative.h\"
    link \"servicedesk_mobile\"
    export *
}
";

/// Builds the package, runs its tests and its example.
pub(super) fn run(_server: &Server) -> Outcome<Tally> {
    let swift = Swift::obtain()?;
    let library = mobile::build()?;
    let folder = places::root().join(PACKAGE);
    place_boundary(&library, &folder)?;
    place_quickstart(&folder)?;
    let mut tally = Tally::default();
    let passed = swift_in(&swift, &["test"], &folder, "package", |line| read(line, &mut tally))?;
    if tally.ran() == 0 {
        return Err(Failure::new("`swift test` ran no test; see the lines above."));
    }
    if !passed && tally.failed == 0 {
        return Err(Failure::new("`swift test` failed without a test to blame; see the lines above."));
    }
    let mut ended = false;
    let example = mobile::folder().join("examples/swift/Desk");
    // Beside what the tests left, so that the package is not compiled a second time.
    let ran = swift_in(&swift, &["run"], &example, "package", |line| ended |= line.contains("closed for good"))?;
    tally.add(Tally::of(ran && ended));
    let with_loan = loan::package(PACKAGE, &[".build"])?;
    let built = swift_in(&swift, &["build", "--build-tests"], &with_loan, "loan", |_| ())?;
    tally.add(Tally::of(built));
    Ok(tally)
}

/// Writes the two targets that come from the library, where they changed.
pub(crate) fn place_boundary(library: &Path, folder: &Path) -> Outcome<()> {
    let written = scratch("boundary");
    mobile::write_boundary(library, "swift", &written)?;
    let place = |name: &str, target: &str| {
        let text = fs::read_to_string(written.join(name)).trying(format!("Reading {name}"))?;
        mobile::write(&folder.join("Sources").join(target).join(name), &text)
    };
    place("ServiceDeskBoundary.swift", "ServiceDeskBoundary")?;
    place("ServiceDeskNative.h", "ServiceDeskNative")?;
    mobile::write(&folder.join("Sources/ServiceDeskNative/module.modulemap"), MODULE_MAP)
}

/// Puts the program of the README among the tests, which have an entry of their own.
fn place_quickstart(folder: &Path) -> Outcome<()> {
    let program = mobile::quickstart("swift")?.replace("@main\n", "");
    mobile::write(&folder.join("Tests/ServiceDeskTests/Quickstart.swift"), &program)?;
    let program = mobile::business_time("swift")?.replace("@main\n", "");
    mobile::write(&folder.join("Tests/ServiceDeskTests/BusinessTime.swift"), &program)
}

/// Where the build of that name leaves what it makes.
fn scratch(name: &str) -> PathBuf {
    places::target().join("swift").join(name)
}

/// Runs a command of the package manager and returns whether it succeeded.
fn swift_in(
    swift: &Swift,
    words: &[&str],
    folder: &Path,
    name: &str,
    mut read: impl FnMut(&str) + Send,
) -> Outcome<bool> {
    let libraries = places::target().join("debug");
    let mut command = swift.command(folder);
    command.args(words).arg("--scratch-path").arg(scratch(name));
    // Packages that share what is compiled must not share the plan.
    command.arg("--disable-build-manifest-caching");
    command.args(["-Xlinker", "-L", "-Xlinker"]).arg(&libraries);
    command.args(["-Xlinker", "-rpath", "-Xlinker"]).arg(&libraries);
    let status = process::run_reading(&mut command, |bytes| {
        let line = String::from_utf8_lossy(bytes);
        if !is_progress(&line) {
            terminal::pass_on(bytes);
        }
        read(&line);
    })?;
    Ok(status.success())
}

/// Whether a line tells only that all goes well.
fn is_progress(line: &str) -> bool {
    let fine = line.contains("' started at ") || line.contains("' passed ") || line.starts_with("Scenario passed: ");
    fine || line.starts_with('[') || line.starts_with("Building for ")
}

/// Counts the line that ends a test or a scenario.
fn read(line: &str, tally: &mut Tally) {
    if let Some(word) = line.strip_prefix("Scenario ") {
        tally.add(Tally::of(word.starts_with("passed: ")));
    // The scenarios are counted by themselves, not as the one test that plays them.
    } else if line.starts_with("Test Case '") && !line.contains("ScenarioTests") {
        if line.contains("' passed (") {
            tally.passed += 1;
        } else if line.contains("' failed (") {
            tally.failed += 1;
        } else if line.contains("' skipped (") {
            tally.skipped += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_and_scenarios_are_counted_once() {
        let mut tally = Tally::default();
        for line in [
            "Test Case 'DeskTests.testOne' started at 2026-11-21 16:43:43.530",
            "Test Case 'DeskTests.testOne' passed (0.165 seconds)",
            "Test Case '-[ServiceDeskTests.DeskTests testTwo]' failed (0.1 seconds).",
            "Test Case 'DeskTests.testThree' skipped (0.0 seconds)",
            "Test Suite 'DeskTests' failed at 2026-11-21 16:43:43.628",
            "Scenario passed: a ticket",
            "Scenario failed: a patch",
            "Test Case 'ScenarioTests.testEveryScenario' failed (4.179 seconds)",
        ] {
            read(line, &mut tally);
        }
        assert_eq!(tally, Tally { passed: 2, failed: 2, skipped: 1 });
    }
}
