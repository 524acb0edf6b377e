//! Packages of the system, where we may install them.

use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};
use crate::process;

/// Installs packages from wherever this machine gets its packages.
pub(super) fn install(packages: &[&str]) -> Outcome<()> {
    if !process::succeeds(Command::new("sh").args(["-c", r#"test "$(id -u)" = 0"#])) {
        return Err(Failure::new(format!("Only the administrator can install {}.", packages.join(", "))));
    }
    process::check(apt_get().args(["-qq", "update"]))?;
    process::check(apt_get().args(["-qq", "install", "-y", "--no-install-recommends"]).args(packages))
}

fn apt_get() -> Command {
    let mut apt_get = Command::new("apt-get");
    apt_get.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    apt_get
}
