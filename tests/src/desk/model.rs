//! A plain model of tickets, and days of random operations: desk and model agree after every step, and at the end the
//! history, read backwards, leads from every ticket to what it was when it was opened.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use servicedesk::clock::Timestamp;
use servicedesk::entity::Entity as _;
use servicedesk::identity::UserPatch;
use servicedesk::query::{Find, field};
use servicedesk::ticket::{
    Assignee, Level, NewComment, NewTicket, Placement, PrioritySource, Ticket, TicketAction, TicketId, TicketLink,
    TicketPatch, TicketRelation, Visibility, preset,
};
use servicedesk::{Code, Result};
use tokio::runtime::Handle;

use super::fixture::{Fixture, note};
use super::mirror::{self, shown};
use super::{DeskFactory, consistency};

const STATUSES: [&str; 7] = ["new", "open", "pending", "on_hold", "resolved", "closed", "cancelled"];
const PRIORITIES: [&str; 4] = ["critical", "high", "medium", "low"];
/// How many tickets the first agent can hold; the others can hold any number.
const CAPACITY: usize = 2;

/// Something that is done.
#[derive(Clone, Debug)]
pub enum Deed {
    Open { impact: Option<u8>, urgency: Option<u8>, agent: Option<u8> },
    Classify { ticket: u8, impact: Option<u8>, urgency: Option<u8> },
    Choose { ticket: u8, priority: Option<u8> },
    Step { ticket: u8, status: u8 },
    Assign { ticket: u8, agent: Option<u8> },
    Queue { ticket: u8 },
    Answer { ticket: u8, person: u8, public: bool },
    Delete { ticket: u8 },
    Spam { ticket: u8 },
    Merge { ticket: u8, other: u8 },
    Unmerge { ticket: u8 },
    Block { ticket: u8, other: u8 },
    Unblock { ticket: u8, other: u8 },
    StepAll { status: u8 },
    Restore { ticket: u8 },
    Stale { ticket: u8 },
    Wait,
}

fn deed() -> impl Strategy<Value = Deed> {
    let level = || proptest::option::of(0..3_u8);
    let ticket = || 0..6_u8;
    prop_oneof![
        3 => (level(), level(), proptest::option::of(0..3_u8)).prop_map(|(impact, urgency, agent)| Deed::Open { impact, urgency, agent }),
        3 => (ticket(), level(), level()).prop_map(|(ticket, impact, urgency)| Deed::Classify { ticket, impact, urgency }),
        2 => (ticket(), proptest::option::of(0..4_u8)).prop_map(|(ticket, priority)| Deed::Choose { ticket, priority }),
        6 => (ticket(), 0..7_u8).prop_map(|(ticket, status)| Deed::Step { ticket, status }),
        4 => (ticket(), proptest::option::of(0..3_u8)).prop_map(|(ticket, agent)| Deed::Assign { ticket, agent }),
        1 => ticket().prop_map(|ticket| Deed::Queue { ticket }),
        3 => (ticket(), 0..4_u8, any::<bool>()).prop_map(|(ticket, person, public)| Deed::Answer { ticket, person, public }),
        1 => ticket().prop_map(|ticket| Deed::Delete { ticket }),
        1 => ticket().prop_map(|ticket| Deed::Restore { ticket }),
        1 => ticket().prop_map(|ticket| Deed::Spam { ticket }),
        2 => (ticket(), ticket()).prop_map(|(ticket, other)| Deed::Merge { ticket, other }),
        2 => ticket().prop_map(|ticket| Deed::Unmerge { ticket }),
        3 => (ticket(), ticket()).prop_map(|(ticket, other)| Deed::Block { ticket, other }),
        1 => (ticket(), ticket()).prop_map(|(ticket, other)| Deed::Unblock { ticket, other }),
        1 => (0..7_u8).prop_map(|status| Deed::StepAll { status }),
        1 => ticket().prop_map(|ticket| Deed::Stale { ticket }),
        2 => Just(Deed::Wait),
    ]
}

