//! Many processes at one desk, each with a store of its own: limits and queues are as exact as in one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use servicedesk::clock::ManualClock;
use servicedesk::identity::{NewUser, User, UserId, UserKind};
use servicedesk::organization::{NewOrganization, NewTeam, NewTeamMember, Organization, Team, TeamId, TeamMember};
use servicedesk::scope::{Actor, Scope};
use servicedesk::sla::{
    ClockMark, Escalation, EscalationAction, EscalationRule, NewEscalationRule, NewSlaPolicy, SlaPolicy, SlaTracking,
};
use servicedesk::store::postgres::{Options, PostgresStore};
use servicedesk::store::sqlite::{Durability, Options as FileOptions, SqliteStore};
use servicedesk::ticket::{NewTicket, Ticket, TicketId, preset};
use servicedesk::{Desk, block_on};
use servicedesk_tests::desk::mirror::all;
use servicedesk_tests::schema::place::{File, Schema};

const LIMIT: i64 = 1_000;
const OPENERS: usize = 16;
const AGENTS: usize = 32;
const CAPACITY: usize = 5;
/// How many processes tell time at once.
const TELLERS: usize = 8;
/// How many tickets have clocks that are late.
const LATE: usize = 60;
/// More than all agents together can hold.
const WAITING: usize = 200;

/// Where processes meet: the variables that tell them, and the desk as this process sees it.
struct Meeting {
    variables: Vec<(&'static str, String)>,
    desk: Desk,
    _place: Box<dyn std::any::Any>,
}

impl Meeting {
    fn on_sqlite() -> Self {
        let file = File::new();
        let address = file.path().to_str().expect("a path").to_owned();
        let options = FileOptions { durability: Durability::Normal, ..Default::default() };
        let desk = Desk::new(SqliteStore::open(&address, options).expect("the file is made"));
        Self { variables: vec![("DESK_ADDRESS", address)], desk, _place: Box::new(file) }
    }

    fn on_postgres() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let schema = runtime.block_on(Schema::new());
        let options = schema.options();
        let name = options.schema.clone().expect("the schema has a name");
        let store = PostgresStore::connect_blocking(&schema.url(), Options { migrate: true, ..options });
        let desk = Desk::new(store.expect("the database is made"));
        let variables = vec![("DESK_ADDRESS", schema.url()), ("DESK_SCHEMA", name)];
        Self { variables, desk, _place: Box::new(schema) }
    }

    fn acme(&self, monthly_ticket_limit: Option<i64>) -> (Organization, Scope) {
        let new = NewOrganization {
            name: "Acme".into(),
            slug: "acme".into(),
            monthly_ticket_limit,
            agent_limit: None,
            ..Default::default()
        };
        let acme = block_on(self.desk.create_organization(new)).expect("the organization is made");
        let scope = self.desk.scope(acme.id, Actor::system());
        block_on(scope.set_up(&preset::itsm())).expect("the preset is set up");
        (acme, scope)
    }

    /// Starts a process for each of these arguments, lets them begin together, and returns what each said.
    fn crowd(&self, arguments: Vec<Vec<String>>) -> Vec<Vec<String>> {
        let start = |arguments: &Vec<String>| {
            let program = Command::new(env!("CARGO_BIN_EXE_desk_crowd"))
                .args(arguments)
                .envs(self.variables.iter().map(|(name, value)| (*name, value.as_str())))
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn();
            program.expect("the program starts")
        };
        let mut children: Vec<Child> = arguments.iter().map(start).collect();
        let mut readers: Vec<_> = children
            .iter_mut()
            .map(|child| BufReader::new(child.stdout.take().expect("its output is piped")))
            .collect();
        for reader in &mut readers {
            let mut line = String::new();
            reader.read_line(&mut line).expect("the program says something");
            assert_eq!(line, "ready\n");
        }
        for child in &mut children {
            child.stdin.take().expect("its input is piped").write_all(b"go\n").expect("the program waits");
        }
        // Each has its own reader, so that no pipe fills up while another is read.
        let said = std::thread::scope(|scope| {
            let read = |reader: BufReader<_>| {
                scope.spawn(|| reader.lines().map(|line| line.expect("text")).collect::<Vec<String>>())
            };
            let reading: Vec<_> = readers.into_iter().map(read).collect();
            reading.into_iter().map(|reading| reading.join().expect("it was read")).collect()
        });
        for mut child in children {
            assert!(child.wait().expect("it was ours").success());
        }
        said
    }
}

