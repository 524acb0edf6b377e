//! The order in which a batch is judged: is it sound, was it committed before, does what it expects hold, and then its
//! writes one after the other, each of which sees those before it. The first thing that is wrong takes all of it back.

use uuid::Uuid;

use super::state::State;
use crate::clock::Timestamp;
use crate::entity::{EntityDef, FieldDef, Kind, Row, Value};
use crate::error::{Code, Error, Result};
use crate::query::compare_rows;
use crate::store::batch::{fill_allocated, id_of};
use crate::store::{Batch, Claim, Commit, Expect, Key, Write};

impl State {
    /// Applies the whole batch or nothing.
    pub(super) fn commit(&mut self, batch: Batch) -> Result<Commit> {
        batch.check()?;
        let name = (batch.organization, batch.id);
        if let Some(first) = self.batches.get(&name) {
            return Ok(Commit { replayed: true, claimed: Vec::new(), ..first.clone() });
        }
        match self.apply(&batch) {
            Ok(commit) => {
                self.keep();
                self.record(&batch);
                self.batches.insert(name, Commit { claimed: Vec::new(), ..commit.clone() });
                Ok(commit)
            }
            Err(refusal) => {
                self.take_back()?;
                Err(refusal)
            }
        }
    }

    fn apply(&mut self, batch: &Batch) -> Result<Commit> {
        let organization = batch.organization.as_uuid();
        batch.expect.iter().try_for_each(|expect| self.expect(organization, expect))?;
        let mut commit = Commit { inserted: batch.inserted(), ..Commit::default() };
        for write in &batch.writes {
            match write {
                Write::Insert { entity, row } => self.insert(organization, entity, row, &commit.allocated)?,
                Write::Update { key, version, changes } => {
                    self.update(organization, *key, *version, changes, &commit.allocated)?;
                }
                Write::Delete { key, version } => {
                    self.at_version(organization, *key, *version)?;
                    self.take(key.entity, (organization, key.id))?;
                }
                Write::Add { key, field, delta, at_most } => self.add(organization, *key, *field, *delta, *at_most)?,
                Write::Next { sequence, by, at_most } => {
                    let name = (batch.organization, sequence.clone());
                    let number = sum(self.sequences.get(&name).copied(), *by, *at_most, sequence)?;
                    self.set_sequence(name, number);
                    commit.allocated.push(number);
                }
                Write::Claim(claim) => commit.claimed.extend(self.claim(organization, claim, batch.at)?),
            }
        }
        Ok(commit)
    }

    fn expect(&self, organization: Uuid, expect: &Expect) -> Result<()> {
        match expect {
            Expect::Version(key, version) => self.at_version(organization, *key, Some(*version)).map(|_| ()),
            Expect::Absent(key) => match self.get(key.entity, (organization, key.id)) {
                Some(_) => Err(about(Code::AlreadyThere, key.entity)),
                None => Ok(()),
            },
            Expect::Unchanged(query, rows) => {
                if self.answer(query)?.rows == *rows {
                    Ok(())
                } else {
                    Err(about(Code::ReadChanged, query.entity))
                }
            }
        }
    }

    /// Returns the row, which must be at that version if one is named.
    fn at_version(&self, organization: Uuid, key: Key, version: Option<i64>) -> Result<&Row> {
        let row = self.get(key.entity, (organization, key.id)).ok_or_else(|| about(Code::NotFound, key.entity))?;
        match version {
            Some(version) if row[column(key.entity, "version")?].as_integer() != Some(version) => {
                Err(about(Code::StaleVersion, key.entity))
            }
            _ => Ok(row),
        }
    }

    fn insert(&mut self, organization: Uuid, def: &'static EntityDef, row: &Row, allocated: &[i64]) -> Result<()> {
        let mut row = row.clone();
        fill_allocated(&mut row, allocated)?;
        def.fields.iter().zip(&row).try_for_each(|(field, value)| declared(field, value))?;
        let place = (organization, id_of(def, &row)?);
        if self.get(def, place).is_some() {
            return Err(about(Code::AlreadyThere, def));
        }
        self.put(def, place, row)
    }

