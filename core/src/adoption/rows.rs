//! A row of a source becomes rows of the desk: a pure function of the cells, so that the same source gives the same rows when
//! it is read again for the proof.

use serde_json::Value as Json;
use uuid::Uuid;

use super::Encrypt;
use super::compile::{Condition, NOWHERE, Op, Planned, Table, TablePart};
use super::convert::{self, Read, as_text, convert, text, truth};
use super::directory::Directory;
use super::expression::Names;
use super::plan::fingerprint;
use super::report::{Effect, Finding, Findings};
use super::source::{Cell, Cells};
use crate::clock::{Timestamp, Zone};
use crate::entity::{FieldDef, Kind, Row, Value, check_value};
use crate::error::{Code, Error};
use crate::ticket::Ticket;

/// A row for the desk.
pub(super) struct Made {
    /// Which part of the table it is.
    pub(super) part: usize,
    pub(super) id: Uuid,
    pub(super) row: Row,
}

/// What one row of the source becomes; it comes in whole, or part by part when the store refuses a part.
pub(super) struct Unit {
    /// The old key, as it is told.
    pub(super) key: String,
    /// The old key itself.
    pub(super) raw: String,
    pub(super) made: Vec<Made>,
    /// The part by which the row is counted; nothing when that is there already.
    pub(super) lead: Option<usize>,
}

impl Unit {
    /// Returns the part that stands for the row when it is counted: the row itself, or what it becomes instead.
    fn lead(&self, table: &Table) -> Option<usize> {
        let itself = self.made.iter().find(|made| made.part == table.main);
        itself.or(self.made.first()).map(|made| made.part)
    }
}

/// What rows are made with.
pub(super) struct Maker<'a> {
    pub(super) directory: &'a Directory,
    pub(super) zone: &'a Zone,
    pub(super) encrypt: Option<&'a Encrypt>,
}

static NOTHING: Cell = Cell::Null;

fn cell(cells: &Cells, place: usize) -> &Cell {
    if place == NOWHERE { &NOTHING } else { cells.get(place).unwrap_or(&NOTHING) }
}

impl Table {
    /// Returns the key of a row, or nothing when it has none.
    pub(super) fn key(&self, cells: &Cells) -> Option<String> {
        if let [place] = self.key[..] {
            return cell(cells, place).to_key();
        }
        let keys: Option<Vec<String>> = self.key.iter().map(|place| cell(cells, *place).to_key()).collect();
        keys.map(|keys| keys.join("/"))
    }

    /// Returns the id of the row that the row itself becomes.
    pub(super) fn id(&self, cells: &Cells) -> Option<Uuid> {
        self.parts.get(self.main)?.ids.id(&self.key(cells)?)
    }

    /// Returns the id of the row that a field of the row itself points to.
    pub(super) fn above(&self, place: usize, cells: &Cells) -> Option<Uuid> {
        match &self.parts.get(self.main)?.fields.get(place)?.op {
            Op::Row(ids, place) => ids.id(&cell(cells, *place).to_key()?),
            _ => None,
        }
    }

