//! Every kind of work that falls due. A kind that comes later stands in this list, and its entity has an agenda.

use super::DueKind;
use super::clocks::Clocks;
use super::due::{Done, Due, each};
use crate::analytics::RealtimeMetric;
use crate::entity::{Entity, EntityDef, Row};
use crate::error::Result;
use crate::identity::{Invitation, InvitationStatus};
use crate::outbox::OutboxMessage;
use crate::scope::Scope;
use crate::store::BoxFuture;
use crate::system::CacheEntry;
use crate::ticket::SatisfactionSurvey;
use crate::unit_of_work::UnitOfWork;

/// All of them, in the order in which they are done.
pub(super) static KINDS: &[&dyn Due] = &[
    // Before what falls due by time: a clock that has stopped is not late.
    &Clocks::Heard,
    &Clocks::Due,
    &Each { kind: DueKind::EffectLease, entity: OutboxMessage::DEF, decide: free_effect },
    &Each { kind: DueKind::Invitation, entity: Invitation::DEF, decide: expire_invitation },
    &Each { kind: DueKind::SatisfactionSurvey, entity: SatisfactionSurvey::DEF, decide: expire_survey },
    &Each {
        kind: DueKind::RealtimeMetric,
        entity: RealtimeMetric::DEF,
        decide: |work, row| remove::<RealtimeMetric>(work, row),
    },
    &Each { kind: DueKind::CacheEntry, entity: CacheEntry::DEF, decide: |work, row| remove::<CacheEntry>(work, row) },
];

/// A kind for which each row is decided by itself.
struct Each {
    kind: DueKind,
    entity: &'static EntityDef,
    decide: fn(&mut UnitOfWork<'_>, Row) -> Result<()>,
}

impl Due for Each {
    fn kind(&self) -> Option<DueKind> {
        Some(self.kind)
    }

    fn entity(&self) -> &'static EntityDef {
        self.entity
    }

    fn settle<'a>(&'a self, scope: &'a Scope, rows: Vec<Row>) -> BoxFuture<'a, Result<Done>> {
        Box::pin(async move {
            let settled = each(scope, self.entity, rows, self.decide).await?;
            Ok(Done { settled, put_off: Vec::new() })
        })
    }
}

fn free_effect(work: &mut UnitOfWork<'_>, row: Row) -> Result<()> {
    change(work, row, |message: &mut OutboxMessage, _| {
        message.claimed_by = None;
        message.claimed_until = None;
        message.attempts = (message.attempts + 1).min(1_000_000);
    })
}

fn expire_invitation(work: &mut UnitOfWork<'_>, row: Row) -> Result<()> {
    change(work, row, |invitation: &mut Invitation, _| invitation.status = InvitationStatus::Expired)
}

fn expire_survey(work: &mut UnitOfWork<'_>, row: Row) -> Result<()> {
    change(work, row, |survey: &mut SatisfactionSurvey, now| survey.expired_at = Some(now))
}

fn change<E: Entity + Clone>(
    work: &mut UnitOfWork<'_>,
    row: Row,
    edit: impl FnOnce(&mut E, crate::clock::Timestamp),
) -> Result<()> {
    let before = E::from_row(row)?;
    let mut after = before.clone();
    edit(&mut after, work.now());
    work.update(before, after).map(drop)
}

fn remove<E: Entity>(work: &mut UnitOfWork<'_>, row: Row) -> Result<()> {
    work.delete_row(E::DEF, row)
}
