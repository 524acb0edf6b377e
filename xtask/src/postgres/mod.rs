//! `cargo xtask postgres`: a PostgreSQL for the length of one command, so that no test needs a server set up by hand.
//!
//! A `DATABASE_URL` that is already set is taken as given. Otherwise a cluster is made in a throw-away folder, started,
//! announced through `DATABASE_URL`, and removed again whatever happens (see [`guardian`]).

mod account;
mod cluster;
mod guardian;
mod installation;
mod python;

use std::env;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::Args;

use crate::failure::{Failure, Outcome};
use crate::process;
use cluster::Cluster;

/// What `cargo xtask postgres` accepts.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    options: Options,
    /// The command to run, after `--`.
    #[arg(last = true, required = true)]
    command: Vec<String>,
}

/// How the throw-away server is set up.
#[derive(Args, Clone)]
pub(crate) struct Options {
    /// Let the server wait for the disk, for measurements and crash tests; slower.
    #[arg(long)]
    pub(crate) durable: bool,
    /// The server: 18, 16, or a folder that holds the `bin` of an installed PostgreSQL.
    #[arg(long, default_value = "18", value_name = "18|16|DIR")]
    pub(crate) server: ServerChoice,
}

/// Which PostgreSQL to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ServerChoice {
    /// The newest one we fetch.
    Eighteen,
    /// The older one we fetch, without the collations built into later servers.
    Sixteen,
    /// One that is installed on this machine, with whatever extensions it has.
    Installed(PathBuf),
}

impl std::str::FromStr for ServerChoice {
    type Err = Failure;

    fn from_str(text: &str) -> Outcome<Self> {
        match text {
            "18" => Ok(Self::Eighteen),
            "16" => Ok(Self::Sixteen),
            folder if PathBuf::from(folder).join("bin/initdb").is_file() => Ok(Self::Installed(folder.into())),
            other => Err(Failure::new(format!("`{other}` is neither 18 nor 16 nor a folder with bin/initdb"))),
        }
    }
}

/// A server for the commands of this crate: one that was given, or one that ends when this value does.
pub(crate) enum Server {
    /// `DATABASE_URL` named one.
    Given,
    /// We started one.
    Started(Cluster),
}

impl Server {
    /// Uses the server that `DATABASE_URL` names, or starts one.
    pub(crate) fn obtain(options: &Options) -> Outcome<Self> {
        if env::var_os("DATABASE_URL").is_some_and(|url| !url.is_empty()) {
            return Ok(Self::Given);
        }
        Cluster::start(options).map(Self::Started)
    }

    /// Tells `command` how to reach the server.
    pub(crate) fn announce_to(&self, command: &mut Command) {
        if let Self::Started(cluster) = self {
            cluster.announce_to(command);
        }
    }

    /// Stops what was started, and says so when that did not work.
    pub(crate) fn stop(self) -> Outcome<()> {
        match self {
            Self::Given => Ok(()),
            Self::Started(cluster) => cluster.stop(),
        }
    }
}

/// Runs the command of `arguments` beside a server and answers with its exit code.
pub(crate) fn run(arguments: &Arguments) -> Outcome<ExitCode> {
    let Some((program, rest)) = arguments.command.split_first() else {
        return Err(Failure::new("There is no command to run after `--`."));
    };
    let server = Server::obtain(&arguments.options)?;
    let mut command = Command::new(program);
    command.args(rest);
    server.announce_to(&mut command);
    let status = process::run_for_person(&mut command);
    server.stop()?;
    status.map(process::exit_code)
}
