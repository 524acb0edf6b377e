//! A day at a desk whose store fails now and then: whatever is repeated until it succeeds has happened once.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use servicedesk::clock::ManualClock;
use servicedesk::identity::{User, UserPatch};
use servicedesk::organization::OrganizationPatch;
use servicedesk::scope::Scope;
use servicedesk::store::memory::MemoryStore;
use servicedesk::store::{BatchId, Store};
use servicedesk::ticket::{
    Assignee, Category, CommentPatch, Level, NewCategory, NewTag, NewTicket, NewWatcher, Placement, Strategy, Tag,
    TagPatch, TicketPatch, Watcher, preset,
};
use servicedesk::{Desk, ErrorKind, Result};
use uuid::Uuid;

use super::fixture::{Fixture, acme, agent, beginning, note, public};
use super::mirror::Mirror;
use super::{DeskFactory, consistency};
use crate::faulty::{Faulty, Rates};

/// Repeats a call with one id until the store can answer. Any other error is a failure of the test.
async fn insist<T, F: Future<Output = Result<T>>>(scope: &Scope, call: impl Fn(Scope) -> F) -> T {
    let scope = scope.clone().idempotent(BatchId::from(Uuid::now_v7()));
    for _ in 0..1_000 {
        match call(scope.clone()).await {
            Ok(value) => return value,
            Err(error) => assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}"),
        }
    }
    panic!("the store never answers");
}

/// Everything that is done on a day, and some things twice.
async fn day(desk: &Fixture) {
    let (host, ana) = (&desk.scope, &desk.by(desk.agent(0)));
    let printers = NewCategory { name: "Printers".into(), default_team_id: Some(desk.team.id), ..Default::default() };
    let category = insist(host, |scope| {
        let new = printers.clone();
        async move { scope.repository::<Category>().create(new).await }
    })
    .await;
    let mut tickets = Vec::new();
    for number in 0..6 {
        desk.clock.advance_millis(1_000);
        let new = NewTicket { category_id: (number % 2 == 0).then_some(category.id), ..desk.question() };
        let placement = Placement { assignee_id: (number == 5).then(|| desk.agent(2)), ..Default::default() };
        let make = |scope: Scope| {
            let new = new.clone();
            async move { scope.tickets().create_with(new, placement).await }
        };
        tickets.push(insist(if number < 3 { host } else { ana }, make).await);
    }
    let strategy = &Strategy::RoundRobin;
    let claimed =
        insist(host, |scope| async move { scope.tickets().claim_next(desk.team.id, desk.agent(1)).await }).await;
    let drained =
        insist(host, |scope| async move { scope.tickets().drain_queue(desk.team.id, strategy, 10).await }).await;
    assert_eq!((claimed.id, drained.len()), (tickets[0].id, 2));
    let patch =
        TicketPatch { impact: Some(Level::High).into(), urgency: Some(Level::Low).into(), ..Default::default() };
    for (number, ticket) in tickets.iter().enumerate() {
        let id = ticket.id;
        let version = insist(host, |scope| async move { scope.tickets().get(id).await }).await.version;
        let changed = insist(ana, |scope| {
            let patch = patch.clone();
            async move { scope.tickets().update(id, version, patch).await }
        })
        .await;
        let low = Some(desk.priority("low"));
        let chosen =
            insist(ana, |scope| async move { scope.tickets().set_priority(id, changed.version, low).await }).await;
        let status = desk.status(["open", "resolved", "on_hold"][number % 3]);
        let moved =
            insist(ana, |scope| async move { scope.tickets().transition(id, chosen.version, status).await }).await;
        insist(ana, |scope| async move { scope.comments().add(public(id, "Hello")).await }).await;
        let written = insist(host, |scope| async move { scope.comments().add(note(id, "By the way")).await }).await;
        let version = moved.version + 1;
        let member = Assignee::Member { team_id: desk.team.id, strategy: Strategy::LeastLoaded };
        let target = &[Assignee::User(desk.agent(1)), member, Assignee::Nobody][number % 3];
        let given = insist(ana, |scope| async move { scope.tickets().assign(id, version, target).await }).await.ticket;
        if number % 2 == 1 {
            insist(host, |scope| async move { scope.tickets().delete(id, given.version).await }).await;
            insist(host, |scope| async move { scope.comments().delete(written.id, 1).await }).await;
        }
        if number == 3 {
            insist(host, |scope| async move { scope.tickets().restore(id).await }).await;
        }
        let again = CommentPatch { body: "Never mind".to_owned().into(), ..Default::default() };
        if number % 2 == 0 {
            insist(host, |scope| {
                let again = again.clone();
                async move { scope.comments().update(written.id, 1, again).await }
            })
            .await;
        }
    }
    around(desk, tickets[0].id).await;
}

