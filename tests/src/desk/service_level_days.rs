//! Days of random things that happen to tickets, with time told in random steps: the rows that are kept step by step are those that
//! the histories say, and nothing was told that is not in them.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;
use servicedesk::Desk;
use servicedesk::clock::ManualClock;
use servicedesk::organization::{NewOrganization, TeamId};
use servicedesk::query::{Find, field};
use servicedesk::sla::{
    BusinessCalendar, ChangeMode, Escalation, EscalationAction, EscalationRule, NewBusinessCalendar, NewEscalationRule,
    NewSlaPolicy, SlaPolicy, SlaPolicyPatch, SlaTracking,
};
use servicedesk::store::Store;
use servicedesk::ticket::{Assignee, TicketId, preset};

use super::DeskFactory;
use super::fixture::{Fixture, acme, beginning, public};
use super::service_levels::{rows_without_ids, settle};

/// Something that happens.
#[derive(Clone, Debug)]
enum Deed {
    Open,
    Reply { ticket: usize, by_agent: bool },
    Step { ticket: usize, status: usize },
    Priority { ticket: usize, priority: usize },
    Team { ticket: usize, second: bool },
    Take { ticket: usize },
    Merge { ticket: usize, other: usize },
    Unmerge { ticket: usize },
    Delete { ticket: usize },
    Restore { ticket: usize },
    EditPolicy { minutes: i64, mode: usize },
    Reprice { restart: bool },
    Waive { ticket: usize },
    Tick,
    TickAtOnce,
}

const STATUSES: [&str; 6] = ["open", "pending", "on_hold", "resolved", "closed", "cancelled"];
const PRIORITIES: [&str; 4] = ["critical", "high", "medium", "low"];
const MODES: [ChangeMode; 4] =
    [ChangeMode::CarryElapsed, ChangeMode::Restart, ChangeMode::KeepOriginal, ChangeMode::Strictest];

fn deed() -> impl Strategy<Value = Deed> {
    let ticket = || 0..5_usize;
    prop_oneof![
        3 => Just(Deed::Open),
        5 => (ticket(), any::<bool>()).prop_map(|(ticket, by_agent)| Deed::Reply { ticket, by_agent }),
        8 => (ticket(), 0..6_usize).prop_map(|(ticket, status)| Deed::Step { ticket, status }),
        3 => (ticket(), 0..4_usize).prop_map(|(ticket, priority)| Deed::Priority { ticket, priority }),
        2 => (ticket(), any::<bool>()).prop_map(|(ticket, second)| Deed::Team { ticket, second }),
        2 => ticket().prop_map(|ticket| Deed::Take { ticket }),
        1 => (ticket(), ticket()).prop_map(|(ticket, other)| Deed::Merge { ticket, other }),
        1 => ticket().prop_map(|ticket| Deed::Unmerge { ticket }),
        1 => ticket().prop_map(|ticket| Deed::Delete { ticket }),
        1 => ticket().prop_map(|ticket| Deed::Restore { ticket }),
        1 => (30_i64..600, 0..4_usize).prop_map(|(minutes, mode)| Deed::EditPolicy { minutes, mode }),
        1 => any::<bool>().prop_map(|restart| Deed::Reprice { restart }),
        1 => ticket().prop_map(|ticket| Deed::Waive { ticket }),
        5 => Just(Deed::Tick),
        1 => Just(Deed::TickAtOnce),
    ]
}

