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
/// [`Code::TransitionForbidden`], [`Code::PermissionMissing`], [`Code::TransitionFieldRequired`] with the field,
/// [`Code::TicketMerged`].
pub(crate) fn check_step(ticket: &Ticket, target: &Status, steps: &[StatusTransition], actor: &Actor) -> Result<()> {
    if ticket.merged_into_id.is_some() {
        return Err(Error::new(Code::TicketMerged).with("to", &target.key));
    }
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
    let missing =
        step.required_fields.iter().find(|name| Ticket::DEF.index_of(name).is_none_or(|index| is_empty(&row[index])));
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

/// Deletes the ticket as spam.
pub(crate) fn throw_away(ticket: &mut Ticket, now: Timestamp) {
    ticket.is_spam = true;
    ticket.deleted_at = Some(now);
}

/// Returns whether the ticket still needs work or an answer. Its times tell: they are set and cleared with its status.
pub(crate) fn is_unresolved(ticket: &Ticket) -> bool {
    ticket.resolved_at.is_none() && ticket.closed_at.is_none()
}

/// Returns whether the ticket counts as held by its assignee.
pub(crate) fn is_held(ticket: &Ticket) -> bool {
    ticket.deleted_at.is_none() && is_unresolved(ticket)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Draft as _, Stamp};
    use crate::ticket::{NewStatus, NewStatusTransition, NewTicket, StatusId, StatusKind};
    use proptest::prelude::{prop, prop_assert_eq, proptest};

    fn stamp(id: u128) -> Stamp {
        Stamp { id: uuid::Uuid::from_u128(id), organization_id: Default::default(), at: Timestamp::EPOCH }
    }

    fn status(id: u128, kind: StatusKind) -> Status {
        Status::build(NewStatus { key: kind.name().to_owned(), kind, ..NewStatus::default() }, stamp(id))
    }

    fn ticket(status: u128) -> Ticket {
        let mut ticket = Ticket::build(NewTicket::default(), stamp(9));
        ticket.status_id = StatusId::from(uuid::Uuid::from_u128(status));
        ticket
    }

    fn step(from: Option<u128>, to: u128, permission: Option<&str>, fields: &[&str]) -> StatusTransition {
        let id = |id: u128| StatusId::from(uuid::Uuid::from_u128(id));
        let new = NewStatusTransition {
            from_status_id: from.map(id),
            to_status_id: id(to),
            required_permission: permission.map(str::to_owned),
            required_fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        };
        StatusTransition::build(new, stamp(7))
    }

    #[test]
    fn a_step_must_be_allowed_from_here_or_from_anywhere() {
        let (target, nobody) = (status(2, StatusKind::Open), Actor::user(Default::default()));
        let code =
            |steps: &[StatusTransition]| check_step(&ticket(1), &target, steps, &nobody).map_err(|error| error.code());
        assert_eq!(code(&[]), Err(Code::TransitionForbidden));
        assert_eq!(code(&[step(Some(3), 2, None, &[])]), Err(Code::TransitionForbidden));
        assert_eq!(code(&[step(Some(1), 2, None, &[])]), Ok(()));
        assert_eq!(code(&[step(None, 2, None, &[])]), Ok(()));
    }

    #[test]
    fn the_more_exact_step_decides_alone() {
        let steps = [step(None, 2, None, &[]), step(Some(1), 2, Some("ticket.close"), &[])];
        let target = status(2, StatusKind::Closed);
        let actor = Actor::user(Default::default());
        let refused = check_step(&ticket(1), &target, &steps, &actor).unwrap_err();
        assert_eq!((refused.code(), refused.parameter("permission")), (Code::PermissionMissing, Some("ticket.close")));
        assert!(check_step(&ticket(1), &target, &steps, &actor.with_permissions(["ticket.close"])).is_ok());
        assert!(check_step(&ticket(1), &target, &steps, &Actor::system()).is_ok());
    }

    #[test]
    fn a_required_field_must_be_filled_in() {
        let steps = [step(None, 2, None, &["category_id", "no_such_field"])];
        let refused = check_step(&ticket(1), &status(2, StatusKind::Resolved), &steps, &Actor::system()).unwrap_err();
        assert_eq!((refused.code(), refused.fields()[0].as_str()), (Code::TransitionFieldRequired, "category_id"));
    }

    proptest! {
        /// Whatever a ticket goes through: its times tell its state, and every return from resolved or over counts once.
        #[test]
        fn times_follow_the_status(kinds in prop::collection::vec(prop::sample::select(StatusKind::ALL.to_vec()), 1..20)) {
            let mut ticket = ticket(1);
            let (mut reopened, mut unresolved) = (0, true);
            for (hour, kind) in (1..).zip(kinds) {
                let now = Timestamp::clamped(hour * 3_600_000);
                enter(&mut ticket, &status(2, kind), now);
                reopened += i64::from(kind.is_unresolved() && !unresolved);
                unresolved = kind.is_unresolved();
                prop_assert_eq!(is_unresolved(&ticket), kind.is_unresolved());
                prop_assert_eq!(ticket.closed_at, kind.is_over().then_some(now));
                if kind == StatusKind::Resolved {
                    prop_assert_eq!(ticket.resolved_at, Some(now));
                }
                prop_assert_eq!(ticket.reopen_count, reopened);
            }
        }
    }
}
