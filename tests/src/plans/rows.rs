//! Rows for every entity, made of nothing but the reflection table: one organization of some size, and many small ones
//! beside it, as a shared database has them.

use servicedesk::ENTITIES;
use servicedesk::clock::Timestamp;
use servicedesk::entity::{EntityDef, FieldDef, Kind, Value};
use servicedesk::organization::OrganizationId;
use servicedesk::store::{Batch, BatchId, Store, Write};
use uuid::Uuid;

/// The organization that the questions are about.
pub const LARGE: u64 = 0;
/// How many small ones there are beside it.
const SMALL: u64 = 300;
/// How many rows are committed at once.
const CHUNK: usize = 1_000;

/// How many rows the large organization has of a table, and each small one.
fn sizes(table: &str) -> (u64, u64) {
    match table {
        "organization" => (1, 1),
        "app_user" => (2_000, 6),
        "department" | "category" => (300, 4),
        "team" => (100, 3),
        "team_member" => (1_000, 6),
        "priority" => (5, 5),
        "priority_rule" => (9, 9),
        "status" => (7, 7),
        "status_transition" => (30, 30),
        "tag" => (300, 5),
        "ticket" => (10_000, 0),
        "outbox_message" => (3_000, 0),
        "comment" | "ticket_history" | "watcher" | "audit_entry" => (5_000, 0),
        _ => (1_000, 0),
    }
}

/// Returns the id of the row of that number in an organization.
pub fn id(def: &EntityDef, organization: u64, number: u64) -> Uuid {
    if def.is_tenant {
        return organization_id(organization).as_uuid();
    }
    let table = ENTITIES.iter().position(|known| *known == def).expect("the entity is known") as u64 + 1;
    // In the order of their numbers, as ids with the time in front are.
    Uuid::from_u64_pair(organization << 48 | table << 40 | number, 0x8000_0000_0000_0000 | scrambled(number))
}

/// Returns the id of an organization.
pub fn organization_id(organization: u64) -> OrganizationId {
    Uuid::from_u64_pair(scrambled(organization), 0x8000_0000_0000_0000).into()
}

/// Puts the rows into an empty store.
pub async fn fill(store: &impl Store) {
    for organization in 0..=SMALL {
        let rows = ENTITIES.iter().flat_map(|def| {
            let (large, small) = sizes(def.table);
            let count = if organization == LARGE { large } else { small };
            (0..count).map(move |number| Write::Insert { entity: def, row: row(def, organization, number) })
        });
        let counters = (0..12).map(|month| Write::Next { sequence: format!("month/{month}"), by: 1, at_most: None });
        let mut rows = rows.chain(counters).peekable();
        while rows.peek().is_some() {
            let id = BatchId::from(Uuid::now_v7());
            let mut batch = Batch::new(id, organization_id(organization), Timestamp::EPOCH);
            batch.writes.extend(rows.by_ref().take(CHUNK));
            store.commit(batch).await.expect("the rows are sound");
        }
    }
}

/// Returns the row of that number.
pub fn row(def: &EntityDef, organization: u64, number: u64) -> Vec<Value> {
    let values = def.fields.iter().enumerate().map(|(place, field)| match field.name {
        "id" => Value::Uuid(id(def, organization, number)),
        "organization_id" => Value::Uuid(organization_id(organization).as_uuid()),
        "version" => Value::Integer(1),
        "created_at" | "updated_at" | "available_at" => Value::Timestamp(minute(number)),
        _ => value(def, field, organization, number, scrambled(number * 64 + place as u64)),
    });
    values.collect()
}

