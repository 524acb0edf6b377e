//! Whatever ends `cargo xtask postgres`, its server and its folder go away: a promise worth a test, as leftovers pile up.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Starts the command with a child that tells the server's folder and then waits for longer than the test would.
fn start() -> (Child, PathBuf) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["postgres", "--", "sh", "-c", "echo \"$PGHOST\"; psql -Atqc 'select 1' && sleep 60"])
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let folder = PathBuf::from(lines.next().unwrap());
    assert_eq!(lines.next().unwrap(), "1", "the server answers");
    (child, folder)
}

fn send(signal: &str, child: &Child) {
    let id = child.id().to_string();
    assert!(Command::new("sh").args(["-c", "kill -s \"$1\" \"$2\"", "kill", signal, &id]).status().unwrap().success());
}

fn is_gone_within(folder: &Path, patience: Duration) -> bool {
    let began = Instant::now();
    while folder.exists() && began.elapsed() < patience {
        thread::sleep(Duration::from_millis(50));
    }
    !folder.exists()
}

#[test]
fn after_the_polite_signal_everything_is_gone_before_the_command_ends() {
    let (mut child, folder) = start();
    assert!(folder.join("data/postmaster.pid").exists());
    send("TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(143));
    assert!(!folder.exists());
}

#[test]
fn after_the_rude_signal_the_guardian_cleans_up() {
    let (mut child, folder) = start();
    send("KILL", &child);
    child.wait().unwrap();
    assert!(is_gone_within(&folder, Duration::from_secs(20)));
}

#[test]
fn the_exit_code_is_the_commands_own() {
    let status = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["postgres", "--", "sh", "-c", "exit 7"])
        .env_remove("DATABASE_URL")
        .status();
    assert_eq!(status.unwrap().code(), Some(7));
}
