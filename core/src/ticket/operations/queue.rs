//! A team's queue: its unassigned, unresolved tickets, the oldest first.

use crate::error::{Code, Error, Result};
use crate::identity::UserId;
use crate::operation::operations;
use crate::organization::TeamId;
use crate::query::{Query, Sort, field};
use crate::ticket::{Assignee, Assignment, Strategy, Ticket};

use super::Tickets;

#[operations(QUEUE)]
impl Tickets<'_> {
    fn queue_query(&self, team_id: TeamId) -> Query {
        let waiting = field(Ticket::TEAM_ID)
            .is(team_id)
            .and(field(Ticket::ASSIGNEE_ID).is_absent())
            .and(field(Ticket::CLOSED_AT).is_absent())
            .and(field(Ticket::RESOLVED_AT).is_absent());
        self.scope.query::<Ticket>().filter(waiting).sort([Sort::ascending(Ticket::CREATED_AT)]).limit(1)
    }

    /// Gives the oldest ticket of a team's queue to this person. Many may call this at once: each gets another ticket.
    ///
    /// # Errors
    /// [`Code::QueueEmpty`], [`Code::AssigneeInactive`], [`Code::AssigneeFull`], [`Code::ReferenceMissing`] with the field.
    pub async fn claim_next(&self, team_id: TeamId, user_id: UserId) -> Result<Ticket> {
        Ok(self.give_next(team_id, &Assignee::User(user_id)).await?.ticket)
    }

    /// Hands out a team's queue, the oldest ticket first, until it is empty or nobody can take more; at most `limit` tickets.
    ///
    /// Call it when capacity frees: after tickets were resolved, or somebody came to work.
    ///
    /// # Errors
    /// [`Code::ReferenceMissing`] with the field, `Unavailable` or `Corrupt`. What was assigned before an error stays
    /// assigned.
    pub async fn drain_queue(&self, team_id: TeamId, strategy: &Strategy, limit: usize) -> Result<Vec<Assignment>> {
        let target = Assignee::Member { team_id, strategy: strategy.clone() };
        let mut assigned = Vec::new();
        while assigned.len() < limit {
            // Each ticket is a commit of its own.
            let scope = self.scope.part(assigned.len());
            match scope.tickets().give_next(team_id, &target).await {
                Ok(assignment) => assigned.push(assignment),
                Err(error) if matches!(error.code(), Code::QueueEmpty | Code::NobodyAvailable) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(assigned)
    }

    async fn give_next(&self, team_id: TeamId, target: &Assignee) -> Result<Assignment> {
        let attempt = async || {
            let oldest: Option<Ticket> = self.scope.snapshot(&[self.queue_query(team_id)]).await?.optional()?;
            let Some(oldest) = oldest else {
                self.team(team_id).await?;
                return Err(Error::new(Code::QueueEmpty).into());
            };
            self.give(oldest, target).await
        };
        self.scope.once(attempt, |commit| self.earlier_assignment(commit)).await
    }
}
