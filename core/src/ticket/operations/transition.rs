//! Taking a ticket from one status to another. There is no other way to change a status, but for merging.

use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::organization::TenantConfiguration;
use crate::query::{MAX_LIMIT, field};
use crate::scope::check_version;
use crate::ticket::rules::lifecycle;
use crate::ticket::{Status, StatusId, StatusTransition, Ticket, TicketId, TicketType};
use crate::unit_of_work::UnitOfWork;

use super::{Tickets, move_load};

#[operations(TRANSITION)]
impl Tickets<'_> {
    /// Takes a ticket to that status, at that version. Entering the status that it has changes nothing.
    ///
    /// A problem that is resolved or closed resolves the unresolved incidents under it, at most 1,000, when the organization's
    /// configuration says so (`problems_resolve_incidents`); those that may not take the step stay as they are.
    ///
    /// # Errors
    /// [`Code::TransitionForbidden`], [`Code::TransitionFieldRequired`] with the field, [`Code::PermissionMissing`],
    /// [`Code::TicketMerged`], [`Code::NotFound`], [`Code::ReferenceMissing`], [`Code::StaleVersion`].
    pub async fn transition(&self, id: TicketId, version: i64, status_id: StatusId) -> Result<Ticket> {
        let scope = self.scope;
        let attempt = async || {
            let steps = scope.query::<StatusTransition>().filter(field(StatusTransition::TO_STATUS_ID).is(status_id));
            let queries = [scope.query_id::<Ticket>(id), scope.query_id::<Status>(status_id), steps.limit(MAX_LIMIT)];
            let mut snapshot = scope.snapshot(&queries).await?;
            let before: Ticket = snapshot.required()?;
            let target: Option<Status> = snapshot.optional()?;
            let steps: Vec<StatusTransition> = snapshot.list()?;
            check_version::<Ticket>(version, before.version)?;
            let target = target.ok_or_else(|| Error::new(Code::ReferenceMissing).field(Ticket::STATUS_ID))?;
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
            let ends = lifecycle::is_unresolved(&before) && !lifecycle::is_unresolved(&after);
            if ends && before.r#type == TicketType::Problem {
                self.resolve_incidents(&mut work, id, &target, &steps).await?;
            }
            let after = work.update(before, after)?;
            work.commit().await?;
            Ok(after)
        };
        scope.once(attempt, |_| scope.reload(id)).await
    }

    /// Takes the unresolved incidents under a problem with it, where that is switched on.
    async fn resolve_incidents(
        &self,
        work: &mut UnitOfWork<'_>,
        problem: TicketId,
        target: &Status,
        steps: &[StatusTransition],
    ) -> Result<()> {
        let scope = self.scope;
        let incidents = field(Ticket::PARENT_ID)
            .is(problem)
            .and(field(Ticket::TYPE).is(TicketType::Incident))
            .and(field(Ticket::RESOLVED_AT).is_absent())
            .and(field(Ticket::CLOSED_AT).is_absent());
        let incidents = scope.query::<Ticket>().filter(incidents).limit(MAX_LIMIT);
        let mut snapshot = scope.snapshot(&[scope.configuration_query(), incidents]).await?;
        let configuration: Option<TenantConfiguration> = snapshot.optional()?;
        if !configuration.is_some_and(|configuration| configuration.problems_resolve_incidents) {
            return Ok(());
        }
        for before in snapshot.list::<Ticket>()? {
            if before.status_id == target.id || lifecycle::check_step(&before, target, steps, scope.actor()).is_err() {
                continue;
            }
            let mut after = before.clone();
            lifecycle::enter(&mut after, target, work.now());
            move_load(work, Some(&before), &after);
            work.update(before, after)?;
        }
        Ok(())
    }

    /// Adds the key of the status that the ticket has to the refusal of a step.
    async fn name_origin(&self, error: Error, from: StatusId) -> Result<Error> {
        let from: Option<Status> = self.scope.snapshot(&[self.scope.query_id::<Status>(from)]).await?.optional()?;
        Ok(error.with("from", from.map_or_else(|| "?".to_owned(), |status| status.key)))
    }
}
