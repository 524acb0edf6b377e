//! The incident log of a ServiceNow desk (UCI 498): lifecycle, priorities, reassignments, re-opens, and a calendar rule
//! that was found in its figures.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Datelike as _, Days, NaiveTime, TimeDelta, Utc, Weekday};
use serde_json::json;
use servicedesk::audit::AuditEntry;
use servicedesk::clock::Timestamp;
use servicedesk::identity::User;
use servicedesk::query::{Condition, field};
use servicedesk::sla::{BusinessCalendar, NewBusinessCalendar, NewSlaPolicy, SlaPolicy};
use servicedesk::ticket::{Ticket, TicketId};
use servicedesk_examples::figures::{self, Names};
use servicedesk_examples::pages;
use servicedesk_examples::replay::Replay;
use servicedesk_examples::service_levels;

use super::{Counts, Golden, counts, custom, data, declaration, imported, mapping, rounded};
use crate::contract::StoreFactory;

/// The desk's figures are the golden ones.
pub async fn has_its_golden_figures(factory: &impl StoreFactory) {
    let folder = "uci_servicenow_incident_log";
    let Some(log) = data(&format!("{folder}/incident_event_log.csv.gz")) else { return };
    let Some(golden) = data(&format!("{folder}/golden_incident_event_log.json")) else { return };
    let mut golden = Golden::read(&golden);
    let desk = imported(factory, &log, &mapping("servicenow")).await;
    let scope = &desk.scope;
    assert_eq!((desk.report.malformed_rows, desk.summary.refused_events, desk.summary.matrix_disagreements), (0, 0, 0));

    // What the example counts.
    let figures = figures::read(scope, |_| {}).await.expect("the desk answers");
    golden.is("tickets", figures.tickets);
    golden.is("events", figures.events);
    let states = || figures.states.iter();
    let told = |counts: Vec<(String, u64)>| counts.into_iter().filter(|(_, count)| *count > 0).collect::<Counts>();
    golden.is("first_state", told(states().map(|state| (state.key.clone(), state.began)).collect()));
    golden.is("final_state", told(states().map(|state| (state.key.clone(), state.tickets)).collect()));
    let steps = figures.transitions.iter().map(|step| (format!("{}->{}", step.from, step.to), step.times));
    golden.is("transitions", steps.collect::<Counts>());
    let priorities = figures.priorities.iter().map(|priority| (priority.key.clone(), priority.tickets));
    golden.is("final_priority", priorities.collect::<Counts>());
    golden.is("tickets_reopened", figures.reopenings.tickets);
    assert_eq!((figures.matrix.events, figures.matrix.exceptions, figures.matrix.cells), (figures.events, 0, 8));
    let told = |name: &str| figures.custom_fields.iter().find(|field| field.name == name).expect("the log has it");
    golden.is("sum_reassignment_count_final", told("reassignment_count").sum);
    golden.is("tickets_reassigned_at_least_once", told("reassignment_count").above_zero);
    golden.is("tickets_with_problem_id", told("problem_id").told);
    golden.is("tickets_with_rfc", told("rfc").told);
    golden.is("tickets_with_ci", told("cmdb_ci").told);

    // The tickets as they stand.
    let mut tickets: Vec<Ticket> = Vec::new();
    pages::each(scope, Condition::always(), |ticket| tickets.push(ticket)).await.expect("the desk answers");
    golden.is("final_made_sla", counts(tickets.iter().map(|ticket| custom(ticket.custom_fields.as_ref(), "made_sla"))));
    golden.is("tickets_with_resolved_at", tickets.iter().filter(|ticket| ticket.resolved_at.is_some()).count());
    // The golden figures count the absent value as one caller and one group.
    let callers: BTreeSet<_> = tickets.iter().filter_map(|ticket| ticket.requester_id).collect();
    golden.is("callers", callers.len() + 1);
    let groups: BTreeSet<_> = tickets.iter().filter_map(|ticket| ticket.team_id).collect();
    golden.is("assignment_groups", groups.len() + 1);
    let text = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M:%S").to_string();
    let opened = || tickets.iter().map(|ticket| ticket.created_at.to_datetime());
    golden.is("opened_min", opened().min().map(text));
    golden.is("opened_max", opened().max().map(text));
    golden
        .is("closed_max", tickets.iter().filter_map(|ticket| ticket.closed_at).max().map(|at| text(at.to_datetime())));
    let closed_after = tickets.iter().filter_map(|ticket| Some((ticket.closed_at?, ticket.resolved_at?)));
    let days = closed_after.map(|(closed, resolved)| (closed.as_millis() - resolved.as_millis()) as f64 / 86_400_000.0);
    golden.is("auto_close_4.9_to_5.15_days_after_resolved", days.filter(|days| (4.9..=5.15).contains(days)).count());
    let (judged, agree) = calendar_agreement(&tickets, &Names::read(scope).await.expect("the desk answers"));
    let rule = "sla_rule_MonFri_14:00-23:00_P3<=62h_P4<=131.3h_vs_made_sla";
    golden.is(rule, BTreeMap::from([("agree", agree), ("tickets", judged)]));

    agreement(scope, &tickets).await;
    chapter(scope, &tickets).await;

    events(scope, &mut golden).await;
    golden.finish();
}

