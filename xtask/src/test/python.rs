//! The Python package: built, installed and tested as its users would.

use std::path::{Path, PathBuf};

use super::loan;
use super::tally::Tally;
use crate::failure::{Failure, Outcome};
use crate::postgres::Server;
use crate::venv::Environment;
use crate::{folders, places, process, terminal};

/// Pinned, so that a new release cannot turn an old commit red.
const PACKAGES: [&str; 7] = [
    "maturin==1.16.0",
    "pytest==9.2.0",
    "mypy==2.4.1",
    "typing-extensions==4.16.0",
    "fastapi==0.165.0",
    "httpx==0.28.1",
    "django==5.2.19",
];

/// Builds the package and runs its tests.
pub(super) fn run(server: &Server) -> Outcome<Tally> {
    let package = places::root().join("bindings-python");
    let environment = Environment::obtain("python", &PACKAGES)?;
    let wheel = build(&environment, &package)?;
    process::check(environment.install().args(["--force-reinstall", "--no-deps"]).arg(&wheel))?;
    let mut tally = Tally::default();
    // The package is checked where it lies and not where it is installed, so that a sentence names a file of ours.
    process::check(
        environment.tool("mypy").current_dir(&package).args(["python/servicedesk", "tests/typing_good.py"]),
    )?;
    tally.passed += 1;
    use_loan(&environment, &package, &wheel)?;
    tally.passed += 1;
    let mut pytest = environment.tool("pytest");
    pytest.current_dir(&package).args(["--color=no", "-p", "no:cacheprovider"]);
    server.announce_to(&mut pytest);
    let mut counted = None;
    let status = process::run_reading(&mut pytest, |line| {
        terminal::pass_on(line);
        counted = count(&String::from_utf8_lossy(line)).or(counted);
    })?;
    let counted = counted.ok_or_else(|| Failure::new(format!("pytest counted nothing: {status}.")))?;
    tally.add(counted);
    if status.success() || counted.failed > 0 {
        Ok(tally)
    } else {
        Err(Failure::new(format!("pytest failed: {status}.")))
    }
}

/// Builds the wheel in the target folder that all builds share, and returns where it is.
fn build(environment: &Environment, package: &Path) -> Outcome<PathBuf> {
    let wheels = places::target().join("wheels/python");
    folders::fresh(&wheels)?;
    let mut maturin = environment.tool("maturin");
    maturin.current_dir(package).args(["build", "--quiet", "--profile", "dev", "--target-dir"]).arg(places::target());
    process::check(maturin.arg("--out").arg(&wheels).arg("--interpreter").arg(environment.program("python")))?;
    folders::only(&wheels, ".whl")
}

/// Lays what would be generated for one entity more over a copy of the package, and checks and runs a program that uses it.
fn use_loan(environment: &Environment, package: &Path, wheel: &Path) -> Outcome<()> {
    let folder = places::target().join("loan-python");
    folders::fresh(&folder)?;
    process::check(environment.install().arg("--no-deps").arg("--target").arg(&folder).arg(wheel))?;
    folders::lay_over(&loan::generated()?.join("bindings-python/python"), &folder)?;
    let program = "with_loan.py";
    folders::copy(&package.join("tests/loan").join(program), &folder.join(program))?;
    folders::copy(&package.join("pyproject.toml"), &folder.join("pyproject.toml"))?;
    let tool = |name| {
        let mut tool = environment.tool(name);
        tool.current_dir(&folder);
        tool
    };
    process::check(tool("python").args(["-m", "compileall", "-q", "servicedesk"]))?;
    process::check(tool("mypy").args(["servicedesk", program]))?;
    process::check(tool("python").arg(program))
}

/// Reads the last line of pytest, such as `2 failed, 145 passed, 1 skipped in 10.92s`.
fn count(line: &str) -> Option<Tally> {
    let (counts, _) = line.trim().trim_matches('=').trim().rsplit_once(" in ")?;
    let mut tally = Tally::default();
    for part in counts.split(", ") {
        let (number, word) = part.split_once(' ')?;
        let number: usize = number.parse().ok()?;
        match word {
            "passed" => tally.passed += number,
            "failed" | "error" | "errors" => tally.failed += number,
            "skipped" => tally.skipped += number,
            _ => {}
        }
    }
    Some(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_counted_and_no_other() {
        let tally = |passed, failed, skipped| Some(Tally { passed, failed, skipped });
        assert_eq!(count("145 passed in 10.92s\n"), tally(145, 0, 0));
        assert_eq!(count("== 4 failed, 145 passed, 2 skipped, 1 error in 10.92s (0:01:02) ==\n"), tally(145, 5, 2));
        assert_eq!(count("FAILED tests/test_a.py::test_in_order - assert 1 in [2]\n"), None);
        assert_eq!(count("......  [100%]\n"), None);
    }
}
