//! When the order of writes means nothing. All parts of one statement see the same moment and run in no particular order,
//! while the writes of a batch happen one after the other; a batch for which that makes a difference is not one statement.

use std::collections::HashMap;

use uuid::Uuid;

use crate::entity::{EntityDef, Row, Value};
use crate::store::{Batch, Expect, Key, Write, row_id};

/// Where the rows are that a batch writes, by table and id.
type Places = HashMap<(&'static str, Uuid), usize>;

/// Returns whether the batch's writes may happen in any order, at one moment, with the same outcome whenever they succeed.
pub(super) fn is_free(batch: &Batch) -> bool {
    let Some(places) = distinct_rows(batch) else { return false };
    expectations_are_free(batch, &places)
        && marks_are_free(batch)
        && numbers_are_taken_before(batch)
        && references_look_back(batch, &places)
        && removals_come_last(batch)
}

/// Returns whether no row points to one that comes later.
pub(super) fn is_forward(rows: &[(&'static EntityDef, &Row)]) -> bool {
    let mut places = Places::with_capacity(rows.len());
    for (place, (entity, row)) in rows.iter().enumerate() {
        if let Ok(id) = row_id(entity, row) {
            places.insert((entity.table, id), place);
        }
    }
    rows.iter().enumerate().all(|(place, (entity, row))| row_looks_back(entity, row.iter().enumerate(), place, &places))
}

/// Returns whether a write of the batch only happens when the row has that version.
pub(super) fn proves(batch: &Batch, key: Key, wanted: i64) -> bool {
    batch.writes.iter().any(|write| match write {
        Write::Update { key: written, version, .. } => *written == key && *version == wanted,
        Write::Delete { key: written, version } => *written == key && *version == Some(wanted),
        _ => false,
    })
}

/// Returns whether a write of the batch only happens when the row is there.
pub(super) fn proves_presence(batch: &Batch, key: Key) -> bool {
    batch.writes.iter().any(|write| match write {
        Write::Update { key: written, .. } | Write::Delete { key: written, .. } | Write::Add { key: written, .. } => {
            *written == key
        }
        _ => false,
    })
}

/// Returns whether the batch adds that row, so that its absence needs no other proof.
pub(super) fn adds(batch: &Batch, key: Key) -> bool {
    batch.writes.iter().any(|write| match write {
        Write::Insert { entity, row } => *entity == key.entity && row_id(entity, row).is_ok_and(|id| id == key.id),
        _ => false,
    })
}

/// Returns the place of each row that is written, or none when two writes meet in one row or sequence.
fn distinct_rows(batch: &Batch) -> Option<Places> {
    let mut places = Places::with_capacity(batch.writes.len());
    let mut sequences: Vec<&str> = Vec::new();
    for (place, write) in batch.writes.iter().enumerate() {
        let row = match write {
            Write::Insert { entity, row } | Write::Mark { entity, row, .. } => {
                (entity.table, row_id(entity, row).ok()?)
            }
            Write::Update { key, .. } | Write::Delete { key, .. } | Write::Add { key, .. } => {
                (key.entity.table, key.id)
            }
            Write::Next { sequence, by, .. } => {
                if *by < 1 || sequences.contains(&sequence.as_str()) {
                    return None;
                }
                sequences.push(sequence);
                continue;
            }
            // A claim sees what was written before it, and its rows are not known beforehand.
            Write::Claim(_) | Write::Index(_) => return None,
        };
        if places.insert(row, place).is_some() {
            return None;
        }
    }
    Some(places)
}

fn expectations_are_free(batch: &Batch, places: &Places) -> bool {
    batch.expect.iter().all(|expect| match expect {
        // A row that is written proves its version itself, and cannot be looked at beside.
        Expect::Version(key, version) => {
            !key.entity.append_only
                && (!places.contains_key(&(key.entity.table, key.id)) || proves(batch, *key, *version))
        }
        Expect::Absent(key) => adds(batch, *key),
        Expect::Present(key, _) => !adds(batch, *key),
        Expect::Unchanged(..) => false,
    })
}

/// Returns whether no note depends on a row that the batch itself adds or removes.
fn marks_are_free(batch: &Batch) -> bool {
    batch.writes.iter().all(|write| match write {
        Write::Mark { beside, .. } => !batch.writes.iter().any(|other| match other {
            Write::Insert { entity, .. } => entity == beside,
            Write::Delete { key, .. } => key.entity == *beside,
            _ => false,
        }),
        _ => true,
    })
}

/// Returns whether every number that a row waits for is taken by an earlier write, and is surely not below zero.
fn numbers_are_taken_before(batch: &Batch) -> bool {
    let mut steps: Vec<i64> = Vec::new();
    for write in &batch.writes {
        let sound = |value: &Value| match value {
            Value::Allocated(wanted) => steps.get(wanted.slot).is_some_and(|by| wanted.offset > -by),
            _ => true,
        };
        let all_sound = match write {
            Write::Insert { row, .. } | Write::Mark { row, .. } => row.iter().all(sound),
            Write::Update { changes, .. } => changes.iter().all(|(_, value)| sound(value)),
            Write::Next { by, .. } => {
                steps.push(*by);
                true
            }
            Write::Delete { .. } | Write::Add { .. } | Write::Claim(_) | Write::Index(_) => true,
        };
        if !all_sound {
            return false;
        }
    }
    true
}

fn references_look_back(batch: &Batch, places: &Places) -> bool {
    batch.writes.iter().enumerate().all(|(place, write)| match write {
        Write::Insert { entity, row } => row_looks_back(entity, row.iter().enumerate(), place, places),
        Write::Update { key, changes, .. } => {
            row_looks_back(key.entity, changes.iter().map(|(index, value)| (*index, value)), place, places)
        }
        _ => true,
    })
}

fn row_looks_back<'a>(
    entity: &'static EntityDef,
    mut values: impl Iterator<Item = (usize, &'a Value)>,
    place: usize,
    places: &Places,
) -> bool {
    values.all(|(index, value)| match (entity.fields.get(index).and_then(|field| field.references), value) {
        (Some(reference), Value::Uuid(id)) => {
            places.get(&((reference.entity)().table, *id)).is_none_or(|target| *target <= place)
        }
        _ => true,
    })
}

/// Returns whether nothing is changed or removed after a removal, which it might have allowed, and no row is changed or
/// removed after another one of its entity was added, which might have taken what it gave up.
fn removals_come_last(batch: &Batch) -> bool {
    let mut removed = false;
    let mut added: Vec<&'static str> = Vec::new();
    batch.writes.iter().all(|write| match write {
        Write::Insert { entity, .. } | Write::Mark { entity, .. } => {
            added.push(entity.table);
            true
        }
        Write::Update { key, .. } => !removed && !added.contains(&key.entity.table),
        Write::Delete { key, .. } => !std::mem::replace(&mut removed, true) && !added.contains(&key.entity.table),
        Write::Add { .. } | Write::Next { .. } | Write::Claim(_) | Write::Index(_) => true,
    })
}
