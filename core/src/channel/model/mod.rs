//! The entities of this area.

mod email;
mod traffic;
mod whatsapp;

pub use email::{EmailAccount, EmailAccountId, EmailAccountKind, EmailAccountPatch, MailEncryption, NewEmailAccount};
pub use traffic::{
    Channel, ChannelId, ChannelKind, ChannelPatch, Direction, Message, MessageId, MessagePatch, MessageStatus,
    NewChannel, NewMessage,
};
pub use whatsapp::{
    NewWhatsAppContact, NewWhatsAppMessage, NewWhatsAppSession, WhatsAppContact, WhatsAppContactId,
    WhatsAppContactPatch, WhatsAppMessage, WhatsAppMessageId, WhatsAppMessageKind, WhatsAppMessagePatch,
    WhatsAppSession, WhatsAppSessionId, WhatsAppSessionPatch,
};