/// A ticket as the model knows it.
#[derive(Clone, Debug, PartialEq)]
struct Modelled {
    version: i64,
    status: &'static str,
    priority: &'static str,
    source: PrioritySource,
    levels: (Option<u8>, Option<u8>),
    agent: Option<u8>,
    queued: bool,
    assigned_at: Option<Timestamp>,
    answered_at: Option<Timestamp>,
    resolved_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
    reopened: i64,
    spam: bool,
    merged: Option<TicketId>,
    before_merge: Option<&'static str>,
}

fn level(number: u8) -> Level {
    [Level::High, Level::Medium, Level::Low][usize::from(number)]
}

/// The priority that nobody chose.
fn followed(levels: (Option<u8>, Option<u8>)) -> (&'static str, PrioritySource) {
    let matrix = [["critical", "high", "medium"], ["high", "medium", "low"], ["medium", "low", "low"]];
    match levels {
        (Some(impact), Some(urgency)) => (matrix[usize::from(impact)][usize::from(urgency)], PrioritySource::Matrix),
        _ => ("medium", PrioritySource::Default),
    }
}

impl Modelled {
    fn is_held(&self) -> bool {
        self.deleted_at.is_none() && self.resolved_at.is_none() && self.closed_at.is_none()
    }

    /// Makes a change; the version counts it when there is one.
    fn change(&mut self, edit: impl FnOnce(&mut Self)) {
        let before = self.clone();
        edit(self);
        self.version += i64::from(*self != before);
    }

    fn enter(&mut self, status: &'static str, now: Timestamp) {
        let was_over = self.resolved_at.is_some() || self.closed_at.is_some();
        self.status = status;
        match status {
            "closed" | "cancelled" => self.closed_at = Some(now),
            "resolved" => (self.resolved_at, self.closed_at) = (Some(now), None),
            _ => {
                self.reopened += i64::from(was_over);
                (self.resolved_at, self.closed_at) = (None, None);
            }
        }
    }

    fn seen(desk: &Fixture, ticket: &Ticket) -> Self {
        let number = |level: Option<Level>| level.map(|level| level as u8);
        let known = |list: &[&'static str], key: &str| *list.iter().find(|known| **known == key).expect("a known key");
        let agent =
            ticket.assignee_id.map(|id| (0..3).find(|agent| desk.agent(usize::from(*agent)) == id).expect("an agent"));
        Self {
            version: ticket.version,
            status: known(&STATUSES, desk.status_key(ticket.status_id)),
            priority: known(&PRIORITIES, desk.priority_key(ticket.priority_id)),
            source: ticket.priority_source,
            levels: (number(ticket.impact), number(ticket.urgency)),
            agent,
            queued: ticket.team_id.is_some(),
            assigned_at: ticket.assigned_at,
            answered_at: ticket.first_response_at,
            resolved_at: ticket.resolved_at,
            closed_at: ticket.closed_at,
            deleted_at: ticket.deleted_at,
            reopened: ticket.reopen_count,
            spam: ticket.is_spam,
            merged: ticket.merged_into_id,
            before_merge: ticket.status_before_merge_id.map(|id| known(&STATUSES, desk.status_key(id))),
        }
    }

    /// What a step to that status comes to.
    fn step(&mut self, target: &'static str, now: Timestamp) -> Result<(), Code> {
        if target == self.status {
            return Ok(());
        }
        if self.merged.is_some() {
            return Err(Code::TicketMerged);
        }
        let steps = preset::itsm().transitions;
        if !steps.iter().any(|step| step.from.as_deref() == Some(self.status) && step.to == target) {
            return Err(Code::TransitionForbidden);
        }
        self.change(|ticket| ticket.enter(target, now));
        Ok(())
    }
}

/// A desk, and the model of it.
struct Day {
    desk: Fixture,
    tickets: Vec<(TicketId, Modelled, Ticket)>,
    /// Which tickets block which.
    blocks: BTreeSet<(TicketId, TicketId)>,
    /// What tickets were at the end of an instant.
    past: BTreeMap<(TicketId, Timestamp), Ticket>,
}

impl Day {
    async fn new(factory: &impl DeskFactory) -> Self {
        let desk = Fixture::new(factory).await;
        let capacity = UserPatch { ticket_capacity: Some(CAPACITY as i64).into(), ..Default::default() };
        desk.scope.users().update(desk.agent(0), 1, capacity).await.expect("the agent is changed");
        Self { desk, tickets: Vec::new(), blocks: BTreeSet::new(), past: BTreeMap::new() }
    }

