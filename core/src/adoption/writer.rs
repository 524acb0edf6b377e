//! Rows into the desk, some thousands at a time. What the store refuses is found by halves: the batch is cut in two until the
//! row is alone that broke it, so that the others are in and that one is told.

use std::collections::{BTreeMap, HashSet, VecDeque};

use uuid::Uuid;

use super::report::{Effect, Finding, Findings};
use super::rows::{Made, Unit};
use super::table::{Table, TablePart};
use crate::clock::Zone;
use crate::entity::{EntityDef, Value};
use crate::error::{Code, Error, ErrorKind, Result};
use crate::query::{Query, field};
use crate::scope::Scope;
use crate::store::{BoxFuture, Commit};

/// Writes the rows of one run.
pub(super) struct Writer<'a> {
    pub(super) scope: &'a Scope,
    pub(super) zone: Zone,
    pub(super) prefix: String,
    /// The greatest number of each sequence that a row brought.
    pub(super) numbers: BTreeMap<String, i64>,
    /// Rows that stay behind, so that the proof does not look for them.
    pub(super) refused: HashSet<Uuid>,
    /// Tables of the desk that had no row when the run began, so that nothing of an earlier run can be in them.
    fresh: HashSet<&'static str>,
    /// Rows that several rows of a source become, and that are there.
    shared: HashSet<Uuid>,
    /// Batches on their way, the oldest first: while the store writes one, the next is ready.
    in_flight: VecDeque<InFlight<'a>>,
}

/// A batch on its way into the store.
struct InFlight<'a> {
    units: Vec<Unit>,
    commit: BoxFuture<'a, Result<Commit>>,
}

/// What became of the units of a table.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) written: u64,
    pub(super) already_there: u64,
    pub(super) left_out: u64,
}

impl<'a> Writer<'a> {
    pub(super) fn new(scope: &'a Scope, zone: Zone, prefix: String) -> Self {
        Self {
            scope,
            zone,
            prefix,
            numbers: BTreeMap::new(),
            refused: HashSet::new(),
            fresh: HashSet::new(),
            shared: HashSet::new(),
            in_flight: VecDeque::new(),
        }
    }

    /// Looks which entities have no rows yet.
    pub(super) async fn look_around(&mut self, entities: impl Iterator<Item = &'static EntityDef>) -> Result<()> {
        for def in entities {
            let mut query = Query::new(def, self.scope.organization_id()).limit(1);
            query.with_deleted = true;
            query.with_bytes = false;
            let page = self.scope.desk().read(&[query]).await?.pop().unwrap_or_default();
            if page.rows.is_empty() {
                self.fresh.insert(def.table);
            }
        }
        Ok(())
    }

    /// Takes away what is there already. A part may lack what its row has, when the run that made the row was interrupted.
    pub(super) async fn unknown(&mut self, table: &Table, units: Vec<Unit>, tally: &mut Tally) -> Result<Vec<Unit>> {
        units.iter().flat_map(|unit| &unit.made).for_each(|made| self.remember(table, made));
        let mut queries = Vec::new();
        let known =
            |part: &usize| table.parts[*part].key.is_none() && self.fresh.contains(table.parts[*part].def.table);
        for part in (0..table.parts.len()).filter(|part| !known(part)) {
            let ids = units.iter().flat_map(|unit| &unit.made).filter(|made| made.part == part);
            let ids: Vec<Value> = ids.map(|made| Value::Uuid(made.id)).collect();
            for some in ids.chunks(MAX_IDS) {
                queries.push(self.by_ids(table.parts[part].def, some));
            }
        }
        let mut there: HashSet<(&str, Uuid)> = HashSet::new();
        for some in queries.chunks(8) {
            for (query, page) in some.iter().zip(self.scope.desk().read(some).await?) {
                let id = query.entity.index_of("id").unwrap_or_default();
                there.extend(page.rows.iter().filter_map(|row| Some((query.entity.table, row[id].as_uuid()?))));
            }
        }
        let mut left = Vec::with_capacity(units.len());
        for mut unit in units {
            let lead = unit.lead;
            unit.made.retain(|made| {
                let part = &table.parts[made.part];
                let known = there.contains(&(part.def.table, made.id));
                !known && (part.key.is_none() || self.shared.insert(made.id))
            });
            unit.lead = lead.filter(|lead| unit.made.iter().any(|made| made.part == *lead));
            if lead.is_some() && unit.lead.is_none() {
                tally.already_there += 1;
            }
            if !unit.made.is_empty() {
                left.push(unit);
            }
        }
        Ok(left)
    }

    fn by_ids(&self, def: &'static EntityDef, ids: &[Value]) -> Query {
        let mut query = Query::new(def, self.scope.organization_id()).filter(field("id").is_in(ids.iter().cloned()));
        query = query.limit(crate::query::MAX_LIMIT);
        query.with_deleted = true;
        query.with_bytes = false;
        query
    }

