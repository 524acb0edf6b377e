//! Opening a ticket: its number, its first status, its priority, its queue, within the limits of the plan.

use crate::entity::{Draft as _, Entity as _, Row};
use crate::error::{Code, Error, Result};
use crate::identity::{User, UserId};
use crate::operation::{Shape, operations};
use crate::organization::rules::{self as organization_rules, Limits};
use crate::organization::{Organization, TeamId, TenantConfiguration};
use crate::query::{Query, Sort, field};
use crate::scope::{Numbering, Refusal, Scope, Taken, not_found};
use crate::store::Commit;
use crate::ticket::rules::custom_fields::{self, Given};
use crate::ticket::rules::{assignment, changing, form, priority};
use crate::ticket::{
    Category, CategoryId, CommentId, FieldDefinition, NewTicket, Priority, PriorityId, PriorityRule, Status, StatusId,
    StatusKind, Ticket, TicketId,
};
use crate::unit_of_work::UnitOfWork;

use super::{Tickets, field_definitions, move_load};

/// Where a new ticket begins, when that is not left to the organization's set-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Shape)]
pub struct Placement {
    /// The status; otherwise the first one of kind new.
    pub status_id: Option<StatusId>,
    /// The priority; otherwise the one that the matrix, the category or the organization gives.
    pub priority_id: Option<PriorityId>,
    /// The team; otherwise the category's.
    pub team_id: Option<TeamId>,
    /// The person who works on it; otherwise nobody.
    pub assignee_id: Option<UserId>,
}

/// What the decision is made from, of one snapshot.
struct Loaded {
    organization: Organization,
    configuration: Option<TenantConfiguration>,
    status: Option<Status>,
    priorities: Vec<Priority>,
    rule: Option<PriorityRule>,
    category: Option<Category>,
    assignee: Option<User>,
    definitions: Vec<FieldDefinition>,
}

#[operations(CREATE)]
impl Tickets<'_> {
    /// Opens a ticket.
    ///
    /// Its number is the next of the organization and year; the year is that of the organization's time zone.
    ///
    /// # Errors
    /// Kind `Invalid` with the field; [`Code::PersonRequired`] when nobody asks; [`Code::NoInitialStatus`];
    /// [`Code::TicketLimit`] with the limit and when it resets; [`Code::OrganizationInactive`].
    pub async fn create(&self, new: NewTicket) -> Result<Ticket> {
        self.create_with(new, Placement::default()).await
    }

    /// Opens a ticket in a chosen place.
    ///
    /// # Errors
    /// As [`Tickets::create`]; [`Code::AssigneeInactive`], [`Code::AssigneeFull`].
    pub async fn create_with(&self, new: NewTicket, placement: Placement) -> Result<Ticket> {
        self.open(new, placement, None).await
    }

    /// Returns the ticket that an earlier call with this scope's batch id opened.
    pub(super) async fn opened_before(&self) -> Result<Option<Ticket>> {
        let earlier = self.scope.earlier().await?;
        let first = earlier.and_then(|commit| commit.inserted.first().copied());
        match first {
            Some(first) => self.scope.reload(TicketId::from(first)).await.map(Some),
            None => Ok(None),
        }
    }

    /// Opens a ticket, perhaps with comments that leave another one.
    pub(super) async fn open(
        &self,
        new: NewTicket,
        placement: Placement,
        comments: Option<(TicketId, &[CommentId])>,
    ) -> Result<Ticket> {
        let attempt = async || {
            let loaded = self.load_for_create(&new, &placement).await?;
            let leaving = match comments {
                Some((from, ids)) => Some(self.leaving(from, ids).await?),
                None => None,
            };
            let mut work = self.scope.unit_of_work();
            let mut ticket = decide(self.scope, &mut work, &loaded, new.clone(), &placement)?;
            let mut row = ticket.clone().into_row();
            let limits = Limits { organization: &loaded.organization, configuration: loaded.configuration.as_ref() };
            let number = number(&mut work, &limits, &mut row);
            work.insert_row(Ticket::DEF, row)?;
            move_load(&mut work, None, &ticket);
            if let Some(leaving) = &leaving {
                leaving.write(self, &mut work, &ticket)?;
            }
            let now = work.now();
            let commit = work.commit().await.map_err(|refusal| match refusal {
                Refusal::Final(error) => Refusal::Final(limits.explain(error, now)),
                again @ Refusal::Again(_) => again,
            })?;
            if let Some(first) = commit.inserted.first().filter(|_| commit.replayed) {
                return Ok((None, TicketId::from(*first)));
            }
            ticket.number = number.map(|number| number.text(&commit)).unwrap_or_default();
            let id = ticket.id;
            Ok((Some(ticket), id))
        };
        // What refuses a repetition may be what the first call did: it took the last place, or the comments.
        let again = async |commit: Commit| {
            let first = commit.inserted.first().copied().ok_or_else(not_found::<Ticket>)?;
            Ok((None, TicketId::from(first)))
        };
        match self.scope.once(attempt, again).await? {
            (Some(ticket), _) => Ok(ticket),
            (None, id) => self.scope.reload(id).await,
        }
    }

    async fn load_for_create(&self, new: &NewTicket, placement: &Placement) -> Result<Loaded> {
        let scope = self.scope;
        let status = match placement.status_id {
            Some(id) => scope.query_id::<Status>(id),
            None => scope
                .query::<Status>()
                .filter(field(Status::KIND).is(StatusKind::New))
                .sort([Sort::ascending(Status::POSITION)])
                .limit(1),
        };
        let mut queries: Vec<Query> = vec![
            scope.query_id::<Organization>(scope.organization_id()),
            scope.configuration_query(),
            status,
            scope.query::<Priority>().sort([Sort::ascending(Priority::LEVEL)]).limit(100),
            field_definitions(scope),
        ];
        let cell = new.impact.zip(new.urgency);
        queries.extend(cell.map(|(impact, urgency)| {
            let condition = field(PriorityRule::IMPACT).is(impact).and(field(PriorityRule::URGENCY).is(urgency));
            scope.query::<PriorityRule>().filter(condition).limit(1)
        }));
        let category = new.category_id;
        queries.extend(category.map(|id: CategoryId| scope.query_id::<Category>(id)));
        queries.extend(placement.assignee_id.map(|id| scope.query_id::<User>(id)));
        let mut snapshot = scope.snapshot(&queries).await?;
        let reference = |found: bool, field: &str| {
            if found { Ok(()) } else { Err(Error::new(Code::ReferenceMissing).field(field)) }
        };
        let loaded = Loaded {
            organization: snapshot.required()?,
            configuration: snapshot.optional()?,
            status: snapshot.optional()?,
            priorities: snapshot.list()?,
            definitions: snapshot.list()?,
            rule: if cell.is_some() { snapshot.optional()? } else { None },
            category: if category.is_some() { snapshot.optional()? } else { None },
            assignee: if placement.assignee_id.is_some() { snapshot.optional()? } else { None },
        };
        reference(placement.status_id.is_none() || loaded.status.is_some(), Ticket::STATUS_ID)?;
        reference(category.is_none() || loaded.category.is_some(), Ticket::CATEGORY_ID)?;
        reference(placement.assignee_id.is_none() || loaded.assignee.is_some(), Ticket::ASSIGNEE_ID)?;
        Ok(loaded)
    }
}

