//! Channels and messages.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::organization::OrganizationId;
use crate::ticket::{Comment, CommentId, Ticket, TicketId};

crate::ids! {
    /// The id of a [`Channel`].
    ChannelId,
    /// The id of a [`Message`].
    MessageId,
}

/// What a channel is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum ChannelKind {
    /// E-mail.
    #[default]
    Email,
    /// WhatsApp.
    Whatsapp,
    /// Text messages.
    Sms,
    /// Telephone.
    Phone,
    /// A conversation on a page.
    Chat,
    /// A form on a page.
    Web,
    /// A social network.
    Social,
}

/// A way to reach the desk.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "channel", editable)]
#[entity(index(name = "channel_name", on = "name", unique))]
pub struct Channel {
    /// The identifier, a UUID of version 7.
    pub id: ChannelId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 100, public)]
    pub name: String,
    /// What it is.
    #[entity(on_create)]
    pub kind: ChannelKind,
    /// Which one is tried first, the least first.
    #[entity(range(0, 1_000))]
    pub priority: i64,
    /// What it needs to know beside its secrets.
    #[entity(max = 65_536, public)]
    pub configuration: Option<Json>,
    /// Whether it works.
    #[entity(default = true)]
    pub is_active: bool,
    /// How many messages went out.
    #[entity(range(0, 1_000_000_000_000))]
    pub sent_count: i64,
    /// How many of them did not arrive.
    #[entity(range(0, 1_000_000_000_000))]
    pub failed_count: i64,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Whether a message comes or goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum Direction {
    /// It comes.
    #[default]
    Inbound,
    /// It goes.
    Outbound,
}

/// How far a message came. It only moves forward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum MessageStatus {
    /// It waits.
    #[default]
    Queued,
    /// It went out.
    Sent,
    /// It arrived.
    Delivered,
    /// It was read.
    Read,
    /// It did not arrive.
    Failed,
}

/// Something that came or went through a channel.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "message", editable, unaudited)]
#[entity(index(name = "message_ticket", on = "ticket_id, created_at, id", when = "ticket_id IS NOT NULL"))]
#[entity(index(name = "message_channel", on = "channel_id, created_at, id"))]
#[entity(index(
    name = "message_external_id",
    on = "channel_id, external_id",
    unique,
    when = "external_id IS NOT NULL"
))]
pub struct Message {
    /// The identifier, a UUID of version 7.
    pub id: MessageId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The channel.
    #[entity(references = Channel, on_create)]
    pub channel_id: ChannelId,
    /// The ticket that it belongs to.
    #[entity(references = Ticket)]
    pub ticket_id: Option<TicketId>,
    /// The comment that it became or came from.
    #[entity(references = Comment)]
    pub comment_id: Option<CommentId>,
    /// Whether it came or went.
    #[entity(on_create)]
    pub direction: Direction,
    /// How far it came.
    pub status: MessageStatus,
    /// From whom.
    #[entity(max = 254, on_create, personal(contact, erase = null))]
    pub sender: Option<String>,
    /// To whom.
    #[entity(max = 254, on_create, personal(contact, erase = null))]
    pub recipient: Option<String>,
    /// One line.
    #[entity(max = 998, on_create, personal(content, erase = redact_spans))]
    pub subject: Option<String>,
    /// What it says.
    #[entity(max = 262_144, on_create, personal(content, erase = redact_spans))]
    pub body: Option<String>,
    /// Its id with the provider.
    #[entity(max = 255, on_create, public)]
    pub external_id: Option<String>,
    /// What it cost.
    #[entity(range(0, 1_000_000))]
    pub cost: Option<Decimal>,
    /// In which currency (ISO 4217).
    #[entity(max = 3, public)]
    pub currency: Option<String>,
    /// Why it did not arrive.
    #[entity(max = 2_000, public)]
    pub error: Option<String>,
    /// When it went out, UTC.
    pub sent_at: Option<Timestamp>,
    /// When it arrived, UTC.
    pub delivered_at: Option<Timestamp>,
    /// When it was read, UTC.
    pub read_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
