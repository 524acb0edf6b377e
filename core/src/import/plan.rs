//! A mapping resolved against the columns of one file: names become indexes once, before the first row.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::cells::{Blanks, Column, Texts};
use super::dates::{DateFormat, ToUtc};
use super::error::{MappingError, ReadError};
use super::limits::{MAX_KEY_BYTES, MAX_NAME_BYTES, MAX_TEXT_BYTES};
use super::mapping::{Layout, Mapping, TemplatePart, TicketField, ValueSource};
use super::report::Reason;
use super::values::{
    Clock, Context, CountField, DateField, ExtraField, RenderedPart, Rendering, TextField, TextFrom, WordField,
};
use crate::ticket::{Level, TicketSource, TicketType};

/// Every field of a row, resolved.
pub(crate) struct Plan {
    pub(crate) columns: Vec<Arc<str>>,
    pub(crate) context: Context,
    pub(crate) key: TextField,
    pub(crate) layout: PlannedLayout,
    pub(crate) opened_at: Option<DateField>,
    pub(crate) actor: Option<TextField>,
    pub(crate) fields: StateFields,
}

/// How rows become events.
pub(crate) enum PlannedLayout {
    Events { status: WordField<Arc<str>>, at: DateField },
    Tickets(Box<PlannedSteps>),
}

/// The status of each step of a one-row ticket.
pub(crate) struct PlannedSteps {
    pub(crate) opened: WordField<Arc<str>>,
    pub(crate) answered: Option<WordField<Arc<str>>>,
    pub(crate) resolved: Option<WordField<Arc<str>>>,
    pub(crate) closed: Option<WordField<Arc<str>>>,
}

/// The fields that make up a state.
pub(crate) struct StateFields {
    pub(crate) subject: Option<TextField>,
    pub(crate) description: Option<TextField>,
    pub(crate) ticket_type: Option<WordField<TicketType>>,
    pub(crate) priority: Option<WordField<Arc<str>>>,
    pub(crate) impact: Option<WordField<Level>>,
    pub(crate) urgency: Option<WordField<Level>>,
    pub(crate) category: Option<TextField>,
    pub(crate) subcategory: Option<TextField>,
    pub(crate) source: Option<WordField<TicketSource>>,
    pub(crate) requester: Option<TextField>,
    pub(crate) opened_by: Option<TextField>,
    pub(crate) assignee: Option<TextField>,
    pub(crate) team: Option<TextField>,
    pub(crate) first_response_at: Option<DateField>,
    pub(crate) resolved_at: Option<DateField>,
    pub(crate) closed_at: Option<DateField>,
    pub(crate) reopen_count: Option<CountField>,
    pub(crate) tags: Vec<TextField>,
    pub(crate) tag_separator: Option<String>,
    pub(crate) custom_names: Arc<[Arc<str>]>,
    pub(crate) custom: Vec<ExtraField>,
}

impl Plan {
    pub(crate) fn new(mapping: &Mapping, columns: Vec<Arc<str>>, to_utc: ToUtc) -> Result<Self, ReadError> {
        let resolver = Resolver { mapping, columns: &columns };
        let key = resolver.required_text(TicketField::ExternalId)?;
        let layout = resolver.layout()?;
        // The creating data is on every row, so that any row can create the ticket.
        let opened_at = resolver.date(TicketField::OpenedAt, true)?;
        let actor = resolver.text(TicketField::Actor)?;
        let fields = resolver.state_fields()?;
        let format = &mapping.format;
        let formats = format.dates.iter().map(|date| DateFormat::compile(date));
        let formats = formats.collect::<Result<_, _>>().map_err(|message| wrong("format.dates", message))?;
        let context = Context {
            blanks: Blanks { trim: format.trim, nulls: format.nulls.clone() },
            texts: Texts::default(),
            clock: Clock { formats, to_utc },
        };
        Ok(Plan { context, key, layout, opened_at, actor, fields, columns })
    }
}

fn wrong(path: &str, message: &str) -> ReadError {
    ReadError::Mapping(MappingError::new(path, message))
}

struct Resolver<'a> {
    mapping: &'a Mapping,
    columns: &'a [Arc<str>],
}

