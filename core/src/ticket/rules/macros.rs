//! What a macro holds: changes as JSON, which must be changes that there are.

use crate::error::{Code, Error, Result};
use crate::operation::{Data, DataType as _};
use crate::ticket::{Macro, TicketAction};

/// The greatest number of changes that are made at once to a ticket.
pub(crate) const MAX_CHANGES: usize = 50;

/// Returns the changes of a macro.
///
/// # Errors
/// [`Code::FieldKind`], [`Code::EnumUnknown`], [`Code::FieldUnknown`] or [`Code::Required`] with the part that is none,
/// [`Code::ListTooLong`] with `changes`.
pub(crate) fn changes(found: &Macro) -> Result<Vec<TicketAction>> {
    let changes = Vec::<TicketAction>::from_data(Data::from_json(found.changes.clone()), Macro::CHANGES)?;
    check_number(&changes)?;
    Ok(changes)
}

/// Refuses more changes than are made at once.
///
/// # Errors
/// [`Code::ListTooLong`] with `changes`.
pub(crate) fn check_number(changes: &[TicketAction]) -> Result<()> {
    if changes.len() > MAX_CHANGES {
        return Err(Error::new(Code::ListTooLong).field(Macro::CHANGES).with("max", MAX_CHANGES));
    }
    Ok(())
}
