//! The ticket and what hangs on it.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::setup::{Category, CategoryId, Level, Priority, PriorityId, Status, StatusId};
use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::{OrganizationId, Team, TeamId};

crate::ids! {
    /// The id of a [`Ticket`].
    TicketId,
    /// The id of a [`TicketHistory`] record.
    TicketHistoryId,
    /// The id of a [`Watcher`].
    WatcherId,
}

/// What a ticket is about (ITIL 4 practices).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum TicketType {
    /// Something does not work.
    #[default]
    Incident,
    /// Somebody wants something.
    Request,
    /// The cause of incidents.
    Problem,
    /// Somebody wants to know something.
    Question,
    /// Work that has to be done.
    Task,
}

/// Where a ticket came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum TicketSource {
    /// An e-mail.
    Email,
    /// A form.
    Form,
    /// A program.
    #[default]
    Api,
    /// A conversation with a model.
    AiChat,
    /// A telephone call.
    Phone,
    /// WhatsApp.
    Whatsapp,
    /// The web.
    Web,
}

/// How bad the effect is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum Severity {
    /// Hardly noticed.
    Minor,
    /// As usual.
    #[default]
    Normal,
    /// Work is hindered.
    Major,
    /// Work has stopped.
    Critical,
}

/// How much the business depends on what is affected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum Criticality {
    /// Little.
    #[default]
    Low,
    /// Somewhat.
    Medium,
    /// Much.
    High,
    /// Entirely.
    Critical,
}

/// Why a ticket has its priority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum PrioritySource {
    /// Nobody said anything; it is the category's or the organization's default.
    #[default]
    Default,
    /// It follows from impact and urgency.
    Matrix,
    /// Somebody chose it; it no longer follows impact and urgency.
    Manual,
}

/// A request for help, and its life.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "ticket", soft)]
#[entity(history(ticket = "id", created = "created", deleted = "deleted"))]
#[entity(index(name = "ticket_number", on = "number", unique))]
#[entity(index(name = "ticket_external_id", on = "external_id", unique, when = "external_id IS NOT NULL"))]
#[entity(index(name = "ticket_created", on = "created_at, id"))]
#[entity(index(name = "ticket_status", on = "status_id, created_at, id"))]
#[entity(index(name = "ticket_category", on = "category_id, created_at, id", when = "category_id IS NOT NULL"))]
#[entity(index(name = "ticket_requester", on = "requester_id, created_at, id", when = "requester_id IS NOT NULL"))]
#[entity(index(name = "ticket_assignee", on = "assignee_id, created_at, id", when = "assignee_id IS NOT NULL"))]
#[entity(index(
    name = "ticket_queue",
    on = "team_id, created_at, id",
    when = "team_id IS NOT NULL AND assignee_id IS NULL AND closed_at IS NULL"
))]
#[entity(index(name = "ticket_parent", on = "parent_id, created_at, id", when = "parent_id IS NOT NULL"))]
#[entity(index(name = "ticket_merged_into", on = "merged_into_id, id", when = "merged_into_id IS NOT NULL"))]
pub struct Ticket {
    /// The identifier, a UUID of version 7.
    pub id: TicketId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The number that people use, such as `TKT-2026-0001`; gap-free in the organization and year.
    #[entity(max = 40, public, managed)]
    pub number: String,
    /// One line, shown in lists.
    #[entity(max = 255, personal(content, erase = redact_spans), searchable = title)]
    pub subject: String,
    /// The request in full.
    #[entity(max = 65_536, personal(content, erase = redact_spans), searchable = body)]
    pub description: Option<String>,
    /// What it is about.
    pub r#type: TicketType,
    /// Where it stands. Changes through [`transition`](crate::ticket::Tickets::transition) only.
    #[entity(references = Status, managed)]
    pub status_id: StatusId,
    /// How soon it is to be worked on. Without a choice it follows impact and urgency, then the category.
    #[entity(references = Priority, managed)]
    pub priority_id: PriorityId,
    /// Why it has that priority.
    #[entity(managed)]
    pub priority_source: PrioritySource,
    /// How bad the effect is.
    pub severity: Severity,
    /// How many are affected.
    pub impact: Option<Level>,
    /// How soon it hurts.
    pub urgency: Option<Level>,
    /// How much the business depends on what is affected.
    pub criticality: Criticality,
    /// What it belongs to.
    #[entity(references = Category)]
    pub category_id: Option<CategoryId>,
    /// What it belongs to, more closely.
    #[entity(references = Category)]
    pub subcategory_id: Option<CategoryId>,
    /// Where it came from.
    #[entity(on_create)]
    pub source: TicketSource,
    /// Who asks, when they are known to the desk.
    #[entity(references = User, personal(link, erase = null))]
    pub requester_id: Option<UserId>,
    /// The name of who asks, when they are not.
    #[entity(max = 255, personal(identity, erase = tombstone))]
    pub requester_name: Option<String>,
    /// The e-mail address of who asks, when they are not.
    #[entity(max = 254, personal(contact, erase = null))]
    pub requester_email: Option<String>,
    /// For whom the request is made.
    #[entity(references = User, personal(link, erase = null))]
    pub customer_id: Option<UserId>,
    /// Who works on it. Changes through [`assign`](crate::ticket::Tickets::assign) only.
    #[entity(references = User, managed, personal(link, erase = keep))]
    pub assignee_id: Option<UserId>,
    /// The team that works on it, or in whose queue it waits.
    #[entity(references = Team, managed)]
    pub team_id: Option<TeamId>,
    /// When it was last assigned, UTC.
    #[entity(managed)]
    pub assigned_at: Option<Timestamp>,
    /// Who assigned it last.
    #[entity(references = User, managed, personal(link, erase = keep))]
    pub assigned_by_id: Option<UserId>,
    /// When it should be done, UTC.
    pub due_at: Option<Timestamp>,
    /// How many hours it is thought to take.
    #[entity(range(0, 100_000))]
    pub estimated_hours: Option<Decimal>,
    /// How many hours it took.
    #[entity(range(0, 100_000))]
    pub actual_hours: Option<Decimal>,
    /// Names of [`Tag`](crate::ticket::Tag)s.
    #[entity(max = 50, public)]
    pub tags: Vec<String>,
    /// Values of fields that the organization defined, an object.
    #[entity(max = 65_536, personal(content, erase = redact_spans), members)]
    pub custom_fields: Option<Json>,
    /// When the requester was first answered by a person, UTC.
    #[entity(managed)]
    pub first_response_at: Option<Timestamp>,
    /// When it was last resolved, UTC; nothing while it is open.
    #[entity(managed)]
    pub resolved_at: Option<Timestamp>,
    /// When it was last closed, UTC; nothing while it is open.
    #[entity(managed)]
    pub closed_at: Option<Timestamp>,
    /// How often it was opened again.
    #[entity(managed)]
    pub reopen_count: i64,
    /// The Message-ID of the e-mail that it came from (RFC 5322).
    #[entity(max = 998, on_create, personal(behaviour, erase = null))]
    pub email_message_id: Option<String>,
    /// The address to which answers go.
    #[entity(max = 254, personal(contact, erase = null))]
    pub reply_to_address: Option<String>,
    /// The ticket that this one became part of, see [`merge`](crate::ticket::Tickets::merge).
    #[entity(references = Ticket, managed)]
    pub merged_into_id: Option<TicketId>,
    /// The status that it had when that closed it, and has again when it is taken back.
    #[entity(references = Status, managed)]
    pub status_before_merge_id: Option<StatusId>,
    /// The ticket that this one is part of.
    #[entity(references = Ticket)]
    pub parent_id: Option<TicketId>,
    /// Whether it was thrown away as an advertisement or worse, see [`mark_spam`](crate::ticket::Tickets::mark_spam).
    #[entity(managed)]
    pub is_spam: bool,
    /// Who made it.
    #[entity(references = User, managed, personal(link, erase = keep))]
    pub created_by_id: Option<UserId>,
    /// Its id in the system that it was imported from; unique in the organization.
    #[entity(max = 255, public, managed)]
    pub external_id: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
    /// When it was deleted, UTC; nothing while it is not.
    pub deleted_at: Option<Timestamp>,
}