    fn update(
        &mut self,
        organization: Uuid,
        key: Key,
        version: i64,
        changes: &[(usize, Value)],
        allocated: &[i64],
    ) -> Result<()> {
        let mut row = self.at_version(organization, key, Some(version))?.clone();
        for (index, value) in changes {
            row[*index] = value.clone();
        }
        fill_allocated(&mut row, allocated)?;
        row[column(key.entity, "version")?] = Value::Integer(version + 1);
        changes.iter().try_for_each(|(index, _)| declared(&key.entity.fields[*index], &row[*index]))?;
        self.put(key.entity, (organization, key.id), row)
    }

    fn add(&mut self, organization: Uuid, key: Key, index: usize, delta: i64, at_most: Option<i64>) -> Result<()> {
        let field = &key.entity.fields[index];
        let mut row = self.at_version(organization, key, None)?.clone();
        row[index] = Value::Integer(sum(row[index].as_integer(), delta, at_most, field.name)?);
        declared(field, &row[index])?;
        self.put(key.entity, (organization, key.id), row)
    }

    fn claim(&mut self, organization: Uuid, claim: &Claim, at: Timestamp) -> Result<Vec<Row>> {
        let def = claim.query.entity;
        let [by, until, epoch] = ["claimed_by", "claimed_until", "claim_epoch"].map(|name| column(def, name));
        let (by, until, epoch, version) = (by?, until?, epoch?, def.index_of("version"));
        let mut free = self.meeting(&claim.query);
        free.retain(|row| row[until].as_timestamp().is_none_or(|until| until <= at));
        let order = claim.query.order();
        free.sort_by(|a, b| compare_rows(def, &order, a, b));
        let mut taken: Vec<Row> = free.into_iter().take(claim.query.limit as usize).cloned().collect();
        for row in &mut taken {
            row[by] = Value::Uuid(claim.worker);
            row[until] = Value::Timestamp(claim.until);
            // The version rises with the epoch, so that whoever decided on the row before the claim cannot change it after.
            for number in version.iter().chain([&epoch]) {
                row[*number] = Value::Integer(row[*number].as_integer().unwrap_or(0) + 1);
            }
            self.put(def, (organization, id_of(def, row)?), row.clone())?;
        }
        Ok(taken)
    }
}

/// Checks what a database holds a column to as well: something is there, it is of the field's kind, and in its range.
fn declared(field: &FieldDef, value: &Value) -> Result<()> {
    let wrong = || Error::new(Code::FieldKind).field(field.name).with("expected", field.kind.description());
    let not_allowed =
        || Error::new(Code::FormatInvalid).field(field.name).with("expected", "a value that the store allows");
    match (field.kind, value) {
        (_, Value::Null) if field.nullable => Ok(()),
        (_, Value::Null) => Err(Error::new(Code::Required).field(field.name)),
        (Kind::Integer, Value::Integer(number)) => match field.range {
            Some((min, max)) if !(min..=max).contains(number) => Err(not_allowed()),
            _ => Ok(()),
        },
        (Kind::Enum(names), Value::Text(text)) if !names.contains(&text.as_str()) => Err(not_allowed()),
        (Kind::Text | Kind::Enum(_), Value::Text(_))
        | (Kind::Bool, Value::Bool(_))
        | (Kind::Decimal, Value::Decimal(_))
        | (Kind::List, Value::List(_))
        | (Kind::Bytes, Value::Bytes(_))
        | (Kind::Uuid, Value::Uuid(_))
        | (Kind::Timestamp, Value::Timestamp(_))
        | (Kind::Date, Value::Date(_))
        | (Kind::Json, Value::Json(_)) => Ok(()),
        _ => Err(wrong()),
    }
}

#[cold]
fn about(code: Code, def: &EntityDef) -> Error {
    Error::new(code).with("entity", def.name)
}

/// Moves a counter; one that holds nothing yet stands at zero.
fn sum(before: Option<i64>, delta: i64, at_most: Option<i64>, name: &str) -> Result<i64> {
    let limit = at_most.unwrap_or(i64::MAX);
    let refused = || Error::new(Code::CounterLimit).with("name", name).with("limit", limit);
    before.unwrap_or(0).checked_add(delta).filter(|sum| *sum <= limit).ok_or_else(refused)
}

#[cold]
fn broken(reason: &'static str) -> Error {
    Error::new(Code::Internal).with("reason", reason)
}

fn column(def: &EntityDef, name: &'static str) -> Result<usize> {
    def.index_of(name).ok_or_else(|| broken("a version or a lease is only asked of an entity that has one"))
}