fn value(def: &EntityDef, field: &FieldDef, organization: u64, number: u64, chance: u64) -> Value {
    if let Some(reference) = field.references {
        let target = (reference.entity)();
        let count = if organization == LARGE { sizes(target.table).0 } else { sizes(target.table).1 };
        return reference_to(def, field, target, count, organization, number, chance);
    }
    let absent = match (field.name, field.kind) {
        ("deleted_at", _) => !chance.is_multiple_of(50),
        (_, Kind::Bytes) => true,
        // A message waits, and a ticket is open, the shorter the older it is.
        (_, Kind::Timestamp) => chance.is_multiple_of(4),
        _ => chance.is_multiple_of(5),
    };
    if field.nullable && absent {
        return Value::Null;
    }
    let is_unique = def.indexes.iter().any(|index| index.unique && index.columns.contains(&field.name));
    match field.kind {
        Kind::Integer if is_unique => {
            Value::Integer(field.range.map_or(number as i64, |(min, max)| min + number as i64 % (max - min + 1)))
        }
        Kind::Date => Value::Date(chrono::NaiveDate::default() + chrono::Days::new(number)),
        Kind::Uuid if is_unique => Value::Uuid(Uuid::from_u64_pair(number, 7)),
        Kind::Bool => Value::Bool(chance.is_multiple_of(2)),
        Kind::Integer => {
            Value::Integer(field.range.map_or(0, |(min, max)| min + (chance % 100) as i64 % (max - min + 1)))
        }
        Kind::Decimal => Value::Decimal((chance % 100).into()),
        // Unique, as names have to be, and no longer than a slug or a number may be.
        Kind::Text => Value::Text(format!("{}-{organization}-{number}", &field.name[..1])),
        Kind::List => Value::List(vec!["a".to_owned()]),
        Kind::Bytes => Value::Bytes(Vec::new()),
        Kind::Uuid => Value::Uuid(Uuid::from_u64_pair(number / 4, 7)),
        Kind::Timestamp => Value::Timestamp(minute(number)),
        Kind::Json => Value::Json(Box::new(serde_json::json!({}))),
        Kind::Enum(names) => {
            let choice = unique_choice(def, field, organization, number).unwrap_or(chance);
            Value::Text(names[(choice % names.len() as u64) as usize].to_owned())
        }
    }
}

fn reference_to(
    def: &EntityDef,
    field: &FieldDef,
    target: &EntityDef,
    count: u64,
    organization: u64,
    number: u64,
    chance: u64,
) -> Value {
    // A tree: some roots, and under each row some others that come after it.
    if def == target {
        return if number < 5 { Value::Null } else { Value::Uuid(id(target, organization, number / 5)) };
    }
    if count == 0 {
        return Value::Null;
    }
    // Where it may be absent, nothing is a choice like any other.
    let choices = count + u64::from(field.nullable);
    let choice = unique_choice(def, field, organization, number)
        .unwrap_or_else(|| if field.nullable && chance.is_multiple_of(4) { 0 } else { 1 + chance / 4 % (choices - 1) })
        % choices;
    match choice.checked_sub(u64::from(field.nullable)) {
        None => Value::Null,
        Some(choice) => Value::Uuid(id(target, organization, choice)),
    }
}

/// Returns a choice for a field of a unique index of choices, such that no two rows choose the same for all its fields.
fn unique_choice(def: &EntityDef, field: &FieldDef, organization: u64, number: u64) -> Option<u64> {
    let choices = |name: &str| {
        let field = def.field(name)?;
        let target = field.references.map(|reference| sizes((reference.entity)().table));
        match (target, field.kind) {
            (Some((large, small)), _) => {
                let count = if organization == LARGE { large } else { small };
                Some(count + u64::from(field.nullable))
            }
            (None, Kind::Enum(names)) => Some(names.len() as u64),
            _ => None,
        }
    };
    let index = def.indexes.iter().find(|index| {
        index.unique && index.columns.contains(&field.name) && index.columns.iter().all(|name| choices(name).is_some())
    })?;
    let before: u64 =
        index.columns.iter().take_while(|name| **name != field.name).filter_map(|name| choices(name)).product();
    // The digits of the number, each turned by as much as those before it say.
    Some(number / before + scrambled(number % before))
}

fn minute(number: u64) -> Timestamp {
    Timestamp::EPOCH.plus_millis(1_700_000_000_000 + number as i64 * 60_000)
}

/// The same for the same number, and like nothing else.
fn scrambled(number: u64) -> u64 {
    let mixed = (number ^ 0x9e37_79b9).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ mixed >> 29).wrapping_mul(0x94d0_49bb_1331_11eb) >> 8
}