/// A desk with two policies, hours, warnings and rules that tell, raise and reassign.
async fn ground(store: &Arc<dyn Store>, day: usize) -> Fixture {
    let clock = ManualClock::at(beginning());
    let desk = Desk::builder(Arc::clone(store)).clock(clock.clone()).build();
    let new = NewOrganization { slug: format!("acme-{day}"), ..acme() };
    let desk = Fixture::on(desk, clock, new, &preset::itsm()).await;
    let hours: serde_json::Map<_, _> = ["monday", "tuesday", "wednesday", "thursday", "friday"]
        .iter()
        .map(|day| ((*day).to_owned(), json!(["09:00-12:00", "13:00-18:00"])))
        .collect();
    let office = NewBusinessCalendar {
        name: "Office".into(),
        timezone: "America/Sao_Paulo".into(),
        weekly_hours: hours.into(),
        is_default: true,
        ..Default::default()
    };
    desk.scope.repository::<BusinessCalendar>().create(office).await.unwrap();
    let policies = desk.scope.repository::<SlaPolicy>();
    let urgent = json!({ "field": "priority_id", "in": [desk.priority("critical"), desk.priority("high")] });
    let first = NewSlaPolicy {
        name: "Urgent".into(),
        condition: Some(urgent),
        on_change: ChangeMode::Strictest,
        targets: json!({
            "first_response": { "minutes": 30 },
            "next_response": { "minutes": 60, "business": false },
            "resolution": { "minutes": 240 },
            "ownership": { "minutes": 120 }
        }),
        warn_at_percentages: vec!["50".into()],
        ..Default::default()
    };
    policies.create(first).await.unwrap();
    let second = NewSlaPolicy {
        name: "Usual".into(),
        position: 2,
        targets: json!({
            "time_to_own": { "minutes": 60 },
            "first_response": { "minutes": 120, "warn": "at_next_opening" },
            "resolution": { "minutes": 480, "reopening": "new_cycle" }
        }),
        warn_at_percentages: vec!["75".into()],
        ..Default::default()
    };
    let second = policies.create(second).await.unwrap();
    let rules = desk.scope.repository::<EscalationRule>();
    let rule = NewEscalationRule {
        sla_policy_id: second.id,
        at_percent: Some(90),
        action: EscalationAction::RaisePriority,
        ..Default::default()
    };
    rules.create(rule).await.unwrap();
    let rule = NewEscalationRule {
        sla_policy_id: second.id,
        tier: 2,
        minutes_after_breach: Some(15),
        action: EscalationAction::Reassign,
        settings: Some(json!({ "team": desk.team.id })),
        ..Default::default()
    };
    rules.create(rule).await.unwrap();
    desk
}

/// Does a deed; what the desk refuses did not happen.
async fn perform(desk: &Fixture, second: TeamId, tickets: &mut Vec<TicketId>, deed: &Deed) {
    let find = |ticket: &usize| tickets.get(*ticket).copied();
    let version = async |id: TicketId| desk.scope.tickets().find(id).await.unwrap().map(|ticket| ticket.version);
    let operations = desk.scope.tickets();
    match deed {
        Deed::Open if tickets.len() < 5 => {
            let ticket = desk.open().await;
            tickets.push(ticket.id);
        }
        Deed::Open => {}
        Deed::Reply { ticket, by_agent } => {
            let Some(id) = find(ticket) else { return };
            let author = if *by_agent { desk.agent(0) } else { desk.requester.id };
            let _ = desk.by(author).comments().add(public(id, "…")).await;
        }
        Deed::Step { ticket, status } => {
            let Some(id) = find(ticket) else { return };
            let Some(version) = version(id).await else { return };
            let _ = operations.transition(id, version, desk.status(STATUSES[*status])).await;
        }
        Deed::Priority { ticket, priority } => {
            let Some(id) = find(ticket) else { return };
            let Some(version) = version(id).await else { return };
            let _ = operations.set_priority(id, version, Some(desk.priority(PRIORITIES[*priority]))).await;
        }
        Deed::Team { ticket, second: to_second } => {
            let Some(id) = find(ticket) else { return };
            let Some(version) = version(id).await else { return };
            let team = if *to_second { second } else { desk.team.id };
            let _ = operations.assign(id, version, &Assignee::Queue(team)).await;
        }
        Deed::Take { ticket } => {
            let Some(id) = find(ticket) else { return };
            let Some(version) = version(id).await else { return };
            let _ = operations.assign(id, version, &Assignee::User(desk.agent(1))).await;
        }
        Deed::Merge { ticket, other } => {
            let (Some(id), Some(into)) = (find(ticket), find(other)) else { return };
            let Some(version) = version(id).await else { return };
            let _ = operations.merge(id, version, into).await;
        }
        Deed::Unmerge { ticket } => {
            let Some(id) = find(ticket) else { return };
            let Some(version) = version(id).await else { return };
            let _ = operations.unmerge(id, version).await;
        }
        Deed::Delete { ticket } => {
            let Some(id) = find(ticket) else { return };
            let Some(version) = version(id).await else { return };
            let _ = operations.delete(id, version).await;
        }
        Deed::Restore { ticket } => {
            let Some(id) = find(ticket) else { return };
            let _ = operations.restore(id).await;
        }
        Deed::EditPolicy { minutes, mode } => {
            let policies = desk.scope.repository::<SlaPolicy>();
            let usual = policies.list(Find::new().filter(field(SlaPolicy::NAME).is("Usual"))).await.unwrap().items;
            let targets = json!({ "first_response": { "minutes": minutes }, "resolution": { "minutes": minutes * 3 } });
            let patch =
                SlaPolicyPatch { targets: targets.into(), on_change: MODES[*mode].into(), ..Default::default() };
            policies.update(usual[0].id, usual[0].version, patch).await.unwrap();
        }
        Deed::Reprice { restart } => {
            let mode = restart.then_some(ChangeMode::Restart);
            let asked = desk.scope.service_levels().reprice(Find::new(), mode, true).await.unwrap();
            let done = desk.scope.service_levels().reprice(Find::new(), mode, false).await.unwrap();
            assert_eq!(asked.changes, done.changes);
        }
        Deed::Waive { ticket } => {
            let Some(id) = find(ticket) else { return };
            for clock in desk.scope.service_levels().clocks(id).await.unwrap() {
                let (metric, team, cycle) = (clock.metric, clock.team_id, clock.cycle);
                let waived = desk.scope.service_levels().waive(id, metric, team, cycle, "force majeure".into()).await;
                assert_eq!(waived.is_ok(), clock.breached_at.is_some());
            }
        }
        Deed::Tick => {
            settle(desk).await;
        }
        Deed::TickAtOnce => {
            super::together(3, |_| async { desk.desk.tick(None).await.unwrap() });
            settle(desk).await;
        }
    }
}

