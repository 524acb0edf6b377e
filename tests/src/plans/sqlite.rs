//! The plans of a SQLite file.

use rusqlite::types::Value as Stored;
use rusqlite::{Connection, Result, params_from_iter};
use servicedesk::entity::Value;
use servicedesk::query::sql::{Argument, Sql};

use super::Plan;

/// Returns the plan for a statement.
///
/// # Errors
/// Those of SQLite.
pub fn explain(file: &Connection, sql: &Sql) -> Result<Plan> {
    let mut statement = file.prepare(&format!("EXPLAIN QUERY PLAN {}", sql.text))?;
    let steps: Vec<String> = statement
        .query_map(params_from_iter(sql.arguments.iter().map(stored)), |row| row.get("detail"))?
        .collect::<Result<_>>()?;
    let indexes = steps.iter().filter_map(|step| {
        let (_, used) = step.split_once(" USING ")?;
        let used = used.trim_start_matches("COVERING ");
        // Tables without rowids are their own primary key.
        let name = used.strip_prefix("INDEX ").map_or("PRIMARY KEY", |name| name.split(' ').next().unwrap_or(name));
        Some(name.to_owned())
    });
    Ok(Plan {
        indexes: indexes.collect(),
        // Reading along an index is no scan in this sense only when it begins somewhere.
        scans: steps.iter().any(|step| step.starts_with("SCAN ")),
        // What is sorted for the last term only is what the index leaves equal.
        sorts: steps.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY"),
        text: steps.join("\n"),
    })
}

fn stored(argument: &Argument) -> Stored {
    match &argument.value {
        Value::Null => Stored::Null,
        Value::Bool(value) => Stored::Integer((*value).into()),
        Value::Integer(number) => Stored::Integer(*number),
        Value::Text(text) => Stored::Text(text.clone()),
        Value::Word(name) => Stored::Text((*name).to_owned()),
        Value::Uuid(id) => Stored::Blob(id.as_bytes().to_vec()),
        Value::Timestamp(at) => Stored::Integer(at.as_millis()),
        Value::Date(day) => Stored::Text(day.to_string()),
        other => panic!("no question of these tests is about {other:?}"),
    }
}
