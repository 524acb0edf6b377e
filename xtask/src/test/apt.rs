//! Packages of the system, where we may install them.

use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome, Trying};
use crate::process;

/// Installs packages from wherever this machine gets its packages.
pub(super) fn install(packages: &[&str]) -> Outcome<()> {
    if !process::succeeds(Command::new("sh").args(["-c", r#"test "$(id -u)" = 0"#])) {
        return Err(Failure::new(format!("Only the administrator can install {}.", packages.join(", "))));
    }
    process::check(apt_get().args(["-qq", "update"]))?;
    process::check(apt_get().args(["-qq", "install", "-y", "--no-install-recommends"]).args(packages))
}

/// The mirror of Debian from which this machine gets its packages.
pub(super) fn mirror() -> Outcome<String> {
    let mut apt_get = Command::new("apt-get");
    apt_get.args(["indextargets", "--format", "$(SITE)", "Created-By: Packages", "Origin: Debian", "Label: Debian"]);
    let listed = apt_get.stdin(Stdio::null()).output().trying("Asking apt for its mirror")?;
    let first = String::from_utf8_lossy(&listed.stdout).lines().next().map(str::to_owned);
    first.ok_or_else(|| Failure::new("The package sources of this machine name no mirror of Debian."))
}

fn apt_get() -> Command {
    let mut apt_get = Command::new("apt-get");
    apt_get.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    apt_get
}
