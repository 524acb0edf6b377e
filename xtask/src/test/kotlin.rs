//! The Kotlin package: built, installed and tested as its users would, with Maven; then the example, which takes the package
//! from where Maven installed it.

use std::env::consts;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::tally::Tally;
use super::{loan, mobile};
use crate::failure::{Failure, Outcome, Trying};
use crate::postgres::Server;
use crate::{places, process, terminal};

/// The package, from the root.
const PACKAGE: &str = "bindings-mobile/kotlin";

/// Builds the package, runs its tests and its example.
pub(super) fn run(_server: &Server) -> Outcome<Tally> {
    install_tools()?;
    let library = mobile::build()?;
    let folder = places::root().join(PACKAGE);
    place_boundary(&library, &folder)?;
    place_quickstart(&folder)?;
    let mut tally = Tally::default();
    let installed = maven(&folder, &["install"], |line| read(line, &mut tally))?;
    if tally.ran() == 0 {
        return Err(Failure::new("Maven ran no test; see the lines above."));
    }
    if !installed {
        // With a test to blame, the count says it all; the example needs a package that was installed.
        let blamed = tally.failed > 0;
        return if blamed { Ok(tally) } else { Err(Failure::new("Maven did not install the package.")) };
    }
    let mut ended = false;
    let example = mobile::folder().join("examples/kotlin");
    let ran = maven(&example, &["compile", "exec:java"], |line| ended |= line.contains("closed for good"))?;
    tally.add(Tally::of(ran && ended));
    let with_loan = loan::package(PACKAGE, &["target"])?;
    place_quickstart(&with_loan)?;
    let boundary = format!("-Dboundary={}", folder.join("target/boundary").display());
    // The tests' sources too, because some of them are generated; what is compiled is kept for the next run.
    let goals = ["test-compile", "-Dkotlin.compiler.incremental=true", &boundary];
    tally.add(Tally::of(maven(&with_loan, &goals, |_| ())?));
    Ok(tally)
}

/// Puts the library among the resources, without what only a debugger reads, and its Kotlin side among the sources.
pub(crate) fn place_boundary(library: &Path, folder: &Path) -> Outcome<()> {
    let boundary = folder.join("target/boundary");
    mobile::write_boundary(library, "kotlin", &boundary.join("sources"))?;
    let native = boundary.join("native").join(platform());
    fs::create_dir_all(&native).trying("Making the folder of the native library")?;
    let placed = native.join(mobile::library_name());
    let stripped = Command::new("strip").args(["-S", "-o"]).arg(&placed).arg(library).stderr(Stdio::null()).status();
    if !stripped.is_ok_and(|status| status.success()) {
        fs::copy(library, &placed).trying("Copying the native library")?;
    }
    Ok(())
}

/// Puts the program of the README among the sources of the tests.
fn place_quickstart(folder: &Path) -> Outcome<()> {
    let program = format!("package quickstart\n\n{}", mobile::quickstart("kotlin")?);
    mobile::write(&folder.join("target/quickstart/Quickstart.kt"), &program)?;
    let program = format!("package businesstime\n\n{}", mobile::business_time("kotlin")?);
    mobile::write(&folder.join("target/quickstart/BusinessTime.kt"), &program)
}

/// This machine in the words of JNA, which finds a library among the resources by them.
fn platform() -> String {
    let system = if consts::OS == "macos" { "darwin" } else { consts::OS };
    let processor = if consts::ARCH == "x86_64" { "x86-64" } else { consts::ARCH };
    format!("{system}-{processor}")
}

/// Runs Maven and returns whether it reached every goal.
pub(crate) fn maven(folder: &Path, goals: &[&str], mut read: impl FnMut(&str) + Send) -> Outcome<bool> {
    let mut maven = Command::new("mvn");
    maven.current_dir(folder).args(["--batch-mode", "--no-transfer-progress", "-Dstyle.color=never"]).args(goals);
    let mut failed = false;
    let status = process::run_reading(&mut maven, |bytes| {
        let line = String::from_utf8_lossy(bytes);
        // Maven tells of every step; what matters is what went wrong, and the counts.
        failed |= line.contains("ERROR") || line.contains("FAIL");
        if failed || line.contains("Tests run:") || !line.starts_with('[') {
            terminal::pass_on(bytes);
        }
        read(&line);
    })?;
    Ok(status.success())
}

/// Adds a line that counts the tests of one class, such as `Tests run: 3, Failures: 1, Errors: 0, Skipped: 0, Time …`.
fn read(line: &str, tally: &mut Tally) {
    let Some((_, counts)) = line.split_once("Tests run: ").filter(|(_, counts)| counts.contains("Time elapsed")) else {
        return;
    };
    let number = |name: &str| {
        let rest = counts.split(name).nth(1)?;
        rest.split(|letter: char| !letter.is_ascii_digit()).next()?.parse::<usize>().ok()
    };
    let ran = counts.split(',').next().and_then(|number| number.trim().parse::<usize>().ok()).unwrap_or_default();
    let failed = number("Failures: ").unwrap_or_default() + number("Errors: ").unwrap_or_default();
    let skipped = number("Skipped: ").unwrap_or_default();
    tally.add(Tally { passed: ran.saturating_sub(failed + skipped), failed, skipped });
}

/// Makes sure of a JDK and of Maven.
pub(crate) fn install_tools() -> Outcome<()> {
    let present = |program: &str| process::succeeds(Command::new(program).arg("-version"));
    if present("javac") && present("mvn") {
        return Ok(());
    }
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err(Failure::new("The Kotlin package needs a JDK (17 or newer) and Maven; install them first."));
    }
    terminal::complain("Installing a JDK and Maven, with which the Kotlin package is built.");
    super::apt::install(&["openjdk-17-jdk-headless", "maven"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_added_up_and_the_total_is_not() {
        let mut tally = Tally::default();
        read("[INFO] Tests run: 37, Failures: 0, Errors: 0, Skipped: 1, Time elapsed: 4.8 s -- in A", &mut tally);
        read("[ERROR] Tests run: 4, Failures: 1, Errors: 2, Skipped: 0, Time elapsed: 1 s <<< FAILURE!", &mut tally);
        read("[INFO] Tests run: 41, Failures: 1, Errors: 2, Skipped: 1", &mut tally);
        assert_eq!(tally, Tally { passed: 37, failed: 3, skipped: 1 });
    }
}
