//! The SQL of single writes, made of the reflection table; both ways to commit put their statements together from these.

use uuid::Uuid;

use crate::entity::{Allocated, EntityDef, FieldDef, Kind, Row, Value};
use crate::error::{Code, Error, Result};
use crate::query::sql::Builder;
use crate::store::ddl::PERMIT;
use crate::store::declared::declared;
use crate::store::{Batch, BatchId, Claim, FeedEntry, Key};

/// Where the numbers of sequences come from.
#[derive(Clone, Copy)]
pub(super) enum Numbers<'a> {
    /// They were taken by an earlier statement.
    Taken(&'a [i64]),
    /// They are taken by the same statement, in the expressions `n0`, `n1` …; so many were so far.
    Inline(usize),
}

/// Checks that every value of a new row is one that its field may hold.
pub(super) fn check_row(entity: &EntityDef, row: &Row) -> Result<()> {
    entity.fields.iter().zip(row).try_for_each(|(field, value)| declared(field, value))
}

/// Checks that every new value of a row is one that its field may hold.
pub(super) fn check_changes(entity: &EntityDef, changes: &[(usize, Value)]) -> Result<()> {
    changes.iter().try_for_each(|(index, value)| declared(&entity.fields[*index], value))
}

/// Adds `INSERT INTO … VALUES …` for rows of one entity.
pub(super) fn insert(builder: &mut Builder, entity: &'static EntityDef, rows: &[&Row], numbers: Numbers) -> Result<()> {
    builder.push("INSERT INTO ").name(entity.table).push(" (").columns(entity, true).push(") VALUES ");
    for (place, row) in rows.iter().enumerate() {
        builder.push(if place > 0 { ",(" } else { "(" });
        for (index, (field, value)) in entity.fields.iter().zip(*row).enumerate() {
            if index > 0 {
                builder.push(",");
            }
            bind(builder, field.kind, value, numbers)?;
        }
        builder.push(")");
    }
    Ok(())
}

/// Adds `INSERT …` of notes, where the organization has a row of `beside`.
pub(super) fn mark(
    builder: &mut Builder,
    organization: Uuid,
    entity: &'static EntityDef,
    rows: &[&Row],
    beside: &'static EntityDef,
) -> Result<()> {
    builder.push("INSERT INTO ").name(entity.table).push(" (").columns(entity, true).push(") SELECT * FROM (VALUES ");
    for (place, row) in rows.iter().enumerate() {
        builder.push(if place > 0 { ",(" } else { "(" });
        for (index, (field, value)) in entity.fields.iter().zip(*row).enumerate() {
            if index > 0 {
                builder.push(",");
            }
            bind(builder, field.kind, value, Numbers::Taken(&[]))?;
        }
        builder.push(")");
    }
    builder.push(") AS v WHERE EXISTS(SELECT 1 FROM ").name(beside.table);
    builder.push(" WHERE ").name(beside.tenant_column());
    builder.push("=").bind(Kind::Uuid, Value::Uuid(organization)).push(")");
    Ok(())
}

/// Adds `UPDATE …` for the row at that version.
pub(super) fn update(
    builder: &mut Builder,
    organization: Uuid,
    key: Key,
    version: i64,
    changes: &[(usize, Value)],
    numbers: Numbers,
) -> Result<()> {
    builder.push("UPDATE ").name(key.entity.table).push(" SET ");
    for (index, value) in changes {
        let field = &key.entity.fields[*index];
        builder.name(field.name).push("=");
        bind(builder, field.kind, value, numbers)?;
        builder.push(",");
    }
    builder.push("\"version\"=\"version\"+1");
    at_key(builder, organization, key);
    at_version(builder, version);
    Ok(())
}

/// Adds `DELETE …` for the row at that version.
pub(super) fn delete(builder: &mut Builder, organization: Uuid, key: Key, version: Option<i64>) {
    builder.push("DELETE FROM ").name(key.entity.table);
    at_key(builder, organization, key);
    match version {
        Some(version) => at_version(builder, version),
        // What is only ever added goes with a permit, which ends with the transaction. Every call has its effect, so that it
        // is made when the row was found, and before the trigger asks.
        None if key.entity.append_only => {
            builder.push(" AND set_config('").push(PERMIT).push("','on',true) IS NOT NULL");
        }
        None => {}
    }
}

/// Adds `UPDATE …` that adds to a number of the row, unless the sum would pass the limit or the field's range.
pub(super) fn add(builder: &mut Builder, organization: Uuid, key: Key, field: usize, delta: i64, at_most: Option<i64>) {
    let field = &key.entity.fields[field];
    let (min, max) = range(field);
    builder.push("UPDATE ").name(key.entity.table).push(" SET ").name(field.name).push("=").name(field.name).push("+");
    builder.bind(Kind::Integer, Value::Integer(delta));
    at_key(builder, organization, key);
    builder.push(" AND ").name(field.name).push("::numeric+").bind(Kind::Integer, Value::Integer(delta));
    within(builder, min, at_most.map_or(max, |limit| limit.min(max)));
}

