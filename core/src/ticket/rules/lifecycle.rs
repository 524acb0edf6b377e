//! Which steps a ticket may take, and what a step does to it.

use crate::clock::Timestamp;
use crate::entity::{Entity as _, Value};
use crate::error::{Code, Error, Result};
use crate::scope::Actor;
use crate::ticket::{Status, StatusTransition, Ticket};

/// Decides whether the actor may take the ticket to `target`.
///
/// A step for exactly this status comes before one from any status; the more exact rule decides alone.
///
/// # Errors
/// [`Code::TransitionForbidden`], [`Code::PermissionMissing`], [`Code::TransitionFieldRequired`] with the field.
pub(crate) fn check_step(ticket: &Ticket, target: &Status, steps: &[StatusTransition], actor: &Actor) -> Result<()> {
    let to_target = || steps.iter().filter(|step| step.to_status_id == target.id);
    let exact = to_target().find(|step| step.from_status_id == Some(ticket.status_id));
    let step = exact.or_else(|| to_target().find(|step| step.from_status_id.is_none()));
    let Some(step) = step else {
        return Err(Error::new(Code::TransitionForbidden).field("status_id").with("to", &target.key));
    };
    if let Some(permission) = step.required_permission.as_deref().filter(|permission| !actor.may(permission)) {
        return Err(Error::new(Code::PermissionMissing).field("status_id").with("permission", permission));
    }
    if step.required_fields.is_empty() {
        return Ok(());
    }
    let row = ticket.clone().into_row();
    let missing = step.required_fields.iter().find(|name| Ticket::DEF.index_of(name).is_none_or(|index| is_empty(&row[index])));
    match missing {
        Some(name) => Err(Error::new(Code::TransitionFieldRequired).field(name.clone()).with("to", &target.key)),
        None => Ok(()),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

/// Puts the ticket into the status `target` at `now`, with everything that follows: the times of resolution and closing,
/// and the count of re-openings.
pub(crate) fn enter(ticket: &mut Ticket, target: &Status, now: Timestamp) {
    ticket.status_id = target.id;
    if target.kind.is_unresolved() {
        if !is_unresolved(ticket) {
            ticket.reopen_count += 1;
        }
        ticket.resolved_at = None;
        ticket.closed_at = None;
    } else if target.kind.is_over() {
        ticket.closed_at = Some(now);
    } else {
        ticket.resolved_at = Some(now);
        ticket.closed_at = None;
    }
}

/// Returns whether the ticket still needs work or an answer. Its times tell: they are set and cleared with its status.
pub(crate) fn is_unresolved(ticket: &Ticket) -> bool {
    ticket.resolved_at.is_none() && ticket.closed_at.is_none()
}

/// Returns whether the ticket counts as held by its assignee.
pub(crate) fn is_held(ticket: &Ticket) -> bool {
    ticket.deleted_at.is_none() && is_unresolved(ticket)
}
