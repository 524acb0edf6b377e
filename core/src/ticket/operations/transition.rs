//! Taking a ticket from one status to another. There is no other way to change a status.

use crate::error::Result;
use crate::operation::operations;
use crate::query::field;
use crate::scope::check_version;
use crate::ticket::rules::lifecycle;
use crate::ticket::{Status, StatusId, StatusTransition, Ticket, TicketId};

use super::{Tickets, move_load};

#[operations(TRANSITION)]
impl Tickets<'_> {
    /// Takes a ticket to that status, at that version. Entering the status that it has changes nothing.
    ///
    /// # Errors
    /// [`Code::TransitionForbidden`](crate::Code::TransitionForbidden),
    /// [`Code::TransitionFieldRequired`](crate::Code::TransitionFieldRequired) with the field,
    /// [`Code::PermissionMissing`](crate::Code::PermissionMissing), [`Code::NotFound`](crate::Code::NotFound),
    /// [`Code::ReferenceMissing`](crate::Code::ReferenceMissing), [`Code::StaleVersion`](crate::Code::StaleVersion).
    pub async fn transition(&self, id: TicketId, version: i64, status_id: StatusId) -> Result<Ticket> {
        let scope = self.scope;
        let attempt = async || {
            let steps = scope.query::<StatusTransition>().filter(field(StatusTransition::TO_STATUS_ID).is(status_id));
            let queries = [scope.query_id::<Ticket>(id), scope.query_id::<Status>(status_id), steps.limit(1_000)];
            let mut snapshot = scope.snapshot(&queries).await?;
            let before: Ticket = snapshot.required()?;
            let target: Option<Status> = snapshot.optional()?;
            let steps: Vec<StatusTransition> = snapshot.list()?;
            check_version::<Ticket>(version, before.version)?;
            let missing = || crate::Error::new(crate::Code::ReferenceMissing).field(Ticket::STATUS_ID);
            let target = target.ok_or_else(missing)?;
            if before.status_id == target.id {
                return Ok(before);
            }
            if let Err(error) = lifecycle::check_step(&before, &target, &steps, scope.actor()) {
                return Err(self.name_origin(error, before.status_id).await?.into());
            }
            let mut work = scope.unit_of_work();
            let mut after = before.clone();
            lifecycle::enter(&mut after, &target, work.now());
            move_load(&mut work, Some(&before), &after);
            let after = work.update(before, after)?;
            work.commit().await?;
            Ok(after)
        };
        scope.once(attempt, |_| scope.reload(id)).await
    }

    /// Adds the key of the status that the ticket has to the refusal of a step.
    async fn name_origin(&self, error: crate::Error, from: StatusId) -> Result<crate::Error> {
        let from: Option<Status> = self.scope.snapshot(&[self.scope.query_id::<Status>(from)]).await?.optional()?;
        Ok(error.with("from", from.map_or_else(|| "?".to_owned(), |status| status.key)))
    }
}