/// Returns the least and the greatest number that a field may hold.
pub(super) fn range(field: &FieldDef) -> (i64, i64) {
    field.range.unwrap_or((i64::MIN, i64::MAX))
}

/// Adds `INSERT … ON CONFLICT …` that takes the next number of a sequence, unless it would pass the limit.
pub(super) fn next(builder: &mut Builder, organization: Uuid, sequence: &str, by: i64, at_most: Option<i64>) {
    let by = Value::Integer(by);
    builder.push("INSERT INTO \"sequence\" AS \"s\" (\"organization_id\",\"name\",\"value\") SELECT ");
    builder.bind(Kind::Uuid, Value::Uuid(organization)).push(",");
    builder.bind(Kind::Text, Value::Text(sequence.to_owned())).push(",").bind(Kind::Integer, by.clone());
    // A sequence that exists may stand so low that the step does not pass the limit although its size does.
    builder.push(" WHERE ").bind(Kind::Integer, by.clone()).push("<=");
    builder.bind(Kind::Integer, Value::Integer(at_most.unwrap_or(i64::MAX)));
    builder.push(" OR EXISTS(SELECT 1 FROM \"sequence\" WHERE \"organization_id\"=");
    builder.bind(Kind::Uuid, Value::Uuid(organization)).push(" AND \"name\"=");
    builder.bind(Kind::Text, Value::Text(sequence.to_owned()));
    builder.push(
        ") ON CONFLICT (\"organization_id\",\"name\") DO UPDATE SET \"value\"=\"s\".\"value\"+excluded.\"value\"",
    );
    builder.push(" WHERE \"s\".\"value\"::numeric+excluded.\"value\"");
    within(builder, i64::MIN, at_most.unwrap_or(i64::MAX));
    builder.push(" RETURNING \"value\"");
}

/// Adds `SELECT … FOR UPDATE SKIP LOCKED`: the rows of a claim, in its order, that nobody else is taking.
pub(super) fn claimable(builder: &mut Builder, batch: &Batch, claim: &Claim) -> Result<()> {
    let query = &claim.query;
    builder
        .push("SELECT ")
        .columns(query.entity, query.with_bytes)
        .push(" FROM ")
        .name(query.entity.table)
        .push(" WHERE ");
    builder.restriction(query)?;
    builder.push(" AND (\"claimed_until\" IS NULL OR \"claimed_until\"<=");
    builder.bind(Kind::Timestamp, Value::Timestamp(batch.at)).push(")");
    let order = query.order();
    if let Some(place) = &query.after {
        builder.after(query.entity, &order, place)?;
    }
    builder.order(query.entity, &order)?;
    builder.push(" LIMIT ").bind(Kind::Integer, Value::Integer(query.limit.into())).push(" FOR UPDATE SKIP LOCKED");
    Ok(())
}

/// Adds `UPDATE …` that leases the rows to the claim's worker.
pub(super) fn lease(builder: &mut Builder, organization: Uuid, claim: &Claim, ids: &[Uuid]) {
    builder.push("UPDATE ").name(claim.query.entity.table).push(" SET \"claimed_by\"=");
    builder.bind(Kind::Uuid, Value::Uuid(claim.worker)).push(",\"claimed_until\"=");
    builder.bind(Kind::Timestamp, Value::Timestamp(claim.until));
    builder.push(",\"claim_epoch\"=\"claim_epoch\"+1");
    if !claim.query.entity.append_only {
        builder.push(",\"version\"=\"version\"+1");
    }
    builder.push(" WHERE ");
    builder.name(claim.query.entity.tenant_column()).push("=").bind(Kind::Uuid, Value::Uuid(organization));
    builder.push(" AND \"id\"=ANY(").bind(Kind::List, Value::List(ids.iter().map(Uuid::to_string).collect()));
    builder.push("::uuid[])");
}

/// Adds `SELECT "version" …`, which holds the row as it is until the commit.
pub(super) fn held_version(builder: &mut Builder, organization: Uuid, key: Key) {
    builder.push("SELECT \"version\" FROM ").name(key.entity.table);
    at_key(builder, organization, key);
    builder.push(" FOR SHARE");
}

/// Adds `SELECT …` for a number of the row.
pub(super) fn number(builder: &mut Builder, organization: Uuid, key: Key, field: usize) {
    builder.push("SELECT ").name(key.entity.fields[field].name).push(" FROM ").name(key.entity.table);
    at_key(builder, organization, key);
}

/// Adds `SELECT 1 …` for the row.
pub(super) fn present(builder: &mut Builder, organization: Uuid, key: Key) {
    builder.push("SELECT 1 FROM ").name(key.entity.table);
    at_key(builder, organization, key);
}