pub async fn rows_kept_step_by_step_are_those_that_the_history_says(factory: &impl DeskFactory) {
    let config = Config::default();
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let store = factory.store().await;
    for number in 0..DAYS {
        let days = prop::collection::vec((0_i64..200, deed()), 10..60);
        let day = days.new_tree(&mut runner).expect("a day").current();
        let desk = ground(&store, number).await;
        let second = super::service_levels::another_team(&desk).await.id;
        let (mut minute, mut tickets) = (0, Vec::new());
        for (minutes, deed) in &day {
            minute += minutes;
            desk.clock.set(beginning().plus_millis(minute * 60_000));
            perform(&desk, second, &mut tickets, deed).await;
        }
        settle(&desk).await;
        let kept = rows_without_ids(&desk, &tickets).await;
        let rebuild = async || desk.scope.service_levels().rebuild(None, 1_000).await.unwrap();
        assert_eq!(rebuild().await.rows, 0, "{day:?}");
        let repository = desk.scope.repository::<SlaTracking>();
        for row in repository.list(Find::new().limit(1_000)).await.unwrap().items {
            repository.delete(row.id, row.version).await.unwrap();
        }
        assert_eq!(usize::try_from(rebuild().await.rows).unwrap(), kept.len());
        assert_eq!(rows_without_ids(&desk, &tickets).await, kept, "{day:?}");
        told_once_and_truly(&desk, &tickets).await;
    }
}

/// Every breach in the rows was told, and nothing was told twice.
async fn told_once_and_truly(desk: &Fixture, tickets: &[TicketId]) {
    for ticket in tickets {
        let of_ticket = || field(Escalation::TICKET_ID).is(*ticket);
        let told = desk.scope.repository::<Escalation>().list(Find::new().filter(of_ticket()).limit(1_000)).await;
        let told: Vec<String> = told.unwrap().items.into_iter().filter_map(|row| row.occasion).collect();
        let distinct: BTreeSet<&String> = told.iter().collect();
        assert_eq!(distinct.len(), told.len());
        let rows = Find::new().filter(field(SlaTracking::TICKET_ID).is(*ticket)).limit(1_000);
        for row in desk.scope.repository::<SlaTracking>().list(rows).await.unwrap().items {
            let metric = row.metric.name();
            let occasion = match row.team_id {
                Some(team) => format!("{metric}:{team}/{}/breach", row.cycle),
                None => format!("{metric}/{}/breach", row.cycle),
            };
            assert_eq!(told.contains(&occasion), row.breached_at.is_some(), "{occasion}");
        }
    }
}

/// How many days are lived on each store.
const DAYS: usize = 40;