impl Resolver<'_> {
    fn index(&self, name: &str) -> Result<usize, ReadError> {
        let mut places = self.columns.iter().enumerate().filter(|(_, column)| column.as_ref() == name);
        let first = places.next();
        let repeated = places.next().is_some();
        match first {
            Some((index, _)) if !repeated => Ok(index),
            _ => Err(ReadError::Column { column: name.to_owned(), repeated }),
        }
    }

    fn column<T: Clone>(&self, name: &str, required: bool) -> Result<Column<T>, ReadError> {
        Ok(Column::new(self.index(name)?, Arc::from(name), required))
    }

    fn text(&self, field: TicketField) -> Result<Option<TextField>, ReadError> {
        let Some(source) = self.mapping.fields.get(&field) else { return Ok(None) };
        let limit = match field {
            TicketField::ExternalId => MAX_KEY_BYTES,
            TicketField::Description => MAX_TEXT_BYTES,
            _ => MAX_NAME_BYTES,
        };
        let from = match source {
            ValueSource::Column { name, required } => {
                TextFrom::Column(self.column(name, *required || field == TicketField::ExternalId)?)
            }
            ValueSource::Constant(text) => TextFrom::Constant(Arc::from(text.as_str())),
            ValueSource::RowNumber { prefix, width } => TextFrom::RowNumber { prefix: prefix.clone(), width: *width },
            ValueSource::Template(template) => {
                let parts = template.parts.iter().map(|part| {
                    Ok(match part {
                        TemplatePart::Literal(text) => RenderedPart::Literal(text.clone()),
                        TemplatePart::Column(name) => RenderedPart::Column(self.index(name)?),
                    })
                });
                TextFrom::Template(Rendering {
                    parts: parts.collect::<Result<_, ReadError>>()?,
                    column: Arc::from(source.columns().next().unwrap_or_default()),
                    above: None,
                    scratch: String::new(),
                })
            }
        };
        let repeats = !matches!(field, TicketField::ExternalId | TicketField::Description);
        Ok(Some(TextField { from, limit, repeats }))
    }

    fn required_text(&self, field: TicketField) -> Result<TextField, ReadError> {
        self.text(field)?.ok_or_else(|| wrong(field.as_str(), "is missing"))
    }

    fn date(&self, field: TicketField, required: bool) -> Result<Option<DateField>, ReadError> {
        match self.mapping.fields.get(&field) {
            None => Ok(None),
            Some(ValueSource::Column { name, required: also }) => {
                Ok(Some(DateField(self.column(name, required || *also)?)))
            }
            Some(_) => Err(wrong(field.as_str(), "must be a column")),
        }
    }

    /// A field of a closed list; constants are words of the desk, columns have words of the source.
    fn word<T: Clone>(
        &self,
        source: &ValueSource,
        required: bool,
        words: HashMap<String, T>,
        unknown: Reason,
        constant: impl FnOnce(&str) -> Option<T>,
    ) -> Result<WordField<T>, ReadError> {
        match source {
            ValueSource::Column { name, required: also } => {
                Ok(WordField::Column { column: self.column(name, required || *also)?, words, unknown })
            }
            ValueSource::Constant(word) => constant(word)
                .map(WordField::Constant)
                .ok_or_else(|| wrong("fields", "has a constant that is not in its list")),
            _ => Err(wrong("fields", "has a list filled neither by a column nor by a constant")),
        }
    }

    fn optional_word<T: Clone + Copy>(
        &self,
        field: TicketField,
        table: &BTreeMap<String, T>,
        own: &[T],
        name: fn(T) -> &'static str,
        unknown: Reason,
    ) -> Result<Option<WordField<T>>, ReadError> {
        let Some(source) = self.mapping.fields.get(&field) else { return Ok(None) };
        let own: HashMap<String, T> = own.iter().map(|value| (name(*value).to_owned(), *value)).collect();
        let words = match table.is_empty() {
            true => own.clone(),
            false => table.iter().map(|(word, value)| (word.clone(), *value)).collect(),
        };
        self.word(source, false, words, unknown, |word| own.get(word).copied()).map(Some)
    }

    fn status(&self, source: &ValueSource) -> Result<WordField<Arc<str>>, ReadError> {
        let keys = self.mapping.lifecycle.statuses.iter().map(|status| status.key.as_str());
        let words = shared(keys);
        let constant = words.clone();
        self.word(source, true, words, Reason::UnknownStatus, |word| constant.get(word).cloned())
    }

    fn priority(&self) -> Result<Option<WordField<Arc<str>>>, ReadError> {
        let Some(source) = self.mapping.fields.get(&TicketField::Priority) else { return Ok(None) };
        let words = shared(self.mapping.priorities.iter().map(|priority| priority.key.as_str()));
        let constant = words.clone();
        self.word(source, false, words, Reason::UnknownPriority, |word| constant.get(word).cloned()).map(Some)
    }

    fn layout(&self) -> Result<PlannedLayout, ReadError> {
        match &self.mapping.layout {
            Layout::Events => {
                let status = self
                    .mapping
                    .fields
                    .get(&TicketField::Status)
                    .ok_or_else(|| wrong("fields.status", "is missing"))?;
                let at =
                    self.date(TicketField::EventAt, true)?.ok_or_else(|| wrong("fields.event_at", "is missing"))?;
                Ok(PlannedLayout::Events { status: self.status(status)?, at })
            }
            Layout::Tickets(steps) => {
                let optional =
                    |source: &Option<ValueSource>| source.as_ref().map(|source| self.status(source)).transpose();
                Ok(PlannedLayout::Tickets(Box::new(PlannedSteps {
                    opened: self.status(&steps.opened)?,
                    answered: optional(&steps.answered)?,
                    resolved: optional(&steps.resolved)?,
                    closed: optional(&steps.closed)?,
                })))
            }
        }
    }

    fn state_fields(&self) -> Result<StateFields, ReadError> {
        use TicketField as F;
        let values = &self.mapping.values;
        let reopen_count = match self.mapping.fields.get(&F::ReopenCount) {
            None => None,
            Some(ValueSource::Column { name, required }) => Some(CountField(self.column(name, *required)?)),
            Some(_) => return Err(wrong("fields.reopen_count", "must be a column")),
        };
        let tags = self.mapping.tags.as_ref();
        let tag_columns = tags.map(|tags| tags.columns.as_slice()).unwrap_or_default().iter().map(|name| {
            // The column may be a long list; each tag has its own limit.
            Ok(TextField { from: TextFrom::Column(self.column(name, false)?), limit: MAX_TEXT_BYTES, repeats: true })
        });
        let custom = self.mapping.custom_fields.values().map(|field| {
            let column = self.column(&field.column, field.required)?;
            Ok(ExtraField { column, kind: field.kind.clone(), limit: MAX_TEXT_BYTES })
        });
        Ok(StateFields {
            subject: self.text(F::Subject)?,
            description: self.text(F::Description)?,
            ticket_type: self.optional_word(
                F::Type,
                &values.ticket_type,
                TicketType::ALL,
                TicketType::name,
                Reason::UnknownValue,
            )?,
            priority: self.priority()?,
            impact: self.optional_word(F::Impact, &values.impact, Level::ALL, Level::name, Reason::UnknownImpact)?,
            urgency: self.optional_word(
                F::Urgency,
                &values.urgency,
                Level::ALL,
                Level::name,
                Reason::UnknownUrgency,
            )?,
            category: self.text(F::Category)?,
            subcategory: self.text(F::Subcategory)?,
            source: self.optional_word(
                F::Source,
                &values.source,
                TicketSource::ALL,
                TicketSource::name,
                Reason::UnknownValue,
            )?,
            requester: self.text(F::Requester)?,
            opened_by: self.text(F::OpenedBy)?,
            assignee: self.text(F::Assignee)?,
            team: self.text(F::Team)?,
            first_response_at: self.date(F::FirstResponseAt, false)?,
            resolved_at: self.date(F::ResolvedAt, false)?,
            closed_at: self.date(F::ClosedAt, false)?,
            reopen_count,
            tags: tag_columns.collect::<Result<_, ReadError>>()?,
            tag_separator: tags.and_then(|tags| tags.separator.clone()),
            custom_names: self.mapping.custom_fields.keys().map(|name| Arc::from(name.as_str())).collect(),
            custom: custom.collect::<Result<_, ReadError>>()?,
        })
    }
}

fn shared<'a>(keys: impl Iterator<Item = &'a str>) -> HashMap<String, Arc<str>> {
    keys.map(|key| (key.to_owned(), Arc::from(key))).collect()
}