/// Adds `SELECT 1 …` for the row, which keeps it there until the commit and is in nobody's way who changes it.
pub(super) fn held_present(builder: &mut Builder, organization: Uuid, key: Key) {
    present(builder, organization, key);
    builder.push(" FOR KEY SHARE");
}

/// Adds `SELECT 1 …` for the row at that version, which holds it as it is until the commit.
pub(super) fn held_at_version(builder: &mut Builder, organization: Uuid, key: Key, version: i64) {
    builder.push("SELECT 1 FROM ").name(key.entity.table);
    at_key(builder, organization, key);
    at_version(builder, version);
    builder.push(" FOR SHARE");
}

/// Adds `INSERT INTO "change_feed" …` for what the batch changes. Its text is the same for every number of records.
pub(super) fn feed(builder: &mut Builder, batch: &Batch, entries: &[FeedEntry]) {
    let list = |items: Vec<String>| Value::List(items);
    builder.push("INSERT INTO \"change_feed\" (\"organization_id\",\"batch_id\",\"at\",\"entity\",\"entity_id\",\"kind\",\"fields\") SELECT ");
    builder.bind(Kind::Uuid, Value::Uuid(batch.organization.as_uuid())).push(",");
    builder.bind(Kind::Uuid, Value::Uuid(batch.id.as_uuid())).push(",");
    builder.bind(Kind::Timestamp, Value::Timestamp(batch.at));
    builder.push(",e,i::uuid,k,string_to_array(f,',') FROM unnest(");
    builder.bind(Kind::List, list(entries.iter().map(|entry| entry.entity.table.to_owned()).collect())).push(",");
    builder.bind(Kind::List, list(entries.iter().map(|entry| entry.id.to_string()).collect())).push(",");
    builder.bind(Kind::List, list(entries.iter().map(|entry| entry.kind.name().to_owned()).collect())).push(",");
    builder.bind(Kind::List, list(entries.iter().map(|entry| entry.fields.join(",")).collect()));
    builder.push(") WITH ORDINALITY AS u(e,i,k,f,n) ORDER BY n");
}

/// Adds `SELECT "result" …` of a batch that was committed.
pub(super) fn earlier_result(builder: &mut Builder, organization: Uuid, batch: BatchId) {
    builder.push("SELECT \"result\" FROM \"batch\" WHERE \"organization_id\"=");
    builder.bind(Kind::Uuid, Value::Uuid(organization)).push(" AND \"id\"=");
    builder.bind(Kind::Uuid, Value::Uuid(batch.as_uuid()));
}

/// Returns the number that all commits of an organization lock in common.
pub(super) fn lock_number(organization: Uuid) -> i64 {
    let (high, low) = organization.as_u64_pair();
    // The low half of a UUID is random in every version that is in use.
    (high.rotate_left(32) ^ low).cast_signed()
}

fn at_key(builder: &mut Builder, organization: Uuid, key: Key) {
    builder.push(" WHERE ").name(key.entity.tenant_column()).push("=").bind(Kind::Uuid, Value::Uuid(organization));
    builder.push(" AND \"id\"=").bind(Kind::Uuid, Value::Uuid(key.id));
}

fn at_version(builder: &mut Builder, version: i64) {
    builder.push(" AND \"version\"=").bind(Kind::Integer, Value::Integer(version));
}

/// Adds the bounds of a sum, which is a numeric, so that one past 64 bits is out of bounds and no error of the server.
fn within(builder: &mut Builder, min: i64, max: i64) {
    builder.push(" BETWEEN ").bind(Kind::Integer, Value::Integer(min)).push(" AND ");
    builder.bind(Kind::Integer, Value::Integer(max));
}

fn bind(builder: &mut Builder, kind: Kind, value: &Value, numbers: Numbers) -> Result<()> {
    let Value::Allocated(wanted) = value else {
        builder.bind(kind, value.clone());
        return Ok(());
    };
    let Allocated { slot, offset, prefix, width } = &**wanted;
    match numbers {
        Numbers::Taken(taken) => {
            let number = taken.get(*slot).ok_or_else(number_untaken)?;
            builder.bind(kind, Value::Text(wanted.text(*number)));
        }
        Numbers::Inline(taken) => {
            if *slot >= taken {
                return Err(number_untaken());
            }
            let width = i64::try_from(*width).unwrap_or(i64::MAX);
            builder.push("(SELECT ").bind(kind, Value::Text(prefix.clone())).push("||repeat('0',(");
            builder.bind(Kind::Integer, Value::Integer(width)).push("-length(d))::int)||d FROM (SELECT (\"value\"+");
            builder.bind(Kind::Integer, Value::Integer(*offset)).push(")::text AS d FROM n").push(&slot.to_string());
            builder.push(") AS \"digits\")");
        }
    }
    Ok(())
}

/// Returns the error for a row that uses a number before the batch takes it.
pub(super) fn number_untaken() -> Error {
    Error::new(Code::Internal).with("reason", "a number is taken before it is used")
}
