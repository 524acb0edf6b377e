//! WhatsApp: contacts, messages, sessions.

use crate::channel::{Direction, MessageStatus};
use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;
use crate::ticket::{Ticket, TicketId};

crate::ids! {
    /// The id of a [`WhatsAppContact`].
    WhatsAppContactId,
    /// The id of a [`WhatsAppMessage`].
    WhatsAppMessageId,
    /// The id of a [`WhatsAppSession`].
    WhatsAppSessionId,
}

/// Somebody on WhatsApp.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "whatsapp_contact", collection = "whatsapp_contacts", editable)]
#[entity(index(name = "whatsapp_contact_phone", on = "phone", unique, when = "phone IS NOT NULL"))]
#[entity(index(name = "whatsapp_contact_wa_id", on = "wa_id", unique, when = "wa_id IS NOT NULL"))]
#[entity(index(name = "whatsapp_contact_user", on = "user_id, id", when = "user_id IS NOT NULL"))]
pub struct WhatsAppContact {
    /// The identifier, a UUID of version 7.
    pub id: WhatsAppContactId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person, when they are known to the desk.
    #[entity(references = User, personal(link, erase = null))]
    pub user_id: Option<UserId>,
    /// The telephone number, E.164.
    #[entity(max = 16, personal(contact, erase = null))]
    pub phone: Option<String>,
    /// Their id with WhatsApp.
    #[entity(max = 128, personal(identity, erase = null))]
    pub wa_id: Option<String>,
    /// The name that they chose.
    #[entity(max = 255, personal(identity, erase = null))]
    pub display_name: Option<String>,
    /// Whether it is a business.
    pub is_business: bool,
    /// Whether WhatsApp verified it.
    pub is_verified: bool,
    /// When they asked not to be written to, UTC.
    pub opted_out_at: Option<Timestamp>,
    /// When they last wrote, UTC.
    pub last_message_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What a message holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum WhatsAppMessageKind {
    /// Text.
    #[default]
    Text,
    /// A picture.
    Image,
    /// A document.
    Document,
    /// A sound.
    Audio,
    /// A film.
    Video,
    /// A place.
    Location,
    /// Somebody's data.
    Contacts,
    /// A sticker.
    Sticker,
    /// A text that was approved before.
    Template,
    /// Buttons or a list.
    Interactive,
    /// A sign under another message.
    Reaction,
    /// Something else.
    Other,
}

/// A message on WhatsApp.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "whatsapp_message", collection = "whatsapp_messages", editable, unaudited)]
#[entity(index(name = "whatsapp_message_external_id", on = "external_id", unique))]
#[entity(index(name = "whatsapp_message_contact", on = "whatsapp_contact_id, created_at, id"))]
#[entity(index(name = "whatsapp_message_ticket", on = "ticket_id, created_at, id", when = "ticket_id IS NOT NULL"))]
pub struct WhatsAppMessage {
    /// The identifier, a UUID of version 7.
    pub id: WhatsAppMessageId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// Who wrote it, or to whom it was written.
    #[entity(references = WhatsAppContact, on_create)]
    pub whatsapp_contact_id: WhatsAppContactId,
    /// The ticket that it belongs to.
    #[entity(references = Ticket)]
    pub ticket_id: Option<TicketId>,
    /// Its id with WhatsApp.
    #[entity(max = 255, on_create, public)]
    pub external_id: String,
    /// Whether it came or went.
    #[entity(on_create)]
    pub direction: Direction,
    /// What it holds.
    #[entity(on_create)]
    pub kind: WhatsAppMessageKind,
    /// What it says.
    #[entity(max = 65_536, on_create, personal(content, erase = redact_spans))]
    pub body: Option<String>,
    /// Where its file is.
    #[entity(max = 2_048, personal(content, erase = redact_spans))]
    pub media_url: Option<String>,
    /// What the file is, as a MIME type.
    #[entity(max = 100, public)]
    pub media_mime_type: Option<String>,
    /// The SHA-256 of the file, in hexadecimal.
    #[entity(max = 64, public)]
    pub media_sha256: Option<String>,
    /// How far it came.
    pub status: MessageStatus,
    /// Why it did not arrive.
    #[entity(max = 2_000, public)]
    pub error: Option<String>,
    /// When it went out, UTC.
    pub sent_at: Option<Timestamp>,
    /// When it arrived, UTC.
    pub delivered_at: Option<Timestamp>,
    /// When it was read, UTC.
    pub read_at: Option<Timestamp>,
    /// When it was known not to arrive, UTC.
    pub failed_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A conversation that a program holds.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "whatsapp_session", collection = "whatsapp_sessions", editable, unaudited)]
#[entity(index(name = "whatsapp_session_phone", on = "phone", unique))]
#[entity(index(name = "whatsapp_session_activity", on = "last_active_at, id"))]
pub struct WhatsAppSession {
    /// The identifier, a UUID of version 7.
    pub id: WhatsAppSessionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The telephone number, E.164.
    #[entity(max = 16, on_create, personal(contact, erase = surrogate))]
    pub phone: String,
    /// What the program keeps, encrypted by the host's key ring.
    #[entity(max = 262_144, secret, personal(content, erase = null))]
    pub data: Option<Vec<u8>>,
    /// When something was last said, UTC.
    pub last_active_at: Option<Timestamp>,
    /// When it ends, UTC.
    pub expires_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
