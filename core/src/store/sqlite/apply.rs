//! One batch inside the writer's transaction: was it committed before, does everything hold that it expects, then its
//! writes in their order.

use std::collections::HashMap;
use std::fmt::Write as _;

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Statement, params};
use uuid::Uuid;

use super::answers::{remember, replay};
use super::constraint::{Attempt, refused};
use super::error::store_error;
use super::ready::Ready;
use super::row::Bound;
use super::search::Entry;
use super::{feed, member, page, permit, search};
use crate::entity::{EntityDef, Row, Value};
use crate::error::{Code, Error, Result};
use crate::query::{Condition, Query, field, is_about_search};
use crate::store::declared::declared;
use crate::store::{Batch, Claim, Commit, Expect, Key, Write};

/// The texts of `INSERT` statements, by table: long, and the same every time.
#[derive(Default)]
pub(super) struct Inserts(HashMap<&'static str, String>);

impl Inserts {
    fn text(&mut self, def: &'static EntityDef) -> &str {
        self.0.entry(def.table).or_insert_with(|| {
            let names = def.fields.iter().map(|field| format!("\"{}\"", field.name)).collect::<Vec<_>>().join(",");
            let places = (1..=def.fields.len()).map(|index| format!("?{index}")).collect::<Vec<_>>().join(",");
            format!("INSERT INTO \"{}\" ({names}) VALUES ({places})", def.table)
        })
    }
}

/// Applies a checked batch; on an error the caller takes back what was done.
///
/// # Errors
/// Those of [`Store::commit`](crate::store::Store::commit).
pub(super) fn apply(connection: &Connection, inserts: &mut Inserts, ready: &Ready) -> Result<Commit> {
    let batch = &ready.batch;
    if let Some(commit) = replay(connection, batch)? {
        return Ok(commit);
    }
    let mut application = Application {
        connection,
        batch,
        inserts,
        entries: ready.entries.iter(),
        words: search::Words::default(),
        prepared: Vec::new(),
        allocated: Vec::new(),
        claimed: Vec::new(),
    };
    batch.expect.iter().try_for_each(|expect| application.expect(expect))?;
    for (place, write) in batch.writes.iter().enumerate() {
        match &ready.unfit {
            Some((unfit, error)) if *unfit == place => return Err(error.clone()),
            _ => application.write(write)?,
        }
    }
    feed::write(connection, batch, &ready.feed)?;
    let commit = Commit {
        replayed: false,
        allocated: application.allocated,
        inserted: batch.inserted(),
        claimed: application.claimed,
    };
    remember(connection, batch, &commit)?;
    Ok(commit)
}

struct Application<'a> {
    connection: &'a Connection,
    batch: &'a Batch,
    inserts: &'a mut Inserts,
    /// What the index of words is to hold of the rows that are still to be added.
    entries: std::slice::Iter<'a, Option<Entry>>,
    words: search::Words<'a>,
    /// The statements that add rows, kept for as long as the batch lasts: looking one up costs as much as binding ten values.
    prepared: Vec<(&'static EntityDef, CachedStatement<'a>)>,
    allocated: Vec<i64>,
    claimed: Vec<Row>,
}

