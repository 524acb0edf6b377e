//! A source ticket as the steps of a desk's ticket: the row after every recorded event, with its time and its author.

use serde_json::{Map, Value as Json};

use super::Summary;
use super::directory::Directory;
use crate::clock::Timestamp;
use crate::entity::{Allocated, Draft as _, Entity as _, Value, check_row};
use crate::error::Result;
use crate::identity::User;
use crate::import::{Mapping, SourceEvent, SourceState, SourceTicket, TicketField};
use crate::scope::Scope;
use crate::ticket::rules::lifecycle;
use crate::ticket::{NewTicket, PrioritySource, StatusKind, Ticket};
use crate::unit_of_work::{Step, UnitOfWork};

/// A ticket's life, ready to be written.
pub(super) struct Life {
    /// When it was opened, UTC.
    pub(super) opened_at: Timestamp,
    /// The row after each event.
    pub(super) steps: Vec<Step>,
    /// The ticket after the last event.
    last: Ticket,
}

impl Life {
    /// Gives the ticket its number.
    pub(super) fn number(&mut self, number: Allocated) {
        if let (Some(index), Some(step)) = (Ticket::DEF.index_of(Ticket::NUMBER), self.steps.last_mut()) {
            step.row[index] = Value::Allocated(Box::new(number));
        }
    }

    /// Adds the ticket with the records of every step, and counts it for whoever holds it.
    pub(super) fn write(&self, work: &mut UnitOfWork<'_>) -> Result<()> {
        work.insert_life(Ticket::DEF, &self.steps)?;
        if let Some(holder) = self.last.assignee_id.filter(|_| lifecycle::is_held(&self.last)) {
            work.add(User::DEF, holder, User::OPEN_TICKET_COUNT, 1, None);
        }
        Ok(())
    }
}

/// Follows a source ticket through its events. An event that a rule refuses is left out and counted.
pub(super) fn of(
    scope: &Scope,
    mapping: &Mapping,
    directory: &Directory,
    source: &SourceTicket,
    gain: &mut Summary,
) -> Life {
    let opened_at = Timestamp::from(source.opened_at);
    let mut ticket = Ticket::build(NewTicket::default(), scope.stamp(opened_at));
    ticket.external_id = Some(source.external_id.to_string());
    // The number comes with the commit; until then any text satisfies the rule that there is one.
    ticket.number = "?".to_owned();
    let mut steps: Vec<Step> = Vec::with_capacity(source.events.len());
    for event in &source.events {
        let mut after = ticket.clone();
        let first = steps.is_empty();
        if let Err(error) = follow(scope, mapping, directory, source, event, first, &mut after, gain) {
            gain.refuse(event.line, &error);
            continue;
        }
        if !first {
            after.version += 1;
        }
        let row = after.clone().into_row();
        if let Err(error) = check_row(Ticket::DEF, &row) {
            gain.refuse(event.line, &error);
            continue;
        }
        ticket = after;
        steps.push(Step { row, actor: directory.user(event.actor.as_ref()), at: Timestamp::from(event.at) });
    }
    Life { opened_at, steps, last: ticket }
}

/// Puts the ticket into the state that the source recorded.
#[allow(clippy::too_many_arguments)]
fn follow(
    scope: &Scope,
    mapping: &Mapping,
    directory: &Directory,
    source: &SourceTicket,
    event: &SourceEvent,
    first: bool,
    ticket: &mut Ticket,
    gain: &mut Summary,
) -> Result<()> {
    let (state, at) = (&event.state, Timestamp::from(event.at));
    let status = directory.status(&state.status)?;
    if first {
        lifecycle::enter(ticket, status, at);
        ticket.reopen_count = 0;
        ticket.created_by_id = directory.user(state.opened_by.as_ref());
    } else if ticket.status_id != status.id {
        lifecycle::check_step(ticket, status, &directory.steps, scope.actor())?;
        lifecycle::enter(ticket, status, at);
    }
    times(mapping, state, status.kind, at, ticket);
    let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().map(str::to_owned);
    ticket.subject = text(&state.subject).unwrap_or_else(|| source.external_id.to_string());
    ticket.description = text(&state.description);
    ticket.r#type = state.ticket_type.unwrap_or_default();
    ticket.impact = state.impact;
    ticket.urgency = state.urgency;
    ticket.source = state.source.unwrap_or_default();
    ticket.category_id = directory.category(None, state.category.as_ref());
    ticket.subcategory_id =
        ticket.category_id.and_then(|parent| directory.category(Some(parent), state.subcategory.as_ref()));
    ticket.requester_id = directory.user(state.requester.as_ref());
    ticket.team_id = directory.team(state.team.as_ref());
    let assignee = directory.user(state.assignee.as_ref());
    if assignee != ticket.assignee_id {
        ticket.assignee_id = assignee;
        ticket.assigned_at = assignee.map(|_| at);
    }
    priority(directory, state, ticket, gain);
    ticket.tags = state.tags.iter().map(ToString::to_string).collect();
    ticket.custom_fields = custom_fields(state);
    ticket.updated_at = at;
    Ok(())
}

/// Takes the times that the source recorded; where it has a column for a time, an empty one means that there was none.
fn times(mapping: &Mapping, state: &SourceState, kind: StatusKind, at: Timestamp, ticket: &mut Ticket) {
    let recorded = |field: TicketField| mapping.fields.contains_key(&field);
    let instant = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(Timestamp::from);
    if !kind.is_unresolved() && recorded(TicketField::ResolvedAt) {
        // A resolved ticket keeps the time of the event: without any time it would count as unresolved.
        ticket.resolved_at = instant(state.resolved_at).or(ticket.resolved_at.filter(|_| !kind.is_over()));
    }
    if kind.is_over() {
        ticket.closed_at = instant(state.closed_at).or(ticket.closed_at);
    }
    // Exports repeat the answer's time on earlier rows, when it was not known yet.
    if let Some(answered) = instant(state.first_response_at).filter(|answered| *answered <= at || kind.is_over()) {
        ticket.first_response_at = Some(answered);
    }
    if let Some(count) = state.reopen_count {
        ticket.reopen_count = i64::from(count);
    }
}

fn priority(directory: &Directory, state: &SourceState, ticket: &mut Ticket, gain: &mut Summary) {
    let rule = state.impact.zip(state.urgency).and_then(|(impact, urgency)| {
        directory.rules.iter().find(|rule| rule.impact == impact && rule.urgency == urgency)
    });
    let of_matrix = rule.map(|rule| rule.priority_id);
    let recorded = directory.priority(state.priority.as_ref());
    (ticket.priority_id, ticket.priority_source) = match (recorded, of_matrix) {
        (Some(recorded), Some(of_matrix)) if recorded == of_matrix => (recorded, PrioritySource::Matrix),
        (Some(recorded), of_matrix) => {
            gain.matrix_disagreements += u64::from(of_matrix.is_some());
            (recorded, PrioritySource::Manual)
        }
        (None, Some(of_matrix)) => (of_matrix, PrioritySource::Matrix),
        (None, None) => (directory.default_priority(), PrioritySource::Default),
    };
}

fn custom_fields(state: &SourceState) -> Option<Json> {
    let members: Map<String, Json> = state
        .custom
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), serde_json::to_value(value?).ok()?)))
        .collect();
    (!members.is_empty()).then_some(Json::Object(members))
}