/// Decides what the new ticket is, but for its number.
fn decide(
    scope: &Scope,
    work: &mut UnitOfWork<'_>,
    loaded: &Loaded,
    new: NewTicket,
    placement: &Placement,
) -> Result<Ticket> {
    Scope::check_active(&loaded.organization)?;
    let now = work.now();
    let mut ticket = Ticket::build(new, scope.stamp(now));
    let actor = scope.actor().user_id();
    form::check(&mut ticket)?;
    let given = Given {
        definitions: &loaded.definitions,
        categories: &changing::categories_of(&ticket),
        before: None,
        is_new: true,
    };
    let named = custom_fields::complete(&given, &mut ticket.custom_fields)?;
    named.into_iter().for_each(|id| work.expect_present::<User>(id, Ticket::CUSTOM_FIELDS));
    if ticket.requester_id.is_none() && ticket.requester_email.is_none() {
        ticket.requester_id = actor;
    }
    if ticket.requester_id.is_none() && (ticket.requester_email.is_none() || ticket.requester_name.is_none()) {
        return Err(Error::new(Code::PersonRequired).field(Ticket::REQUESTER_ID));
    }
    let status = loaded.status.as_ref().ok_or_else(|| Error::new(Code::NoInitialStatus))?;
    super::lifecycle::enter(&mut ticket, status, now);
    let inputs = priority::Inputs {
        chosen: placement.priority_id,
        rule: loaded.rule.as_ref(),
        category: loaded.category.as_ref(),
        priorities: &loaded.priorities,
    };
    (ticket.priority_id, ticket.priority_source) = priority::decide(&inputs)?;
    ticket.team_id = placement.team_id.or(loaded.category.as_ref().and_then(|category| category.default_team_id));
    ticket.created_by_id = actor;
    if let Some(assignee) = &loaded.assignee {
        assignment::check_assignee(assignee)?;
        ticket.assignee_id = Some(assignee.id);
        ticket.assigned_at = Some(now);
        ticket.assigned_by_id = actor;
        super::assign::mark_assigned(work, assignee)?;
    }
    Ok(ticket)
}

/// Takes the ticket's number, and counts the ticket against the month's limit.
fn number(work: &mut UnitOfWork<'_>, limits: &Limits<'_>, row: &mut Row) -> Option<Taken> {
    let organization = limits.organization;
    let zone = organization_rules::zone(organization);
    let now = work.now();
    work.next(organization_rules::monthly_counter(&zone, now), 1, limits.tickets());
    let number = Numbering::of(Ticket::DEF, Ticket::NUMBER, &organization.ticket_prefix, organization, now)?;
    Some(number.take(work, row))
}
