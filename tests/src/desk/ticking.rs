//! Time passes when the host says so: what is due is done once, by whoever comes first, and told.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use servicedesk::analytics::{NewRealtimeMetric, RealtimeMetric};
use servicedesk::audit::AuditEntry;
use servicedesk::clock::Timestamp;
use servicedesk::identity::{Invitation, InvitationPatch, InvitationStatus, NewInvitation};
use servicedesk::outbox::OutboxMessage;
use servicedesk::query::{Find, field};
use servicedesk::scope::Scope;
use servicedesk::store::BatchId;
use servicedesk::system::{CacheEntry, NewCacheEntry};
use servicedesk::tick::{DueKind, Settled, Ticked};
use servicedesk::ticket::{NewTag, SatisfactionSurvey, SurveyAnswers, Tag};
use servicedesk::{Code, Desk};
use uuid::Uuid;

use super::fixture::{Fixture, beginning, refused};
use super::{DeskFactory, together};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

async fn invite(scope: &Scope, name: &str, expires_at: Timestamp) -> Invitation {
    let new = NewInvitation {
        email: format!("{name}@example.com"),
        token_hash: format!("hash of {name}"),
        expires_at,
        ..Default::default()
    };
    scope.repository::<Invitation>().create(new).await.expect("the invitation is made")
}

fn told(ticked: &Ticked, kind: DueKind) -> Vec<&Settled> {
    ticked.settled.iter().filter(|settled| settled.kind == kind).collect()
}

pub async fn nothing_is_done_before_it_is_due(factory: &impl DeskFactory) {
    let desk = Fixture::listening(factory, ["ticket.created"]).await;
    assert!(desk.desk.next_wakeup().await.unwrap().unwrap() <= beginning(), "nobody has ticked yet");
    let first = desk.desk.tick(None).await.unwrap();
    assert_eq!((first.settled.as_slice(), first.more), (&[][..], false));
    assert_eq!(desk.desk.next_wakeup().await.unwrap(), Some(beginning().plus_millis(HOUR)), "the store's own upkeep");

    desk.open().await;
    let ends = beginning().plus_millis(60_000);
    let message = desk.scope.outbox().claim(Uuid::now_v7(), 10, 60_000).await.unwrap().remove(0);
    assert_eq!(desk.desk.next_wakeup().await.unwrap(), Some(ends));
    desk.clock.set(ends.plus_millis(-1));
    assert_eq!(desk.desk.tick(None).await.unwrap(), Ticked::default());
    let read = async || desk.scope.repository::<OutboxMessage>().get(message.id).await.unwrap();
    assert_eq!(read().await, message);

    desk.clock.set(ends);
    let ticked = desk.desk.tick(None).await.unwrap();
    let settled = Settled {
        kind: DueKind::EffectLease,
        organization_id: desk.organization.id,
        entity_id: message.id.into(),
        due_at: ends,
    };
    assert_eq!(ticked.settled, [settled]);
    let free = read().await;
    assert_eq!((free.claimed_by, free.claimed_until, free.attempts), (None, None, 1));
    assert_eq!(free.updated_at, ends);
    assert_eq!(refused(desk.scope.outbox().complete(&message).await).code(), Code::StaleVersion);
    assert_eq!(desk.desk.tick(None).await.unwrap(), Ticked::default(), "it was done");
    assert_eq!(desk.desk.next_wakeup().await.unwrap(), Some(beginning().plus_millis(HOUR)));
}

pub async fn what_nobody_answered_in_time_expires(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ends = beginning().plus_millis(DAY);
    let (late, taken) = (invite(&desk.scope, "late", ends).await, invite(&desk.scope, "taken", ends).await);
    let invitations = desk.scope.repository::<Invitation>();
    let patch = InvitationPatch { status: InvitationStatus::Accepted.into(), ..Default::default() };
    invitations.update(taken.id, taken.version, patch).await.unwrap();
    let ticket = desk.open().await;
    let sent = desk.scope.surveys().send(ticket.id, 1).await.unwrap();
    let metrics = desk.scope.repository::<RealtimeMetric>();
    let metric = metrics
        .create(NewRealtimeMetric { name: "open".into(), expires_at: ends, ..Default::default() })
        .await
        .unwrap();
    let entries = desk.scope.repository::<CacheEntry>();
    let kept = entries.create(NewCacheEntry { key: "kept".into(), ..Default::default() }).await.unwrap();
    let gone = entries
        .create(NewCacheEntry { key: "gone".into(), expires_at: Some(ends), ..Default::default() })
        .await
        .unwrap();

    // The host drives time: what it says counts, not the clock.
    let ticked = desk.desk.tick(Some(ends)).await.unwrap();
    let ids = |kind| told(&ticked, kind).iter().map(|settled| settled.entity_id).collect::<Vec<_>>();
    assert_eq!(ids(DueKind::Invitation), [Uuid::from(late.id)]);
    assert_eq!(ids(DueKind::SatisfactionSurvey), [Uuid::from(sent.survey.id)]);
    assert_eq!(ids(DueKind::RealtimeMetric), [Uuid::from(metric.id)]);
    assert_eq!(ids(DueKind::CacheEntry), [Uuid::from(gone.id)]);
    assert_eq!(ticked.settled.len(), 4);
    assert_eq!(invitations.get(late.id).await.unwrap().status, InvitationStatus::Expired);
    assert_eq!(invitations.get(taken.id).await.unwrap().status, InvitationStatus::Accepted);
    let surveys = desk.scope.repository::<SatisfactionSurvey>();
    assert_eq!(surveys.get(sent.survey.id).await.unwrap().expired_at, Some(ends));
    desk.clock.set(ends);
    let answers = SurveyAnswers { overall_rating: Some(5), ..Default::default() };
    assert_eq!(refused(desk.scope.surveys().answer(&sent.token, answers).await).code(), Code::SurveyExpired);
    assert_eq!(entries.get(kept.id).await.unwrap(), kept);
    assert_eq!(refused(entries.get(gone.id).await).code(), Code::NotFound);
    assert_eq!(refused(metrics.get(metric.id).await).code(), Code::NotFound);
    let of_invitation = Find::new().filter(field(AuditEntry::ENTITY_ID).is(Uuid::from(late.id)));
    let entries = desk.scope.repository::<AuditEntry>().list(of_invitation).await.unwrap().items;
    assert_eq!(entries.len(), 2);
    assert!(entries.iter().any(|entry| entry.created_at == ends && entry.actor_id.is_none()));
}