/// Lets the library judge the tickets of the third priority by its own clocks: 62 hours, Monday to Friday from 14:00 to 23:00, until
/// they are closed. The log says what its desk made of them.
async fn agreement(scope: &servicedesk::scope::Scope, tickets: &[Ticket]) {
    let names = Names::read(scope).await.expect("the desk answers");
    let moderate = |ticket: &&Ticket| names.priority(ticket.priority_id).is_some_and(|priority| priority.level == 3);
    let moderate: Vec<&Ticket> = tickets.iter().filter(moderate).collect();
    let share = async |name: &str, hours: &str, days: usize| {
        let week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let week: serde_json::Map<_, _> = week[..days].iter().map(|day| ((*day).to_owned(), json!([hours]))).collect();
        let calendar = NewBusinessCalendar { name: name.into(), weekly_hours: week.into(), ..Default::default() };
        let calendar = scope.repository::<BusinessCalendar>().create(calendar).await.expect("it opens");
        let policies = scope.repository::<SlaPolicy>();
        let policy = policies.create(NewSlaPolicy {
            name: name.into(),
            targets: json!({ "resolution": { "minutes": 62 * 60, "until": "closed" } }),
            pause_rules: Some(json!({ "resolution": [] })),
            calendar_id: Some(calendar.id),
            // Before the log begins: what is promised later judges nothing that was earlier.
            effective_from: Some(servicedesk::clock::Timestamp::parse("2016-01-01T00:00:00Z").expect("an instant")),
            ..Default::default()
        });
        let policy = policy.await.expect("it promises something");
        let (mut judged, mut agree) = (0_u64, 0_u64);
        for some in moderate.chunks(100) {
            let ids = some.iter().map(|ticket| ticket.id).collect();
            let clocks = scope.service_levels().clocks_of(ids).await.expect("the desk answers");
            for (ticket, answer) in some.iter().zip(&clocks) {
                assert_eq!(ticket.id, answer.ticket_id);
                let kept = custom(ticket.custom_fields.as_ref(), "made_sla") == "true";
                judged += 1;
                agree += u64::from(answer.clocks[0].is_met == Some(kept));
            }
        }
        policies.delete(policy.id, policy.version).await.expect("nobody needs it any more");
        agree as f64 / judged as f64
    };
    let right = share("As the desk worked", "14:00-23:00", 5).await;
    assert!(right >= 0.998, "{right}");
    // Any other calendar must tell otherwise.
    for (name, hours, days) in [("24x5", "00:00-24:00", 5), ("24x7", "00:00-24:00", 7)] {
        let wrong = share(name, hours, days).await;
        assert!(wrong < 0.99, "{name}: {wrong}");
    }
    println!("agreement with made_sla: {right}");
}

/// Lets the example tell the service levels by what it declares for this log, and list the tickets on which the log says otherwise:
/// those of plain addition, of the tickets that kept their priority and stayed closed.
async fn chapter(scope: &servicedesk::scope::Scope, tickets: &[Ticket]) {
    let declaration = declaration("servicenow");
    service_levels::set_up(scope, &declaration).await.expect("the desk takes it");
    let levels = service_levels::read(scope, declaration.recorded_verdict.as_ref(), |_| {}).await.expect("it answers");
    let recorded = levels.recorded.expect("the log records verdicts");
    let attained = levels.metrics[0].all;
    assert_eq!((levels.metrics.len(), attained.decided(), attained.open), (1, tickets.len() as u64, 0));
    assert_eq!(recorded.compared, attained.decided());
    assert_eq!(recorded.disagreements.len() as u64, recorded.compared - recorded.agree, "each one is listed");
    let moderate = recorded.priorities.iter().find(|priority| priority.key == "3 - Moderate").expect("most have it");
    let share = moderate.agree as f64 / moderate.compared as f64;
    assert!(share >= 0.998, "{share}");

    let names = Names::read(scope).await.expect("the desk answers");
    let mut closed_at: HashMap<TicketId, Timestamp> = HashMap::new();
    let mut moved: BTreeSet<TicketId> = BTreeSet::new();
    let mut replay = Replay::of([Ticket::PRIORITY_ID, Ticket::STATUS_ID]);
    pages::each(scope, field(AuditEntry::ENTITY).is("ticket"), |entry: AuditEntry| {
        replay.take(&entry, |event| {
            let is_closed = |status: Option<&str>| status.and_then(|id| names.status_key(id)) == Some("Closed");
            let after = event.after;
            if is_closed(after.text(Ticket::STATUS_ID)) {
                // Some are touched again after they were closed, and their `closed_at` with them.
                closed_at.entry(event.ticket).or_insert(event.at);
            } else if closed_at.contains_key(&event.ticket) {
                moved.insert(event.ticket);
            }
            let priority = event.before.map(|before| before.text(Ticket::PRIORITY_ID));
            if priority.is_some_and(|priority| priority != after.text(Ticket::PRIORITY_ID)) {
                moved.insert(event.ticket);
            }
        });
    })
    .await
    .expect("the desk answers");
    let stayed = tickets.iter().filter(|ticket| !moved.contains(&ticket.id));
    let mut listed: BTreeSet<&str> = recorded.disagreements.iter().map(|told| told.number.as_str()).collect();
    let mut plain: BTreeSet<&str> = BTreeSet::new();
    for ticket in stayed.clone() {
        let hours = match names.priority(ticket.priority_id).map(|priority| priority.level) {
            Some(1) => TimeDelta::hours(4),
            Some(2) => TimeDelta::hours(8),
            Some(3) => TimeDelta::hours(62),
            _ => TimeDelta::minutes(7_878),
        };
        let closed = closed_at[&ticket.id];
        let worked = |until| working_time(ticket.created_at.to_datetime(), until);
        let (closed, minute) = (closed.to_datetime(), TimeDelta::minutes(1));
        // Whoever uses the last minute up is in time at its end, and late when the hours are over by then.
        let kept = worked(closed) < hours || (worked(closed) == hours && worked(closed - minute) < hours);
        if kept != (custom(ticket.custom_fields.as_ref(), "made_sla") == "true") {
            plain.insert(&ticket.number);
        }
    }
    let stayed: BTreeSet<&str> = stayed.map(|ticket| ticket.number.as_str()).collect();
    listed.retain(|number| stayed.contains(number));
    assert!(!plain.is_empty());
    assert_eq!(listed, plain);
    println!(
        "the chapter lists {} tickets; of priority 3 {} agree of {} ({share})",
        recorded.disagreements.len(),
        moderate.agree,
        moderate.compared
    );
}

