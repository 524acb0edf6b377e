//! A row for every entity that a test has not made one of, from nothing but the reflection table, so that what is checked
//! for every entity is checked for the newest one, too.

use serde_json::json;
use servicedesk::ENTITIES;
use servicedesk::entity::{EntityDef, FieldDef, Kind, Row, Value};
use servicedesk::store::{Batch, BatchId, Store, Write};
use uuid::Uuid;

use super::fixture::Fixture;
use super::mirror::rows;

/// Adds a row of every entity that the organization has none of.
pub async fn fill(desk: &Fixture) {
    for def in ENTITIES {
        if !rows(desk.desk.store(), def, desk.organization.id).await.is_empty() {
            continue;
        }
        let mut row = Row::new();
        for field in def.fields {
            row.push(value(desk, def, field).await);
        }
        let mut batch = Batch::new(BatchId::from(Uuid::now_v7()), desk.organization.id, desk.desk.now());
        batch.writes.push(Write::Insert { entity: def, row });
        desk.desk.store().commit(batch).await.unwrap_or_else(|error| panic!("{}: {error:?}", def.name));
    }
}

async fn value(desk: &Fixture, def: &EntityDef, field: &FieldDef) -> Value {
    match field.name {
        "id" => return Value::Uuid(Uuid::now_v7()),
        "organization_id" => return Value::Uuid(desk.organization.id.as_uuid()),
        "version" => return Value::Integer(1),
        "deleted_at" => return Value::Null,
        _ => {}
    }
    if let Some(reference) = field.references {
        let target = (reference.entity)();
        if target == def && field.nullable {
            return Value::Null;
        }
        let row = rows(desk.desk.store(), target, desk.organization.id).await.into_iter().next();
        let id = row.and_then(|row| row[target.index_of("id").expect("an id")].as_uuid());
        return id.map_or(Value::Null, Value::Uuid);
    }
    match field.kind {
        Kind::Bool => Value::Bool(true),
        Kind::Integer => Value::Integer(field.range.map_or(1, |(min, _)| min)),
        Kind::Decimal => Value::Decimal(field.range.map_or(1, |(min, _)| min).into()),
        Kind::Text => Value::Text(field.name.chars().take(field.max_length.unwrap_or(50).min(5) as usize).collect()),
        Kind::List => Value::List(vec!["one".to_owned()]),
        Kind::Bytes => Value::Bytes(vec![1, 2, 3]),
        Kind::Uuid => Value::Uuid(Uuid::now_v7()),
        Kind::Timestamp => Value::Timestamp(desk.desk.now()),
        Kind::Date => Value::Date(chrono::NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day")),
        Kind::Json => Value::Json(Box::new(json!({ "a": 1 }))),
        Kind::Enum(names) => Value::Text(names[0].to_owned()),
    }
}
