//! A program that writes to a desk in a SQLite file and says what was acknowledged, to be killed or disturbed by a test.
//!
//! `desk_writer stream FILE` opens tickets and answers them until it is killed. `desk_writer crowd FILE THREADS SECONDS`
//! does so on several threads for a time. `desk_writer fill FILE` writes until the disk is full, looks at what it left,
//! removes `FILE.ballast` and goes on. `desk_writer adopt FILE SOURCE` takes over a database of product A. `desk_writer open FILE` only opens it, and `desk_writer check FILE` looks at it.

use std::io::Write as _;
use std::time::{Duration, Instant};

use servicedesk::organization::Organization;
use servicedesk::scope::{Actor, Scope};
use servicedesk::store::sqlite::{Options, SqliteStore};
use servicedesk::ticket::{NewComment, NewTicket, Ticket};
use servicedesk::{Desk, Result, block_on};
use servicedesk_tests::adoption::runs;
use servicedesk_tests::desk::consistency;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let text: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match text[..] {
        ["stream", file] => stream(&scope(file)),
        ["crowd", file, threads, seconds] => {
            let number = |text: &str| text.parse().expect("a number");
            crowd(&scope(file), number(threads), Duration::from_secs(number(seconds)));
        }
        ["fill", file] => fill(&scope(file), file),
        ["adopt", file, source] => {
            let desk = Desk::new(SqliteStore::open(file, Options::default()).expect("the file opens"));
            say("begun");
            let report = block_on(runs::adopts(&desk, 'a', source));
            say(&format!("done {}", report.is_whole()));
        }
        ["open", file] => match SqliteStore::open(file, Options::default()) {
            Ok(_) => say("opened"),
            Err(error) => say(&format!("refused {} {}", error.code().name(), error.kind().name())),
        },
        ["check", file] => say(&format!("there {}", tickets(&scope(file)))),
        _ => panic!("desk_writer stream|crowd|fill|adopt|open|check FILE …"),
    }
}

fn scope(file: &str) -> Scope {
    let desk = Desk::new(SqliteStore::open(file, Options::default()).expect("the file opens"));
    let acme: Option<Organization> = block_on(desk.organization_by_slug("acme")).expect("the file is read");
    desk.scope(acme.expect("the organization is there").id, Actor::system())
}

/// Says what was acknowledged. A line that was written is with the reader, even when this process is killed now.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let told = writeln!(out, "{line}").and_then(|()| out.flush());
    told.expect("the test listens");
}

fn open(scope: &Scope, description: Option<String>) -> Result<Ticket> {
    block_on(scope.tickets().create(NewTicket {
        subject: "It does not print".into(),
        description,
        requester_name: Some("Rita".into()),
        requester_email: Some("rita@example.com".into()),
        ..Default::default()
    }))
}

fn stream(scope: &Scope) {
    loop {
        let ticket = open(scope, None).expect("the ticket is opened");
        say(&format!("ticket {}", ticket.number));
        let new = NewComment { ticket_id: ticket.id, body: "Hello".into(), ..Default::default() };
        let comment = block_on(scope.comments().add(new)).expect("the comment is kept");
        say(&format!("comment {}", comment.id));
    }
}

fn crowd(scope: &Scope, threads: u64, time: Duration) {
    let end = Instant::now() + time;
    std::thread::scope(|crowd| {
        for _ in 0..threads {
            crowd.spawn(|| {
                while Instant::now() < end {
                    match open(scope, None) {
                        Ok(ticket) => say(&format!("ticket {}", ticket.number)),
                        Err(error) => say(&format!("error {error:?}")),
                    }
                    std::thread::sleep(Duration::from_millis(10));
                }
            });
        }
    });
}

/// Checks everything and returns how many tickets there are.
fn tickets(scope: &Scope) -> usize {
    block_on(consistency::check(scope.desk().store(), scope.organization_id())).tickets.len()
}

fn fill(scope: &Scope, file: &str) {
    let mut acknowledged = tickets(scope);
    let refusal = loop {
        match open(scope, Some("x".repeat(60_000))) {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    say(&format!("refused {} {}", refusal.code().name(), refusal.kind().name()));
    say(&format!("kept {acknowledged} {}", tickets(scope)));
    std::fs::remove_file(format!("{file}.ballast")).expect("there is a ballast to drop");
    let ticket = open(scope, None).expect("there is room again");
    say(&format!("after {} {}", ticket.number, tickets(scope)));
}