pub async fn many_who_tick_at_once_do_each_thing_once(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let neighbour = desk.neighbour().await;
    let mut due = BTreeSet::new();
    for number in 0..30 {
        let ends = beginning().plus_millis(number);
        for scope in [&desk.scope, &neighbour.scope] {
            due.insert(Uuid::from(invite(scope, &format!("guest-{number}"), ends).await.id));
        }
    }
    let now = beginning().plus_millis(DAY);
    // Desks that know nothing of each other, as in several processes.
    let desks: Vec<Desk> = (0..2).map(|_| Desk::new(std::sync::Arc::clone(desk.desk.store()))).collect();
    let ticked = together(8, async |number| {
        let mut settled = Vec::new();
        for _ in 0..5 {
            settled.extend(desks[number % 2].tick(Some(now)).await.expect("a moment of work").settled);
        }
        settled
    });
    let done: Vec<Uuid> = ticked.iter().flatten().map(|settled| settled.entity_id).collect();
    assert_eq!(done.len(), due.len(), "each is told once");
    assert_eq!(done.into_iter().collect::<BTreeSet<_>>(), due);
    for scope in [&desk.scope, &neighbour.scope] {
        let invitations = scope.repository::<Invitation>().list(Find::new()).await.unwrap().items;
        assert_eq!(invitations.len(), 30);
        for invitation in invitations {
            assert_eq!((invitation.status, invitation.version), (InvitationStatus::Expired, 2));
        }
    }
}

pub async fn one_moment_does_a_limited_amount(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    for number in 0..503 {
        let new = NewCacheEntry {
            key: number.to_string(),
            expires_at: Some(beginning().plus_millis(503 - number)),
            ..Default::default()
        };
        desk.scope.repository::<CacheEntry>().create(new).await.unwrap();
    }
    let now = beginning().plus_millis(1_000);
    let ticked = desk.desk.tick(Some(now)).await.unwrap();
    assert_eq!((ticked.settled.len(), ticked.more), (500, true));
    assert!(ticked.settled.is_sorted_by_key(|settled| settled.due_at), "the earliest first");
    let ticked = desk.desk.tick(Some(now)).await.unwrap();
    assert_eq!((ticked.settled.len(), ticked.more), (3, false));
}

pub async fn a_batch_is_remembered_as_long_as_it_is_kept(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let key = BatchId::from(Uuid::now_v7());
    let tag = async |name: &str| {
        let scope = desk.scope.clone().idempotent(key);
        scope.repository::<Tag>().create(NewTag { name: name.into(), ..Default::default() }).await.unwrap()
    };
    let made = tag("once").await;
    let kept = beginning().plus_millis(30 * DAY);
    assert_eq!(desk.desk.tick(Some(kept)).await.unwrap().batches_forgotten, 0);
    assert_eq!(tag("once").await, made);
    let later = kept.plus_millis(HOUR - 1);
    assert_eq!(desk.desk.tick(Some(later)).await.unwrap().batches_forgotten, 0, "once an hour");
    let later = kept.plus_millis(HOUR);
    assert!(desk.desk.tick(Some(later)).await.unwrap().batches_forgotten > 0);
    assert_ne!(tag("again").await.id, made.id, "another call");
}

pub async fn who_waits_is_woken_by_a_change(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    for millis in [-1, 60_001] {
        let error = refused(desk.desk.wait_for_change(millis).await);
        assert_eq!((error.code(), error.fields()), (Code::NumberRange, &["timeout_millis".to_owned()][..]));
    }
    // What was committed before may still be told.
    while desk.desk.wait_for_change(300).await.unwrap() {}
    let begin = Instant::now();
    assert!(!desk.desk.wait_for_change(40).await.unwrap());
    assert!(begin.elapsed() >= Duration::from_millis(39), "{:?}", begin.elapsed());

    let woken = together(4, async |number| {
        if number > 0 {
            return desk.desk.wait_for_change(30_000).await.unwrap();
        }
        // Until the others wait; one that does not yet is woken by the next.
        for tag in 0..20 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let new = NewTag { name: tag.to_string(), ..Default::default() };
            desk.scope.repository::<Tag>().create(new).await.unwrap();
        }
        true
    });
    assert_eq!(woken, [true; 4]);
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}
