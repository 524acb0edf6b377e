//! What is told and done because a promise is in danger or broken: each thing once, and by whoever comes first.

use serde_json::json;
use servicedesk::Code;
use servicedesk::outbox::OutboxMessage;
use servicedesk::query::{Find, field};
use servicedesk::sla::{
    BusinessCalendar, EscalationAction, EscalationRule, NewBusinessCalendar, NewEscalationRule, SlaMetric, SlaTracking,
};
use servicedesk::ticket::TicketHistory;
use uuid::Uuid;

use super::fixture::{Fixture, beginning, public, refused};
use super::service_levels::{MINUTE, another_team, minutes, policy, rule, settle};
use super::{DeskFactory, together};

pub async fn thresholds_and_breaches_are_told_once(factory: &impl DeskFactory) {
    let desk = Fixture::listening(factory, ["escalation.created"]).await;
    let second = another_team(&desk).await;
    let gold = policy(&desk.scope, |new| {
        new.targets = json!({ "resolution": { "minutes": 100 } });
        new.warn_at_percentages = vec!["50".into()];
    });
    let gold = gold.await;
    let told = rule(&desk.scope, &gold, |new| {
        (new.tier, new.at_percent) = (1, Some(80));
        new.settings = Some(json!({ "users": [desk.agent(2)] }));
    });
    let told = told.await;
    rule(&desk.scope, &gold, |new| {
        (new.tier, new.at_percent, new.action) = (2, Some(90), EscalationAction::RaisePriority);
    })
    .await;
    rule(&desk.scope, &gold, |new| {
        (new.tier, new.minutes_after_breach, new.action) = (3, Some(30), EscalationAction::Reassign);
        new.settings = Some(json!({ "team": second.id }));
    })
    .await;
    rule(&desk.scope, &gold, |new| {
        (new.tier, new.minutes_after_breach, new.action) = (4, Some(60), EscalationAction::RunWorkflow);
        new.settings = Some(json!({ "workflow": "major-incident" }));
    })
    .await;
    let ticket = desk.open().await;
    desk.give(ticket.id, desk.agent(0)).await;
    desk.minute(0).await;
    desk.minute(50).await;
    assert!(desk.occasions(ticket.id).await.is_empty(), "an instant is over when the next one has come");
    for minute in [51, 70, 81, 82, 91, 95] {
        desk.minute(minute).await;
    }
    let occasion = |what: &str| format!("resolution/1/{what}");
    let rule_of = |rule: &EscalationRule| occasion(&format!("rule:{}", rule.id));
    assert_eq!(desk.occasions(ticket.id).await[..2], [occasion("warning:50"), rule_of(&told)]);
    assert_eq!(desk.priority_key(desk.now(ticket.id).await.priority_id), "high", "one level up, from medium");
    // Later, at once, everything that came to pass in between.
    desk.minute(200).await;
    let found = desk.escalations(ticket.id).await;
    let tiers: Vec<_> = found.iter().map(|row| (row.tier, row.action, minutes(row.fired_at))).collect();
    let expected = [
        (1, EscalationAction::Notify, 50),
        (1, EscalationAction::Notify, 80),
        (2, EscalationAction::RaisePriority, 90),
        (1, EscalationAction::Notify, 100),
        (3, EscalationAction::Reassign, 130),
        (4, EscalationAction::RunWorkflow, 160),
    ];
    assert_eq!(tiers, expected);
    let after = desk.now(ticket.id).await;
    assert_eq!((after.team_id, after.assignee_id), (Some(second.id), None));
    assert_eq!(
        desk.titles(desk.agent(0)).await,
        [
            format!("{}: resolution, 50 % of the time is used up", ticket.number),
            format!("{}: resolution is overdue", ticket.number),
        ]
    );
    assert_eq!(desk.titles(desk.agent(2)).await, [format!("{}: resolution escalated, step 1", ticket.number)]);
    let find = Find::new().filter(field(OutboxMessage::TOPIC).is("escalation.created")).limit(100);
    let messages = desk.scope.repository::<OutboxMessage>().list(find).await.unwrap().items;
    let ids: Vec<Uuid> = messages.iter().map(|message| message.entity_id).collect();
    assert_eq!(ids.len(), found.len());
    assert!(found.iter().all(|row| ids.contains(&row.id.into())));
    let history = desk.scope.tickets().history(ticket.id, Find::<TicketHistory>::new().limit(100)).await.unwrap().items;
    assert_eq!(history.iter().filter(|record| record.action == "escalated").count(), found.len());

    // Nothing is told twice, however often time is told, and when the rows were thrown away.
    desk.minute(300).await;
    let rows = desk.scope.repository::<SlaTracking>();
    for row in desk.clock_rows(ticket.id).await.into_values() {
        rows.delete(row.id, row.version).await.unwrap();
    }
    desk.by(desk.agent(0)).comments().add(public(ticket.id, "Still at it")).await.unwrap();
    desk.minute(400).await;
    assert_eq!(desk.escalations(ticket.id).await, found);
    assert_eq!(minutes(desk.row(ticket.id, SlaMetric::Resolution).await.breached_at.unwrap()), 100);
}