/// Takes what a process got, after looking at why it ended.
fn got<'a>(said: &'a [String], endings: &[&str]) -> Vec<&'a str> {
    let (last, before) = said.split_last().expect("it says why it ended");
    let ending = last.strip_prefix("ended ").unwrap_or_else(|| panic!("it said at last: {last}"));
    assert!(endings.contains(&ending), "it ended for {ending}");
    let others: Vec<_> = before.iter().filter(|line| *line != "met others" && !line.starts_with("got ")).collect();
    assert!(others.is_empty(), "{others:?}");
    before.iter().filter_map(|line| line.strip_prefix("got ")).collect()
}

fn exactly_the_limit(meeting: &Meeting) {
    let (acme, _) = meeting.acme(Some(LIMIT));
    let said = meeting.crowd(vec![vec!["open".to_owned()]; OPENERS]);
    let mut numbers = BTreeSet::new();
    for said in &said {
        for number in got(said, &["limit.tickets_per_month"]) {
            assert!(numbers.insert(number.to_owned()), "{number} was given twice");
        }
    }
    assert_eq!(numbers.len() as i64, LIMIT);
    let stored: Vec<Ticket> = block_on(all(meeting.desk.store(), acme.id));
    let stored: BTreeSet<String> = stored.into_iter().map(|ticket| ticket.number).collect();
    assert_eq!(stored, numbers, "what was acknowledged is what is there");
    let last = numbers.last().and_then(|number| number.rsplit('-').next()?.parse::<i64>().ok());
    assert_eq!(last, Some(LIMIT), "the numbers have no gap");
}

#[test]
fn sixteen_processes_open_exactly_as_many_tickets_as_they_may_on_sqlite() {
    exactly_the_limit(&Meeting::on_sqlite());
}

#[test]
fn sixteen_processes_open_exactly_as_many_tickets_as_they_may_on_postgres() {
    exactly_the_limit(&Meeting::on_postgres());
}

async fn staff(scope: &Scope) -> (TeamId, Vec<UserId>) {
    let team = NewTeam { name: "Support".into(), ..Default::default() };
    let team = scope.repository::<Team>().create(team).await.expect("the team is made").id;
    let mut agents = Vec::new();
    for number in 0..AGENTS {
        let new = NewUser {
            display_name: format!("Agent {number}"),
            kind: UserKind::Agent,
            ticket_capacity: Some(CAPACITY as i64),
            ..Default::default()
        };
        let agent = scope.users().create(new).await.expect("the agent is made").id;
        let member = NewTeamMember { team_id: team, user_id: agent, ..Default::default() };
        scope.repository::<TeamMember>().create(member).await.expect("the member joins");
        agents.push(agent);
    }
    for _ in 0..WAITING {
        let new = NewTicket {
            subject: "It does not print".into(),
            requester_name: Some("Rita".into()),
            requester_email: Some("rita@example.com".into()),
            ..Default::default()
        };
        let place = servicedesk::ticket::Placement { team_id: Some(team), ..Default::default() };
        scope.tickets().create_with(new, place).await.expect("the ticket is opened");
    }
    (team, agents)
}

fn nobody_over_capacity(meeting: &Meeting) {
    let (acme, scope) = meeting.acme(None);
    let (team, agents) = block_on(staff(&scope));
    let arguments = agents.iter().map(|agent| vec!["claim".to_owned(), team.to_string(), agent.to_string()]).collect();
    let said = meeting.crowd(arguments);
    let mut holders: BTreeMap<String, UserId> = BTreeMap::new();
    for (agent, said) in agents.iter().zip(&said) {
        let claimed = got(said, &["assignment.at_capacity"]);
        assert_eq!(claimed.len(), CAPACITY, "with more tickets than places, everybody is full");
        for number in claimed {
            assert_eq!(holders.insert(number.to_owned(), *agent), None, "{number} was assigned twice");
        }
    }
    let stored: Vec<Ticket> = block_on(all(meeting.desk.store(), acme.id));
    let held: BTreeMap<String, UserId> =
        stored.iter().filter_map(|ticket| Some((ticket.number.clone(), ticket.assignee_id?))).collect();
    assert_eq!(held, holders, "what was acknowledged is what is there");
    assert_eq!(stored.len() - held.len(), WAITING - AGENTS * CAPACITY);
    let people: Vec<User> = block_on(all(meeting.desk.store(), acme.id));
    assert!(people.iter().all(|person| person.open_ticket_count == CAPACITY as i64));
    // Those at the head of the queue went first.
    let first: BTreeSet<&str> = stored[..AGENTS * CAPACITY].iter().map(|ticket| ticket.number.as_str()).collect();
    assert!(held.keys().all(|number| first.contains(number.as_str())), "somebody was served out of turn");
}

