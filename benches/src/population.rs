//! The desk that everything is measured on: two organizations with people, teams and categories, and very many tickets that
//! look like tickets. Ids follow from a ticket's place, so that nobody has to remember them.

use std::collections::VecDeque;

use serde_json::json;
use servicedesk::clock::Timestamp;
use servicedesk::entity::{Draft as _, Entity as _, Stamp};
use servicedesk::identity::{NewUser, User, UserId, UserKind};
use servicedesk::organization::{NewOrganization, NewTeam, Organization, OrganizationId, Team, TeamId};
use servicedesk::query::Find;
use servicedesk::scope::{Actor, Scope};
use servicedesk::store::{Batch, BatchId, BoxFuture, Commit, Write};
use servicedesk::ticket::{
    Category, CategoryId, Level, NewCategory, NewTicket, Priority, PriorityId, PrioritySource, Status, StatusId,
    StatusKind, Ticket, TicketId, TicketSource, TicketType, preset,
};
use servicedesk::{Desk, Result, block_on};
use uuid::Uuid;

use crate::Outcome;
use crate::pairs::Picks;

/// Raised whenever what is built changes, so that kept files are built anew.
pub(crate) const VERSION: u32 = 1;

/// 2023-01-01; a ticket every ninety seconds makes a million in three years.
const FIRST: i64 = 1_672_531_200_000;
const SPACING: i64 = 90_000;
const BATCH: usize = 1_000;
/// How many batches the store has at once, while the next is made.
const AHEAD: usize = 3;
/// Of so many tickets one belongs to the other organization.
const OTHERS: usize = 10;
const SLUGS: [&str; 2] = ["large", "small"];
const AGENTS: usize = 40;
const REQUESTERS: usize = 200;

/// What tickets of one organization point to.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    pub(crate) organization: OrganizationId,
    pub(crate) closed: StatusId,
    first: StatusId,
    statuses: Vec<StatusId>,
    priorities: Vec<PriorityId>,
    categories: Vec<CategoryId>,
    teams: Vec<TeamId>,
    agents: Vec<UserId>,
    requesters: Vec<UserId>,
}

impl Ground {
    /// Returns the status in which tickets begin.
    pub(crate) fn first_status(&self) -> StatusId {
        self.first
    }

    /// Returns some priority.
    pub(crate) fn first_priority(&self) -> PriorityId {
        self.priorities[0]
    }
}

/// Returns the scope in which everything is measured: the large organization, and the host itself.
pub(crate) fn scope(desk: &Desk, ground: &Ground) -> Scope {
    desk.scope(ground.organization, Actor::system())
}

/// Fills an empty desk.
pub(crate) fn build(desk: &Desk, tickets: usize) -> Outcome<()> {
    for slug in SLUGS {
        set_up(desk, slug)?;
    }
    let grounds = [find_one(desk, SLUGS[0])?, find_one(desk, SLUGS[1])?];
    let mut waiting: [Vec<usize>; 2] = Default::default();
    let mut under_way = VecDeque::new();
    for index in 0..tickets {
        let side = usize::from(index % OTHERS == OTHERS - 1);
        waiting[side].push(index);
        if waiting[side].len() == BATCH {
            under_way.extend(insert(desk, &grounds[side], &std::mem::take(&mut waiting[side]))?);
        }
        while under_way.len() > AHEAD
            && let Some(commit) = under_way.pop_front()
        {
            block_on(commit)?;
        }
    }
    for (ground, rest) in grounds.iter().zip(&waiting) {
        under_way.extend(insert(desk, ground, rest)?);
    }
    under_way.into_iter().try_for_each(|commit| block_on(commit).map(drop))?;
    Ok(())
}

/// Finds what was built.
pub(crate) fn find(desk: &Desk) -> Outcome<Ground> {
    find_one(desk, SLUGS[0])
}

/// Returns the ids of the large organization's tickets among the first `tickets`.
pub(crate) fn ticket_ids(tickets: usize) -> Vec<TicketId> {
    (0..tickets).filter(|index| index % OTHERS != OTHERS - 1).map(|index| ticket_id(index).into()).collect()
}