    /// Hands units to the store, and looks at what became of those before.
    pub(super) async fn write(
        &mut self,
        table: &Table,
        units: Vec<Unit>,
        tally: &mut Tally,
        findings: &mut Findings,
    ) -> Result<()> {
        if units.is_empty() {
            return Ok(());
        }
        let batch = self.batch(table, units.iter().flat_map(|unit| &unit.made));
        let commit = self.scope.desk().commit(batch);
        self.in_flight.push_back(InFlight { units, commit });
        while self.in_flight.len() > AHEAD {
            self.settle_one(table, tally, findings).await?;
        }
        Ok(())
    }

    /// Waits for all batches.
    pub(super) async fn settle(&mut self, table: &Table, tally: &mut Tally, findings: &mut Findings) -> Result<()> {
        while !self.in_flight.is_empty() {
            self.settle_one(table, tally, findings).await?;
        }
        Ok(())
    }

    /// Waits for the oldest batch. Those behind it may have failed for the want of its rows; they are looked at after it.
    async fn settle_one(&mut self, table: &Table, tally: &mut Tally, findings: &mut Findings) -> Result<()> {
        let Some(InFlight { units, commit }) = self.in_flight.pop_front() else { return Ok(()) };
        let mut waiting: Vec<(Vec<Unit>, Result<Commit>)> = vec![(units, commit.await)];
        while let Some((mut units, result)) = waiting.pop() {
            match result {
                Ok(_) => tally.written += count(&units),
                Err(error) if !is_about_a_row(&error) => return Err(error),
                Err(_) if units.len() > 1 => {
                    let second = units.split_off(units.len() / 2);
                    for half in [units, second] {
                        let batch = self.batch(table, half.iter().flat_map(|unit| &unit.made));
                        let result = self.scope.desk().commit(batch).await;
                        waiting.push((half, result));
                    }
                }
                Err(error) => {
                    for unit in units {
                        self.alone(table, unit, error.clone(), tally, findings).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes the parts of a unit one by one, with nothing in place of what the store refuses where nothing may stand.
    async fn alone(
        &mut self,
        table: &Table,
        unit: Unit,
        error: Error,
        tally: &mut Tally,
        findings: &mut Findings,
    ) -> Result<()> {
        let only = unit.made.len() == 1;
        let mut known = Some(error).filter(|_| only);
        let mut main_refused = false;
        for mut made in unit.made {
            let is_main = unit.lead == Some(made.part);
            let part = &table.parts[made.part];
            let mut refusal = None;
            if main_refused {
                self.refused.insert(made.id);
                continue;
            }
            for _ in 0..part.def.fields.len() {
                let result = match known.take() {
                    Some(error) => Err(error),
                    None => {
                        let batch = self.batch(table, std::iter::once(&made));
                        self.scope.desk().commit(batch).await
                    }
                };
                let error = match result {
                    Ok(_) => {
                        refusal = None;
                        break;
                    }
                    Err(error) if !is_about_a_row(&error) => return Err(error),
                    Err(error) => error,
                };
                let finding =
                    if error.code() == Code::ReferenceMissing { Finding::ReferenceMissing } else { finding(&error) };
                let column = error.fields().first().map(|name| column_of(part, name));
                match emptied(part, &mut made, &error) {
                    true => findings.add(table.name, Some(&unit.key), column.as_deref(), finding, Effect::Replaced),
                    false => {
                        refusal = Some((column, finding));
                        break;
                    }
                }
            }
            match refusal {
                None if is_main => tally.written += 1,
                None => {}
                Some((column, finding)) => {
                    self.refused.insert(made.id);
                    findings.add(table.name, Some(&unit.key), column.as_deref(), finding, Effect::LeftOut);
                    if is_main {
                        main_refused = true;
                        tally.left_out += 1;
                    }
                }
            }
        }
        Ok(())
    }
}

/// How many batches the store has before its answer to the first is waited for: one that it writes, and one that waits for it
/// while the next is made.
const AHEAD: usize = 2;

/// How many ids one query asks for.
pub(super) const MAX_IDS: usize = 500;

/// Returns how many rows of the source the units are; others only add to a row that is there.
fn count(units: &[Unit]) -> u64 {
    units.iter().filter(|unit| unit.lead.is_some()).count() as u64
}

/// Whether the error says something about the rows; others are about the store.
fn is_about_a_row(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Rejected) || error.code() == Code::AlreadyThere
}

fn finding(error: &Error) -> Finding {
    match error.code() {
        Code::DuplicateValue | Code::AlreadyThere => Finding::Duplicate,
        Code::Required => Finding::Required,
        Code::EnumUnknown => Finding::ValueUnknown,
        _ => Finding::OutOfLimits,
    }
}

/// Takes the value out that the store refused, when nothing may stand there; says whether it did.
fn emptied(part: &TablePart, made: &mut Made, error: &Error) -> bool {
    let field = error.fields().first().and_then(|name| part.def.index_of(name));
    let Some(index) = field.filter(|index| part.def.fields[*index].nullable && !made.row[*index].is_null()) else {
        return false;
    };
    made.row[index] = Value::Null;
    true
}

/// Returns the column that a field's value came from, or the field's own name.
fn column_of(part: &TablePart, field: &str) -> String {
    let index = part.def.index_of(field);
    let planned = part.fields.iter().find(|planned| Some(planned.field) == index);
    planned.and_then(|planned| planned.column).unwrap_or(field).to_owned()
}
