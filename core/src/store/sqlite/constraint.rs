//! Why a constraint refused a row. SQLite's sentence names columns; the reflection table makes fields of them, and for a
//! reference, of which SQLite tells nothing, the rows pointed to are looked for one by one.

use rusqlite::{Connection, ErrorCode, ffi};

use super::apply::row_exists;
use super::error::store_error;
use crate::entity::{EntityDef, Value};
use crate::error::{Code, Error};
use crate::organization::{Organization, OrganizationId};

/// What was attempted.
pub(super) enum Attempt<'a> {
    /// Adding a row, or changing these fields of one.
    Write(&'static EntityDef, Vec<(usize, &'a Value)>),
    /// Removing a row.
    Delete(&'static EntityDef),
}

/// Returns the error for a refused write.
#[cold]
pub(super) fn refused(connection: &Connection, organization: OrganizationId, attempt: Attempt<'_>, error: rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(failure, message) = &error else { return store_error(error) };
    if failure.code != ErrorCode::ConstraintViolation {
        return store_error(error);
    }
    let message = message.as_deref().unwrap_or_default();
    let def = match &attempt {
        Attempt::Write(def, _) | Attempt::Delete(def) => *def,
    };
    let found = match failure.extended_code {
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_UNIQUE => duplicate(def, message),
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => match attempt {
            Attempt::Delete(_) => Error::new(Code::InUse),
            Attempt::Write(_, values) => match missing(connection, organization, def, &values) {
                Ok(field) => Error::new(Code::ReferenceMissing).field(field),
                Err(error) => return store_error(error),
            },
        },
        ffi::SQLITE_CONSTRAINT_NOTNULL => Error::new(Code::Required).field(last_column(def, message)),
        ffi::SQLITE_CONSTRAINT_CHECK => {
            Error::new(Code::FormatInvalid).field(checked_column(def, message)).with("expected", "a value that the store allows")
        }
        ffi::SQLITE_CONSTRAINT_DATATYPE => {
            let field = def.field(last_column(def, message));
            let expected = field.map_or("another kind of value", |field| field.kind.description());
            Error::new(Code::FieldKind).field(last_column(def, message)).with("expected", expected)
        }
        _ => return store_error(error),
    };
    found.with("entity", def.name).caused_by(error)
}

/// Reads `UNIQUE constraint failed: ticket.organization_id, ticket.number`.
fn duplicate(def: &EntityDef, message: &str) -> Error {
    let list = message.split_once(": ").map_or("", |(_, list)| list);
    let columns: Vec<&str> = list.split(", ").map(|column| column.rsplit('.').next().unwrap_or(column)).collect();
    if columns == def.primary_key() {
        return Error::new(Code::AlreadyThere);
    }
    let own: Vec<&str> = columns.into_iter().filter(|column| def.is_tenant || *column != "organization_id").collect();
    let index = def.indexes.iter().find(|index| index.unique && index.columns == own);
    let field = index.and_then(|index| index.columns.first()).or(own.first());
    Error::new(Code::DuplicateValue).field(field.copied().unwrap_or("id"))
}

/// Returns the first field that names a row which is not there.
fn missing(
    connection: &Connection,
    organization: OrganizationId,
    def: &EntityDef,
    values: &[(usize, &Value)],
) -> rusqlite::Result<&'static str> {
    let tenant = organization.as_uuid();
    if !def.is_tenant && !row_exists(connection, <Organization as crate::entity::Entity>::DEF, tenant, tenant)? {
        return Ok("organization_id");
    }
    let own = values.iter().find(|(index, _)| def.fields[*index].name == "id").and_then(|(_, id)| id.as_uuid());
    for (index, value) in values {
        let field = &def.fields[*index];
        let (Some(reference), Some(id)) = (field.references, value.as_uuid()) else { continue };
        let target = (reference.entity)();
        // A new row may point to itself.
        let itself = target == def && own == Some(id);
        if !itself && !row_exists(connection, target, tenant, id)? {
            return Ok(field.name);
        }
    }
    Ok("id")
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
