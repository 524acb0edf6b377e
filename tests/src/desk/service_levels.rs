//! Service levels on a desk: rows of clocks that follow their tickets, thresholds and breaches that are told once, versions that open
//! clocks keep to, and what people decide about them.

use std::collections::BTreeMap;

use serde_json::json;
use servicedesk::Code;
use servicedesk::clock::Timestamp;
use servicedesk::identity::UserId;
use servicedesk::notification::Notification;
use servicedesk::organization::{NewTeam, Team};
use servicedesk::query::{Find, field};
use servicedesk::scope::Scope;
use servicedesk::sla::{
    BusinessCalendar, BusinessCalendarPatch, ChangeMode, Escalation, EscalationAction, EscalationRule,
    EscalationRulePatch, NewBusinessCalendar, NewEscalationRule, NewSlaPolicy, SlaMetric, SlaPolicy, SlaPolicyPatch,
    SlaPolicyVersion, SlaPreset, SlaTracking,
};
use servicedesk::tick::DueKind;
use servicedesk::ticket::{Assignee, Category, NewCategory, NewTicket, Priority, PriorityPatch, Ticket, TicketId};

use super::fixture::{Fixture, beginning, public, refused};
use super::{DeskFactory, together};

pub(super) const MINUTE: i64 = 60_000;

/// Makes a policy for all tickets, in calendar time.
pub async fn policy(scope: &Scope, fill: impl FnOnce(&mut NewSlaPolicy)) -> SlaPolicy {
    let mut new = NewSlaPolicy {
        name: "Gold".into(),
        targets: json!({ "first_response": { "minutes": 60 }, "resolution": { "minutes": 480 } }),
        ..Default::default()
    };
    fill(&mut new);
    scope.repository::<SlaPolicy>().create(new).await.expect("the policy promises something")
}

pub(super) async fn rule(
    scope: &Scope,
    policy: &SlaPolicy,
    fill: impl FnOnce(&mut NewEscalationRule),
) -> EscalationRule {
    let mut new = NewEscalationRule { sla_policy_id: policy.id, ..Default::default() };
    fill(&mut new);
    scope.repository::<EscalationRule>().create(new).await.expect("the rule makes sense")
}

/// Makes another team, without members.
pub async fn another_team(desk: &Fixture) -> Team {
    let new = NewTeam { name: "Second".into(), ..Default::default() };
    desk.scope.repository::<Team>().create(new).await.expect("the team is made")
}

impl Fixture {
    /// Lets so many minutes pass since the beginning and does what is due, until nothing is.
    pub(super) async fn minute(&self, minute: i64) -> usize {
        self.clock.set(beginning().plus_millis(minute * MINUTE));
        settle(self).await
    }

    pub(super) async fn clock_rows(&self, ticket: TicketId) -> BTreeMap<(SlaMetric, i64), SlaTracking> {
        let find = Find::new().filter(field(SlaTracking::TICKET_ID).is(ticket)).limit(1_000);
        let rows = self.scope.repository::<SlaTracking>().list(find).await.unwrap().items;
        rows.into_iter().map(|row| ((row.metric, row.cycle), row)).collect()
    }

    pub(super) async fn row(&self, ticket: TicketId, metric: SlaMetric) -> SlaTracking {
        self.clock_rows(ticket).await.remove(&(metric, 1)).expect("the clock is kept")
    }

    pub(super) async fn occasions(&self, ticket: TicketId) -> Vec<String> {
        self.escalations(ticket).await.into_iter().filter_map(|row| row.occasion).collect()
    }

    pub(super) async fn escalations(&self, ticket: TicketId) -> Vec<Escalation> {
        let find =
            Find::new().filter(field(Escalation::TICKET_ID).is(ticket)).ascending(Escalation::FIRED_AT).limit(1_000);
        self.scope.repository::<Escalation>().list(find).await.unwrap().items
    }

    pub(super) async fn titles(&self, user: UserId) -> Vec<String> {
        let find = Find::new().filter(field(Notification::USER_ID).is(user)).limit(1_000);
        let rows = self.scope.repository::<Notification>().list(find).await.unwrap().items;
        rows.into_iter().map(|row| row.title).collect()
    }
}

/// Does what is due until nothing is, and returns how many clocks told something.
pub async fn settle(desk: &Fixture) -> usize {
    let mut told = 0;
    for _ in 0..50 {
        let ticked = desk.desk.tick(None).await.unwrap();
        assert_eq!(ticked.put_off, []);
        told += ticked.settled.iter().filter(|settled| settled.kind == DueKind::ServiceLevel).count();
        if desk.desk.next_wakeup().await.unwrap().is_none_or(|at| at > desk.desk.now()) {
            return told;
        }
    }
    panic!("there is always something due");
}

