//! In which order rows go in, so that each finds what it points to.
//!
//! The file's order does for most: an entity comes after those that it points to, and a row after earlier ones. What points
//! ahead, to a later row of its own entity or to a later entity, goes in without that pointer, which is set at the end. A
//! pointer that a unique index looks at cannot be left out for a while, because the row would meet others without it; such
//! a row waits until what it points to is there.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::lines::FileRow;
use crate::ENTITIES;
use crate::entity::{EntityDef, Value};
use crate::error::{Code, Error, Result};
use crate::store::{Key, Write};

/// Puts the rows of a file in order.
#[derive(Default)]
pub(super) struct Order {
    entity: Option<&'static EntityDef>,
    pointers: Vec<Pointer>,
    waiting: BTreeMap<Uuid, FileRow>,
    /// Whether every row of the entity was read, so that none is ahead any more.
    all_read: bool,
    later: Vec<Write>,
}

/// A field that may point ahead.
struct Pointer {
    field: usize,
    within_entity: bool,
    /// Whether a unique index looks at it.
    firm: bool,
}

impl Order {
    /// Takes the next row of the file and hands out those that can go in.
    pub(super) fn take(&mut self, row: FileRow, out: &mut Vec<FileRow>) -> Result<()> {
        if self.entity != Some(row.def) {
            self.end_entity(out)?;
            self.entity = Some(row.def);
            self.pointers = pointers(row.def);
            self.all_read = false;
        }
        if self.waits(&row) {
            self.waiting.insert(row.id, row);
        } else {
            out.push(self.loosened(row));
        }
        Ok(())
    }

    /// Hands out the rows that still wait.
    pub(super) fn end_entity(&mut self, out: &mut Vec<FileRow>) -> Result<()> {
        self.all_read = true;
        while !self.waiting.is_empty() {
            let ready: Vec<Uuid> = self.waiting.values().filter(|row| !self.waits(row)).map(|row| row.id).collect();
            if let (true, Some(row)) = (ready.is_empty(), self.waiting.values().next()) {
                let cycle = Error::new(Code::HierarchyCycle).field("parent_id").with("entity", row.def.name);
                return Err(super::lines::because(row.line, cycle));
            }
            for id in ready {
                if let Some(row) = self.waiting.remove(&id) {
                    out.push(self.loosened(row));
                }
            }
        }
        Ok(())
    }

    /// Returns the pointers that were left out, as changes of the rows.
    pub(super) fn finish(self) -> Vec<Write> {
        self.later
    }

    fn waits(&self, row: &FileRow) -> bool {
        self.pointers.iter().any(|pointer| pointer.firm && self.is_ahead(pointer, row))
    }

    fn is_ahead(&self, pointer: &Pointer, row: &FileRow) -> bool {
        let Some(target) = row.row[pointer.field].as_uuid().filter(|target| *target != row.id) else { return false };
        if !pointer.within_entity {
            return true;
        }
        (!self.all_read && target > row.id) || self.waiting.contains_key(&target)
    }

    /// Takes the pointers ahead out of a row. Setting them later raises its version, so that it begins one below its own.
    fn loosened(&mut self, mut row: FileRow) -> FileRow {
        let ahead: Vec<usize> =
            self.pointers.iter().filter(|pointer| self.is_ahead(pointer, &row)).map(|pointer| pointer.field).collect();
        let version = row.def.index_of("version").and_then(|index| Some((index, row.row[index].as_integer()?)));
        let (false, Some((at, version))) = (ahead.is_empty(), version) else { return row };
        let changes = ahead.into_iter().map(|field| (field, std::mem::take(&mut row.row[field]))).collect();
        row.row[at] = Value::Integer(version - 1);
        let key = Key { entity: row.def, id: row.id };
        self.later.push(Write::Update { key, version: version - 1, changes });
        row
    }
}

fn pointers(def: &'static EntityDef) -> Vec<Pointer> {
    let position = |def: &EntityDef| ENTITIES.iter().position(|known| *known == def);
    let own = position(def);
    let looked_at = |name: &str| {
        let unique = def.indexes.iter().filter(|index| index.unique);
        unique.into_iter().any(|index| {
            index.columns.contains(&name) || index.condition.is_some_and(|condition| condition.contains(name))
        })
    };
    let pointers = def.fields.iter().enumerate().filter_map(|(field, declared)| {
        let target = (declared.references?.entity)();
        let within_entity = target == def;
        let ahead = within_entity || position(target) > own;
        ahead.then(|| Pointer { field, within_entity, firm: within_entity && looked_at(declared.name) })
    });
    pointers.collect()
}
