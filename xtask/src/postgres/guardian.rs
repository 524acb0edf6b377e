//! The one that stops and removes the cluster, also when we are killed without a word.
//!
//! A small shell waits for the end of a pipe whose other end only we hold. When we close it, or when we die in any way,
//! the shell reads the end of the file, stops the server and removes the folder. There is no second way to stop, so the
//! one that a crash takes is the one that every run takes. It sits in a process group of its own and ignores signals,
//! so that a Ctrl-C cannot take it away first.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::failure::{Failure, Outcome, Trying};

const SCRIPT: &str = r#"
trap '' HUP INT TERM
folder=$1
shift
while read -r _; do :; done
if [ -f "$folder/data/postmaster.pid" ]; then "$@" >/dev/null; fi
# A server or initdb that is still going down may write once more between two looks at the folder.
for _ in 1 2 3 4 5; do rm -rf -- "$folder" 2>/dev/null && exit 0; sleep 1; done
rm -rf -- "$folder"
"#;

/// Stops a server and removes its folder once this value is gone.
pub(super) struct Guardian(Option<Child>);

impl Guardian {
    /// Watches over `folder`, whose server `stop` stops.
    pub(super) fn watch(folder: &Path, stop: &Command) -> Outcome<Self> {
        let child = Command::new("sh")
            .args(["-c", SCRIPT, "guardian"])
            .arg(folder)
            .arg(stop.get_program())
            .args(stop.get_args())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .process_group(0)
            .spawn()
            .trying("Starting the shell that watches over the server")?;
        Ok(Self(Some(child)))
    }

    /// Stops and removes now.
    pub(super) fn dismiss(mut self) -> Outcome<()> {
        match self.close().trying("Waiting for the server to stop")? {
            true => Ok(()),
            false => Err(Failure::new("The throw-away server was stopped, but its folder could not be removed.")),
        }
    }

    fn close(&mut self) -> io::Result<bool> {
        // `wait` closes the pipe first, which is the sign the shell waits for.
        self.0.take().map_or(Ok(true), |mut child| child.wait().map(|status| status.success()))
    }
}

impl Drop for Guardian {
    fn drop(&mut self) {
        let _ = self.close();
    }
}