pub async fn rows_follow_what_happens_to_a_ticket(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    settle(&desk).await;
    let unpromised = desk.open().await;
    assert!(desk.desk.next_wakeup().await.unwrap().unwrap() > desk.desk.now(), "without a policy nothing is noted");
    policy(&desk.scope, |_| {}).await;
    let ticket = desk.open().await;
    assert_eq!(desk.desk.next_wakeup().await.unwrap(), Some(beginning()), "the clocks have to hear of it");
    assert!(desk.clock_rows(ticket.id).await.is_empty());
    desk.minute(0).await;
    let due = |minutes: i64| Some(beginning().plus_millis(minutes * MINUTE));
    let row = desk.row(ticket.id, SlaMetric::FirstResponse).await;
    assert_eq!((row.due_at, row.target_seconds, row.elapsed_seconds, row.stopped_at), (due(60), 3_600, 0, None));
    assert_eq!(desk.row(ticket.id, SlaMetric::Resolution).await.due_at, due(480));
    // What is due at an instant comes to pass when that instant is over.
    assert_eq!(row.next_at, due(60).map(|at| at.plus_millis(1)));
    assert_eq!(desk.desk.next_wakeup().await.unwrap(), due(60), "the store's own upkeep, a moment before");

    desk.clock.set(beginning().plus_millis(10 * MINUTE));
    desk.by(desk.agent(0)).comments().add(public(ticket.id, "Have you tried turning it off and on?")).await.unwrap();
    settle(&desk).await;
    let row = desk.row(ticket.id, SlaMetric::FirstResponse).await;
    assert_eq!((row.met_at, row.stopped_at, row.elapsed_seconds, row.due_at), (due(10), due(10), 600, None));
    assert_eq!(row.breached_at, None);

    desk.clock.set(beginning().plus_millis(20 * MINUTE));
    desk.step(ticket.id, "open").await;
    desk.step(ticket.id, "pending").await;
    settle(&desk).await;
    let row = desk.row(ticket.id, SlaMetric::Resolution).await;
    assert_eq!((row.paused_at, row.due_at, row.next_at, row.elapsed_seconds), (due(20), None, None, 1_200));
    desk.clock.set(beginning().plus_millis(50 * MINUTE));
    desk.step(ticket.id, "open").await;
    settle(&desk).await;
    let row = desk.row(ticket.id, SlaMetric::Resolution).await;
    assert_eq!((row.paused_at, row.due_at, row.elapsed_seconds), (None, due(510), 1_200));
    let pause = json!([[due(20).unwrap().to_string(), due(50).unwrap().to_string()]]);
    assert_eq!(row.paused_intervals, Some(pause));
    assert!(desk.clock_rows(unpromised.id).await.is_empty(), "nobody touched it since there is a policy");
}

pub(super) fn minutes(at: Timestamp) -> i64 {
    (at.as_millis() - beginning().as_millis()) / MINUTE
}

