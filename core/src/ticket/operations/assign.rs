//! Giving a ticket to somebody, by choice or by a strategy, so that two commits at once never give one turn twice.

use crate::error::{Code, Error, Result};
use crate::identity::{User, UserId};
use crate::operation::operations;
use crate::organization::{Team, TeamId, TeamMember};
use crate::query::{Query, field};
use crate::scope::{Refusal, check_version};
use crate::store::Commit;
use crate::ticket::rules::assignment::{self, Member};
use crate::ticket::{Assignee, Assignment, Candidate, Strategy, Ticket, TicketHistory, TicketId};
use crate::unit_of_work::UnitOfWork;

use super::{Tickets, move_load};

/// Notes on a person's row that they got a ticket. The row's version makes two assignments at once meet, so that the second
/// one decides again.
pub(crate) fn mark_assigned(work: &mut UnitOfWork<'_>, user: &User) -> Result<()> {
    let mut after = user.clone();
    assignment::take_turn(&mut after, work.now());
    work.update(user.clone(), after).map(|_| ())
}

#[operations(ASSIGN)]
impl Tickets<'_> {
    /// Assigns a ticket, at that version, and says whom the choice was made from.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::StaleVersion`], [`Code::ReferenceMissing`] with the field, [`Code::AssigneeInactive`],
    /// [`Code::AssigneeFull`], [`Code::NobodyAvailable`].
    pub async fn assign(&self, id: TicketId, version: i64, assignee: &Assignee) -> Result<Assignment> {
        let attempt = async || {
            let before: Ticket = self.scope.load(id).await?;
            check_version::<Ticket>(version, before.version)?;
            self.give(before, assignee).await
        };
        self.scope.once(attempt, |commit| self.earlier_assignment(commit)).await
    }

    /// Returns how the members of a team stand for a ticket, the one who would get it first, without assigning anything.
    ///
    /// # Errors
    /// [`Code::ReferenceMissing`] with the field.
    pub async fn explain_assignment(&self, team_id: TeamId, strategy: &Strategy) -> Result<Vec<Candidate>> {
        self.team(team_id).await?;
        Ok(assignment::rank(strategy, self.members(team_id).await?))
    }

    /// Assigns the ticket as loaded, in one attempt.
    pub(super) async fn give(&self, before: Ticket, assignee: &Assignee) -> Result<Assignment, Refusal> {
        let mut candidates = Vec::new();
        let mut after = before.clone();
        let chosen: Option<User> = match assignee {
            Assignee::Nobody => None,
            Assignee::Queue(team_id) => {
                self.team(*team_id).await?;
                after.team_id = Some(*team_id);
                None
            }
            Assignee::User(user_id) => Some(self.holder(*user_id, before.assignee_id).await?),
            Assignee::Member { team_id, strategy } => {
                self.team(*team_id).await?;
                let members = self.members(*team_id).await?;
                let users: Vec<User> = members.iter().map(|member| member.user.clone()).collect();
                candidates = assignment::rank(strategy, members);
                let chosen = assignment::choose(&candidates).ok_or_else(|| Error::new(Code::NobodyAvailable))?;
                after.team_id = Some(*team_id);
                users.into_iter().find(|user| user.id == chosen)
            }
        };
        let mut work = self.scope.unit_of_work();
        after.assignee_id = chosen.as_ref().map(|user| user.id);
        if (after.assignee_id, after.team_id) == (before.assignee_id, before.team_id) {
            return Ok(Assignment { ticket: before, candidates });
        }
        after.assigned_at = after.assignee_id.map(|_| work.now());
        after.assigned_by_id = self.scope.actor().user_id().filter(|_| after.assignee_id.is_some());
        if let Some(user) = &chosen {
            mark_assigned(&mut work, user)?;
        }
        move_load(&mut work, Some(&before), &after);
        let ticket = work.update(before, after)?;
        let commit = work.commit().await?;
        if commit.replayed {
            return Ok(self.earlier_assignment(commit).await?);
        }
        Ok(Assignment { ticket, candidates })
    }

    /// Returns what an earlier call with the same batch id assigned; its history record tells which ticket that was.
    pub(super) async fn earlier_assignment(&self, commit: Commit) -> Result<Assignment> {
        let record =
            self.scope.query::<TicketHistory>().filter(field(TicketHistory::ID).is_in(commit.inserted)).limit(1);
        let record: TicketHistory = self.scope.snapshot(&[record]).await?.required()?;
        let ticket = self.scope.reload(record.ticket_id).await?;
        Ok(Assignment { ticket, candidates: Vec::new() })
    }

    pub(super) async fn team(&self, id: TeamId) -> Result<Team> {
        let team: Option<Team> = self.scope.snapshot(&[self.scope.query_id::<Team>(id)]).await?.optional()?;
        team.filter(|team| team.is_active).ok_or_else(|| Error::new(Code::ReferenceMissing).field(Ticket::TEAM_ID))
    }

    /// Returns the person, if they can hold the ticket; who holds it already always can.
    async fn holder(&self, id: UserId, present: Option<UserId>) -> Result<User> {
        let user: Option<User> = self.scope.snapshot(&[self.scope.query_id::<User>(id)]).await?.optional()?;
        let user = user.ok_or_else(|| Error::new(Code::ReferenceMissing).field(Ticket::ASSIGNEE_ID))?;
        if present != Some(id) {
            assignment::check_assignee(&user)?;
        }
        Ok(user)
    }

    async fn members(&self, team_id: TeamId) -> Result<Vec<Member>> {
        let memberships: Query =
            self.scope.query::<TeamMember>().filter(field(TeamMember::TEAM_ID).is(team_id)).limit(1_000);
        let memberships: Vec<TeamMember> = self.scope.snapshot(&[memberships]).await?.list()?;
        if memberships.is_empty() {
            return Ok(Vec::new());
        }
        let ids = memberships.iter().map(|member| member.user_id);
        let users = self.scope.query::<User>().filter(field(User::ID).is_in(ids)).limit(1_000);
        let users: Vec<User> = self.scope.snapshot(&[users]).await?.list()?;
        let skills_of = |id: UserId| {
            memberships
                .iter()
                .find(|member| member.user_id == id)
                .map(|member| member.skills.clone())
                .unwrap_or_default()
        };
        Ok(users.into_iter().map(|user| Member { skills: skills_of(user.id), user }).collect())
    }
}
