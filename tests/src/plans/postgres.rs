//! The plans of a PostgreSQL database, for a role that row-level security holds for.

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
    };
    let set =
        "SELECT set_config('servicedesk.organization', $1, false), set_config('servicedesk.directory', $2, false)";
    sqlx::query(set).bind(organization).bind(directory).execute(connection).await.map(|_| ())
}

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
    let steps: Vec<String> = query.fetch_all(connection).await?;
    let indexes = steps.iter().filter_map(|step| {
        let (_, named) = step.split_once(" using ").or_else(|| step.split_once("Bitmap Index Scan on "))?;
        named.split(' ').next().map(str::to_owned)
    });
    Ok(Plan {
        indexes: indexes.collect(),
        scans: steps.iter().any(|step| step.contains("Seq Scan")),
        // An incremental sort only sorts what the index leaves equal.
        sorts: steps.iter().any(|step| step.trim_start_matches([' ', '-', '>']).starts_with("Sort  (")),
        text: steps.join("\n"),
    })
}
