//! The facts of a SQLite file. What the pragmas do not tell, such as checks and names of constraints, is read out of the
//! statement that SQLite keeps.

use std::collections::BTreeMap;

use rusqlite::{Connection, Result, Row};

use super::Facts;

/// Reads everything that the file has.
///
/// # Errors
/// Those of SQLite.
pub fn facts(file: &Connection) -> Result<Facts> {
    let mut facts = Facts::default();
    // The tables in which a virtual one keeps its content are its own business.
    let sql = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^'
        AND name NOT IN (SELECT name FROM pragma_table_list WHERE schema='main' AND type='shadow')";
    let found: Vec<(String, String, String)> = list(file, sql, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (kind, name, sql) in &found {
        match kind.as_str() {
            "table" if sql.starts_with("CREATE VIRTUAL TABLE") => {
                let says = sql.split_once(" USING ").map_or(sql.as_str(), |(_, says)| says);
                facts.add(format!("virtual table {name}"), says);
            }
            "table" => table(file, &mut facts, name, sql)?,
            "index" => {}
            "trigger" => facts.add(format!("trigger {name}"), sql.split_whitespace().collect::<Vec<_>>().join(" ")),
            other => facts.add(format!("{other} {name}"), sql),
        }
    }
    Ok(facts)
}

fn list<T>(file: &Connection, sql: &str, read: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    file.prepare(sql)?.query_map([], read)?.collect()
}

fn table(file: &Connection, facts: &mut Facts, table: &str, sql: &str) -> Result<()> {
    let (without_rowid, strict): (bool, bool) =
        file.query_row("SELECT wr, strict FROM pragma_table_list WHERE schema='main' AND name=?1", [table], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let traits =
        [(strict, "strict"), (without_rowid, "without rowid"), (sql.contains("AUTOINCREMENT"), "autoincrement")];
    let traits: Vec<&str> = traits.iter().filter(|(has, _)| *has).map(|(_, name)| *name).collect();
    facts.add(format!("table {table}"), traits.join(", "));
    columns(file, facts, table)?;
    let definitions = definitions(sql);
    for definition in &definitions {
        // A check of the table itself has no column; nothing declares one, so that its text is a difference.
        let about = format!("check {table}.{}", first_name(definition));
        checks(definition).into_iter().for_each(|check| facts.add(about.as_str(), check));
    }
    foreign_keys(file, facts, table, &definitions)?;
    indexes(file, facts, table)
}

fn columns(file: &Connection, facts: &mut Facts, table: &str) -> Result<()> {
    let mut key = BTreeMap::new();
    let columns = list(file, &format!("PRAGMA table_xinfo(\"{table}\")"), |row| {
        let (place, name, kind): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (required, default): (bool, Option<String>) = (row.get(3)?, row.get(4)?);
        let (in_key, hidden): (i64, i64) = (row.get(5)?, row.get(6)?);
        let null = if required { " not null" } else { "" };
        let default = default.map(|value| format!(" default {value}")).unwrap_or_default();
        let hidden = if hidden == 0 { "" } else { " generated" };
        Ok((in_key, name, format!("{} {kind}{null}{default}{hidden}", place + 1)))
    })?;
    for (in_key, name, says) in columns {
        facts.add(format!("column {table}.{name}"), says);
        if in_key > 0 {
            key.insert(in_key, name);
        }
    }
    facts.add(format!("primary key {table}"), key.into_values().collect::<Vec<_>>().join(", "));
    Ok(())
}

fn foreign_keys(file: &Connection, facts: &mut Facts, table: &str, definitions: &[&str]) -> Result<()> {
    let mut keys: BTreeMap<i64, (Vec<String>, Vec<String>, String, String)> = BTreeMap::new();
    let rows = list(file, &format!("PRAGMA foreign_key_list(\"{table}\")"), |row| {
        let (number, target, from): (i64, String, String) = (row.get(0)?, row.get(2)?, row.get(3)?);
        let (to, update, delete): (Option<String>, String, String) = (row.get(4)?, row.get(5)?, row.get(6)?);
        Ok((number, target, from, to.unwrap_or_default(), format!("{update}, {delete}")))
    })?;
    for (number, target, from, to, actions) in rows {
        let key = keys.entry(number).or_insert_with(|| (Vec::new(), Vec::new(), target, actions));
        key.0.push(from);
        key.1.push(to);
    }
    for (from, to, target, actions) in keys.into_values() {
        // The pragma tells no names: the definition of the same columns does.
        let columns = format!("FOREIGN KEY (\"{}\")", from.join("\", \""));
        let named = definitions.iter().find(|definition| definition.contains(&columns));
        let name = named.and_then(|definition| definition.strip_prefix("CONSTRAINT ")).map_or("unnamed", first_name);
        let says = format!("({}) to {target} ({}), {actions}", from.join(", "), to.join(", "));
        facts.add(format!("foreign key {table}.{name}"), says);
    }
    Ok(())
}

fn indexes(file: &Connection, facts: &mut Facts, table: &str) -> Result<()> {
    let indexes = list(file, &format!("PRAGMA index_list(\"{table}\")"), |row| {
        Ok((row.get::<_, String>(1)?, row.get::<_, bool>(2)?, row.get::<_, String>(3)?))
    })?;
    for (name, unique, origin) in indexes.into_iter().filter(|(_, _, origin)| origin != "pk") {
        let columns = list(file, &format!("PRAGMA index_xinfo(\"{name}\")"), |row| {
            let (column, descending): (Option<String>, bool) = (row.get(2)?, row.get(3)?);
            let (collation, in_key): (String, bool) = (row.get(4)?, row.get(5)?);
            let collation = if collation == "BINARY" { String::new() } else { format!(" collate {collation}") };
            let direction = if descending { " desc" } else { "" };
            Ok(in_key.then(|| format!("{}{collation}{direction}", column.unwrap_or("an expression".to_owned()))))
        })?;
        let columns: Vec<String> = columns.into_iter().flatten().collect();
        let sql: Option<String> =
            file.query_row("SELECT sql FROM sqlite_schema WHERE type='index' AND name=?1", [&name], |row| row.get(0))?;
        let condition = sql.as_deref().and_then(|sql| sql.split_once(" WHERE ")).map(|(_, condition)| condition);
        let condition = condition.map(|condition| format!(" WHERE {condition}")).unwrap_or_default();
        let unique = if unique { "unique " } else { "" };
        let origin = if origin == "c" { "" } else { " of a constraint" };
        facts.add(format!("index {table}.{name}"), format!("{unique}({}){condition}{origin}", columns.join(", ")));
    }
    Ok(())
}

/// Returns the definitions of columns and constraints in a `CREATE TABLE`.
fn definitions(sql: &str) -> Vec<&str> {
    let Some(inside) = in_parentheses(sql) else { return Vec::new() };
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, letter, depth) in letters(inside) {
        if letter == ',' && depth == 0 {
            parts.push(inside[start..at].trim());
            start = at + 1;
        }
    }
    parts.push(inside[start..].trim());
    parts
}

/// Returns the conditions of a definition.
fn checks(definition: &str) -> Vec<&str> {
    definition.match_indices("CHECK (").filter_map(|(at, _)| in_parentheses(&definition[at..])).collect()
}

/// Returns the name that stands first, without its quotes.
fn first_name(definition: &str) -> &str {
    definition.split_whitespace().next().unwrap_or_default().trim_matches('"')
}

/// Returns what stands between the first parenthesis and the one that closes it.
fn in_parentheses(text: &str) -> Option<&str> {
    let begin = letters(text).find(|(_, letter, _)| *letter == '(')?.0 + 1;
    let end = letters(&text[begin..]).find(|(_, letter, depth)| *letter == ')' && *depth < 0)?.0;
    Some(&text[begin..begin + end])
}

/// Returns the letters outside quotes with their places and how many parentheses are open after them.
fn letters(text: &str) -> impl Iterator<Item = (usize, char, i32)> {
    let (mut quote, mut depth) = (None, 0);
    text.char_indices().filter_map(move |(at, letter)| {
        match (quote, letter) {
            (Some(open), _) => {
                quote = quote.filter(|_| letter != open);
                return None;
            }
            (None, '"' | '\'') => {
                quote = Some(letter);
                return None;
            }
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, _) => {}
        }
        Some((at, letter, depth))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_split_at_their_own_commas_only() {
        let sql = "CREATE TABLE \"a,(\" (\"b\" TEXT CHECK (\"b\" IN ('x,', ')')), CONSTRAINT \"f\" FOREIGN KEY (\"b\", \"c\"))";
        let expected = ["\"b\" TEXT CHECK (\"b\" IN ('x,', ')'))", "CONSTRAINT \"f\" FOREIGN KEY (\"b\", \"c\")"];
        assert_eq!(definitions(sql), expected);
        assert_eq!(checks(expected[0]), ["\"b\" IN ('x,', ')')"]);
    }
}
