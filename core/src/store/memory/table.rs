//! One entity's rows, with what is unique among them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::partial::covers;
use crate::entity::{EntityDef, Row, Value};
use crate::error::{Code, Error, Result};

/// A row's place: its organization, then its id.
pub(super) type Place = (Uuid, Uuid);

/// The rows of one entity, of all organizations.
pub(super) struct Table {
    def: &'static EntityDef,
    rows: BTreeMap<Place, Row>,
    /// For each index of the entity, in its order, who holds which values. Empty for those that are not unique.
    holders: Vec<BTreeMap<Vec<Part>, Place>>,
}

/// One column of a unique index, in a form that has an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Integer(i64),
    Decimal(Decimal),
    Text(String),
    Uuid(Uuid),
}

impl Table {
    pub(super) fn new(def: &'static EntityDef) -> Self {
        Self { def, rows: BTreeMap::new(), holders: vec![BTreeMap::new(); def.indexes.len()] }
    }

    pub(super) fn get(&self, place: Place) -> Option<&Row> {
        self.rows.get(&place)
    }

    /// Returns how many rows there are, of all organizations.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the rows of an organization, or of all, in the order of their ids.
    pub(super) fn rows(&self, organization: Option<Uuid>) -> impl Iterator<Item = &Row> {
        let range = match organization {
            Some(id) => (id, Uuid::nil())..=(id, Uuid::max()),
            None => (Uuid::nil(), Uuid::nil())..=(Uuid::max(), Uuid::max()),
        };
        self.rows.range(range).map(|(_, row)| row)
    }

    /// Checks that no other row has the values of `row` in a unique index.
    pub(super) fn check_unique(&self, place: Place, row: &[Value]) -> Result<()> {
        for (position, index) in self.def.indexes.iter().enumerate() {
            let Some(key) = self.key(position, place, row)? else { continue };
            if self.holders[position].get(&key).is_some_and(|holder| *holder != place) {
                return Err(Error::new(Code::DuplicateValue)
                    .field(index.distinguishing())
                    .with("entity", self.def.name));
            }
        }
        Ok(())
    }

    /// Puts a row in its place, or takes it away, and returns what was there.
    pub(super) fn replace(&mut self, place: Place, row: Option<Row>) -> Result<Option<Row>> {
        let before = self.rows.remove(&place);
        for position in 0..self.holders.len() {
            if let Some(key) = before.as_deref().map(|row| self.key(position, place, row)).transpose()?.flatten() {
                self.holders[position].remove(&key);
            }
            if let Some(key) = row.as_deref().map(|row| self.key(position, place, row)).transpose()?.flatten() {
                self.holders[position].insert(key, place);
            }
        }
        if let Some(row) = row {
            self.rows.insert(place, row);
        }
        Ok(before)
    }

    /// Returns what the row holds in a unique index; nothing when the index does not cover it or a value is absent, because
    /// two absent values are not the same.
    fn key(&self, position: usize, place: Place, row: &[Value]) -> Result<Option<Vec<Part>>> {
        let index = &self.def.indexes[position];
        if !index.unique || !covers(self.def, index.condition, row)? {
            return Ok(None);
        }
        let mut key = Vec::with_capacity(index.columns.len() + 1);
        if !self.def.is_tenant {
            key.push(Part::Uuid(place.0));
        }
        for column in index.columns {
            let value = self.def.index_of(column).and_then(|index| row.get(index));
            match value.and_then(part) {
                Some(part) => key.push(part),
                None => return Ok(None),
            }
        }
        Ok(Some(key))
    }
}

fn part(value: &Value) -> Option<Part> {
    Some(match value {
        Value::Null | Value::Allocated(_) => return None,
        Value::Bool(value) => Part::Integer(i64::from(*value)),
        Value::Integer(value) => Part::Integer(*value),
        Value::Timestamp(at) => Part::Integer(at.as_millis()),
        Value::Decimal(value) => Part::Decimal(*value),
        Value::Uuid(id) => Part::Uuid(*id),
        Value::Text(text) => Part::Text(text.clone()),
        Value::Word(name) => Part::Text((*name).to_owned()),
        Value::List(_) | Value::Bytes(_) | Value::Date(_) | Value::Json(_) => Part::Text(value.to_json().to_string()),
    })
}
