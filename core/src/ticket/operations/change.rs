//! Changing what a ticket says, its priority, and whether it is deleted.

use std::future::ready;

use crate::clock::Timestamp;
use crate::entity::Changeable as _;
use crate::error::Result;
use crate::identity::{User, UserId};
use crate::operation::operations;
use crate::query::{Query, Sort, field};
use crate::scope::{Refusal, check_version};
use crate::ticket::rules::{changing, form, lifecycle, priority};
use crate::ticket::{Category, FieldDefinition, Priority, PriorityId, PriorityRule, Ticket, TicketId, TicketPatch};

use super::{Tickets, field_definitions, move_load};

#[operations(CHANGE)]
impl Tickets<'_> {
    /// Changes what a ticket says, at that version. A priority that follows the matrix follows the new impact and urgency.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound), [`Code::StaleVersion`](crate::Code::StaleVersion), kind `Invalid` with the field.
    pub async fn update(&self, id: TicketId, version: i64, patch: TicketPatch) -> Result<Ticket> {
        self.edit(id, version, |ticket| ticket.apply(patch.clone()), None).await
    }

    /// Chooses a ticket's priority, at that version; without one it follows impact and urgency again.
    ///
    /// # Errors
    /// As [`Tickets::update`].
    pub async fn set_priority(&self, id: TicketId, version: i64, priority_id: Option<PriorityId>) -> Result<Ticket> {
        self.edit(id, version, |_| {}, Some(priority_id)).await
    }

    async fn edit(
        &self,
        id: TicketId,
        version: i64,
        edit: impl Fn(&mut Ticket),
        chosen: Option<Option<PriorityId>>,
    ) -> Result<Ticket> {
        let attempt = async || {
            let before: Ticket = self.scope.load(id).await?;
            check_version::<Ticket>(version, before.version)?;
            let mut after = before.clone();
            edit(&mut after);
            form::check(&mut after)?;
            self.decide_priority(&before, &mut after, chosen).await?;
            let named = self.check_custom_fields(&before, &mut after).await?;
            let mut work = self.scope.unit_of_work();
            named.into_iter().for_each(|id| work.expect_present::<User>(id, Ticket::CUSTOM_FIELDS));
            work.check_ancestors(&before, &after).await?;
            let after = work.update(before, after)?;
            work.commit().await?;
            Ok(after)
        };
        self.scope.once(attempt, |_| self.scope.reload(id)).await
    }

    /// Checks the values of custom fields, when they or the categories changed; returns the people whom they name.
    async fn check_custom_fields(&self, before: &Ticket, after: &mut Ticket) -> Result<Vec<UserId>> {
        if !changing::may_change_custom_fields(before, after) {
            return Ok(Vec::new());
        }
        let definitions: Vec<FieldDefinition> = self.scope.snapshot(&[field_definitions(self.scope)]).await?.list()?;
        changing::check_custom_fields(&definitions, before, after)
    }

    async fn decide_priority(
        &self,
        before: &Ticket,
        after: &mut Ticket,
        chosen: Option<Option<PriorityId>>,
    ) -> Result<()> {
        if !priority::is_to_be_decided(before, after, chosen) {
            return Ok(());
        }
        let mut queries: Vec<Query> =
            vec![self.scope.query::<Priority>().sort([Sort::ascending(Priority::LEVEL)]).limit(100)];
        let cell = after.impact.zip(after.urgency);
        queries.extend(cell.map(|(impact, urgency)| {
            let condition = field(PriorityRule::IMPACT).is(impact).and(field(PriorityRule::URGENCY).is(urgency));
            self.scope.query::<PriorityRule>().filter(condition).limit(1)
        }));
        queries.extend(after.category_id.map(|id| self.scope.query_id::<Category>(id)));
        let mut snapshot = self.scope.snapshot(&queries).await?;
        let priorities: Vec<Priority> = snapshot.list()?;
        let rule: Option<PriorityRule> = if cell.is_some() { snapshot.optional()? } else { None };
        let category: Option<Category> = if after.category_id.is_some() { snapshot.optional()? } else { None };
        let inputs = priority::Inputs {
            chosen: chosen.flatten(),
            rule: rule.as_ref(),
            category: category.as_ref(),
            priorities: &priorities,
        };
        (after.priority_id, after.priority_source) = priority::decide(&inputs)?;
        Ok(())
    }

    /// Marks a ticket as deleted, at that version; [`Tickets::restore`] brings it back.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound), [`Code::StaleVersion`](crate::Code::StaleVersion).
    pub async fn delete(&self, id: TicketId, version: i64) -> Result<()> {
        self.remove(id, version, |ticket, now| ticket.deleted_at = Some(now)).await
    }

    /// Marks a ticket as deleted, at that version, because it is an advertisement or worse; [`Tickets::restore`] takes both
    /// back.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound), [`Code::StaleVersion`](crate::Code::StaleVersion).
    pub async fn mark_spam(&self, id: TicketId, version: i64) -> Result<()> {
        self.remove(id, version, lifecycle::throw_away).await
    }

    async fn remove(&self, id: TicketId, version: i64, mark: fn(&mut Ticket, Timestamp)) -> Result<()> {
        let attempt = async || {
            let before: Ticket = self.scope.load(id).await?;
            check_version::<Ticket>(version, before.version)?;
            let mut work = self.scope.unit_of_work();
            let mut after = before.clone();
            mark(&mut after, work.now());
            move_load(&mut work, Some(&before), &after);
            work.update(before, after)?;
            work.commit().await.map(|_| ())
        };
        self.scope.once(attempt, |_| ready(Ok(()))).await
    }

    /// Brings a deleted ticket back.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound) when there is no such ticket, deleted or not.
    pub async fn restore(&self, id: TicketId) -> Result<Ticket> {
        let attempt = async || {
            let mut query = self.scope.query_id::<Ticket>(id);
            query.with_deleted = true;
            let before: Ticket = self.scope.snapshot(&[query]).await?.required()?;
            let mut work = self.scope.unit_of_work();
            let mut after = before.clone();
            after.deleted_at = None;
            after.is_spam = false;
            move_load(&mut work, Some(&before), &after);
            let after = work.update(before, after)?;
            let commit = work.commit().await?;
            Ok::<_, Refusal>(Some(after).filter(|_| !commit.replayed))
        };
        match self.scope.retry(attempt).await? {
            Some(ticket) => Ok(ticket),
            None => self.scope.reload(id).await,
        }
    }
}
