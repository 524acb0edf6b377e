//! One row read by the plan: the state it records and the events it tells of, or the first thing wrong with it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::cells::{Problem, RowView};
use super::limits::{MAX_NAME_BYTES, MAX_TAGS};
use super::plan::{Plan, PlannedLayout, PlannedSteps, StateFields};
use super::report::Reason;
use super::source::{CustomFields, SourceEvent, SourceState};
use super::values::{Context, DateField, TextField, WordField};
use super::vocabulary::EventKind;

/// What a good row says.
pub(crate) struct RowMeaning {
    pub(crate) key: Arc<str>,
    pub(crate) opened_at: DateTime<Utc>,
    /// One event, or for a one-row ticket several; the first is not known to create a ticket.
    pub(crate) first: SourceEvent,
    pub(crate) more: Vec<SourceEvent>,
}

impl Plan {
    /// Reads a row of the right number of fields.
    pub(crate) fn extract(&mut self, row: RowView<'_>, line: u64) -> Result<RowMeaning, Problem> {
        let context = &mut self.context;
        let missing = |column| Problem { reason: Reason::MissingValue, column };
        let key = self.key.read(row, context)?.ok_or_else(|| missing(self.key.column()))?;
        let opened_at = date(&mut self.opened_at, row, context)?;
        match &mut self.layout {
            PlannedLayout::Events { status, at } => {
                let status = status.read(row, context)?.ok_or_else(|| missing(None))?;
                let at = at.read(row, context)?.ok_or_else(|| missing(None))?;
                let actor = text(&mut self.actor, row, context)?;
                let state = self.fields.read(status, row, context)?;
                let first = SourceEvent { line, kind: EventKind::Changed, at, actor, state };
                Ok(RowMeaning { key, opened_at: opened_at.unwrap_or(at), first, more: Vec::new() })
            }
            PlannedLayout::Tickets(steps) => {
                let opened_at = opened_at.ok_or_else(|| missing(None))?;
                let status = steps.opened.read(row, context)?.ok_or_else(|| missing(None))?;
                let actor = text(&mut self.actor, row, context)?;
                let state = self.fields.read(status, row, context)?;
                let first = SourceEvent { line, kind: EventKind::Created, at: opened_at, actor, state };
                let more = steps.later(&first, row, context)?;
                Ok(RowMeaning { key, opened_at, first, more })
            }
        }
    }
}

impl PlannedSteps {
    /// The events after the opening, in the order of a ticket's life whatever their dates say.
    fn later(&mut self, first: &SourceEvent, row: RowView<'_>, context: &Context) -> Result<Vec<SourceEvent>, Problem> {
        let state = &first.state;
        let mut events = Vec::new();
        for (kind, status, at) in [
            (EventKind::Answered, &mut self.answered, state.first_response_at),
            (EventKind::Resolved, &mut self.resolved, state.resolved_at),
            (EventKind::Closed, &mut self.closed, state.closed_at),
        ] {
            let (Some(status), Some(at)) = (status, at) else { continue };
            let status = read_word(status, row, context)?;
            let state = SourceState { status, ..state.clone() };
            events.push(SourceEvent { line: first.line, kind, at, actor: first.actor.clone(), state });
        }
        Ok(events)
    }
}

fn read_word(status: &mut WordField<Arc<str>>, row: RowView<'_>, context: &Context) -> Result<Arc<str>, Problem> {
    status.read(row, context)?.ok_or(Problem { reason: Reason::MissingValue, column: None })
}

fn text(field: &mut Option<TextField>, row: RowView<'_>, context: &mut Context) -> Result<Option<Arc<str>>, Problem> {
    field.as_mut().map_or(Ok(None), |field| field.read(row, context))
}

fn date(
    field: &mut Option<DateField>,
    row: RowView<'_>,
    context: &mut Context,
) -> Result<Option<DateTime<Utc>>, Problem> {
    field.as_mut().map_or(Ok(None), |field| field.read(row, context))
}

fn word<T: Clone>(field: &mut Option<WordField<T>>, row: RowView<'_>, context: &Context) -> Result<Option<T>, Problem> {
    field.as_mut().map_or(Ok(None), |field| field.read(row, context))
}

impl StateFields {
    fn read(&mut self, status: Arc<str>, row: RowView<'_>, context: &mut Context) -> Result<SourceState, Problem> {
        let mut values = Vec::with_capacity(self.custom.len());
        for field in &mut self.custom {
            values.push(field.read(row, context)?);
        }
        Ok(SourceState {
            status,
            subject: text(&mut self.subject, row, context)?,
            description: text(&mut self.description, row, context)?,
            ticket_type: word(&mut self.ticket_type, row, context)?,
            priority: word(&mut self.priority, row, context)?,
            impact: word(&mut self.impact, row, context)?,
            urgency: word(&mut self.urgency, row, context)?,
            category: text(&mut self.category, row, context)?,
            subcategory: text(&mut self.subcategory, row, context)?,
            source: word(&mut self.source, row, context)?,
            requester: text(&mut self.requester, row, context)?,
            opened_by: text(&mut self.opened_by, row, context)?,
            assignee: text(&mut self.assignee, row, context)?,
            team: text(&mut self.team, row, context)?,
            first_response_at: date(&mut self.first_response_at, row, context)?,
            resolved_at: date(&mut self.resolved_at, row, context)?,
            closed_at: date(&mut self.closed_at, row, context)?,
            reopen_count: self.reopen_count.as_mut().map_or(Ok(None), |field| field.read(row, context))?,
            tags: self.read_tags(row, context)?,
            custom: CustomFields::new(Arc::clone(&self.custom_names), values.into_boxed_slice()),
        })
    }

    fn read_tags(&mut self, row: RowView<'_>, context: &mut Context) -> Result<Vec<Arc<str>>, Problem> {
        let mut tags: Vec<Arc<str>> = Vec::new();
        for field in &mut self.tags {
            let Some(list) = field.read(row, context)? else { continue };
            let problem = |reason| Problem { reason, column: field.column() };
            // Without a separator the list is one tag; the reader lets no NUL come this far.
            for tag in list.split(self.tag_separator.as_deref().unwrap_or("\0")) {
                let tag = tag.trim();
                if tag.is_empty() || tags.iter().any(|known| known.as_ref() == tag) {
                    continue;
                }
                if tag.len() > MAX_NAME_BYTES {
                    return Err(problem(Reason::TextTooLong));
                }
                if tags.len() == MAX_TAGS {
                    return Err(problem(Reason::TooManyTags));
                }
                tags.push(context.texts.share(tag));
            }
        }
        Ok(tags)
    }
}
