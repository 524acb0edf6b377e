//! The index of the members of JSON objects, kept with the rows inside the writer's transaction.

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::error::store_error;
use crate::entity::{EntityDef, FieldDef, Row, Value};
use crate::error::Result;
use crate::organization::OrganizationId;
use crate::query::{indexed_field, is_about_members, is_deleted, tokens};
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
        let name = indexed_field(def, field, is_deleted(def, row));
        enter(connection, organization.as_uuid(), &name, row_id(def, row)?, value)?;
    }
    Ok(())
}

/// Enters the members of changed fields instead of the old ones; those of a row that goes or comes back change their place.
pub(super) fn changed(
    connection: &Connection,
    organization: OrganizationId,
    key: &Key,
    changes: &[(usize, Value)],
) -> Result<()> {
    let (def, organization) = (key.entity, organization.as_uuid());
    if !changes.iter().any(|(index, _)| is_about_members(def, *index)) {
        return Ok(());
    }
    let is_mark = |index: usize| def.soft_delete && def.fields[index].name == "deleted_at";
    let mark = changes.iter().find(|(index, _)| is_mark(*index)).map(|(_, value)| !value.is_null());
    let is_deleted = match mark {
        Some(mark) => mark,
        None => def.soft_delete && is_marked(connection, organization, key)?,
    };
    for (index, field) in def.fields.iter().enumerate().filter(|(_, field)| field.members) {
        let name = indexed_field(def, field, is_deleted);
        match changes.iter().find(|(changed, _)| *changed == index) {
            Some((_, value)) => {
                forget_field(connection, organization, key, field)?;
                enter(connection, organization, &name, key.id, value)?;
            }
            None => connection
                .prepare_cached(
                    "UPDATE \"json_member\" SET \"field\"=?4 WHERE \"organization_id\"=?1 AND \"field\"=?2 AND \"row_id\"=?3",
                )
                .and_then(|mut update| {
                    let other = indexed_field(def, field, !is_deleted);
                    update.execute(params![organization.as_bytes(), other, key.id.as_bytes(), name])
                })
                .map(drop)
                .map_err(store_error)?,
        }
    }
    Ok(())
}

/// Forgets the members of a row.
pub(super) fn removed(connection: &Connection, organization: OrganizationId, key: &Key) -> Result<()> {
    let mut fields = key.entity.fields.iter().filter(|field| field.members);
    fields.try_for_each(|field| forget_field(connection, organization.as_uuid(), key, field))
}

fn is_marked(connection: &Connection, organization: Uuid, key: &Key) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM \"{}\" WHERE \"{}\"=?1 AND \"id\"=?2 AND \"deleted_at\" IS NOT NULL",
        key.entity.table,
        key.entity.tenant_column()
    );
    let mut select = connection.prepare_cached(&sql).map_err(store_error)?;
    select.exists(params![organization.as_bytes(), key.id.as_bytes()]).map_err(store_error)
}

fn forget_field(connection: &Connection, organization: Uuid, key: &Key, field: &FieldDef) -> Result<()> {
    forget(connection, organization, &indexed_field(key.entity, field, false), key.id)?;
    if key.entity.soft_delete {
        forget(connection, organization, &indexed_field(key.entity, field, true), key.id)?;
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