    fn is_full(&self, agent: u8) -> bool {
        let held = self.tickets.iter().filter(|(_, ticket, _)| ticket.agent == Some(agent) && ticket.is_held());
        agent == 0 && held.count() >= CAPACITY
    }

    fn index(&self, ticket: u8) -> Option<usize> {
        (!self.tickets.is_empty()).then(|| usize::from(ticket) % self.tickets.len())
    }

    /// Does it in both worlds, and compares what came of it.
    async fn live(&mut self, deed: &Deed) {
        let now = self.desk.desk.now();
        match *deed {
            Deed::Wait => self.desk.clock.advance_millis(60_000),
            Deed::Open { impact, urgency, agent } => self.open(impact, urgency, agent, now).await,
            Deed::Block { ticket, other } | Deed::Unblock { ticket, other } => {
                let (Some(index), Some(other)) = (self.index(ticket), self.index(other)) else { return };
                self.relate(index, other, matches!(deed, Deed::Block { .. })).await;
            }
            Deed::StepAll { status } => self.step_all(STATUSES[usize::from(status)], now).await,
            Deed::Classify { ticket, .. }
            | Deed::Choose { ticket, .. }
            | Deed::Step { ticket, .. }
            | Deed::Assign { ticket, .. }
            | Deed::Queue { ticket }
            | Deed::Answer { ticket, .. }
            | Deed::Delete { ticket }
            | Deed::Spam { ticket }
            | Deed::Merge { ticket, .. }
            | Deed::Unmerge { ticket }
            | Deed::Restore { ticket }
            | Deed::Stale { ticket } => {
                let Some(index) = self.index(ticket) else { return };
                let (id, mut modelled, _) = self.tickets[index].clone();
                let expected = self.predict(&mut modelled, deed, now);
                let result = self.act(id, self.tickets[index].1.version, deed).await;
                assert_eq!(result.map_err(|error| error.code()), expected, "{deed:?}");
                self.tickets[index].1 = modelled;
                self.remember(id).await;
            }
        }
    }

    /// Keeps what a ticket is now, to compare it later with what its history tells.
    async fn remember(&mut self, id: TicketId) {
        let find = Find::new().filter(field(Ticket::ID).is(id)).with_deleted();
        let present = self.desk.scope.tickets().list(find).await.expect("tickets are listed").items.remove(0);
        self.past.insert((id, self.desk.desk.now()), present);
    }

    /// Whether one ticket leads to another by blocking.
    fn leads(&self, from: TicketId, to: TicketId) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(id) = open.pop() {
            open.extend(self.blocks.iter().filter(|edge| edge.0 == id && seen.insert(edge.1)).map(|edge| edge.1));
        }
        seen.contains(&to)
    }

