//! Channels: how people reach the desk, and what went to and fro.

mod model;

pub use model::{
    Channel, ChannelId, ChannelKind, ChannelPatch, Direction, EmailAccount, EmailAccountId, EmailAccountKind,
    EmailAccountPatch, MailEncryption, Message, MessageId, MessagePatch, MessageStatus, NewChannel, NewEmailAccount,
    NewMessage, NewWhatsAppContact, NewWhatsAppMessage, NewWhatsAppSession, WhatsAppContact, WhatsAppContactId,
    WhatsAppContactPatch, WhatsAppMessage, WhatsAppMessageId, WhatsAppMessageKind, WhatsAppMessagePatch,
    WhatsAppSession, WhatsAppSessionId, WhatsAppSessionPatch,
};
