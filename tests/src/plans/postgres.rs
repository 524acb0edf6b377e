//! The plans of a PostgreSQL database, for a role that row-level security holds for.

use std::collections::HashMap;

use servicedesk::entity::Value;
use servicedesk::query::Tenant;
use servicedesk::query::sql::Sql;
use sqlx::{AssertSqlSafe, PgConnection, Result};

use super::Plan;

/// Sets the connection to a tenant, as the store does.
///
/// # Errors
/// Those of the server.
pub async fn serve(connection: &mut PgConnection, tenant: Tenant) -> Result<()> {
    let (organization, directory) = match tenant {
        Tenant::Organization(id) => (id.to_string(), "off"),
        Tenant::Directory => (String::new(), "on"),
        Tenant::Agenda => (String::new(), "agenda"),
    };
    let set =
        "SELECT set_config('servicedesk.organization', $1, false), set_config('servicedesk.directory', $2, false)";
    sqlx::query(set).bind(organization).bind(directory).execute(connection).await.map(|_| ())
}

/// The index of the table for each index of a partition.
const PARTS: &str = "SELECT c.relname::text, p.relname::text FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid JOIN pg_class p \
    ON p.oid = inhparent WHERE p.relkind = 'I' AND p.relnamespace = current_schema()::regnamespace";
/// The partitions without rows, as the last `ANALYZE` found them.
const EMPTY: &str = "SELECT relname::text FROM pg_class WHERE relispartition AND relkind = 'r' AND reltuples <= 0 \
    AND relnamespace = current_schema()::regnamespace";

/// Returns the plan for a statement.
///
/// # Errors
/// Those of the server.
pub async fn explain(connection: &mut PgConnection, sql: &Sql) -> Result<Plan> {
    let mut query = sqlx::query_scalar(AssertSqlSafe(format!("EXPLAIN {}", sql.text)));
    for argument in &sql.arguments {
        query = match &argument.value {
            Value::Bool(value) => query.bind(*value),
            Value::Integer(number) => query.bind(*number),
            Value::Text(text) => query.bind(text.clone()),
            Value::Word(name) => query.bind(*name),
            Value::List(items) => query.bind(items.clone()),
            Value::Uuid(id) => query.bind(*id),
            Value::Timestamp(at) => query.bind(at.to_datetime()),
            Value::Date(day) => query.bind(*day),
            other => panic!("no question of these tests is about {other:?}"),
        };
    }
    let steps: Vec<String> = query.fetch_all(&mut *connection).await?;
    let parts: HashMap<String, String> = sqlx::query_as(PARTS).fetch_all(&mut *connection).await?.into_iter().collect();
    let empty: Vec<String> = sqlx::query_scalar(EMPTY).fetch_all(connection).await?;
    let indexes = steps.iter().filter_map(|step| {
        let (_, named) = step.split_once(" using ").or_else(|| step.split_once("Bitmap Index Scan on "))?;
        let name = named.split(' ').next()?;
        Some(parts.get(name).map_or(name, String::as_str).to_owned())
    });
    let mut indexes: Vec<String> = indexes.collect();
    indexes.dedup();
    let reads = |step: &str| {
        step.split_once("Seq Scan on ").map(|(_, named)| named.split(' ').next().unwrap_or_default().to_owned())
    };
    Ok(Plan {
        indexes,
        // Of a partition without rows nothing is read either way.
        scans: steps.iter().filter_map(|step| reads(step)).any(|table| !empty.contains(&table)),
        // An incremental sort only sorts what the index leaves equal.
        sorts: steps.iter().any(|step| step.trim_start_matches([' ', '-', '>']).starts_with("Sort  (")),
        text: steps.join("\n"),
    })
}
