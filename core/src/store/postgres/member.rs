//! The index of the members of JSON objects, kept with the rows inside the commit.

use uuid::Uuid;

use crate::entity::{EntityDef, Kind, Row, Value};
use crate::query::sql::Builder;
use crate::query::{indexed_field, is_deleted, tokens};
use crate::store::{Batch, Write, row_id};

/// What the index is to hold of rows.
#[derive(Default)]
pub(super) struct Members {
    /// The fields of which it may hold nothing else: the field's name, the row's id.
    places: Vec<[String; 2]>,
    /// What it holds: the field's name, the row's id, the member's name, the value.
    tokens: Vec<[String; 4]>,
}

impl Members {
    /// Returns what follows from a batch whose writes may happen in any order, and which changes no row whose deletion only its
    /// table knows.
    pub(super) fn of(batch: &Batch) -> Self {
        let mut members = Self::default();
        for write in &batch.writes {
            match write {
                Write::Insert { entity, row } => {
                    if let Ok(id) = row_id(entity, row) {
                        members.add(entity, id, row);
                    }
                }
                Write::Update { key, changes, .. } => {
                    for (index, value) in changes.iter().filter(|(index, _)| key.entity.fields[*index].members) {
                        members.instead(key.entity, *index, key.id, value, false);
                    }
                }
                Write::Delete { key, .. } => members.remove(key.entity, key.id),
                _ => {}
            }
        }
        members
    }

    /// Adds a row of which the index holds nothing yet.
    pub(super) fn add(&mut self, entity: &EntityDef, id: Uuid, row: &Row) {
        for (field, value) in entity.fields.iter().zip(row).filter(|(field, _)| field.members) {
            self.hold(indexed_field(entity, field, is_deleted(entity, row)), id, value);
        }
    }

    /// Takes a row instead of what the index holds of it.
    pub(super) fn replace(&mut self, entity: &EntityDef, id: Uuid, row: &Row) {
        for index in (0..entity.fields.len()).filter(|index| entity.fields[*index].members) {
            self.instead(entity, index, id, &row[index], is_deleted(entity, row));
        }
    }

    /// Removes a row.
    pub(super) fn remove(&mut self, entity: &EntityDef, id: Uuid) {
        for index in (0..entity.fields.len()).filter(|index| entity.fields[*index].members) {
            self.instead(entity, index, id, &Value::Null, false);
        }
    }

    fn instead(&mut self, entity: &EntityDef, index: usize, id: Uuid, value: &Value, is_deleted: bool) {
        let name = |is_deleted| indexed_field(entity, &entity.fields[index], is_deleted);
        self.places.push([name(false), id.to_string()]);
        if entity.soft_delete {
            self.places.push([name(true), id.to_string()]);
        }
        self.hold(name(is_deleted), id, value);
    }

    fn hold(&mut self, field: String, id: Uuid, value: &Value) {
        let tokens = tokens(value).into_iter();
        self.tokens.extend(tokens.map(|token| [field.clone(), id.to_string(), token.name, token.value]));
    }

    /// Returns whether there is something to remove.
    pub(super) fn prunes(&self) -> bool {
        !self.places.is_empty()
    }

    /// Returns whether there is something to add.
    pub(super) fn enters(&self) -> bool {
        !self.tokens.is_empty()
    }

    /// Adds `DELETE FROM "json_member" …` for everything that the index no longer holds. What stays is left alone, so that it
    /// may run at the same moment as [`Members::enter`].
    pub(super) fn prune(&self, builder: &mut Builder, organization: Uuid) {
        builder.push("DELETE FROM \"json_member\" AS \"m\" USING unnest(");
        columns(builder, &self.places);
        builder.push(") AS p(f,i) WHERE \"m\".\"organization_id\"=").bind(Kind::Uuid, Value::Uuid(organization));
        builder.push(" AND \"m\".\"field\"=p.f AND \"m\".\"row_id\"=p.i::uuid AND NOT EXISTS(SELECT 1 FROM unnest(");
        columns(builder, &self.tokens);
        builder.push(
            ") AS u(f,i,n,v) WHERE u.f=\"m\".\"field\" AND u.i::uuid=\"m\".\"row_id\" AND u.n=\"m\".\"name\" AND u.v=\"m\".\"value\")",
        );
    }

    /// Adds `INSERT INTO "json_member" …`.
    pub(super) fn enter(&self, builder: &mut Builder, organization: Uuid) {
        builder
            .push("INSERT INTO \"json_member\" (\"organization_id\",\"field\",\"name\",\"value\",\"row_id\") SELECT ");
        builder.bind(Kind::Uuid, Value::Uuid(organization)).push(",f,n,v,i::uuid FROM unnest(");
        columns(builder, &self.tokens);
        builder.push(") AS u(f,i,n,v) ON CONFLICT DO NOTHING");
    }
}

/// Adds the columns of a table as arguments, each a list.
fn columns<const N: usize>(builder: &mut Builder, rows: &[[String; N]]) {
    for column in 0..N {
        let list = rows.iter().map(|row| row[column].clone()).collect();
        builder.push(if column > 0 { "," } else { "" }).bind(Kind::List, Value::List(list)).push("::text[]");
    }
}
