//! What hangs on tickets beside comments: files, links, hours, surveys.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::change::{ChangeRequest, ChangeRequestId};
use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::knowledge::{Article, ArticleId};
use crate::organization::OrganizationId;
use crate::ticket::{Comment, CommentId, Ticket, TicketId};

crate::ids! {
    /// The id of an [`Attachment`].
    AttachmentId,
    /// The id of a [`TicketLink`].
    TicketLinkId,
    /// The id of a [`TimeEntry`].
    TimeEntryId,
    /// The id of a [`SatisfactionSurvey`].
    SatisfactionSurveyId,
}

/// What is known about a file; its bytes are in an object store.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "attachment", soft, editable)]
#[entity(index(name = "attachment_ticket", on = "ticket_id, created_at, id", when = "ticket_id IS NOT NULL"))]
#[entity(index(name = "attachment_comment", on = "comment_id, created_at, id", when = "comment_id IS NOT NULL"))]
#[entity(index(name = "attachment_article", on = "article_id, created_at, id", when = "article_id IS NOT NULL"))]
#[entity(index(
    name = "attachment_change",
    on = "change_request_id, created_at, id",
    when = "change_request_id IS NOT NULL"
))]
#[entity(index(name = "attachment_hash", on = "sha256, id"))]
pub struct Attachment {
    /// The identifier, a UUID of version 7.
    pub id: AttachmentId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket that it hangs on.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: Option<TicketId>,
    /// The comment that it hangs on.
    #[entity(references = Comment, on_create)]
    pub comment_id: Option<CommentId>,
    /// The article that it hangs on.
    #[entity(references = Article, on_create)]
    pub article_id: Option<ArticleId>,
    /// The change that it hangs on.
    #[entity(references = ChangeRequest, on_create)]
    pub change_request_id: Option<ChangeRequestId>,
    /// The name under which it is kept.
    #[entity(max = 255, on_create, public)]
    pub stored_name: String,
    /// The name that it came with.
    #[entity(max = 255, personal(content, erase = redact_spans))]
    pub original_name: String,
    /// What its bytes are, as a MIME type.
    #[entity(max = 100, on_create, public)]
    pub mime_type: String,
    /// How many bytes it has.
    #[entity(range(0, 1_000_000_000_000), on_create)]
    pub size_bytes: i64,
    /// The SHA-256 of its bytes, in hexadecimal.
    #[entity(max = 64, on_create, public)]
    pub sha256: Option<String>,
    /// Where the object store has it.
    #[entity(max = 500, on_create, public)]
    pub storage_key: String,
    /// What it shows.
    #[entity(max = 2_000, personal(content, erase = redact_spans))]
    pub description: Option<String>,
    /// Who brought it.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub uploaded_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
    /// When it was deleted, UTC; nothing while it is not.
    pub deleted_at: Option<Timestamp>,
}

/// How a ticket stands to another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum TicketLinkKind {
    /// They have to do with each other.
    #[default]
    Related,
    /// It says the same.
    Duplicate,
    /// The other one waits for it.
    Blocks,
    /// It waits for the other one.
    BlockedBy,
    /// The other one is part of it.
    Parent,
    /// It is part of the other one.
    Child,
    /// The other one is its cause.
    CausedBy,
}

/// How a ticket stands to another one.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "ticket_link")]
#[entity(history(ticket = "source_id", created = "link_added", deleted = "link_removed", updated = "link_changed"))]
#[entity(index(name = "ticket_link_source", on = "source_id, target_id, kind", unique))]
#[entity(index(name = "ticket_link_target", on = "target_id, source_id, id"))]
pub struct TicketLink {
    /// The identifier, a UUID of version 7.
    pub id: TicketLinkId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub source_id: TicketId,
    /// The other one.
    #[entity(references = Ticket, on_create)]
    pub target_id: TicketId,
    /// How it stands to the other one.
    #[entity(on_create)]
    pub kind: TicketLinkKind,
    /// Who said so.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub created_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Hours that somebody worked on a ticket.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "time_entry", collection = "time_entries", editable)]
#[entity(index(name = "time_entry_ticket", on = "ticket_id, worked_on, id"))]
#[entity(index(name = "time_entry_user", on = "user_id, worked_on, id"))]
pub struct TimeEntry {
    /// The identifier, a UUID of version 7.
    pub id: TimeEntryId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// Who worked.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// The day, in the organization's time zone.
    pub worked_on: NaiveDate,
    /// How many hours.
    #[entity(range(0, 24))]
    pub hours: Decimal,
    /// Whether they are charged.
    pub is_billable: bool,
    /// What was done.
    #[entity(max = 2_000, personal(content, erase = redact_spans))]
    pub note: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What somebody thought of the help that they got.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "satisfaction_survey", editable)]
#[entity(index(name = "satisfaction_survey_token", on = "token_hash", unique, when = "token_hash IS NOT NULL"))]
#[entity(index(name = "satisfaction_survey_ticket", on = "ticket_id, created_at, id"))]
#[entity(index(name = "satisfaction_survey_answered", on = "answered_at, id", when = "answered_at IS NOT NULL"))]
#[entity(agenda(on = "expires_at", when = "expires_at IS NOT NULL AND answered_at IS NULL AND expired_at IS NULL"))]
pub struct SatisfactionSurvey {
    /// The identifier, a UUID of version 7.
    pub id: SatisfactionSurveyId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// Who is asked.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub user_id: Option<UserId>,
    /// The hash of the token in the letter; the token itself is nowhere.
    #[entity(max = 128, secret, on_create, public)]
    pub token_hash: Option<String>,
    /// How content they were (CSAT).
    #[entity(range(1, 5))]
    pub overall_rating: Option<i64>,
    /// How content with the time that it took.
    #[entity(range(1, 5))]
    pub speed_rating: Option<i64>,
    /// How content with the solution.
    #[entity(range(1, 5))]
    pub solution_rating: Option<i64>,
    /// How content with whoever helped.
    #[entity(range(1, 5))]
    pub agent_rating: Option<i64>,
    /// How likely they would recommend the desk (NPS).
    #[entity(range(0, 10))]
    pub recommendation: Option<i64>,
    /// What they wrote.
    #[entity(max = 8_192, personal(content, erase = redact_spans))]
    pub comment: Option<String>,
    /// When it was sent, UTC.
    pub sent_at: Option<Timestamp>,
    /// When it was answered, UTC.
    pub answered_at: Option<Timestamp>,
    /// Until when it can be answered, UTC.
    pub expires_at: Option<Timestamp>,
    /// When it was noted that nobody answered in time, UTC.
    #[entity(managed)]
    pub expired_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
