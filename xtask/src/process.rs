//! Running a child so that it never outlives a stopped command, and so that a failure says which child it was.
//!
//! A child that has no terminal to read from gets a process group of its own: a signal that reaches us is handed to the
//! whole group, grandchildren included. A child that may talk to a person stays in our group, where the terminal's
//! Ctrl-C reaches it anyway and job control works.

use std::env;
use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome, Trying};
use crate::places;
use crate::signals::{self, Signal};

/// Where the system's loader looks first.
const LIBRARIES: &str = if cfg!(target_os = "macos") { "DYLD_FALLBACK_LIBRARY_PATH" } else { "LD_LIBRARY_PATH" };
const GLANCE: Duration = Duration::from_millis(15);
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs `command` with nothing to read and waits for it.
pub(crate) fn run(command: &mut Command) -> Outcome<ExitStatus> {
    let name = name_of(command);
    let child = spawn(command.stdin(Stdio::null()).process_group(0));
    wait(child.trying(format!("Starting `{name}`"))?, Reach::Group).trying(format!("Waiting for `{name}`"))
}

/// Runs `command` and fails, naming it, unless it succeeds.
pub(crate) fn check(command: &mut Command) -> Outcome<()> {
    let status = run(command)?;
    if let Some(signal) = signals::received() {
        return Err(Failure::new(format!("Stopped by SIG{}.", signal.name())));
    }
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{}` failed: {status}.", name_of(command))))
}

/// Whether `command` exists and succeeds, with its output thrown away.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    run(command.stdout(Stdio::null()).stderr(Stdio::null())).is_ok_and(|status| status.success())
}

/// Runs a command on behalf of a person: with our terminal when there is one.
pub(crate) fn run_for_person(command: &mut Command) -> Outcome<ExitStatus> {
    let name = name_of(command);
    let reach = if io::stdin().is_terminal() {
        Reach::Child
    } else {
        command.process_group(0);
        Reach::Group
    };
    wait(spawn(command).trying(format!("Starting `{name}`"))?, reach).trying(format!("Waiting for `{name}`"))
}

/// Runs `command` like [`run`], and hands each line it prints to `line` as it comes, line end included.
pub(crate) fn run_reading(command: &mut Command, mut line: impl FnMut(&[u8]) + Send) -> Outcome<ExitStatus> {
    use std::io::{BufRead, BufReader};

    let name = name_of(command);
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).process_group(0);
    let mut child = spawn(command).trying(format!("Starting `{name}`"))?;
    let output = child.stdout.take();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut reader = BufReader::new(output?);
            let mut bytes = Vec::new();
            while reader.read_until(b'\n', &mut bytes).ok()? > 0 {
                line(&bytes);
                bytes.clear();
            }
            Some(())
        });
        wait(child, Reach::Group)
    })
    .trying(format!("Waiting for `{name}`"))
}

/// Starts a child that looks for libraries as if cargo had not started us: cargo puts the folder of what it builds before all
/// others, where a library of the same name and another profile may lie.
fn spawn(command: &mut Command) -> io::Result<Child> {
    if let Some(folders) = env::var_os(LIBRARIES) {
        let target = places::target();
        let mut others = env::split_paths(&folders).filter(|folder| !folder.starts_with(&target)).peekable();
        match others.peek() {
            Some(_) => command.env(LIBRARIES, env::join_paths(others).map_err(io::Error::other)?),
            None => command.env_remove(LIBRARIES),
        };
    }
    command.spawn()
}

/// The exit code with which we answer for a child: its own, or what a shell would say of a signal.
pub(crate) fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().or_else(|| status.signal().map(|number| 128 + number));
    code.and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// How far a signal that we hand on goes.
#[derive(Clone, Copy)]
enum Reach {
    Child,
    Group,
}

/// Waits for `child`; a signal that arrives meanwhile is handed on once, and overruled after a while.
fn wait(mut child: Child, reach: Reach) -> io::Result<ExitStatus> {
    let mut asked = None;
    loop {
        if let Some(status) = child.try_wait()? {
            if asked.is_some() && matches!(reach, Reach::Group) {
                // What is left of the group had its chance.
                send("KILL", &child, reach);
            }
            return Ok(status);
        }
        match (asked, signals::received()) {
            // In a shared group the terminal has told the child already, and the child may well go on, as `psql` does.
            (None, Some(Signal::Interrupt)) if matches!(reach, Reach::Child) => {}
            (None, Some(signal)) => {
                send(signal.name(), &child, reach);
                asked = Some(Instant::now());
            }
            (Some(since), _) if since.elapsed() > PATIENCE => send("KILL", &child, reach),
            _ => {}
        }
        thread::sleep(GLANCE);
    }
}

/// Sends a signal with the shell's own `kill`, which every machine has.
fn send(signal: &str, child: &Child, reach: Reach) {
    let whom = match reach {
        Reach::Child => child.id().to_string(),
        Reach::Group => format!("-{}", child.id()),
    };
    // A target that is gone is what we wanted.
    let _ = Command::new("sh")
        .args(["-c", r#"kill -s "$1" -- "$2""#, "kill", signal, &whom])
        .stderr(Stdio::null())
        .status();
}

/// The program without its folder, and the word after it, which for cargo is the one that matters.
fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let word = command.get_args().next().filter(|word| !word.as_encoded_bytes().starts_with(b"-"));
    [Some(program), word].into_iter().flatten().map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