pub async fn a_step_may_come_before_the_breach(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let gold = policy(&desk.scope, |new| new.targets = json!({ "resolution": { "minutes": 100 } })).await;
    rule(&desk.scope, &gold, |new| (new.tier, new.minutes_after_breach) = (1, Some(-15))).await;
    let late = NewEscalationRule { sla_policy_id: gold.id, tier: 2, at_percent: Some(80), ..Default::default() };
    let error = refused(desk.scope.repository::<EscalationRule>().create(late).await);
    assert_eq!((error.code(), error.fields()), (Code::RangeReversed, &["at_percent".to_owned()][..]));
    let ticket = desk.open().await;
    desk.minute(85).await;
    assert_eq!(desk.escalations(ticket.id).await.len(), 0);
    desk.minute(86).await;
    let told: Vec<_> = desk.escalations(ticket.id).await.iter().map(|row| (row.tier, minutes(row.fired_at))).collect();
    assert_eq!(told, [(1, 85)]);
}

pub async fn what_is_over_is_not_escalated(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let gold = policy(&desk.scope, |new| new.targets = json!({ "first_response": { "minutes": 60 } })).await;
    rule(&desk.scope, &gold, |new| (new.at_percent, new.action) = (Some(100), EscalationAction::RaisePriority)).await;
    let ticket = desk.open().await;
    desk.minute(0).await;
    // It is resolved before anybody ticks: its clock stands still from then on, and was late before.
    desk.clock.set(beginning().plus_millis(70 * MINUTE));
    desk.step(ticket.id, "open").await;
    desk.step(ticket.id, "resolved").await;
    desk.minute(80).await;
    let found = desk.escalations(ticket.id).await;
    assert_eq!(found.len(), 2, "the breach and the rule");
    assert_eq!(found.iter().filter(|row| row.outcome == Some(json!({ "changed": false }))).count(), 1);
    assert_eq!(desk.priority_key(desk.now(ticket.id).await.priority_id), "medium");
}

pub async fn an_answer_in_time_is_not_late_however_late_the_tick(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    policy(&desk.scope, |_| {}).await;
    let ticket = desk.open().await;
    desk.minute(0).await;
    desk.clock.set(beginning().plus_millis(60 * MINUTE));
    desk.by(desk.agent(0)).comments().add(public(ticket.id, "At the last moment")).await.unwrap();
    desk.minute(1_000).await;
    let row = desk.row(ticket.id, SlaMetric::FirstResponse).await;
    assert_eq!((row.breached_at, row.met_at), (None, Some(beginning().plus_millis(60 * MINUTE))));
    assert_eq!(desk.occasions(ticket.id).await, ["resolution/1/breach"]);
}

pub async fn many_who_tick_at_once_tell_once(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let gold = policy(&desk.scope, |new| new.warn_at_percentages = vec!["50".into()]).await;
    rule(&desk.scope, &gold, |new| (new.at_percent, new.action) = (Some(100), EscalationAction::RaisePriority)).await;
    let mut tickets = Vec::new();
    for _ in 0..12 {
        tickets.push(desk.open().await.id);
    }
    for minute in [0, 31, 61, 241, 481] {
        desk.clock.set(beginning().plus_millis(minute * MINUTE));
        together(6, |_| async {
            for _ in 0..4 {
                desk.desk.tick(None).await.unwrap();
            }
        });
        settle(&desk).await;
    }
    for ticket in tickets {
        let occasions = desk.occasions(ticket).await;
        let mut distinct = occasions.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(occasions.len(), 6, "{occasions:?}");
        assert_eq!(distinct.len(), 6);
        assert_eq!(desk.clock_rows(ticket).await.len(), 2);
        // Raised once for each of the two clocks, from medium.
        assert_eq!(desk.priority_key(desk.now(ticket).await.priority_id), "critical");
    }
}

pub async fn what_cannot_be_told_holds_up_nobody(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let neighbour = desk.neighbour().await;
    let calendars = desk.scope.repository::<BusinessCalendar>();
    let week: serde_json::Map<_, _> = ["monday", "tuesday", "wednesday", "thursday", "friday"]
        .iter()
        .map(|day| ((*day).to_owned(), json!(["12:00-20:00"])))
        .collect();
    let known = NewBusinessCalendar {
        name: "Repartição".into(),
        weekly_hours: week.into(),
        holidays: Some(json!([{ "preset": "br.federal_optional" }])),
        is_default: true,
        ..Default::default()
    };
    calendars.create(known).await.unwrap();
    policy(&desk.scope, |_| {}).await;
    policy(&neighbour.scope, |_| {}).await;
    let ticket = desk.open().await;
    neighbour.open().await;
    settle(&desk).await;
    assert_eq!(desk.clock_rows(ticket.id).await.len(), 2);
    // Nobody knows the optional days of that year yet.
    desk.clock.set(super::fixture::instant("2031-03-11T12:00:00Z"));
    let (dark, bright) = (desk.open().await, neighbour.open().await);
    let ticked = desk.desk.tick(None).await.unwrap();
    assert!(ticked.put_off.iter().all(|put_off| put_off.code == Code::CalendarUncovered.name()));
    let ids: Vec<Uuid> = ticked.put_off.iter().map(|put_off| put_off.entity_id).collect();
    assert!(ids.contains(&dark.id.into()), "{ticked:?}");
    assert_eq!(neighbour.clock_rows(bright.id).await.len(), 2);
    assert!(desk.desk.next_wakeup().await.unwrap().unwrap() > desk.desk.now(), "it is tried again later");
    let failed = desk.scope.service_levels().rebuild(None, 100).await.unwrap().failed;
    assert!(failed.contains(&dark.id.to_string()));
    assert_eq!(refused(desk.scope.service_levels().clocks(dark.id).await).code(), Code::CalendarUncovered);
}