fn ticket_id(index: usize) -> Uuid {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&(Picks(index as u64).below(usize::MAX) as u64).to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(created_at(index).unsigned_abs(), &random).into_uuid()
}

fn created_at(index: usize) -> i64 {
    FIRST + SPACING * index as i64
}

fn set_up(desk: &Desk, slug: &str) -> Outcome<()> {
    let organization = block_on(desk.create_organization(NewOrganization {
        name: slug.to_owned(),
        slug: slug.to_owned(),
        monthly_ticket_limit: None,
        agent_limit: None,
        ..NewOrganization::default()
    }))?;
    let scope = desk.scope(organization.id, Actor::system());
    block_on(scope.set_up(&preset::itsm()))?;
    for place in 0..AGENTS + REQUESTERS {
        let kind = if place < AGENTS { UserKind::Agent } else { UserKind::Requester };
        let new = NewUser {
            display_name: format!("Person {place}"),
            email: Some(format!("person{place}@example.com")),
            kind,
            ..NewUser::default()
        };
        block_on(scope.users().create(new))?;
    }
    for place in 0..8 {
        block_on(scope.repository::<Team>().create(NewTeam { name: format!("Team {place}"), ..NewTeam::default() }))?;
    }
    for place in 0..20 {
        let new = NewCategory { name: format!("Category {place}"), ..NewCategory::default() };
        block_on(scope.repository::<Category>().create(new))?;
    }
    Ok(())
}

fn find_one(desk: &Desk, slug: &str) -> Outcome<Ground> {
    let found: Option<Organization> = block_on(desk.organization_by_slug(slug))?;
    let organization = found.ok_or("the desk was not filled")?.id;
    let scope = desk.scope(organization, Actor::system());
    let statuses = block_on(scope.repository::<Status>().list(Find::new().limit(100)))?.items;
    let of_status = |kind| statuses.iter().find(|status| status.kind == kind).map(|status| status.id);
    let users: Vec<User> = block_on(scope.users().list(Find::new().limit(1_000)))?.items;
    let of_kind = |kind| users.iter().filter(|user| user.kind == kind).map(|user| user.id).collect();
    Ok(Ground {
        organization,
        closed: of_status(StatusKind::Closed).ok_or("there is no status for closed tickets")?,
        first: of_status(StatusKind::New).ok_or("there is no status for new tickets")?,
        statuses: statuses.iter().map(|status| status.id).collect(),
        priorities: ids(block_on(scope.repository::<Priority>().list(Find::new().limit(100)))?.items, |priority| {
            priority.id
        }),
        categories: ids(block_on(scope.repository::<Category>().list(Find::new().limit(100)))?.items, |it| it.id),
        teams: ids(block_on(scope.repository::<Team>().list(Find::new().limit(100)))?.items, |team| team.id),
        agents: of_kind(UserKind::Agent),
        requesters: of_kind(UserKind::Requester),
    })
}

fn ids<E, I>(rows: Vec<E>, id: impl Fn(&E) -> I) -> Vec<I> {
    rows.iter().map(id).collect()
}

/// Hands tickets to the store, which begins at once.
fn insert<'a>(desk: &'a Desk, ground: &Ground, places: &[usize]) -> Outcome<Option<BoxFuture<'a, Result<Commit>>>> {
    let Some(last) = places.last() else { return Ok(None) };
    let at = Timestamp::from_millis(created_at(*last))?;
    let id = BatchId::from(ticket_id(usize::MAX / 2 + last));
    let mut batch = Batch::new(id, ground.organization, at);
    for index in places {
        batch.writes.push(Write::Insert { entity: Ticket::DEF, row: ticket(ground, *index)?.into_row() });
    }
    Ok(Some(desk.store().commit(batch)))
}