pub async fn an_open_clock_keeps_to_its_version(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let gold = policy(&desk.scope, |new| new.targets = json!({ "resolution": { "minutes": 480 } })).await;
    let old = desk.open().await;
    desk.minute(10).await;
    let policies = desk.scope.repository::<SlaPolicy>();
    let stricter = json!({ "resolution": { "minutes": 240 } });
    let patch = SlaPolicyPatch { targets: stricter.into(), ..Default::default() };
    let gold = policies.update(gold.id, gold.version, patch).await.unwrap();
    let renamed = SlaPolicyPatch { name: "Gold+".to_owned().into(), ..Default::default() };
    policies.update(gold.id, gold.version, renamed).await.unwrap();
    let versions = desk.scope.repository::<SlaPolicyVersion>().list(Find::new()).await.unwrap().items;
    let known: Vec<_> = versions.iter().map(|version| (version.number, minutes(version.effective_from))).collect();
    assert_eq!(known, [(1, 0), (2, 10), (3, 10)]);

    let new = desk.open().await;
    desk.step(old.id, "open").await;
    desk.minute(20).await;
    let due = async |ticket: &Ticket| minutes(desk.row(ticket.id, SlaMetric::Resolution).await.due_at.unwrap());
    assert_eq!((due(&old).await, due(&new).await), (480, 250));
    let version = async |ticket: &Ticket| desk.row(ticket.id, SlaMetric::Resolution).await.sla_policy_version_id;
    assert_eq!(version(&old).await, Some(versions[0].id));
    assert_eq!(version(&new).await, Some(versions[2].id));

    // What would change is told before it does.
    let everything = || Find::<Ticket>::new();
    let asked = desk.scope.service_levels().reprice(everything(), None, true).await.unwrap();
    assert_eq!((asked.tickets, asked.changes.len(), asked.next), (1, 1, None));
    let change = &asked.changes[0];
    assert_eq!((change.ticket_id, change.version_before, change.version_after), (old.id, Some(1), 3));
    assert_eq!((change.due_before.map(minutes), change.due_after.map(minutes)), (Some(480), Some(240)));
    assert_eq!((change.breached_before, change.breached_after), (false, false));
    desk.minute(30).await;
    assert_eq!(due(&old).await, 480, "asking changes nothing");

    let done = desk.scope.service_levels().reprice(everything(), None, false).await.unwrap();
    assert_eq!(done.changes, asked.changes);
    desk.minute(40).await;
    assert_eq!((due(&old).await, version(&old).await), (240, Some(versions[2].id)));
    let again = desk.scope.service_levels().reprice(everything(), None, false).await.unwrap();
    assert_eq!(again.tickets, 0, "it is done");
    // With another mode it begins again.
    let (id, at) = (gold.id, gold.version + 1);
    let patch = SlaPolicyPatch { targets: json!({ "resolution": { "minutes": 300 } }).into(), ..Default::default() };
    policies.update(id, at, patch).await.unwrap();
    let restart = desk.scope.service_levels().reprice(everything(), Some(ChangeMode::Restart), false).await.unwrap();
    assert_eq!(restart.tickets, 2);
    desk.minute(50).await;
    let rows = desk.clock_rows(old.id).await;
    assert_eq!(rows.len(), 2);
    assert_eq!(minutes(rows[&(SlaMetric::Resolution, 2)].due_at.unwrap()), 340);
}

pub async fn everything_that_a_policy_is_made_of_makes_a_version(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let calendars = desk.scope.repository::<BusinessCalendar>();
    let office = NewBusinessCalendar {
        name: "Office".into(),
        weekly_hours: json!({ "tuesday": ["12:00-20:00"], "wednesday": ["12:00-20:00"] }),
        is_default: true,
        ..Default::default()
    };
    let office = calendars.create(office).await.unwrap();
    let gold = policy(&desk.scope, |new| new.targets = json!({ "resolution": { "minutes": 60 } })).await;
    let ticket = desk.open().await;
    desk.clock.set(beginning().plus_millis(MINUTE));
    let escalation = rule(&desk.scope, &gold, |new| new.at_percent = Some(100)).await;
    let later = json!({ "tuesday": ["18:00-20:00"], "wednesday": ["12:00-20:00"] });
    let patch = BusinessCalendarPatch { weekly_hours: later.into(), ..Default::default() };
    calendars.update(office.id, office.version, patch).await.unwrap();
    let rules = desk.scope.repository::<EscalationRule>();
    let patch = EscalationRulePatch { at_percent: Some(90).into(), ..Default::default() };
    let escalation = rules.update(escalation.id, escalation.version, patch).await.unwrap();
    rules.delete(escalation.id, escalation.version).await.unwrap();
    let versions = desk.scope.repository::<SlaPolicyVersion>().list(Find::new()).await.unwrap().items;
    let numbers: Vec<_> = versions.iter().map(|version| version.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    let next = desk.open().await;
    desk.minute(1).await;
    let due = async |ticket: &Ticket| minutes(desk.row(ticket.id, SlaMetric::Resolution).await.due_at.unwrap());
    assert_eq!((due(&ticket).await, due(&next).await), (60, 7 * 60), "hours in UTC, noon is the beginning");
    // Two who change the parts of one policy at once make two versions.
    let made = together(8, |number| {
        let scope = &desk.scope;
        let new = NewEscalationRule {
            sla_policy_id: gold.id,
            tier: 1,
            at_percent: Some(50 + i64::try_from(number).unwrap()),
            ..Default::default()
        };
        async move { scope.repository::<EscalationRule>().create(new).await.is_ok() }
    });
    assert_eq!(made, [true; 8]);
    let versions = desk.scope.repository::<SlaPolicyVersion>().list(Find::new().limit(100)).await.unwrap().items;
    let mut numbers: Vec<_> = versions.iter().map(|version| version.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=13).collect::<Vec<_>>());
}