    async fn relate(&mut self, ticket: usize, other: usize, block: bool) {
        let (id, other_id) = (self.tickets[ticket].0, self.tickets[other].0);
        let is_deleted = |index: usize| self.tickets[index].1.deleted_at.is_some();
        let tickets = self.desk.scope.tickets();
        let (result, expected) = if block {
            let expected = if id == other_id {
                Err(Code::TicketItself)
            } else if is_deleted(ticket) {
                Err(Code::NotFound)
            } else if is_deleted(other) {
                Err(Code::ReferenceMissing)
            } else if !self.blocks.contains(&(id, other_id)) && self.leads(other_id, id) {
                Err(Code::LinkCycle)
            } else {
                Ok(())
            };
            (tickets.link(id, TicketRelation::Blocks, other_id).await.map(drop), expected)
        } else {
            let known = self.blocks.contains(&(id, other_id));
            let expected = if known { Ok(()) } else { Err(Code::NotFound) };
            (tickets.unlink(other_id, TicketRelation::BlockedBy, id).await, expected)
        };
        assert_eq!(result.map_err(|error| error.code()), expected, "{block}");
        match (expected, block) {
            (Ok(()), true) => drop(self.blocks.insert((id, other_id))),
            (Ok(()), false) => drop(self.blocks.remove(&(id, other_id))),
            _ => {}
        }
    }

    async fn step_all(&mut self, target: &'static str, now: Timestamp) {
        let ids: Vec<TicketId> = self.tickets.iter().map(|(id, _, _)| *id).collect();
        let change = TicketAction::Transition { status_id: self.desk.status(target) };
        let outcomes = self.desk.scope.tickets().bulk(ids.clone(), vec![change]).await.expect("it is answered");
        for ((_, modelled, _), outcome) in self.tickets.iter_mut().zip(&outcomes) {
            let expected = match modelled.deleted_at {
                Some(_) => Err(Code::NotFound),
                None => modelled.step(target, now),
            };
            let found = match &outcome.refusal {
                Some(refusal) => Err(refusal.code.as_str()),
                None => Ok(outcome.version),
            };
            assert_eq!(found, expected.map(|()| Some(modelled.version)).map_err(|code| code.name()));
        }
        for id in ids {
            self.remember(id).await;
        }
    }

    async fn open(&mut self, impact: Option<u8>, urgency: Option<u8>, agent: Option<u8>, now: Timestamp) {
        let assignee_id = agent.map(|agent| self.desk.agent(usize::from(agent)));
        let new = NewTicket { impact: impact.map(level), urgency: urgency.map(level), ..self.desk.question() };
        let placement = Placement { assignee_id, ..Default::default() };
        let result = self.desk.scope.tickets().create_with(new, placement).await;
        if agent.is_some_and(|agent| self.is_full(agent)) {
            assert_eq!(result.map_err(|error| error.code()), Err(Code::AssigneeFull));
            return;
        }
        let made = result.expect("the ticket is opened");
        let (priority, source) = followed((impact, urgency));
        let modelled = Modelled {
            version: 1,
            status: "new",
            priority,
            source,
            levels: (impact, urgency),
            agent,
            queued: false,
            assigned_at: agent.map(|_| now),
            answered_at: None,
            resolved_at: None,
            closed_at: None,
            deleted_at: None,
            reopened: 0,
            spam: false,
            merged: None,
            before_merge: None,
        };
        let id = made.id;
        self.tickets.push((id, modelled, made));
        self.remember(id).await;
    }