/// What only the events tell.
async fn events(scope: &servicedesk::scope::Scope, golden: &mut Golden) {
    let names = Names::read(scope).await.expect("the desk answers");
    let promise = "custom_fields.made_sla";
    let mut replay = Replay::of([Ticket::IMPACT, Ticket::URGENCY, Ticket::PRIORITY_ID, promise]);
    let mut matrix: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut last_actor: HashMap<TicketId, _> = HashMap::new();
    let (mut events, mut kept) = (0_u64, 0_u64);
    pages::each(scope, field(AuditEntry::ENTITY).is("ticket"), |entry: AuditEntry| {
        replay.take(&entry, |event| {
            let word = |level: Option<&str>| match level {
                Some("high") => "1 - High",
                Some("medium") => "2 - Medium",
                Some("low") => "3 - Low",
                _ => "?",
            };
            let state = event.after;
            let cell = format!("{}|{}", word(state.text(Ticket::IMPACT)), word(state.text(Ticket::URGENCY)));
            let priority = state.text(Ticket::PRIORITY_ID).and_then(|id| names.priority_key(id)).unwrap_or("?");
            matrix.entry(cell).or_default().insert(priority.to_owned());
            events += 1;
            kept += u64::from(state.get(promise) == &serde_json::Value::Bool(true));
            last_actor.insert(event.ticket, event.actor);
        });
    })
    .await
    .expect("the desk answers");
    golden.is("priority_matrix", matrix);
    golden.is("event_level_made_sla_true_share_(wrong_way_to_count)", rounded(kept as f64 / events as f64, 4));
    let mut program = None;
    pages::each(scope, field(User::EXTERNAL_ID).is("Updated by 908"), |user: User| program = Some(user.id))
        .await
        .expect("the desk answers");
    assert!(program.is_some());
    golden.is("closed_by_system_user_908", last_actor.values().filter(|actor| **actor == program).count());
}

/// Counts the tickets of the two lower priorities, and those whose kept promise is explained by their working hours.
fn calendar_agreement(tickets: &[Ticket], names: &Names) -> (u64, u64) {
    let (mut judged, mut agree) = (0, 0);
    for ticket in tickets {
        let limit = match names.priority(ticket.priority_id).map(|priority| priority.level) {
            Some(3) => TimeDelta::hours(62),
            Some(4) => TimeDelta::minutes(7_878),
            _ => continue,
        };
        let closed = ticket.closed_at.expect("every ticket of the log was closed");
        let worked = working_time(ticket.created_at.to_datetime(), closed.to_datetime());
        let kept = custom(ticket.custom_fields.as_ref(), "made_sla") == "true";
        judged += 1;
        agree += u64::from((worked <= limit) == kept);
    }
    (judged, agree)
}

/// Adds up what falls between 14:00 and 23:00 from Monday to Friday, day by day: too plain to be wrong.
fn working_time(from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour of the day");
    let mut sum = TimeDelta::zero();
    let mut day = from.date_naive();
    while day <= to.date_naive() {
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            let begins = day.and_time(hour(14)).and_utc().max(from);
            let ends = day.and_time(hour(23)).and_utc().min(to);
            sum += (ends - begins).max(TimeDelta::zero());
        }
        day = day.checked_add_days(Days::new(1)).expect("a log ends");
    }
    sum
}
