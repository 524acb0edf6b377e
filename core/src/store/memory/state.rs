//! Everything that a store in memory holds, and the one way to change a row, which can be taken back.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::table::{Place, Table};
use crate::clock::Timestamp;
use crate::entity::{Entity as _, EntityDef, Row, Value};
use crate::error::{Code, Error, Result};
use crate::organization::{Organization, OrganizationId};
use crate::store::{BatchId, ChangeRecord, Commit};

/// A row as others point to it: table, organization, id.
type Target = (&'static str, Uuid, Uuid);

/// Everything that a store in memory holds.
#[derive(Default)]
pub(super) struct State {
    tables: BTreeMap<&'static str, Table>,
    /// How many fields point to a row, the tenant of each row included. A row without an entry is not pointed to.
    pointers: BTreeMap<Target, usize>,
    pub(super) sequences: BTreeMap<(OrganizationId, String), i64>,
    pub(super) batches: HashMap<(OrganizationId, BatchId), (Timestamp, Commit)>,
    /// When the upkeep is due.
    pub(super) upkeep_due: Option<Timestamp>,
    pub(super) feeds: BTreeMap<OrganizationId, Vec<ChangeRecord>>,
    undo: Vec<Undo>,
}

/// How to take one step back.
enum Undo {
    Row(&'static EntityDef, Place, Option<Row>),
    Sequence((OrganizationId, String), Option<i64>),
}

impl State {
    /// Returns the rows of an entity, if it ever had one.
    pub(super) fn table(&self, def: &EntityDef) -> Option<&Table> {
        self.tables.get(def.table)
    }

    pub(super) fn get(&self, def: &EntityDef, place: Place) -> Option<&Row> {
        self.table(def)?.get(place)
    }

    /// Puts a row in its place after checking what is unique and what it points to.
    pub(super) fn put(&mut self, def: &'static EntityDef, place: Place, row: Row) -> Result<()> {
        if let Some(table) = self.table(def) {
            table.check_unique(place, &row)?;
        }
        for (field, target) in targets(def, place, &row) {
            let itself = target == (def.table, place.0, place.1);
            let there = self.tables.get(target.0).is_some_and(|table| table.get((target.1, target.2)).is_some());
            if !itself && !there {
                return Err(Error::new(Code::ReferenceMissing).field(field));
            }
        }
        let before = self.replace(def, place, Some(row))?;
        self.undo.push(Undo::Row(def, place, before));
        Ok(())
    }

    /// Takes a row away unless another one points to it.
    pub(super) fn take(&mut self, def: &'static EntityDef, place: Place) -> Result<()> {
        let before = self.replace(def, place, None)?;
        self.undo.push(Undo::Row(def, place, before));
        // Its own pointers are gone by now, so that a row that only points to itself may go.
        if self.pointers.contains_key(&(def.table, place.0, place.1)) {
            return Err(Error::new(Code::InUse).with("entity", def.name));
        }
        Ok(())
    }

    /// Sets a sequence.
    pub(super) fn set_sequence(&mut self, name: (OrganizationId, String), value: i64) {
        let before = self.sequences.insert(name.clone(), value);
        self.undo.push(Undo::Sequence(name, before));
    }

    /// Makes everything since the last call final.
    pub(super) fn keep(&mut self) {
        self.undo.clear();
    }

    /// Takes back everything since the last call of [`State::keep`].
    pub(super) fn take_back(&mut self) -> Result<()> {
        while let Some(step) = self.undo.pop() {
            match step {
                Undo::Row(def, place, before) => {
                    self.replace(def, place, before)?;
                }
                Undo::Sequence(name, Some(before)) => {
                    self.sequences.insert(name, before);
                }
                Undo::Sequence(name, None) => {
                    self.sequences.remove(&name);
                }
            }
        }
        Ok(())
    }

    fn replace(&mut self, def: &'static EntityDef, place: Place, row: Option<Row>) -> Result<Option<Row>> {
        let after = row.as_deref().map_or_else(Vec::new, |row| targets(def, place, row));
        let before = self.tables.entry(def.table).or_insert_with(|| Table::new(def)).replace(place, row)?;
        for (_, target) in before.as_deref().map_or_else(Vec::new, |row| targets(def, place, row)) {
            if let Some(count) = self.pointers.get_mut(&target) {
                *count -= 1;
                if *count == 0 {
                    self.pointers.remove(&target);
                }
            }
        }
        for (_, target) in after {
            *self.pointers.entry(target).or_default() += 1;
        }
        Ok(before)
    }
}

/// Returns what a row points to, with the names of the fields: its tenant first, then in the order of the fields.
fn targets(def: &EntityDef, place: Place, row: &[Value]) -> Vec<(&'static str, Target)> {
    let mut targets = Vec::new();
    if !def.is_tenant {
        targets.push(("organization_id", (Organization::DEF.table, place.0, place.0)));
    }
    for (field, value) in def.fields.iter().zip(row) {
        if let (Some(reference), Some(id)) = (field.references, value.as_uuid()) {
            targets.push((field.name, ((reference.entity)().table, place.0, id)));
        }
    }
    targets
}