    fn predict(&self, ticket: &mut Modelled, deed: &Deed, now: Timestamp) -> Result<(), Code> {
        match *deed {
            Deed::Restore { .. } => ticket.change(|ticket| (ticket.deleted_at, ticket.spam) = (None, false)),
            Deed::Merge { ticket: own, other } if self.index(own) == self.index(other) => {
                return Err(Code::TicketItself);
            }
            Deed::Answer { .. } if ticket.deleted_at.is_some() => return Err(Code::ReferenceMissing),
            _ if ticket.deleted_at.is_some() => return Err(Code::NotFound),
            Deed::Stale { .. } => return Err(Code::StaleVersion),
            Deed::Merge { other, .. } => {
                let (id, other, _) = &self.tickets[self.index(other).expect("there are tickets")];
                if other.deleted_at.is_some() {
                    return Err(Code::ReferenceMissing);
                }
                if ticket.merged.is_some() || other.merged.is_some() {
                    return Err(Code::TicketMerged);
                }
                ticket.change(|ticket| {
                    ticket.merged = Some(*id);
                    if ticket.closed_at.is_none() {
                        ticket.before_merge = Some(ticket.status);
                        ticket.enter("closed", now);
                    }
                });
            }
            Deed::Unmerge { .. } => {
                if ticket.merged.is_none() {
                    return Err(Code::TicketNotMerged);
                }
                ticket.change(|ticket| {
                    ticket.merged = None;
                    if let Some(status) = ticket.before_merge.take() {
                        (ticket.status, ticket.closed_at) = (status, None);
                    }
                });
            }
            Deed::Answer { .. } if ticket.merged.is_some() => return Err(Code::TicketMerged),
            Deed::Spam { .. } => ticket.change(|ticket| (ticket.deleted_at, ticket.spam) = (Some(now), true)),
            Deed::Classify { impact, urgency, .. } => ticket.change(|ticket| {
                ticket.levels = (impact, urgency);
                if ticket.source != PrioritySource::Manual {
                    (ticket.priority, ticket.source) = followed(ticket.levels);
                }
            }),
            Deed::Choose { priority, .. } => ticket.change(|ticket| {
                let chosen = priority.map(|chosen| (PRIORITIES[usize::from(chosen)], PrioritySource::Manual));
                (ticket.priority, ticket.source) = chosen.unwrap_or_else(|| followed(ticket.levels));
            }),
            Deed::Step { status, .. } => return ticket.step(STATUSES[usize::from(status)], now),
            Deed::Assign { agent, .. } => {
                if agent.is_some_and(|agent| ticket.agent != Some(agent) && self.is_full(agent)) {
                    return Err(Code::AssigneeFull);
                }
                if agent != ticket.agent {
                    ticket.change(|ticket| (ticket.agent, ticket.assigned_at) = (agent, agent.map(|_| now)));
                }
            }
            Deed::Queue { .. } => ticket.change(|ticket| {
                (ticket.agent, ticket.queued, ticket.assigned_at) = (None, true, None);
            }),
            Deed::Answer { person, public, .. } => {
                if person < 3 && public && ticket.answered_at.is_none() {
                    ticket.change(|ticket| ticket.answered_at = Some(now));
                }
            }
            Deed::Delete { .. } => ticket.change(|ticket| ticket.deleted_at = Some(now)),
            Deed::Open { .. } | Deed::Wait | Deed::Block { .. } | Deed::Unblock { .. } | Deed::StepAll { .. } => {}
        }
        Ok(())
    }

    async fn act(&self, id: TicketId, version: i64, deed: &Deed) -> Result<()> {
        let (desk, tickets) = (&self.desk, self.desk.scope.tickets());
        let agent = |number: u8| desk.agent(usize::from(number));
        match *deed {
            Deed::Classify { impact, urgency, .. } => {
                let (impact, urgency) = (impact.map(level).into(), urgency.map(level).into());
                tickets.update(id, version, TicketPatch { impact, urgency, ..Default::default() }).await.map(drop)
            }
            Deed::Choose { priority, .. } => {
                let priority = priority.map(|chosen| desk.priority(PRIORITIES[usize::from(chosen)]));
                tickets.set_priority(id, version, priority).await.map(drop)
            }
            Deed::Step { status, .. } => {
                tickets.transition(id, version, desk.status(STATUSES[usize::from(status)])).await.map(drop)
            }
            Deed::Assign { agent: chosen, .. } => {
                let target = chosen.map_or(Assignee::Nobody, |chosen| Assignee::User(agent(chosen)));
                tickets.assign(id, version, &target).await.map(drop)
            }
            Deed::Queue { .. } => tickets.assign(id, version, &Assignee::Queue(desk.team.id)).await.map(drop),
            Deed::Answer { person, public, .. } => {
                let author = if person < 3 { agent(person) } else { desk.requester.id };
                let visibility = if public { Visibility::Public } else { Visibility::Internal };
                desk.by(author).comments().add(NewComment { visibility, ..note(id, "Hello") }).await.map(drop)
            }
            Deed::Delete { .. } => tickets.delete(id, version).await,
            Deed::Restore { .. } => tickets.restore(id).await.map(drop),
            Deed::Stale { .. } => tickets.update(id, version + 1, TicketPatch::default()).await.map(drop),
            Deed::Spam { .. } => tickets.mark_spam(id, version).await,
            Deed::Merge { other, .. } => {
                let other = self.tickets[self.index(other).expect("there are tickets")].0;
                tickets.merge(id, version, other).await.map(drop)
            }
            Deed::Unmerge { .. } => tickets.unmerge(id, version).await.map(drop),
            Deed::Open { .. } | Deed::Wait | Deed::Block { .. } | Deed::Unblock { .. } | Deed::StepAll { .. } => Ok(()),
        }
    }

