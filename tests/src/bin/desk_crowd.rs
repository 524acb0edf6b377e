//! A program that works on a desk beside others like it, to be started many times by a test.
//!
//! `DESK_ADDRESS` names a SQLite file or a PostgreSQL server, `DESK_SCHEMA` the schema there. It says `ready`, waits for a line, and
//! begins: `desk_crowd open` opens tickets until the limit is reached, `desk_crowd claim TEAM USER` claims tickets of the queue until
//! it is empty or the agent is full, `desk_crowd tick` does what is due until nothing is. It says what it got, and why it ended.

use std::io::{BufRead as _, Write as _};

use servicedesk::organization::{Organization, TeamId};
use servicedesk::scope::{Actor, Scope};
use servicedesk::store::{postgres, sqlite};
use servicedesk::tick::DueKind;
use servicedesk::ticket::NewTicket;
use servicedesk::{Code, Desk, block_on};
use uuid::Uuid;

fn main() {
    let scope = scope();
    say("ready");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).expect("the test says when");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let text: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match text[..] {
        ["open"] => open(&scope),
        ["claim", team, user] => {
            let id = |text: &str| Uuid::parse_str(text).expect("an id");
            claim(&scope, id(team).into(), id(user).into());
        }
        ["tick"] => tick(&scope),
        _ => panic!("desk_crowd open | claim TEAM USER | tick"),
    }
}

fn scope() -> Scope {
    let address = std::env::var("DESK_ADDRESS").expect("DESK_ADDRESS names a desk");
    let desk = match std::env::var("DESK_SCHEMA") {
        Ok(schema) => {
            let options = postgres::Options { schema: Some(schema), max_connections: 1, ..Default::default() };
            Desk::new(postgres::PostgresStore::connect_blocking(&address, options).expect("the server answers"))
        }
        Err(_) => {
            // Of what is lost with the machine nothing is told here.
            let options = sqlite::Options { durability: sqlite::Durability::Normal, ..Default::default() };
            Desk::new(sqlite::SqliteStore::open(&address, options).expect("the file opens"))
        }
    };
    let acme: Option<Organization> = block_on(desk.organization_by_slug("acme")).expect("the desk is read");
    desk.scope(acme.expect("the organization is there").id, Actor::system())
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let told = writeln!(out, "{line}").and_then(|()| out.flush());
    told.expect("the test listens");
}

fn open(scope: &Scope) {
    loop {
        let new = NewTicket {
            subject: "It does not print".into(),
            requester_name: Some("Rita".into()),
            requester_email: Some("rita@example.com".into()),
            ..Default::default()
        };
        match block_on(scope.tickets().create(new)) {
            Ok(ticket) => say(&format!("got {}", ticket.number)),
            Err(error) => return say(&format!("ended {}", error.code().name())),
        }
    }
}

fn tick(scope: &Scope) {
    loop {
        match block_on(scope.desk().tick(None)) {
            Ok(ticked) => {
                for settled in ticked.settled.iter().filter(|settled| settled.kind == DueKind::ServiceLevel) {
                    say(&format!("got {}", settled.entity_id));
                }
                let next = block_on(scope.desk().next_wakeup()).expect("the desk is read");
                if next.is_none_or(|at| at > scope.desk().now()) {
                    return say("ended nothing_due");
                }
            }
            Err(error) => return say(&format!("ended {}", error.code().name())),
        }
    }
}

fn claim(scope: &Scope, team: TeamId, user: servicedesk::identity::UserId) {
    loop {
        match block_on(scope.tickets().claim_next(team, user)) {
            Ok(ticket) => say(&format!("got {}", ticket.number)),
            // Whoever met others too often in a row asks again, as a host would.
            Err(error) if error.code() == Code::TooManyConflicts => say("met others"),
            Err(error) => return say(&format!("ended {}", error.code().name())),
        }
    }
}
