//! What people are told.

use uuid::Uuid;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`Notification`].
    NotificationId,
    /// The id of a [`NotificationEvent`].
    NotificationEventId,
    /// The id of a [`NotificationPreference`].
    NotificationPreferenceId,
}

/// Something that somebody is told.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "notification", editable, unaudited)]
#[entity(index(name = "notification_user", on = "user_id, created_at, id"))]
#[entity(index(name = "notification_unread", on = "user_id, id", when = "read_at IS NULL"))]
pub struct Notification {
    /// The identifier, a UUID of version 7.
    pub id: NotificationId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// Who is told.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// What happened, such as `ticket.assigned`.
    #[entity(max = 50, on_create, public)]
    pub kind: String,
    /// One line.
    #[entity(max = 255, on_create, personal(content, erase = redact_spans))]
    pub title: String,
    /// What it says.
    #[entity(max = 8_192, on_create, personal(content, erase = redact_spans))]
    pub body: Option<String>,
    /// Where to look.
    #[entity(max = 2_048, on_create, personal(content, erase = redact_spans))]
    pub link: Option<String>,
    /// The table of the row that it is about.
    #[entity(max = 63, on_create, public)]
    pub related: Option<String>,
    /// The id of the row that it is about.
    #[entity(on_create)]
    pub related_id: Option<Uuid>,
    /// How it goes out.
    #[entity(max = 10, on_create, public)]
    pub channels: Vec<String>,
    /// When it was read, UTC; nothing while it was not.
    pub read_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Where a notification is on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum NotificationStatus {
    /// It waits.
    #[default]
    Queued,
    /// It waits for others, to go out with them.
    Batched,
    /// It went out.
    Sent,
    /// It could not.
    Failed,
    /// The person does not want it.
    Suppressed,
}

/// A notification on its way through one channel.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "notification_event", editable, unaudited)]
#[entity(index(name = "notification_event_due", on = "status, available_at, id"))]
#[entity(index(name = "notification_event_notification", on = "notification_id, id"))]
pub struct NotificationEvent {
    /// The identifier, a UUID of version 7.
    pub id: NotificationEventId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The notification.
    #[entity(references = Notification, on_create)]
    pub notification_id: NotificationId,
    /// How it goes out, such as `email`.
    #[entity(max = 50, on_create, public)]
    pub channel: String,
    /// Where it is.
    pub status: NotificationStatus,
    /// Before when it does not go out, UTC.
    pub available_at: Timestamp,
    /// How often it was tried.
    #[entity(range(0, 1_000))]
    pub attempts: i64,
    /// What those share that go out together.
    #[entity(max = 100, public)]
    pub digest_key: Option<String>,
    /// When it went out, UTC.
    pub sent_at: Option<Timestamp>,
    /// Why it could not.
    #[entity(max = 2_000, public)]
    pub error: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// How often somebody is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum DigestFrequency {
    /// At once.
    #[default]
    Immediate,
    /// Every hour.
    Hourly,
    /// Every day.
    Daily,
}

/// What somebody wants to be told, how, and when not.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "notification_preference", editable)]
#[entity(index(name = "notification_preference_user", on = "user_id, kind", unique))]
pub struct NotificationPreference {
    /// The identifier, a UUID of version 7.
    pub id: NotificationPreferenceId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// What it holds for, such as `ticket.assigned`; `*` for all the rest.
    #[entity(max = 50, default = "*".to_owned(), on_create, public)]
    pub kind: String,
    /// How they want to be told.
    #[entity(max = 10, public)]
    pub channels: Vec<String>,
    /// Whether they want to be told at all.
    #[entity(default = true)]
    pub is_enabled: bool,
    /// How often.
    pub digest: DigestFrequency,
    /// From when on not, local time as `HH:MM`.
    #[entity(max = 5, public)]
    pub quiet_from: Option<String>,
    /// Until when not, local time as `HH:MM`.
    #[entity(max = 5, public)]
    pub quiet_until: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