    /// Compares both worlds at the end, and reads every history backwards.
    async fn close(self) {
        let desk = &self.desk;
        let seen = consistency::check(desk.desk.store(), desk.organization.id).await;
        assert_eq!(seen.tickets.len(), self.tickets.len());
        let links = mirror::all::<TicketLink>(desk.desk.store(), desk.organization.id).await;
        let found: BTreeSet<_> = links.iter().map(|link| (link.source_id, link.target_id)).collect();
        assert_eq!((found, links.len()), (self.blocks.clone(), self.blocks.len()));
        for ((id, at), was) in &self.past {
            let told = desk.scope.tickets().at(*id, *at).await.expect("the ticket was there");
            assert_eq!(Ticket { version: was.version, ..told }, *was, "{} at {at}", was.number);
        }
        for (id, modelled, made) in self.tickets {
            let ticket = seen.tickets.iter().find(|ticket| ticket.id == id).expect("the ticket is there");
            assert_eq!(Modelled::seen(desk, ticket), modelled, "{}", ticket.number);
            let values = |ticket: &Ticket| -> BTreeMap<&str, Option<String>> {
                let row = ticket.clone().into_row();
                let fields = Ticket::DEF.fields.iter().zip(&row).map(|(field, value)| (field.name, shown(value)));
                fields.filter(|(name, _)| !["version", "updated_at", "deleted_at"].contains(name)).collect()
            };
            let mut past = values(ticket);
            for record in seen.history.iter().rev().filter(|record| record.ticket_id == id) {
                let Some(field) = record.field.as_deref() else { continue };
                let place = past.get_mut(field).expect("a field of a ticket");
                assert_eq!(*place, record.new_value, "{}: {field}", ticket.number);
                place.clone_from(&record.old_value);
            }
            assert_eq!(past, values(&made), "the history of {} leads back to its beginning", ticket.number);
        }
    }
}

/// Lives through `days` random days of at most `length` deeds each, or through as many as fit into the time.
pub fn agrees_with_the_model<F: DeskFactory>(days: u32, length: usize, time: Duration, factory: impl Fn() -> F + Sync) {
    super::run(async {
        let (runtime, end, lived) = (Handle::current(), Instant::now() + time, AtomicU32::new(0));
        let live = |deeds: Vec<Deed>| {
            // The first ones are always lived, however slow the machine.
            if Instant::now() < end || lived.load(Ordering::SeqCst) < 5 {
                lived.fetch_add(1, Ordering::SeqCst);
                runtime.block_on(async {
                    let mut day = Day::new(&factory()).await;
                    for deed in &deeds {
                        day.live(deed).await;
                    }
                    day.close().await;
                });
            }
            Ok(())
        };
        let config = Config { cases: days, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
        // A thread of its own: the runner waits, and a thread of the runtime may not.
        let result = std::thread::scope(|scope| {
            let days = || TestRunner::new(config).run(&proptest::collection::vec(deed(), 1..length), live);
            scope.spawn(days).join().expect("the runner does not panic")
        });
        if let Err(failure) = result {
            panic!("{failure}");
        }
    });
}
