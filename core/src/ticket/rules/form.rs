//! The form of a ticket's own values, beyond what the reflection table can say.

use crate::error::{Code, Error, Result};
use crate::identity::rules as identity_rules;
use crate::ticket::Ticket;

/// Puts a ticket's own values into their form and checks what the reflection table cannot.
///
/// # Errors
/// [`Code::FormatInvalid`] or [`Code::FieldKind`] with the field.
pub(crate) fn check(ticket: &mut Ticket) -> Result<()> {
    for (name, value) in [
        (Ticket::REQUESTER_EMAIL, &mut ticket.requester_email),
        (Ticket::REPLY_TO_ADDRESS, &mut ticket.reply_to_address),
    ] {
        if let Some(email) = value {
            *email = email.trim().to_lowercase();
            identity_rules::check_email(name, email)?;
        }
    }
    if ticket.custom_fields.as_ref().is_some_and(|fields| !fields.is_object()) {
        return Err(Error::new(Code::FieldKind).field(Ticket::CUSTOM_FIELDS).with("expected", "a JSON object"));
    }
    Ok(())
}
