//! The order in which a batch is judged: is it sound, was it committed before, does what it expects hold, and then its
//! writes one after the other, each of which sees those before it. The first thing that is wrong takes all of it back.

use uuid::Uuid;

use super::state::State;
use crate::clock::Timestamp;
use crate::entity::{EntityDef, Row, Value};
use crate::error::{Code, Error, Result};
use crate::query::compare_rows;
use crate::store::batch::{fill_allocated, id_of};
use crate::store::declared::declared;
use crate::store::{Batch, Claim, Commit, Expect, Key, Write};

impl State {
    /// Applies the whole batch or nothing.
    pub(super) fn commit(&mut self, batch: Batch) -> Result<Commit> {
        batch.check()?;
        let name = (batch.organization, batch.id);
        if let Some((_, first)) = self.batches.get(&name) {
            return Ok(Commit { replayed: true, claimed: Vec::new(), ..first.clone() });
        }
        match self.apply(&batch) {
            Ok(commit) => {
                self.keep();
                self.record(&batch);
                self.batches.insert(name, (batch.at, Commit { claimed: Vec::new(), ..commit.clone() }));
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
                    let before = self.sequences.get(&name).copied().unwrap_or(0);
                    let limit = at_most.unwrap_or(i64::MAX);
                    let number = before.checked_add(*by).filter(|number| *number <= limit);
                    let number = number.ok_or_else(|| counter_limit(sequence, limit))?;
                    self.set_sequence(name, number);
                    commit.allocated.push(number);
                }
                Write::Mark { entity, row, beside } => {
                    if self.table(beside).is_some_and(|table| table.rows(Some(organization)).next().is_some()) {
                        self.insert(organization, entity, row, &commit.allocated)?;
                    }
                }
                // Words and members are read off the rows whenever somebody asks.
                Write::Index(_) => {}
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
            Expect::Present(key, field) => match self.get(key.entity, (organization, key.id)) {
                Some(_) => Ok(()),
                None => Err(Error::new(Code::ReferenceMissing).field(*field)),
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
        def.fields.iter().zip(row).try_for_each(|(field, value)| declared(field, value))?;
        let mut row = row.clone();
        fill_allocated(&mut row, allocated)?;
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
        changes.iter().try_for_each(|(index, value)| declared(&key.entity.fields[*index], value))?;
        let mut row = self.at_version(organization, key, Some(version))?.clone();
        for (index, value) in changes {
            row[*index] = value.clone();
        }
        fill_allocated(&mut row, allocated)?;
        row[column(key.entity, "version")?] = Value::Integer(version + 1);
        self.put(key.entity, (organization, key.id), row)
    }

    fn add(&mut self, organization: Uuid, key: Key, index: usize, delta: i64, at_most: Option<i64>) -> Result<()> {
        let field = &key.entity.fields[index];
        let mut row = self.at_version(organization, key, None)?.clone();
        let before = row[index].as_integer().ok_or_else(|| broken("only a number that is there is added to"))?;
        let after = before.checked_add(delta);
        if let Some(limit) = at_most.filter(|limit| after.map_or(delta > 0, |after| after > *limit)) {
            return Err(counter_limit(field.name, limit));
        }
        let (min, max) = field.range.unwrap_or((i64::MIN, i64::MAX));
        let range = || Error::new(Code::NumberRange).field(field.name).with("min", min).with("max", max);
        row[index] = Value::Integer(after.ok_or_else(range)?);
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

#[cold]
fn about(code: Code, def: &EntityDef) -> Error {
    Error::new(code).with("entity", def.name)
}

#[cold]
fn counter_limit(name: &str, limit: i64) -> Error {
    Error::new(Code::CounterLimit).with("name", name).with("limit", limit)
}

#[cold]
fn broken(reason: &'static str) -> Error {
    Error::new(Code::Internal).with("reason", reason)
}

fn column(def: &EntityDef, name: &'static str) -> Result<usize> {
    def.index_of(name).ok_or_else(|| broken("a version or a lease is only asked of an entity that has one"))
}
