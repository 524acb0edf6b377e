//! Taking effects and reporting on them. Every worker may take any message; a lease that ran out is anybody's again, and
//! whoever lost it is told so by the version.

use uuid::Uuid;

use super::{OutboxMessage, OutboxMessageId};
use crate::clock::Timestamp;
use crate::entity::Entity as _;
use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::query::{MAX_LIMIT, Sort, field};
use crate::scope::{Refusal, Scope};
use crate::store::Claim;

/// The longest lease, in milliseconds: one day.
const MAX_LEASE: i64 = 86_400_000;

/// The effects that wait in an organization.
#[derive(Clone, Copy, Debug)]
pub struct Outbox<'a> {
    scope: &'a Scope,
}

impl Scope {
    /// Returns the effects that wait in the organization.
    pub fn outbox(&self) -> Outbox<'_> {
        Outbox { scope: self }
    }
}

#[operations(EFFECTS)]
impl Outbox<'_> {
    /// Takes up to `limit` messages that are due, the earliest first, and leases them to `worker` for `lease_millis`.
    ///
    /// No message is with two workers at once. One that is neither completed nor failed before its lease ends can be taken
    /// again, so that an effect happens at least once; its id is the key by which a receiver knows a repetition.
    ///
    /// # Errors
    /// [`Code::NumberRange`] for a limit outside 1 to 1,000 or a lease outside 1 to 86,400,000.
    pub async fn claim(&self, worker: Uuid, limit: u32, lease_millis: i64) -> Result<Vec<OutboxMessage>> {
        check_lease(lease_millis)?;
        if limit == 0 || limit > MAX_LIMIT {
            return Err(Error::new(Code::NumberRange).field("limit").with("min", 1).with("max", MAX_LIMIT));
        }
        let attempt = async || {
            let mut work = self.scope.unit_of_work();
            let now = work.now();
            let due =
                field(OutboxMessage::COMPLETED_AT).is_absent().and(field(OutboxMessage::AVAILABLE_AT).at_most(now));
            let sort = [Sort::ascending(OutboxMessage::AVAILABLE_AT)];
            let query = self.scope.query::<OutboxMessage>().filter(due).sort(sort).limit(limit);
            work.claim(Claim { query, worker, until: now.plus_millis(lease_millis) });
            work.commit().await
        };
        let commit = self.scope.retry(attempt).await?;
        commit.claimed.into_iter().map(OutboxMessage::from_row).collect()
    }

    /// Says that the effect of a claimed message is done.
    ///
    /// # Errors
    /// [`Code::StaleVersion`] when the lease was lost, [`Code::NotFound`].
    pub async fn complete(&self, message: &OutboxMessage) -> Result<OutboxMessage> {
        self.report(message, |message, now| {
            message.completed_at = Some(now);
            message.attempts += 1;
            message.claimed_by = None;
            message.claimed_until = None;
        })
        .await
    }

    /// Says that the effect of a claimed message failed, and when to try again.
    ///
    /// # Errors
    /// As [`Outbox::complete`]; [`Code::TextTooLong`] for an explanation of more than 500 characters.
    pub async fn fail(&self, message: &OutboxMessage, reason: &str, retry_at: Timestamp) -> Result<OutboxMessage> {
        self.report(message, |message, _| {
            message.attempts += 1;
            message.last_error = Some(reason.to_owned());
            message.available_at = retry_at;
            message.claimed_by = None;
            message.claimed_until = None;
        })
        .await
    }

    /// Keeps a claimed message for another `lease_millis` from now.
    ///
    /// # Errors
    /// As [`Outbox::complete`]; [`Code::NumberRange`].
    pub async fn heartbeat(&self, message: &OutboxMessage, lease_millis: i64) -> Result<OutboxMessage> {
        check_lease(lease_millis)?;
        self.report(message, |message, now| message.claimed_until = Some(now.plus_millis(lease_millis))).await
    }

    /// Returns the message of that id.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn get(&self, id: OutboxMessageId) -> Result<OutboxMessage> {
        self.scope.repository().get(id).await
    }

    async fn report(
        &self,
        message: &OutboxMessage,
        edit: impl Fn(&mut OutboxMessage, Timestamp),
    ) -> Result<OutboxMessage> {
        let mut work = self.scope.unit_of_work();
        let mut after = message.clone();
        edit(&mut after, work.now());
        let after = work.update(message.clone(), after)?;
        // Not decided again on a conflict: a version that moved on means that the lease is somebody else's.
        match work.commit().await {
            Ok(_) => Ok(after),
            Err(Refusal::Final(error) | Refusal::Again(error)) => Err(error),
        }
    }
}

fn check_lease(lease_millis: i64) -> Result<()> {
    if (1..=MAX_LEASE).contains(&lease_millis) {
        return Ok(());
    }
    Err(Error::new(Code::NumberRange).field("lease_millis").with("min", 1).with("max", MAX_LEASE))
}
