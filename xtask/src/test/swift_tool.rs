//! Swift: the one that is installed, or one of its own in a folder of the build. Debian has it from the release after ours
//! on, so that it gets a small system of that release, into which the project is mounted where it lies outside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::apt;
use crate::failure::{Failure, Outcome, Trying};
use crate::{places, process, terminal};

const RELEASE: &str = "trixie";

/// The compiler, and what it needs to find of C and C++.
const PACKAGES: &str = "ca-certificates,swiftlang,libc6-dev,libstdc++-14-dev";

/// Enters `new` with the project at the paths that it has outside; the mounts vanish with the process.
const ENTER: &str = r#"
new=$1 folder=$2; shift 2
mount -t proc proc "$new/proc"
mount --rbind /dev "$new/dev"
while [ "$1" != -- ]; do mkdir -p "$new$1"; mount --rbind "$1" "$new$1"; shift; done
shift
exec chroot "$new" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    ${SERVICEDESK_MEMORY_SECONDS:+SERVICEDESK_MEMORY_SECONDS=$SERVICEDESK_MEMORY_SECONDS} env -C "$folder" "$@" 2>&1
"#;

/// A Swift of version 6 or newer.
pub(crate) enum Swift {
    /// On the path.
    Installed,
    /// In a system of its own, below this folder.
    Apart(PathBuf),
}

impl Swift {
    /// Finds Swift or sets it up.
    pub(crate) fn obtain() -> Outcome<Self> {
        if is_new_enough(&installed_version()) {
            return Ok(Self::Installed);
        }
        let folder = places::tools().join(format!("swift-{RELEASE}"));
        if !folder.is_dir() {
            set_up(&folder).map_err(|failure| {
                Failure::new(format!("Setting up Swift failed, before any test of it could run: {failure}"))
            })?;
        }
        Ok(Self::Apart(folder))
    }

    /// Returns `swift`, to be run in `folder`, with all of its output in one stream.
    pub(crate) fn command(&self, folder: &Path) -> Command {
        match self {
            Self::Installed => {
                let mut swift = Command::new("sh");
                swift.current_dir(folder).args(["-c", r#"exec swift "$@" 2>&1"#, "swift"]);
                swift
            }
            Self::Apart(system) => {
                let mut swift = Command::new("unshare");
                swift.args(["-m", "--propagation", "private", "sh", "-ec", ENTER, "swift"]).arg(system).arg(folder);
                let (root, target) = (places::root(), places::target());
                swift.arg(&root);
                if !target.starts_with(&root) {
                    swift.arg(&target);
                }
                swift.args(["--", "swift"]);
                swift
            }
        }
    }
}

fn installed_version() -> String {
    let told = Command::new("swift").arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output();
    told.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}

/// Whether that is what a Swift of version 6 or newer says of itself.
fn is_new_enough(told: &str) -> bool {
    let version = told.split("Swift version ").nth(1);
    let major = version.and_then(|version| version.split('.').next()?.parse::<u32>().ok());
    major.is_some_and(|major| major >= 6)
}

/// Makes the system under another name first, so that one that was interrupted is not taken for a whole one.
fn set_up(folder: &Path) -> Outcome<()> {
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err(Failure::new("There is no apt here; install Swift 6 or newer first."));
    }
    terminal::complain("Setting up Swift in a folder of the build, once; this takes some minutes.");
    apt::install(&["mmdebstrap"])?;
    let mirror = apt::mirror()?;
    let partial = folder.with_extension("partial");
    if partial.exists() {
        fs::remove_dir_all(&partial).trying("Removing a Swift that was interrupted")?;
    }
    fs::create_dir_all(places::tools()).trying("Making the folder of the tools")?;
    let mut mmdebstrap = Command::new("mmdebstrap");
    mmdebstrap.args(["--quiet", "--mode=root", "--variant=apt", "--dpkgopt=force-unsafe-io"]);
    mmdebstrap.arg(format!("--include={PACKAGES}")).arg(RELEASE).arg(&partial).arg(mirror);
    process::check(&mut mmdebstrap)?;
    process::check(Swift::Apart(partial.clone()).command(&places::root()).arg("--version").stdout(Stdio::null()))?;
    fs::rename(&partial, folder).trying("Giving Swift its name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert!(is_new_enough("Swift version 6.0.3 (swift-6.0.3-RELEASE)\nTarget: x86_64"));
        assert!(is_new_enough("Apple Swift version 10.1 (swiftlang)"));
        assert!(!is_new_enough("Swift version 5.10.1 (swift-5.10.1-RELEASE)"));
        assert!(!is_new_enough("swift: command not found"));
    }
}