    /// Returns the names that the row needs to be known, by their kind and what they are below.
    pub(super) fn names(&self, cells: &Cells, mut want: impl FnMut(Names, Option<&str>, &str)) {
        for part in self.parts.iter().filter(|part| part.when.holds(cells)) {
            for planned in &part.fields {
                match &planned.op {
                    Op::Named(names, place) => {
                        if let Some(name) = text(cell(cells, *place)) {
                            want(*names, None, &name);
                        }
                    }
                    Op::Below(above, place) => {
                        let (above, name) = (text(cell(cells, *above)), text(cell(cells, *place)));
                        if let (Some(above), Some(name)) = (above, name) {
                            want(Names::Category, Some(&above), &name);
                        }
                    }
                    Op::Item(names, place) => {
                        for item in items(cell(cells, *place)) {
                            want(*names, None, &item);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Makes what the row becomes; nothing when it has no usable key or its first part cannot be. What was wrong is told.
    pub(super) fn make(&self, cells: &Cells, maker: &Maker<'_>, findings: &mut Findings) -> Option<Unit> {
        let Some(raw) = self.key(cells) else {
            findings.add(self.name, None, None, Finding::Required, Effect::LeftOut);
            return None;
        };
        let key = if self.secret_key { fingerprint(&raw) } else { raw.clone() };
        let mut unit = Unit { key, raw, made: Vec::with_capacity(self.parts.len()), lead: None };
        for (index, part) in self.parts.iter().enumerate() {
            if !part.when.holds(cells) {
                continue;
            }
            let whole = match part.each {
                None => self.part(index, part, cells, None, maker, &mut unit, findings),
                Some(place) => items(cell(cells, place)).into_iter().all(|item| {
                    self.part(index, part, cells, Some(&item), maker, &mut unit, findings);
                    true
                }),
            };
            if !whole && index == self.main {
                return None;
            }
        }
        unit.lead = unit.lead(self);
        Some(unit)
    }

    #[allow(clippy::too_many_arguments)]
    fn part(
        &self,
        index: usize,
        part: &TablePart,
        cells: &Cells,
        item: Option<&str>,
        maker: &Maker<'_>,
        unit: &mut Unit,
        findings: &mut Findings,
    ) -> bool {
        let Some(id) = self.part_id(part, cells, &unit.raw, item) else {
            findings.add(self.name, Some(&unit.key), None, Finding::Unreadable, Effect::LeftOut);
            return false;
        };
        let mut row = part.blank.clone();
        if let Some(at) = part.def.index_of("id") {
            row[at] = Value::Uuid(id);
        }
        for planned in &part.fields {
            let field = &part.def.fields[planned.field];
            let read = self.value(planned, field, cells, &unit.raw, item, maker);
            match fit(field, read, &row[planned.field]) {
                Ok((value, None)) => row[planned.field] = value,
                Ok((value, Some(finding))) => {
                    row[planned.field] = value;
                    findings.add(self.name, Some(&unit.key), planned.column, finding, Effect::Replaced);
                }
                Err(finding) => {
                    findings.add(self.name, Some(&unit.key), planned.column, finding, Effect::LeftOut);
                    return false;
                }
            }
        }
        for (field, value) in part.def.fields.iter().zip(&mut row) {
            if is_number(field) && value.as_text().is_some_and(str::is_empty) {
                *value = Value::Null;
            }
        }
        // What the plan has no column for, and the row cannot do without.
        let lacking = part
            .def
            .fields
            .iter()
            .zip(&row)
            .find(|(field, value)| !field.nullable && !is_number(field) && !usable(field, value));
        if let Some((field, _)) = lacking {
            findings.add(self.name, Some(&unit.key), Some(field.name), Finding::Required, Effect::LeftOut);
            return false;
        }
        unit.made.push(Made { part: index, id, row });
        true
    }

    fn part_id(&self, part: &TablePart, cells: &Cells, raw: &str, item: Option<&str>) -> Option<Uuid> {
        match (part.key, item) {
            (Some(place), _) => part.ids.id(&cell(cells, place).to_key()?),
            (None, Some(item)) => part.ids.id(&format!("{raw}/{item}")),
            (None, None) => part.ids.id(raw),
        }
    }

    fn value(
        &self,
        planned: &Planned,
        field: &FieldDef,
        cells: &Cells,
        raw: &str,
        item: Option<&str>,
        maker: &Maker<'_>,
    ) -> Read {
        let at = |place: usize| cell(cells, place);
        let id = |id: Option<Uuid>| id.map(Value::Uuid).ok_or(Finding::ReferenceMissing);
        match &planned.op {
            Op::Cell(place) => convert(at(*place), field, maker.zone),
            Op::Lower(place) => Ok(text(at(*place)).map_or(Value::Null, |text| Value::Text(text.to_lowercase()))),
            Op::Words(place, words) => {
                let Some(word) = text(at(*place)) else { return Ok(Value::Null) };
                let known = words.iter().find(|(from, _)| *from == word).map_or(&*word, |(_, to)| to);
                convert(&Cell::Text(known.to_owned()), field, maker.zone)
            }
            Op::Made(places, make) => {
                let cells: Vec<&Cell> = places.iter().map(|place| at(*place)).collect();
                match (make(&cells, maker.zone)?, field.kind) {
                    (Value::Word(word), Kind::Enum(names)) => convert::word(word, names).ok_or(Finding::ValueUnknown),
                    (value, _) => Ok(value),
                }
            }
            Op::Named(names, place) => match text(at(*place)) {
                None => Ok(Value::Null),
                Some(name) => maker.directory.find(*names, None, &name).map(Value::Uuid).ok_or(Finding::ValueUnknown),
            },
            Op::Below(above, place) => {
                let (Some(above), Some(name)) = (text(at(*above)), text(at(*place))) else { return Ok(Value::Null) };
                let above = maker.directory.find(Names::Category, None, &above).ok_or(Finding::ValueUnknown)?;
                let found = maker.directory.find(Names::Category, Some(above), &name);
                found.map(Value::Uuid).ok_or(Finding::ValueUnknown)
            }
            Op::Row(ids, place) => match at(*place).to_key() {
                None => Ok(Value::Null),
                Some(key) => id(ids.id(&key)),
            },
            Op::Pointed(ids, place, find) => match convert::document(at(*place)).and_then(|found| find(&found)) {
                None => Ok(Value::Null),
                Some(key) => id(ids.id(&key)),
            },
            Op::Own(index) => id(self.own(*index, cells, raw)),
            Op::OwnWith(index, place) => {
                if at(*place).is_null() {
                    Ok(Value::Null)
                } else {
                    id(self.own(*index, cells, raw))
                }
            }
            Op::Audited(_, _, key) if at(*key).is_null() && field.nullable => Ok(Value::Null),
            Op::Audited(tables, kind, key) => {
                let table = super::plan::audited_table(at(*kind));
                let found = tables.iter().find(|(name, _)| *name == table);
                Ok(match (found, at(*key).to_key()) {
                    (Some((_, ids)), Some(key)) => Value::Uuid(ids.id(&key).ok_or(Finding::Unreadable)?),
                    (None, Some(key)) if key.parse::<Uuid>().is_ok() => Value::Uuid(key.parse().unwrap_or_default()),
                    // It is about the whole, or about something that is no row here.
                    _ => Value::Uuid(maker.directory.organization()),
                })
            }
            Op::Key => Ok(Value::Text(raw.to_owned())),
            Op::Is(value) => Ok(value.clone()),
            Op::Secret(place) => match at(*place) {
                Cell::Null => Ok(Value::Null),
                Cell::Bytes(bytes) => maker.sealed(field, bytes),
                found => maker.sealed(field, text(found).ok_or(Finding::Unreadable)?.as_bytes()),
            },
            Op::Secrets(members) => match document(members, cells) {
                None => Ok(Value::Null),
                Some(document) => maker.sealed(field, document.to_string().as_bytes()),
            },
            Op::Document(members) => {
                Ok(document(members, cells).map_or(Value::Null, |document| Value::Json(Box::new(document))))
            }
            Op::Item(names, _) => {
                let found = item.and_then(|item| maker.directory.find(*names, None, item));
                found.map(Value::Uuid).ok_or(Finding::ValueUnknown)
            }
            Op::Counted(_) => Ok(Value::Null),
        }
    }

    fn own(&self, index: usize, cells: &Cells, raw: &str) -> Option<Uuid> {
        self.part_id(self.parts.get(index)?, cells, raw, None)
    }
}

impl Maker<'_> {
    fn sealed(&self, field: &FieldDef, secret: &[u8]) -> Read {
        if secret.is_empty() {
            return Ok(Value::Null);
        }
        let sealed = self.encrypt.and_then(|encrypt| encrypt(field.name, secret));
        sealed.map(Value::Bytes).ok_or(Finding::SecretLeft)
    }
}

impl Condition {
    fn holds(&self, cells: &Cells) -> bool {
        let full = |place: usize| match cell(cells, place) {
            Cell::Null | Cell::Integer(0) => false,
            Cell::Text(text) => !text.is_empty() && truth(&Cell::Text(text.clone())) != Some(false),
            _ => true,
        };
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Has(place) => !cell(cells, *place).is_null(),
            Self::Any(places) => places.iter().any(|place| full(*place)),
            Self::Is(place, words, wanted) => {
                let word = as_text(cell(cells, *place)).unwrap_or_default();
                words.iter().any(|known| known.eq_ignore_ascii_case(word)) == *wanted
            }
            Self::All(place, word, other) => {
                let known = cell(cells, *place);
                // Without the other table there is nothing that would say otherwise.
                (known.is_null() || as_text(known) == Some(word)) && !cell(cells, *other).is_null()
            }
        }
    }
}

fn items(cell: &Cell) -> Vec<String> {
    let mut items = convert::list(cell).unwrap_or_default();
    let mut seen = std::collections::HashSet::new();
    items.retain(|item| !item.trim().is_empty() && seen.insert(item.clone()));
    items
}

fn document(members: &[(&'static str, usize)], cells: &Cells) -> Option<Json> {
    let found =
        members.iter().filter_map(|(name, place)| Some(((*name).to_owned(), Json::String(text(cell(cells, *place))?))));
    let found: serde_json::Map<String, Json> = found.collect();
    (!found.is_empty()).then_some(Json::Object(found))
}

/// Returns whether the library gives the field its number when the source has none.
pub(super) fn is_number(field: &FieldDef) -> bool {
    field.number.is_some() || (field.name == Ticket::NUMBER && field.max_length == Some(40))
}

/// Whether a value can stand in a field that has to hold one: a default that says nothing cannot.
fn usable(field: &FieldDef, value: &Value) -> bool {
    let says_nothing = match value {
        Value::Uuid(id) => id.is_nil(),
        Value::Timestamp(at) => *at == Timestamp::EPOCH,
        Value::Date(day) => *day == chrono::NaiveDate::default(),
        _ => false,
    };
    !says_nothing && check_value(field, value).is_ok()
}

/// Makes a value fit its field: as it is, as much as fits, nothing, or the default; an error when the row cannot do without.
fn fit(field: &FieldDef, read: Read, default: &Value) -> Result<(Value, Option<Finding>), Finding> {
    let finding = match read {
        Ok(Value::Null) if field.nullable || is_number(field) => return Ok((Value::Null, None)),
        Ok(Value::Null) if usable(field, default) => return Ok((default.clone(), None)),
        Ok(Value::Null) => return Err(Finding::Required),
        Ok(value) => match check_value(field, &value) {
            Ok(()) => return Ok((value, None)),
            Err(error) => match shortened(field, &value, &error) {
                Some(value) => return Ok((value, Some(Finding::OutOfLimits))),
                None => finding_of(&error),
            },
        },
        Err(finding) => finding,
    };
    if field.nullable {
        return Ok((Value::Null, Some(finding)));
    }
    if usable(field, default) { Ok((default.clone(), Some(finding))) } else { Err(finding) }
}

fn shortened(field: &FieldDef, value: &Value, error: &Error) -> Option<Value> {
    let shorter = match (error.code(), value) {
        (Code::TextTooLong, Value::Text(text)) => Value::Text(text.chars().take(field.max_length? as usize).collect()),
        (Code::ListTooLong, Value::List(items)) => {
            Value::List(items.iter().take(field.max_length? as usize).cloned().collect())
        }
        (Code::TextTooLong | Code::Required | Code::TextNul, Value::List(items)) => {
            let sound = |item: &&String| !item.is_empty() && !item.contains('\0');
            Value::List(items.iter().filter(sound).map(|item| item.chars().take(100).collect()).collect())
        }
        _ => return None,
    };
    check_value(field, &shorter).is_ok().then_some(shorter)
}

fn finding_of(error: &Error) -> Finding {
    match error.code() {
        Code::Required => Finding::Required,
        Code::EnumUnknown => Finding::ValueUnknown,
        Code::TextNul | Code::FieldKind => Finding::Unreadable,
        _ => Finding::OutOfLimits,
    }
}