/// Two thirds are closed, as in a desk that has been at work for years.
fn ticket(ground: &Ground, index: usize) -> Outcome<Ticket> {
    let mut picks = Picks(index as u64 ^ 0xABCD);
    let at = Timestamp::from_millis(created_at(index))?;
    let stamp = Stamp { id: ticket_id(index), organization_id: ground.organization, at };
    let mut ticket = Ticket::build(new_ticket(ground, index), stamp);
    // The library numbers its own tickets TKT-year-number.
    ticket.number = format!("OLD-{index:07}");
    let closed = picks.below(100) < 65;
    ticket.status_id = if closed { ground.closed } else { pick(&mut picks, &ground.statuses) };
    ticket.priority_id = pick(&mut picks, &ground.priorities);
    ticket.priority_source = PrioritySource::Matrix;
    ticket.team_id = Some(pick(&mut picks, &ground.teams));
    ticket.assignee_id = Some(pick(&mut picks, &ground.agents)).filter(|_| closed || index.is_multiple_of(2));
    ticket.assigned_at = ticket.assignee_id.map(|_| at.plus_millis(600_000));
    ticket.first_response_at = ticket.assigned_at.map(|at| at.plus_millis(900_000));
    ticket.resolved_at = Some(at.plus_millis(86_400_000)).filter(|_| closed);
    ticket.closed_at = Some(at.plus_millis(172_800_000)).filter(|_| closed);
    ticket.external_id = Some(format!("INC{index:07}")).filter(|_| index.is_multiple_of(4));
    ticket.version = 1 + picks.below(6) as i64;
    Ok(ticket)
}

/// What a caller gives for a ticket: a subject, a description of some lines, a category, impact and urgency, a tag, fields.
pub(crate) fn new_ticket(ground: &Ground, index: usize) -> NewTicket {
    let mut picks = Picks(index as u64);
    let things = ["printer", "laptop", "mail account", "phone", "VPN", "calendar", "payroll report", "door badge"];
    let thing = things[picks.below(things.len())];
    NewTicket {
        subject: format!("The {thing} on floor {} does not work since this morning", picks.below(40)),
        description: Some(format!(
            "Hello,

since this morning the {thing} does not work any more. I have turned it off and on again, and asked              my neighbour, for whom it works. The message says: error {:04x}. I need it for a meeting at {} o'clock.

             Thank you and kind regards",
            picks.below(65_536),
            8 + picks.below(10)
        )),
        r#type: TicketType::Incident,
        impact: Some(Level::ALL[picks.below(3)]),
        urgency: Some(Level::ALL[picks.below(3)]),
        category_id: Some(pick(&mut picks, &ground.categories)),
        source: TicketSource::Email,
        requester_id: Some(pick(&mut picks, &ground.requesters)),
        tags: vec![thing.to_owned()],
        custom_fields: Some(json!({ "floor": picks.below(40), "asset": format!("A-{:05}", picks.below(99_999)) }))
            .filter(|_| index.is_multiple_of(3)),
        ..NewTicket::default()
    }
}

fn pick<T: Copy>(picks: &mut Picks, from: &[T]) -> T {
    from[picks.below(from.len())]
}

/// What the audit entry of a new ticket says: every field that holds something, with nothing before.
pub(crate) fn audit_changes(ground: &Ground, new: &NewTicket) -> serde_json::Value {
    let mut changes = json!({
        "subject": [null, new.subject],
        "description": [null, new.description],
        "type": [null, new.r#type],
        "status_id": [null, ground.first_status()],
        "priority_id": [null, ground.first_priority()],
        "priority_source": [null, "matrix"],
        "severity": [null, new.severity],
        "impact": [null, new.impact],
        "urgency": [null, new.urgency],
        "criticality": [null, new.criticality],
        "category_id": [null, new.category_id],
        "source": [null, new.source],
        "requester_id": [null, new.requester_id],
        "tags": [null, new.tags],
        "reopen_count": [null, 0],
        "is_spam": [null, false],
    });
    if let Some(fields) = &new.custom_fields {
        changes["custom_fields"] = json!([null, fields]);
    }
    changes
}

/// Returns the year and the month of an instant, as texts.
pub(crate) fn year_and_month(at: Timestamp) -> (String, String) {
    let text = at.to_string();
    (text[..4].to_owned(), text[5..7].to_owned())
}