impl Application<'_> {
    fn expect(&self, expect: &Expect) -> Result<()> {
        match expect {
            Expect::Version(key, version) => match self.number(key, "version")? {
                None => Err(not_found(key.entity)),
                Some(found) if found == Some(*version) => Ok(()),
                Some(_) => Err(stale(key.entity)),
            },
            Expect::Absent(key) => {
                if self.exists(key)? {
                    Err(Error::new(Code::AlreadyThere).with("entity", key.entity.name))
                } else {
                    Ok(())
                }
            }
            Expect::Present(key, field) => {
                if self.exists(key)? {
                    Ok(())
                } else {
                    Err(Error::new(Code::ReferenceMissing).field(*field))
                }
            }
            Expect::Unchanged(query, rows) => {
                if page::answer(self.connection, query)?.rows == *rows {
                    Ok(())
                } else {
                    Err(Error::new(Code::ReadChanged).with("entity", query.entity.name))
                }
            }
        }
    }

    fn write(&mut self, write: &Write) -> Result<()> {
        match write {
            Write::Insert { entity, row } => self.insert(entity, row),
            Write::Update { key, version, changes } => self.update(key, *version, changes),
            Write::Delete { key, version } => self.delete(key, *version),
            Write::Add { key, field, delta, at_most } => self.add(key, *field, *delta, *at_most),
            Write::Next { sequence, by, at_most } => self.next(sequence, *by, *at_most),
            Write::Claim(claim) => self.claim(claim),
            Write::Index(key) => self.index(key),
            Write::Mark { entity, row, beside } => self.mark(entity, row, beside),
        }
    }

    /// Enters a row anew in what is kept to find it.
    fn index(&self, key: &Key) -> Result<()> {
        search::changed(self.connection, self.batch.organization, key)?;
        member::removed(self.connection, self.batch.organization, key)?;
        match page::answer(self.connection, &Query::by_id(key.entity, self.batch.organization, key.id))?.rows.first() {
            Some(row) => member::added(self.connection, self.batch.organization, key.entity, row),
            None => Ok(()),
        }
    }

    fn insert(&mut self, entity: &'static EntityDef, row: &Row) -> Result<()> {
        let place = match self.prepared.iter().position(|(known, _)| *known == entity) {
            Some(place) => place,
            None => {
                let insert = self.connection.prepare_cached(self.inserts.text(entity)).map_err(store_error)?;
                self.prepared.push((entity, insert));
                self.prepared.len() - 1
            }
        };
        let insert = &mut self.prepared[place].1;
        bind(insert, 1, row, &self.allocated)?;
        insert
            .raw_execute()
            .map_err(|error| refused(self.connection, self.batch.organization, &Attempt::Insert(entity, row), error))?;
        member::added(self.connection, self.batch.organization, entity, row)?;
        match self.entries.next() {
            Some(Some(entry)) => {
                let key = Key { entity, id: crate::store::row_id(entity, row)? };
                self.words.enter(self.connection, self.batch.organization, &key, entry)
            }
            _ => Ok(()),
        }
    }

    /// Adds a note, where the organization has a row of `beside`.
    fn mark(&mut self, entity: &'static EntityDef, row: &Row, beside: &'static EntityDef) -> Result<()> {
        let sql = format!("SELECT 1 FROM \"{}\" WHERE \"{}\"=?1 LIMIT 1", beside.table, beside.tenant_column());
        let mut any = self.connection.prepare_cached(&sql).map_err(store_error)?;
        if !any.exists(params![self.batch.organization.as_uuid().as_bytes()]).map_err(store_error)? {
            return Ok(());
        }
        entity.fields.iter().zip(row).try_for_each(|(field, value)| declared(field, value))?;
        let mut insert = self.connection.prepare_cached(self.inserts.text(entity)).map_err(store_error)?;
        bind(&mut insert, 1, row, &self.allocated)?;
        insert
            .raw_execute()
            .map(drop)
            .map_err(|error| refused(self.connection, self.batch.organization, &Attempt::Insert(entity, row), error))
    }

    fn update(&self, key: &Key, version: i64, changes: &[(usize, Value)]) -> Result<()> {
        let def = key.entity;
        changes.iter().try_for_each(|(index, value)| declared(&def.fields[*index], value))?;
        let mut sql = format!("UPDATE \"{}\" SET \"version\"=\"version\"+1", def.table);
        for (place, (index, _)) in changes.iter().enumerate() {
            // Writing to a String does not fail.
            let _ = write!(sql, ",\"{}\"=?{}", def.fields[*index].name, place + 4);
        }
        let _ = write!(sql, " WHERE \"{}\"=?1 AND \"id\"=?2 AND \"version\"=?3", def.tenant_column());
        let mut update = self.connection.prepare_cached(&sql).map_err(store_error)?;
        self.bind_key(&mut update, key)?;
        update.raw_bind_parameter(3, version).map_err(store_error)?;
        bind(&mut update, 4, changes.iter().map(|(_, value)| value), &self.allocated)?;
        let changed = update.raw_execute().map_err(|error| {
            refused(self.connection, self.batch.organization, &Attempt::Update(def, changes), error)
        })?;
        if changed == 0 {
            return self.missed(key);
        }
        member::changed(self.connection, self.batch.organization, key, changes)?;
        if changes.iter().any(|(index, _)| is_about_search(def, *index)) {
            search::changed(self.connection, self.batch.organization, key)?;
        }
        Ok(())
    }

    fn delete(&self, key: &Key, version: Option<i64>) -> Result<()> {
        let def = key.entity;
        let mut sql = format!("DELETE FROM \"{}\" WHERE \"{}\"=?1 AND \"id\"=?2", def.table, def.tenant_column());
        if version.is_some() {
            sql.push_str(" AND \"version\"=?3");
        }
        let mut delete = self.connection.prepare_cached(&sql).map_err(store_error)?;
        self.bind_key(&mut delete, key)?;
        if let Some(version) = version {
            delete.raw_bind_parameter(3, version).map_err(store_error)?;
        }
        let mut remove = || {
            delete
                .raw_execute()
                .map_err(|error| refused(self.connection, self.batch.organization, &Attempt::Delete(def), error))
        };
        let removed = if def.append_only { permit::with(self.connection, def.table, remove)? } else { remove()? };
        if removed == 0 {
            return self.missed(key);
        }
        member::removed(self.connection, self.batch.organization, key)?;
        search::removed(self.connection, self.batch.organization, key)
    }

    /// Why a row was not met at the version asked for.
    fn missed(&self, key: &Key) -> Result<()> {
        Err(if self.exists(key)? { stale(key.entity) } else { not_found(key.entity) })
    }

    fn add(&self, key: &Key, index: usize, delta: i64, at_most: Option<i64>) -> Result<()> {
        let (def, field) = (key.entity, &key.entity.fields[index]);
        let name = field.name;
        let before = self.number(key, name)?.ok_or_else(|| not_found(def))?;
        let before = before
            .ok_or_else(|| Error::new(Code::Internal).with("reason", "only a number that is there is added to"))?;
        // Added here, because SQLite turns a sum that is too great into a floating-point number.
        let sum = before.checked_add(delta);
        if let Some(limit) = at_most.filter(|limit| sum.map_or(delta > 0, |sum| sum > *limit)) {
            return Err(counter_limit(name, limit));
        }
        let (min, max) = field.range.unwrap_or((i64::MIN, i64::MAX));
        let range = || Error::new(Code::NumberRange).field(name).with("min", min).with("max", max);
        let sum = sum.filter(|sum| (min..=max).contains(sum)).ok_or_else(range)?;
        let sql =
            format!("UPDATE \"{}\" SET \"{name}\"=?3 WHERE \"{}\"=?1 AND \"id\"=?2", def.table, def.tenant_column());
        let mut update = self.connection.prepare_cached(&sql).map_err(store_error)?;
        self.bind_key(&mut update, key)?;
        update.raw_bind_parameter(3, sum).map_err(store_error)?;
        let change = [(index, Value::Integer(sum))];
        update
            .raw_execute()
            .map(drop)
            .map_err(|error| refused(self.connection, self.batch.organization, &Attempt::Update(def, &change), error))
    }

    fn next(&mut self, sequence: &str, by: i64, at_most: Option<i64>) -> Result<()> {
        let organization = self.batch.organization.as_uuid();
        let key = params![organization.as_bytes(), sequence];
        let before: Option<i64> = self
            .connection
            .prepare_cached("SELECT \"value\" FROM \"sequence\" WHERE \"organization_id\"=?1 AND \"name\"=?2")
            .and_then(|mut select| select.query_row(key, |row| row.get(0)).optional())
            .map_err(store_error)?;
        let limit = at_most.unwrap_or(i64::MAX);
        let number = before.unwrap_or(0).checked_add(by).filter(|number| *number <= limit);
        let number = number.ok_or_else(|| counter_limit(sequence, limit))?;
        let sql = if before.is_some() {
            "UPDATE \"sequence\" SET \"value\"=?3 WHERE \"organization_id\"=?1 AND \"name\"=?2"
        } else {
            "INSERT INTO \"sequence\" (\"organization_id\",\"name\",\"value\") VALUES (?1,?2,?3)"
        };
        self.connection
            .prepare_cached(sql)
            .and_then(|mut write| write.execute(params![organization.as_bytes(), sequence, number]))
            .map_err(store_error)?;
        self.allocated.push(number);
        Ok(())
    }

    fn claim(&mut self, claim: &Claim) -> Result<()> {
        let at = self.batch.at;
        let def = claim.query.entity;
        let free = Condition::any([field("claimed_until").is_absent(), field("claimed_until").at_most(at)]);
        let query = claim.query.clone().filter(free);
        let mut rows = page::answer(self.connection, &query)?.rows;
        let version = if def.append_only { "" } else { ",\"version\"=\"version\"+1" };
        let sql = format!(
            "UPDATE \"{}\" SET \"claimed_by\"=?3,\"claimed_until\"=?4,\"claim_epoch\"=\"claim_epoch\"+1{version} \
             WHERE \"{}\"=?1 AND \"id\"=?2",
            def.table,
            def.tenant_column(),
        );
        let mut update = self.connection.prepare_cached(&sql).map_err(store_error)?;
        for row in &mut rows {
            let id = crate::store::batch::id_of(def, row)?;
            self.bind_key(&mut update, &Key { entity: def, id })?;
            update.raw_bind_parameter(3, claim.worker.as_bytes()).map_err(store_error)?;
            update.raw_bind_parameter(4, claim.until.as_millis()).map_err(store_error)?;
            update.raw_execute().map_err(store_error)?;
            set(def, row, "claimed_by", |_| Value::Uuid(claim.worker));
            set(def, row, "claimed_until", |_| Value::Timestamp(claim.until));
            set(def, row, "claim_epoch", next_number);
            set(def, row, "version", next_number);
        }
        self.claimed.append(&mut rows);
        Ok(())
    }

    fn bind_key(&self, statement: &mut Statement<'_>, key: &Key) -> Result<()> {
        statement.raw_bind_parameter(1, self.batch.organization.as_uuid().as_bytes()).map_err(store_error)?;
        statement.raw_bind_parameter(2, key.id.as_bytes()).map_err(store_error)
    }

    fn exists(&self, key: &Key) -> Result<bool> {
        row_exists(self.connection, key.entity, self.batch.organization.as_uuid(), key.id).map_err(store_error)
    }

    /// Returns a whole number of a row: nothing without the row, nothing inside when the field holds none.
    fn number(&self, key: &Key, name: &'static str) -> Result<Option<Option<i64>>> {
        let def = key.entity;
        let sql =
            format!("SELECT \"{name}\" FROM \"{}\" WHERE \"{}\"=?1 AND \"id\"=?2", def.table, def.tenant_column());
        let organization = self.batch.organization.as_uuid();
        let key = params![organization.as_bytes(), key.id.as_bytes()];
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut select| select.query_row(key, |row| row.get(0)).optional())
            .map_err(store_error)
    }
}

