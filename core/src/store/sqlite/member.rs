//! The index of the members of JSON objects, kept with the rows inside the writer's transaction.

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::error::store_error;
use crate::entity::{EntityDef, FieldDef, Row, Value};
use crate::error::Result;
use crate::organization::OrganizationId;
use crate::query::{indexed_field, tokens};
use crate::store::{Key, row_id};

/// Enters the members of a new row.
pub(super) fn added(
    connection: &Connection,
    organization: OrganizationId,
    def: &'static EntityDef,
    row: &Row,
) -> Result<()> {
    let fields = def.fields.iter().zip(row).filter(|(field, value)| field.members && !value.is_null());
    for (field, value) in fields {
        enter(connection, organization.as_uuid(), &indexed_field(def, field), row_id(def, row)?, value)?;
    }
    Ok(())
}

/// Enters the members of a changed field instead of the old ones.
pub(super) fn changed(
    connection: &Connection,
    organization: OrganizationId,
    key: &Key,
    (field, value): (&FieldDef, &Value),
) -> Result<()> {
    let name = indexed_field(key.entity, field);
    forget(connection, organization.as_uuid(), &name, key.id)?;
    enter(connection, organization.as_uuid(), &name, key.id, value)
}

/// Forgets the members of a row.
pub(super) fn removed(connection: &Connection, organization: OrganizationId, key: &Key) -> Result<()> {
    for field in key.entity.fields.iter().filter(|field| field.members) {
        forget(connection, organization.as_uuid(), &indexed_field(key.entity, field), key.id)?;
    }
    Ok(())
}

fn forget(connection: &Connection, organization: Uuid, field: &str, id: Uuid) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM \"json_member\" WHERE \"organization_id\"=?1 AND \"field\"=?2 AND \"row_id\"=?3")
        .and_then(|mut delete| delete.execute(params![organization.as_bytes(), field, id.as_bytes()]))
        .map(drop)
        .map_err(store_error)
}

fn enter(connection: &Connection, organization: Uuid, field: &str, id: Uuid, value: &Value) -> Result<()> {
    for token in tokens(value) {
        connection
            .prepare_cached("INSERT INTO \"json_member\" (\"organization_id\",\"field\",\"name\",\"value\",\"row_id\") VALUES (?1,?2,?3,?4,?5)")
            .and_then(|mut insert| {
                insert.execute(params![organization.as_bytes(), field, token.name, token.value, id.as_bytes()])
            })
            .map_err(store_error)?;
    }
    Ok(())
}