pub async fn a_breach_is_waived_and_stays(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    policy(&desk.scope, |_| {}).await;
    let ticket = desk.open().await;
    desk.minute(61).await;
    let levels = desk.by(desk.agent(0));
    let levels = levels.service_levels();
    let waive =
        async |metric, cycle, reason: &str| levels.waive(ticket.id, metric, None, cycle, reason.to_owned()).await;
    assert_eq!(refused(waive(SlaMetric::Resolution, 1, "why").await).code(), Code::ClockNotBreached);
    assert_eq!(refused(waive(SlaMetric::FirstResponse, 2, "why").await).code(), Code::NotFound);
    let error = refused(waive(SlaMetric::FirstResponse, 1, " ").await);
    assert_eq!((error.code(), error.fields()), (Code::Required, &["reason".to_owned()][..]));
    let decision = waive(SlaMetric::FirstResponse, 1, "the line was cut").await.unwrap();
    assert_eq!(decision.decided_by_id, Some(desk.agent(0)));
    desk.minute(62).await;
    let row = desk.row(ticket.id, SlaMetric::FirstResponse).await;
    assert_eq!((row.waived_by_id, row.waived_reason.as_deref()), (Some(desk.agent(0)), Some("the line was cut")));
    assert_eq!(row.breached_at.map(minutes), Some(60));
    let clocks = desk.scope.service_levels().clocks(ticket.id).await.unwrap();
    let clock = clocks.iter().find(|clock| clock.metric == SlaMetric::FirstResponse).unwrap();
    assert!(clock.is_waived && clock.is_met == Some(false));
    // A waiver is part of the history: it survives that the rows are told again.
    desk.scope.repository::<SlaTracking>().delete(row.id, row.version).await.unwrap();
    let rebuilt = desk.scope.service_levels().rebuild(None, 100).await.unwrap();
    assert_eq!((rebuilt.tickets, rebuilt.rows, rebuilt.next), (1, 1, None));
    assert_eq!(desk.row(ticket.id, SlaMetric::FirstResponse).await.waived_reason, row.waived_reason);
    assert_eq!(desk.occasions(ticket.id).await.len(), 1, "what lies behind is told to nobody");
}

pub async fn rebuilding_changes_nothing_that_was_right(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    policy(&desk.scope, |new| new.warn_at_percentages = vec!["50".into()]).await;
    let mut tickets = Vec::new();
    for minute in 0..5 {
        desk.clock.set(beginning().plus_millis(minute * MINUTE));
        let ticket = desk.open().await;
        tickets.push(ticket.id);
    }
    desk.by(desk.agent(1)).comments().add(public(tickets[1], "On it")).await.unwrap();
    desk.minute(500).await;
    let rebuild = async || {
        let (mut after, mut rows, mut pages) = (None, 0, 0);
        loop {
            let page = desk.scope.service_levels().rebuild(after, 2).await.unwrap();
            (rows, pages, after) = (rows + page.rows, pages + 1, page.next);
            assert_eq!(page.failed, Vec::<String>::new());
            if after.is_none() {
                return (rows, pages);
            }
        }
    };
    assert_eq!(rebuild().await, (0, 3));
    let before: Vec<_> = rows_without_ids(&desk, &tickets).await;
    assert_eq!(before.len(), 10);
    let repository = desk.scope.repository::<SlaTracking>();
    for row in repository.list(Find::new().limit(1_000)).await.unwrap().items {
        repository.delete(row.id, row.version).await.unwrap();
    }
    desk.minute(700).await;
    assert_eq!(rebuild().await, (10, 3));
    assert_eq!(rows_without_ids(&desk, &tickets).await, before, "told again, to the second");
    assert_eq!(rebuild().await, (0, 3));
    let error = refused(desk.scope.service_levels().rebuild(None, 0).await);
    assert_eq!((error.code(), error.fields()), (Code::NumberRange, &["limit".to_owned()][..]));
}

