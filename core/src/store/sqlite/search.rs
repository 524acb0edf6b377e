//! The index of words, kept with the rows inside the writer's transaction. Not by triggers: what is indexed are roots that the
//! library folds, and a trigger that calls the library would keep every other program from writing to the table.

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, params};

use super::error::store_error;
use super::page;
use crate::entity::{EntityDef, Row};
use crate::error::Result;
use crate::organization::OrganizationId;
use crate::query::{FILLER, Indexed, Query, is_searchable, mark};
use crate::store::Key;

const ENTER_ROW: &str = "INSERT INTO \"search_entry\" (\"organization_id\",\"entity\",\"row_id\") VALUES (?1,?2,?3)";
const ENTER_TEXT: &str = "INSERT INTO \"search_text\" (\"rowid\",\"title\",\"body\",\"words\") VALUES (?1,?2,?3,?4)";

/// What the index is to hold of a row, in the letters in which it holds it.
pub(super) struct Entry {
    title: String,
    body: String,
    words: String,
}

/// Makes entries; folding words takes longer than writing them, so that it is not left to the one thread that writes.
pub(super) struct Entries {
    organization: OrganizationId,
    /// The marks that were needed so far.
    marks: Vec<(&'static EntityDef, bool, String)>,
}

impl Entries {
    pub(super) fn new(organization: OrganizationId) -> Self {
        Self { organization, marks: Vec::new() }
    }

    /// Returns what the index is to hold of a row, if anything.
    pub(super) fn of(&mut self, def: &'static EntityDef, row: &Row) -> Option<Entry> {
        let indexed = Indexed::of(def, row)?;
        let known =
            |(known, is_public, _): &(&EntityDef, bool, String)| *known == def && *is_public == indexed.is_public;
        let place = self.marks.iter().position(known).unwrap_or_else(|| {
            let letters = mark(self.organization.as_uuid(), def, indexed.is_public);
            self.marks.push((def, indexed.is_public, letters));
            self.marks.len() - 1
        });
        let mark = &self.marks[place].2;
        Some(Entry {
            title: marked(mark, indexed.title.iter()),
            body: marked(mark, indexed.body.iter()),
            words: marked(mark, indexed.words.iter()),
        })
    }
}

/// Enters a row again that was changed.
pub(super) fn changed(connection: &Connection, organization: OrganizationId, key: &Key) -> Result<()> {
    removed(connection, organization, key)?;
    let row = page::answer(connection, &Query::by_id(key.entity, organization, key.id))?.rows.pop();
    match row.and_then(|row| Entries::new(organization).of(key.entity, &row)) {
        Some(entry) => Words::default().enter(connection, organization, key, &entry),
        None => Ok(()),
    }
}

/// Forgets a row.
pub(super) fn removed(connection: &Connection, organization: OrganizationId, key: &Key) -> Result<()> {
    if !is_searchable(key.entity) {
        return Ok(());
    }
    let organization = organization.as_uuid();
    let place = params![organization.as_bytes(), key.entity.table, key.id.as_bytes()];
    let number: Option<i64> = connection
        .prepare_cached("DELETE FROM \"search_entry\" WHERE \"organization_id\"=?1 AND \"entity\"=?2 AND \"row_id\"=?3 RETURNING \"number\"")
        .and_then(|mut delete| delete.query_row(place, |row| row.get(0)).optional())
        .map_err(store_error)?;
    let Some(number) = number else { return Ok(()) };
    connection
        .prepare_cached("DELETE FROM \"search_text\" WHERE \"rowid\"=?1")
        .and_then(|mut delete| delete.execute([number]))
        .map(drop)
        .map_err(store_error)
}

/// Enters rows of which the index holds nothing; its statements are kept for as long as the batch lasts.
#[derive(Default)]
pub(super) struct Words<'a>(Option<[CachedStatement<'a>; 2]>);

impl<'a> Words<'a> {
    /// Enters a row.
    pub(super) fn enter(
        &mut self,
        connection: &'a Connection,
        organization: OrganizationId,
        key: &Key,
        entry: &Entry,
    ) -> Result<()> {
        let [row, text] = match &mut self.0 {
            Some(known) => known,
            unknown => {
                let prepare = |sql| connection.prepare_cached(sql).map_err(store_error);
                unknown.insert([prepare(ENTER_ROW)?, prepare(ENTER_TEXT)?])
            }
        };
        let organization = organization.as_uuid();
        row.execute(params![organization.as_bytes(), key.entity.table, key.id.as_bytes()]).map_err(store_error)?;
        let number = connection.last_insert_rowid();
        text.execute(params![number, entry.title, entry.body, entry.words]).map(drop).map_err(store_error)
    }
}

fn marked<'a>(mark: &str, roots: impl Iterator<Item = &'a String>) -> String {
    let mut text = String::new();
    for root in roots {
        if !text.is_empty() {
            text.push(' ');
        }
        if root != FILLER {
            text.push_str(mark);
        }
        text.push_str(root);
    }
    text
}
