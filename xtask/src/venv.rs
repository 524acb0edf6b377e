//! Environments of Python, in which packages are installed without touching the machine's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome, Trying};
use crate::{places, process, terminal};

/// The usual name first; then by version, the newest that was tried first.
const INTERPRETERS: [&str; 5] = ["python3", "python3.13", "python3.12", "python3.11", "python3.10"];

/// An environment of its own.
pub(crate) struct Environment {
    folder: PathBuf,
}

impl Environment {
    /// Returns the environment of that name among the tools, made on first use and again when the packages change.
    pub(crate) fn obtain(name: &str, packages: &[&str]) -> Outcome<Self> {
        let folder = places::tools().join(name);
        let (mark, wanted) = (folder.join("packages.txt"), packages.join("\n"));
        if fs::read_to_string(&mark).is_ok_and(|found| found == wanted) {
            return Ok(Self { folder });
        }
        terminal::complain(&format!("Making the Python environment `{name}`, once."));
        let environment = Self::fresh(&folder)?;
        process::check(environment.install().args(packages))?;
        fs::write(&mark, wanted).trying("Noting the installed packages")?;
        Ok(environment)
    }

    /// Makes an environment in which nothing is installed.
    pub(crate) fn fresh(folder: &Path) -> Outcome<Self> {
        let supported = "import sys, venv, ensurepip; raise SystemExit(sys.version_info < (3, 10))";
        let interpreter =
            INTERPRETERS.into_iter().find(|name| process::succeeds(Command::new(name).args(["-c", supported])));
        let interpreter = interpreter.ok_or_else(|| {
            Failure::new("This needs Python 3.10 or newer with its module venv (package python3-venv on Debian).")
        })?;
        process::check(Command::new(interpreter).args(["-m", "venv", "--clear"]).arg(folder))?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Where its programs are.
    pub(crate) fn programs(&self) -> PathBuf {
        self.folder.join("bin")
    }

    /// Where one of its programs is.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs().join(name)
    }

    /// One of its programs.
    pub(crate) fn tool(&self, name: &str) -> Command {
        Command::new(self.program(name))
    }

    /// Installs what is named after it.
    pub(crate) fn install(&self) -> Command {
        let mut pip = self.tool("python");
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        pip
    }
}
