//! Why a constraint refused a row. SQLite's sentence names columns; the reflection table makes fields of them, and for a
//! reference, of which SQLite tells nothing, the rows pointed to are looked for one by one.

use rusqlite::{Connection, ErrorCode, ffi};
use uuid::Uuid;

use super::apply::row_exists;
use super::error::store_error;
use crate::entity::{Entity as _, EntityDef, FieldDef, Value};
use crate::error::{Code, Error};
use crate::organization::{Organization, OrganizationId};

/// What was attempted.
pub(super) enum Attempt<'a> {
    /// Adding a row.
    Insert(&'static EntityDef, &'a [Value]),
    /// Changing these fields of a row.
    Update(&'static EntityDef, &'a [(usize, Value)]),
    /// Removing a row.
    Delete(&'static EntityDef),
}

impl Attempt<'_> {
    fn entity(&self) -> &'static EntityDef {
        match self {
            Self::Insert(def, _) | Self::Update(def, _) | Self::Delete(def) => def,
        }
    }

    /// Returns the fields that get a value.
    fn values(&self) -> Vec<(&'static FieldDef, &Value)> {
        match self {
            Self::Insert(def, row) => def.fields.iter().zip(*row).collect(),
            Self::Update(def, changes) => changes.iter().map(|(index, value)| (&def.fields[*index], value)).collect(),
            Self::Delete(_) => Vec::new(),
        }
    }

    /// Returns the id of the row that is added.
    fn new_id(&self) -> Option<Uuid> {
        match self {
            Self::Insert(def, row) => def.index_of("id").and_then(|index| row.get(index)).and_then(Value::as_uuid),
            Self::Update(..) | Self::Delete(_) => None,
        }
    }
}

/// Returns the error for a refused write.
#[cold]
pub(super) fn refused(
    connection: &Connection,
    organization: OrganizationId,
    attempt: &Attempt<'_>,
    error: rusqlite::Error,
) -> Error {
    let rusqlite::Error::SqliteFailure(failure, message) = &error else { return store_error(error) };
    if failure.code != ErrorCode::ConstraintViolation {
        return store_error(error);
    }
    let message = message.as_deref().unwrap_or_default();
    let def = attempt.entity();
    let found = match failure.extended_code {
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY => Ok(Error::new(Code::AlreadyThere)),
        ffi::SQLITE_CONSTRAINT_UNIQUE => taken(connection, organization, attempt, message),
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY if matches!(attempt, Attempt::Delete(_)) => Ok(Error::new(Code::InUse)),
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => missing(connection, organization, attempt),
        ffi::SQLITE_CONSTRAINT_NOTNULL => Ok(Error::new(Code::Required).field(last_column(def, message))),
        ffi::SQLITE_CONSTRAINT_CHECK => Ok(unfit(checked_column(def, message))),
        ffi::SQLITE_CONSTRAINT_DATATYPE => Ok(unfit(last_column(def, message))),
        _ => return store_error(error),
    };
    match found {
        Ok(found) => found.with("entity", def.name).caused_by(error),
        Err(error) => store_error(error),
    }
}

fn unfit(field: &'static str) -> Error {
    Error::new(Code::FormatInvalid).field(field).with("expected", "a value that its column takes")
}

/// A unique value is taken; a row that is there as a whole is told as such, in whatever order SQLite looked.
fn taken(
    connection: &Connection,
    organization: OrganizationId,
    attempt: &Attempt<'_>,
    message: &str,
) -> rusqlite::Result<Error> {
    let def = attempt.entity();
    let there = match attempt.new_id() {
        Some(id) => row_exists(connection, def, organization.as_uuid(), id)?,
        None => false,
    };
    if there {
        return Ok(Error::new(Code::AlreadyThere));
    }
    Ok(Error::new(Code::DuplicateValue).field(unique_field(def, message)))
}

/// Reads `UNIQUE constraint failed: ticket.organization_id, ticket.number`.
fn unique_field(def: &EntityDef, message: &str) -> &'static str {
    let list = message.split_once(": ").map_or("", |(_, list)| list);
    let columns = list.split(", ").map(|column| column.rsplit('.').next().unwrap_or(column));
    let own: Vec<&str> = columns.filter(|column| def.is_tenant || *column != "organization_id").collect();
    let index = def.indexes.iter().find(|index| index.unique && index.columns == own);
    index.map_or("id", crate::entity::IndexDef::distinguishing)
}

/// Names the first field that points to a row which is not there.
fn missing(connection: &Connection, organization: OrganizationId, attempt: &Attempt<'_>) -> rusqlite::Result<Error> {
    let (def, tenant) = (attempt.entity(), organization.as_uuid());
    let lacking = |field: &'static str| Error::new(Code::ReferenceMissing).field(field);
    if !def.is_tenant && !row_exists(connection, Organization::DEF, tenant, tenant)? {
        return Ok(lacking("organization_id"));
    }
    for (field, value) in attempt.values() {
        let (Some(reference), Some(id)) = (field.references, value.as_uuid()) else { continue };
        let target = (reference.entity)();
        // A new row may point to itself.
        let itself = target == def && attempt.new_id() == Some(id);
        if !itself && !row_exists(connection, target, tenant, id)? {
            return Ok(lacking(field.name));
        }
    }
    Ok(lacking("id"))
}

/// Reads `NOT NULL constraint failed: ticket.subject` and `cannot store TEXT value in INTEGER column ticket.level`.
fn last_column(def: &EntityDef, message: &str) -> &'static str {
    let name = message.rsplit(['.', ' ']).next().unwrap_or_default();
    def.field(name).map_or("id", |field| field.name)
}

/// Reads `CHECK constraint failed: "level" BETWEEN 1 AND 100`.
fn checked_column(def: &EntityDef, message: &str) -> &'static str {
    let names = message.split('"').skip(1).step_by(2);
    names.filter_map(|name| def.field(name)).map(|field| field.name).next().unwrap_or("id")
}
