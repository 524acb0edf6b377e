//! The index of words, kept with the rows inside the commit. What is indexed are roots that the library folds, so that all
//! stores find the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use uuid::Uuid;

use crate::entity::{EntityDef, Kind, Row, Value};
use crate::query::sql::Builder;
use crate::query::{FILLER, Indexed, is_about_members, is_about_search, is_searchable, mark};
use crate::store::{Batch, Key, Write, row_id};

/// How many entries are written by one statement.
pub(super) const TOGETHER: usize = 500;
/// How far the body is from the title, so that no phrase reaches from one into the other.
const GAP: usize = 8;
/// The place of the words that are only found by their beginning: the last that there is.
const LAST: usize = 16_383;

/// A row in the index.
pub(super) struct Entry {
    table: &'static str,
    id: Uuid,
    terms: String,
}

impl Entry {
    /// Returns the entry of a row, if it can be found.
    pub(super) fn of(organization: Uuid, entity: &'static EntityDef, id: Uuid, row: &Row) -> Option<Self> {
        let indexed = Indexed::of(entity, row)?;
        let mark = mark(organization, entity, indexed.is_public);
        Some(Self { table: entity.table, id, terms: terms(&indexed, &mark) })
    }
}

/// Returns whether what is indexed cannot be told from the batch alone.
pub(super) fn reads_rows(batch: &Batch) -> bool {
    !written(batch).is_empty()
}

/// Returns the rows that are changed in what can be found of them, or in members that are kept by whether the row is deleted.
fn written(batch: &Batch) -> Vec<Key> {
    let written = batch.writes.iter().filter_map(|write| match write {
        Write::Update { key, changes, .. } => {
            let is_about = |index| {
                is_about_search(key.entity, index) || (key.entity.soft_delete && is_about_members(key.entity, index))
            };
            changes.iter().any(|(index, _)| is_about(*index)).then_some(*key)
        }
        Write::Index(key) => Some(*key),
        _ => None,
    });
    written.collect()
}

/// Returns the rows of which only the table tells, after all writes, what the indexes of words and of members hold: each once.
pub(super) fn unclear(batch: &Batch) -> Vec<Key> {
    let is_indexed = |def: &EntityDef| is_searchable(def) || def.fields.iter().any(|field| field.members);
    let mut unclear: Vec<Key> = Vec::new();
    for write in &batch.writes {
        let key = match write {
            Write::Update { key, changes, .. } => {
                let is_about = |index| is_about_search(key.entity, index) || is_about_members(key.entity, index);
                changes.iter().any(|(index, _)| is_about(*index)).then_some(*key)
            }
            Write::Delete { key, .. } => is_indexed(key.entity).then_some(*key),
            Write::Index(key) => Some(*key),
            _ => None,
        };
        unclear.extend(key.filter(|key| !unclear.contains(key)));
    }
    unclear
}

/// Returns the entries of the rows that the batch adds.
pub(super) fn entries(batch: &Batch) -> Vec<Entry> {
    let entries = batch.writes.iter().filter_map(|write| match write {
        Write::Insert { entity, row } => {
            Entry::of(batch.organization.as_uuid(), entity, row_id(entity, row).ok()?, row)
        }
        _ => None,
    });
    entries.collect()
}

/// Returns the rows that the batch removes.
pub(super) fn removed(batch: &Batch) -> Vec<Key> {
    let removed = batch.writes.iter().filter_map(|write| match write {
        Write::Delete { key, .. } => is_searchable(key.entity).then_some(*key),
        _ => None,
    });
    removed.collect()
}

/// Adds `INSERT INTO "search_entry" …`.
pub(super) fn enter(builder: &mut Builder, organization: Uuid, entries: &[Entry]) {
    let list = |items: Vec<String>| Value::List(items);
    builder.push("INSERT INTO \"search_entry\" (\"organization_id\",\"entity\",\"row_id\",\"terms\") SELECT ");
    builder.bind(Kind::Uuid, Value::Uuid(organization)).push(",e,i::uuid,t::tsvector FROM unnest(");
    builder.bind(Kind::List, list(entries.iter().map(|entry| entry.table.to_owned()).collect())).push(",");
    builder.bind(Kind::List, list(entries.iter().map(|entry| entry.id.to_string()).collect())).push(",");
    builder.bind(Kind::List, list(entries.iter().map(|entry| entry.terms.clone()).collect()));
    builder.push(") AS u(e,i,t) ON CONFLICT (\"organization_id\",\"entity\",\"row_id\") DO UPDATE SET \"terms\"=excluded.\"terms\"");
}

/// Adds `DELETE FROM "search_entry" …`.
pub(super) fn leave(builder: &mut Builder, organization: Uuid, keys: &[Key]) {
    let list = |items: Vec<String>| Value::List(items);
    builder.push("DELETE FROM \"search_entry\" USING unnest(");
    builder.bind(Kind::List, list(keys.iter().map(|key| key.entity.table.to_owned()).collect())).push(",");
    builder.bind(Kind::List, list(keys.iter().map(|key| key.id.to_string()).collect()));
    builder.push(") AS u(e,i) WHERE \"organization_id\"=").bind(Kind::Uuid, Value::Uuid(organization));
    builder.push(" AND \"entity\"=e AND \"row_id\"=i::uuid");
}

/// Returns the text that the server reads as the terms of an entry, with their places: the title has the weight A, the body B.
fn terms(indexed: &Indexed, mark: &str) -> String {
    let mut places: BTreeMap<&str, Vec<(usize, char)>> = BTreeMap::new();
    for (place, root) in indexed.title.iter().enumerate() {
        places.entry(root).or_default().push((place + 1, 'A'));
    }
    for (place, root) in indexed.body.iter().enumerate() {
        places.entry(root).or_default().push((indexed.title.len() + GAP + place + 1, 'B'));
    }
    for word in &indexed.words {
        places.entry(word).or_default().push((LAST, 'D'));
    }
    places.remove(FILLER);
    let mut text = String::new();
    for (root, places) in places {
        let places: Vec<String> = places.into_iter().map(|(place, weight)| format!("{place}{weight}")).collect();
        // Writing to a String does not fail. Roots are letters and digits, among which is no quote.
        let _ = write!(text, "'{mark}{root}':{} ", places.join(","));
    }
    text
}