/// Returns whether the organization has that row, deleted or not.
pub(super) fn row_exists(
    connection: &Connection,
    def: &EntityDef,
    organization: Uuid,
    id: Uuid,
) -> rusqlite::Result<bool> {
    let sql = format!("SELECT 1 FROM \"{}\" WHERE \"{}\"=?1 AND \"id\"=?2", def.table, def.tenant_column());
    connection.prepare_cached(&sql)?.exists(params![organization.as_bytes(), id.as_bytes()])
}

fn bind<'a>(
    statement: &mut Statement<'_>,
    first: usize,
    values: impl IntoIterator<Item = &'a Value>,
    allocated: &[i64],
) -> Result<()> {
    for (index, value) in values.into_iter().enumerate() {
        statement.raw_bind_parameter(first + index, Bound { value, allocated }).map_err(store_error)?;
    }
    Ok(())
}

fn counter_limit(name: &str, limit: i64) -> Error {
    Error::new(Code::CounterLimit).with("name", name).with("limit", limit)
}

fn set(def: &EntityDef, row: &mut Row, name: &str, change: impl FnOnce(&Value) -> Value) {
    if let Some(value) = def.index_of(name).and_then(|index| row.get_mut(index)) {
        *value = change(value);
    }
}

fn next_number(value: &Value) -> Value {
    Value::Integer(value.as_integer().unwrap_or(0).saturating_add(1))
}

fn not_found(def: &EntityDef) -> Error {
    Error::new(Code::NotFound).with("entity", def.name)
}

fn stale(def: &EntityDef) -> Error {
    Error::new(Code::StaleVersion).with("entity", def.name)
}