/// Returns what the rows of tickets say, without what is only theirs.
pub async fn rows_without_ids(desk: &Fixture, tickets: &[TicketId]) -> Vec<String> {
    let mut told = Vec::new();
    for ticket in tickets {
        let find = Find::new().filter(field(SlaTracking::TICKET_ID).is(*ticket)).limit(1_000);
        for row in desk.scope.repository::<SlaTracking>().list(find).await.unwrap().items {
            let at = |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), |at| at.to_string());
            told.push(format!(
                "{ticket} {:?} {:?} {} {:?} {} {} {} {:?} {} {} {} {} {} {} {} {:?} {:?}",
                row.metric,
                row.team_id,
                row.cycle,
                row.sla_policy_version_id,
                row.started_at,
                row.target_seconds,
                row.elapsed_seconds,
                row.paused_intervals,
                at(row.paused_at),
                at(row.due_at),
                at(row.next_at),
                at(row.warned_at),
                at(row.stopped_at),
                at(row.met_at),
                at(row.breached_at),
                row.told,
                row.waived_reason,
            ));
        }
    }
    told.sort();
    told
}

pub async fn every_team_has_its_own_clock(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let second = another_team(&desk).await;
    policy(&desk.scope, |new| new.targets = json!({ "ownership": { "minutes": 30 } })).await;
    let ticket = desk.open().await;
    let queue = async |team| {
        let version = desk.now(ticket.id).await.version;
        desk.scope.tickets().assign(ticket.id, version, &Assignee::Queue(team)).await.unwrap();
    };
    queue(desk.team.id).await;
    desk.minute(10).await;
    queue(second.id).await;
    desk.minute(50).await;
    queue(desk.team.id).await;
    desk.minute(60).await;
    let find = Find::new().filter(field(SlaTracking::TICKET_ID).is(ticket.id)).ascending(SlaTracking::STARTED_AT);
    let rows = desk.scope.repository::<SlaTracking>().list(find).await.unwrap().items;
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.team_id, row.cycle, row.elapsed_seconds / 60, row.breached_at.map(minutes)))
        .collect();
    // The first team goes on with what it had.
    assert_eq!(told, [(Some(desk.team.id), 1, 10, None), (Some(second.id), 1, 40, Some(40))]);
    assert_eq!(desk.occasions(ticket.id).await, [format!("ownership:{}/1/breach", second.id)]);
    desk.minute(71).await;
    assert_eq!(desk.occasions(ticket.id).await.len(), 2, "ten minutes and twenty-one are more than thirty");
}

pub async fn policies_that_make_no_sense_are_not_saved(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let policies = desk.scope.repository::<SlaPolicy>();
    let error = refused(policies.create(NewSlaPolicy { name: "Empty".into(), ..Default::default() }).await);
    assert_eq!((error.code(), error.fields()), (Code::Required, &["targets".to_owned()][..]));
    let gold = policy(&desk.scope, |_| {}).await;
    let rules = desk.scope.repository::<EscalationRule>();
    let new = |tier, at_percent, minutes_after_breach| NewEscalationRule {
        sla_policy_id: gold.id,
        tier,
        at_percent,
        minutes_after_breach,
        ..Default::default()
    };
    rules.create(new(2, Some(80), None)).await.unwrap();
    rules.create(new(4, None, Some(10))).await.unwrap();
    let cases = [
        (new(3, Some(70), None), Code::RangeReversed, "at_percent"),
        (new(1, Some(90), None), Code::RangeReversed, "at_percent"),
        (new(5, None, Some(5)), Code::RangeReversed, "minutes_after_breach"),
        (new(5, Some(100), None), Code::RangeReversed, "at_percent"),
        (new(3, None, None), Code::Required, "at_percent"),
    ];
    for (new, code, field) in cases {
        let error = refused(rules.create(new.clone()).await);
        assert_eq!(
            (error.code(), error.fields()),
            (code, &[field.to_owned()][..]),
            "{} {:?}",
            new.tier,
            new.at_percent
        );
    }
    let acts = [
        (EscalationAction::Notify, json!({ "users": "all" }), Code::FieldKind, "settings.users"),
        (EscalationAction::Notify, json!({ "shout": true }), Code::FieldUnknown, "settings.shout"),
        (EscalationAction::Reassign, json!({}), Code::Required, "settings.team"),
        (EscalationAction::Reassign, json!({ "team": 5 }), Code::FieldKind, "settings.team"),
        (EscalationAction::RaisePriority, json!({ "priority": "high" }), Code::FieldKind, "settings.priority"),
        (EscalationAction::RunWorkflow, json!({}), Code::Required, "settings.workflow"),
    ];
    for (action, settings, code, field) in acts {
        let new = NewEscalationRule { action, settings: Some(settings), ..new(3, Some(85), None) };
        let error = refused(rules.create(new).await);
        assert_eq!((error.code(), error.fields()), (code, &[field.to_owned()][..]));
    }
    assert_eq!(rules.count(Find::new()).await.unwrap(), 2, "nothing was changed");
    let versions = desk.scope.repository::<SlaPolicyVersion>();
    assert_eq!(versions.count(Find::new()).await.unwrap(), 3);
    // A neighbour sees none of it, and decides nothing about it.
    let (neighbour, ticket) = (desk.neighbour().await, desk.open().await);
    desk.minute(61).await;
    assert_eq!(neighbour.scope.repository::<SlaPolicyVersion>().count(Find::new()).await.unwrap(), 0);
    let levels = neighbour.scope.service_levels();
    let foreign = levels.waive(ticket.id, SlaMetric::FirstResponse, None, 1, "ours now".into()).await;
    assert_eq!(refused(foreign).code(), Code::NotFound);
    assert_eq!(levels.reprice(Find::new(), None, true).await.unwrap().changes, []);
    assert_eq!(levels.rebuild(None, 100).await.unwrap().tickets, 0);
}