#[test]
fn thirty_two_processes_claim_from_one_queue_on_sqlite() {
    nobody_over_capacity(&Meeting::on_sqlite());
}

#[test]
fn thirty_two_processes_claim_from_one_queue_on_postgres() {
    nobody_over_capacity(&Meeting::on_postgres());
}

/// Tickets that were opened long before anybody told time, under a promise that was broken since.
async fn late(scope: &Scope) -> Vec<TicketId> {
    let begun = servicedesk::clock::Timestamp::parse("2020-01-01T00:00:00Z").expect("an instant");
    let policy = NewSlaPolicy {
        name: "Gold".into(),
        targets: serde_json::json!({ "first_response": { "minutes": 1 }, "resolution": { "minutes": 2 } }),
        warn_at_percentages: vec!["50".into()],
        effective_from: Some(begun),
        ..Default::default()
    };
    let policy = scope.repository::<SlaPolicy>().create(policy).await.expect("the policy is made");
    let rule = NewEscalationRule {
        sla_policy_id: policy.id,
        at_percent: Some(100),
        action: EscalationAction::RaisePriority,
        ..Default::default()
    };
    scope.repository::<EscalationRule>().create(rule).await.expect("the rule is made");
    let mut tickets = Vec::new();
    for _ in 0..LATE {
        let new = NewTicket {
            subject: "It does not print".into(),
            requester_name: Some("Rita".into()),
            requester_email: Some("rita@example.com".into()),
            ..Default::default()
        };
        tickets.push(scope.tickets().create(new).await.expect("the ticket is opened").id);
    }
    tickets
}

fn nothing_is_told_twice(meeting: &Meeting) {
    let (acme, scope) = meeting.acme(None);
    // Opened a day ago, by a clock that says so.
    let clock = ManualClock::at(meeting.desk.now().plus_millis(-86_400_000));
    let yesterday = Desk::builder(std::sync::Arc::clone(meeting.desk.store())).clock(clock).build();
    let then = yesterday.scope(acme.id, Actor::system());
    let tickets = block_on(late(&then));
    let said = meeting.crowd(vec![vec!["tick".to_owned()]; TELLERS]);
    for said in &said {
        got(said, &["nothing_due"]);
    }
    let told: Vec<Escalation> = block_on(all(meeting.desk.store(), acme.id));
    let mut occasions: Vec<_> = told.iter().map(|row| (row.ticket_id, row.occasion.clone())).collect();
    occasions.sort();
    occasions.dedup();
    assert_eq!(occasions.len(), told.len(), "something was told twice");
    // Of each of two clocks the warning, the breach and the rule.
    assert_eq!(told.len(), 6 * tickets.len());
    let raised = told.iter().filter(|row| row.outcome == Some(serde_json::json!({ "changed": true }))).count();
    assert_eq!(raised, 2 * tickets.len(), "from medium to critical");
    let rows: Vec<SlaTracking> = block_on(all(meeting.desk.store(), acme.id));
    assert_eq!(rows.len(), 2 * tickets.len());
    assert!(rows.iter().all(|row| row.breached_at.is_some()));
    let marks: Vec<ClockMark> = block_on(all(meeting.desk.store(), acme.id));
    assert!(marks.is_empty());
    let rebuilt = block_on(scope.service_levels().rebuild(None, 1_000)).expect("the rows are told again");
    assert_eq!(rebuilt.rows, 0);
}

#[test]
fn eight_processes_tell_time_and_nothing_is_told_twice_on_sqlite() {
    nothing_is_told_twice(&Meeting::on_sqlite());
}

#[test]
fn eight_processes_tell_time_and_nothing_is_told_twice_on_postgres() {
    nothing_is_told_twice(&Meeting::on_postgres());
}
