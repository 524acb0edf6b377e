//! Two processes with many writers on one file: each waits for its turn, and nobody is told of it.

use std::collections::BTreeSet;
use std::process::{Command, Output, Stdio};

use servicedesk_tests::desk::file::DeskFile;

const PROCESSES: usize = 2;
const WRITERS: &str = "8";
const SECONDS: &str = "60";

#[test]
fn two_processes_share_a_file_for_a_minute() {
    let file = DeskFile::new();
    let start = |_| {
        Command::new(env!("CARGO_BIN_EXE_desk_writer"))
            .arg("crowd")
            .arg(file.path())
            .args([WRITERS, SECONDS])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the writer starts")
    };
    let crowds: Vec<_> = (0..PROCESSES).map(start).collect();
    // Each has its own reader, so that no pipe fills up while another is read.
    let outputs: Vec<Output> = std::thread::scope(|scope| {
        let wait = |crowd: std::process::Child| scope.spawn(|| crowd.wait_with_output().expect("it ends by itself"));
        let waiting: Vec<_> = crowds.into_iter().map(wait).collect();
        waiting.into_iter().map(|waiting| waiting.join().expect("it was read")).collect()
    });
    let mut numbers = BTreeSet::new();
    for output in outputs {
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).expect("text");
        let of_this_one = text.lines().count();
        assert!(of_this_one > 100, "a process came to write {of_this_one} tickets only");
        for line in text.lines() {
            let number = line.strip_prefix("ticket ").unwrap_or_else(|| panic!("a caller was told: {line}"));
            assert!(numbers.insert(number.to_owned()), "{number} was given twice");
        }
    }
    let seen = file.check();
    let stored: BTreeSet<String> = seen.tickets.into_iter().map(|ticket| ticket.number).collect();
    assert_eq!(stored, numbers, "what was acknowledged is what is there");
}
