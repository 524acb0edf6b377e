//! The account the server runs under: PostgreSQL refuses to be root, and a container is often nothing else.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::process::Command;

use crate::failure::{Outcome, Trying};
use crate::process;

/// The user and group that Linux systems keep for processes that own nothing.
const NOBODY: u32 = 65534;

/// Who runs the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Account {
    /// Ourselves.
    Own,
    /// An account without rights, because we are root.
    Nobody,
}

impl Account {
    /// The account that suits who we are.
    pub(super) fn suitable() -> Self {
        // The owner of a process's own folder is its user; where there is no such folder, nobody works as root.
        if fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) { Self::Nobody } else { Self::Own }
    }

    /// Makes the account the owner of `path`.
    pub(super) fn take(self, path: &Path) -> Outcome<()> {
        match self {
            Self::Own => Ok(()),
            Self::Nobody => chown(path, Some(NOBODY), Some(NOBODY))
                .trying("Handing the throw-away folder to an account without rights"),
        }
    }

    /// A command that runs `program` under the account, in an environment that cannot change what the server does.
    pub(super) fn command(self, program: &Path) -> Command {
        let mut command = match self {
            Self::Own => Command::new(program),
            Self::Nobody => {
                let mut command = Command::new("setpriv");
                command
                    .arg(format!("--reuid={NOBODY}"))
                    .arg(format!("--regid={NOBODY}"))
                    .arg("--clear-groups")
                    .arg(program);
                command
            }
        };
        command
            .current_dir("/")
            .env_clear()
            .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .env("LC_ALL", "C")
            .env("TZ", "UTC");
        command
    }

    /// Whether the account may run `program`.
    pub(super) fn can_run(self, program: &Path) -> bool {
        // Through a shell, because `setpriv` still has root's way with folders while it looks for what it starts.
        let mut shell = self.command(Path::new("sh"));
        process::succeeds(shell.args(["-c", r#""$1" --version"#, "sh"]).arg(program))
    }
}