/// What is done beside tickets.
async fn around(desk: &Fixture, ticket_id: servicedesk::ticket::TicketId) {
    let host = &desk.scope;
    let watcher = NewWatcher { ticket_id, user_id: desk.agent(2) };
    let watcher = insist(host, |scope| {
        let new = watcher.clone();
        async move { scope.repository::<Watcher>().create(new).await }
    })
    .await;
    insist(host, |scope| async move { scope.repository::<Watcher>().delete(watcher.id, 1).await }).await;
    let tag = insist(host, |scope| async move {
        scope.repository::<Tag>().create(NewTag { name: "vip".into(), color: None }).await
    })
    .await;
    let red = TagPatch { color: Some("#ff0000".to_owned()).into(), ..Default::default() };
    insist(host, |scope| {
        let red = red.clone();
        async move { scope.repository::<Tag>().update(tag.id, 1, red).await }
    })
    .await;
    let person: User = insist(host, |scope| async move { scope.users().create(agent("Dora")).await }).await;
    let patch = UserPatch { ticket_capacity: Some(3).into(), ..Default::default() };
    insist(host, |scope| {
        let patch = patch.clone();
        async move { scope.users().update(person.id, 1, patch).await }
    })
    .await;
    insist(host, |scope| async move { scope.users().delete(person.id, 2).await }).await;
    let patch = OrganizationPatch { name: "Acme Ltd".to_owned().into(), ..Default::default() };
    insist(host, |scope| {
        let patch = patch.clone();
        async move { scope.update_organization(1, patch).await }
    })
    .await;
}

/// Returns everything there is, with ids replaced by what they are the ids of, so that two runs can be compared.
async fn plain(desk: &Fixture) -> Vec<String> {
    let mirror = Mirror::of(desk.desk.store(), desk.organization.id).await;
    let mut labels: HashMap<String, String> = HashMap::new();
    for (table, rows) in &mirror.tables {
        for (number, row) in rows.iter().enumerate() {
            let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
            labels.insert(row["id"].as_str().expect("an id").to_owned(), format!("{table}#{number}"));
        }
    }
    for record in &mirror.feed {
        let gone = format!("gone#{}", labels.len());
        labels.entry(record.id.to_string()).or_insert(gone);
    }
    let feed = mirror
        .feed
        .iter()
        .map(|record| format!("{} {} {:?} {}", record.id, record.kind.name(), record.fields, record.at));
    let mut lines: Vec<String> = feed.collect();
    for (table, rows) in &mirror.tables {
        lines.extend(rows.iter().map(|row| format!("{table} {row}")));
    }
    let mut text = lines.join("\n");
    for (id, label) in &labels {
        text = text.replace(id, label);
    }
    text.lines().map(str::to_owned).collect()
}

async fn spend(store: Arc<dyn Store>, faulty: Option<&Faulty<Arc<dyn Store>>>) -> Vec<String> {
    let clock = ManualClock::at(beginning());
    let desk = Desk::builder(store).clock(clock.clone()).effects(["ticket.created", "comment.created"]).build();
    let set_calm = |calm: bool| faulty.into_iter().for_each(|store| store.set_calm(calm));
    set_calm(true);
    let desk = Fixture::on(desk, clock, acme(), &preset::itsm()).await;
    set_calm(false);
    day(&desk).await;
    set_calm(true);
    consistency::check(desk.desk.store(), desk.organization.id).await;
    plain(&desk).await
}

/// Compares a day on a store that fails with one on a store that does not. The seed tells which faults there are.
pub async fn a_day_with_faults_is_like_one_without(factory: &impl DeskFactory, seed: u64) -> u64 {
    let calm = spend(Arc::new(MemoryStore::new()), None).await;
    let rates = Rates { read: 60, before_commit: 120, after_commit: 120 };
    let faulty = Arc::new(Faulty::new(factory.store().await, seed, rates));
    let stormy = spend(Arc::new(Arc::clone(&faulty)), Some(&faulty)).await;
    for (calm, stormy) in calm.iter().zip(&stormy) {
        assert_eq!(calm, stormy, "seed {seed}");
    }
    assert_eq!(calm.len(), stormy.len(), "seed {seed}");
    faulty.faults()
}