/// Something that happened to a ticket. Written by the unit of work only, and never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "ticket_history", collection = "ticket_history", append_only, internal, partition = "created_at")]
#[entity(index(name = "ticket_history_ticket", on = "ticket_id, created_at, id"))]
pub struct TicketHistory {
    /// The identifier, a UUID of version 7.
    pub id: TicketHistoryId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket)]
    pub ticket_id: TicketId,
    /// Who did it; nobody when the library itself did.
    #[entity(personal(link, erase = keep))]
    pub actor_id: Option<UserId>,
    /// What happened: `created`, `updated`, `assigned`, `status_changed`, `priority_changed`, `comment_added`, …
    #[entity(max = 50, public)]
    pub action: String,
    /// The field that changed; for a custom field `custom_fields.name`.
    #[entity(max = 255, public)]
    pub field: Option<String>,
    /// Its value before, as JSON; texts without quotes.
    #[entity(max = 262_144, personal(content, erase = redact_spans))]
    pub old_value: Option<String>,
    /// Its value after, as JSON; texts without quotes.
    #[entity(max = 262_144, personal(content, erase = redact_spans))]
    pub new_value: Option<String>,
    /// When it happened, UTC; for imported changes, when they were recorded.
    pub created_at: Timestamp,
}

/// Somebody who follows a ticket.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "watcher", editable)]
#[entity(history(
    ticket = "ticket_id",
    created = "watcher_added",
    deleted = "watcher_removed",
    updated = "watcher_changed"
))]
#[entity(index(name = "watcher_ticket", on = "ticket_id, user_id", unique))]
#[entity(index(name = "watcher_user", on = "user_id, ticket_id"))]
pub struct Watcher {
    /// The identifier, a UUID of version 7.
    pub id: WatcherId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
