//! What the plan says a field holds, read from the cells of a row.

use serde_json::Value as Json;
use uuid::Uuid;

use super::convert::{self, Read, convert, text};
use super::expression::Names;
use super::report::Finding;
use super::rows::{Maker, cell};
use super::source::{Cell, Cells};
use super::table::{Op, Planned, Table};
use crate::entity::{FieldDef, Kind, Value};

impl Table {
    pub(super) fn value(
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

fn document(members: &[(&'static str, usize)], cells: &Cells) -> Option<Json> {
    let found =
        members.iter().filter_map(|(name, place)| Some(((*name).to_owned(), Json::String(text(cell(cells, *place))?))));
    let found: serde_json::Map<String, Json> = found.collect();
    (!found.is_empty()).then_some(Json::Object(found))
}
