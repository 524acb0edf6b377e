//! A process that is killed while it writes: what it was told is kept is there, and nothing is there by halves.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use servicedesk_tests::desk::file::DeskFile;

const KILLS: usize = 200;

/// Starts a writer, kills it after a while, and returns the lines that it wrote before.
fn write_and_die(file: &Path, after_first_line: bool, delay: Duration) -> Vec<String> {
    let mut writer = Command::new(env!("CARGO_BIN_EXE_desk_writer"))
        .arg("stream")
        .arg(file)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the writer starts");
    let out = BufReader::new(writer.stdout.take().expect("its output is piped"));
    let (told, lines) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in out.split(b'\n') {
            told.send(line.expect("a pipe can be read")).expect("somebody listens");
        }
    });
    let mut said = Vec::new();
    if after_first_line {
        said.push(lines.recv_timeout(Duration::from_secs(60)).expect("the writer writes"));
    }
    std::thread::sleep(delay);
    writer.kill().expect("a process can be killed");
    let status = writer.wait().expect("it was ours");
    assert!(!status.success() && status.code().is_none(), "the writer was killed, it did not fail: {status}");
    said.extend(lines);
    reader.join().expect("the reader ends with the pipe");
    said.into_iter().map(|line| String::from_utf8(line).expect("text")).collect()
}

#[test]
fn a_killed_writer_loses_nothing_and_leaves_nothing_by_halves() {
    let file = DeskFile::new();
    let (mut tickets, mut comments, mut without) = (BTreeSet::new(), BTreeSet::new(), 0);
    for round in 0..KILLS {
        // Some die while they open the file, most at some moment of their writing.
        let delay = Duration::from_millis((round as u64 * 37) % 60);
        let lines = write_and_die(&file.path(), round % 8 != 0, delay);
        without += usize::from(lines.is_empty());
        for line in lines {
            let fresh = match line.split_once(' ') {
                Some(("ticket", number)) => tickets.insert(number.to_owned()),
                Some(("comment", id)) => comments.insert(id.to_owned()),
                _ => panic!("the writer says {line}"),
            };
            assert!(fresh, "{line} was acknowledged twice");
        }
        if round % 50 == 49 {
            file.check();
        }
    }
    let seen = file.check();
    assert!(tickets.len() > KILLS && without < KILLS / 4, "{} tickets, {without} silent writers", tickets.len());
    let numbers: BTreeSet<String> = seen.tickets.iter().map(|ticket| ticket.number.clone()).collect();
    let ids: BTreeSet<String> = seen.comments.iter().map(|comment| comment.id.to_string()).collect();
    assert!(tickets.is_subset(&numbers), "an acknowledged ticket is lost");
    assert!(comments.is_subset(&ids), "an acknowledged comment is lost");
    // At most one commit was on its way at each death, and it is there as a whole or not at all.
    let unsaid = numbers.len() - tickets.len() + ids.len() - comments.len();
    assert!(unsaid <= KILLS, "{unsaid} rows that nobody was told of");
}