pub async fn presets_promise_by_category_and_by_priority(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let categories = desk.scope.repository::<Category>();
    let hardware = NewCategory { name: "Hardware".into(), response_sla_minutes: 30, ..Default::default() };
    let hardware = categories.create(hardware).await.unwrap();
    let printers = NewCategory {
        name: "Printers".into(),
        parent_id: Some(hardware.id),
        resolution_sla_minutes: 90,
        ..Default::default()
    };
    let printers = categories.create(printers).await.unwrap();
    let levels = desk.scope.service_levels();
    let names = |made: &[SlaPolicy]| made.iter().map(|policy| policy.name.clone()).collect::<Vec<_>>();
    let made = levels.set_up(SlaPreset::Categories).await.unwrap();
    assert_eq!(names(&made), ["Hardware", "Hardware / Printers"]);
    assert_eq!(levels.set_up(SlaPreset::Categories).await.unwrap(), [], "what is there stays");
    let made = levels.set_up(SlaPreset::PrioritiesWithSteps).await.unwrap();
    assert_eq!(names(&made), ["Critical", "High", "Medium", "Low"]);
    assert_eq!(made.iter().map(|policy| policy.position).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(desk.scope.repository::<EscalationRule>().count(Find::new()).await.unwrap(), 12);
    assert_eq!(levels.set_up(SlaPreset::Priorities).await.unwrap(), []);

    let of_category = NewTicket { category_id: Some(printers.id), ..desk.question() };
    let of_category = desk.scope.tickets().create(of_category).await.unwrap();
    let usual = desk.open().await;
    desk.minute(0).await;
    let due = async |ticket: &Ticket, metric| minutes(desk.row(ticket.id, metric).await.due_at.unwrap());
    assert_eq!(due(&of_category, SlaMetric::FirstResponse).await, 60);
    assert_eq!(due(&of_category, SlaMetric::Resolution).await, 90);
    assert_eq!(due(&usual, SlaMetric::FirstResponse).await, 240);
    assert_eq!(due(&usual, SlaMetric::Resolution).await, 1_440);
    // Of two clocks that are late, each tells and raises by itself.
    desk.minute(241).await;
    assert_eq!(desk.priority_key(desk.now(usual.id).await.priority_id), "high");
}

pub async fn a_priority_says_when_its_tickets_rise(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let priorities = desk.scope.repository::<Priority>();
    let after = [("low", 500), ("medium", 30), ("high", 58)];
    for (key, minutes) in after {
        let row = priorities.get(desk.priority(key)).await.unwrap();
        let patch = PriorityPatch { escalate_after_minutes: Some(minutes).into(), ..Default::default() };
        priorities.update(row.id, row.version, patch).await.unwrap();
    }
    let levels = desk.scope.service_levels();
    levels.set_up(SlaPreset::PrioritiesWithSteps).await.unwrap();
    assert_eq!(desk.scope.repository::<EscalationRule>().count(Find::new()).await.unwrap(), 15);
    let (silent, answered) = (desk.open().await, desk.open().await);
    let answer = public(answered.id, "Is it plugged in?");
    desk.by(desk.agent(1)).comments().add(answer).await.unwrap();
    let keys = async || {
        let key = async |id| desk.priority_key(desk.now(id).await.priority_id).to_owned();
        (key(silent.id).await, key(answered.id).await)
    };
    desk.minute(30).await;
    assert_eq!(keys().await, ("medium".to_owned(), "medium".to_owned()));
    desk.minute(31).await;
    assert_eq!(keys().await, ("high".to_owned(), "medium".to_owned()));
}
