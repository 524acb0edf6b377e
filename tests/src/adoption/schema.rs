//! The tables of a product: by its own document where that is at hand and says them, and otherwise by its page, whose fields
//! tell what a column holds.

use std::collections::BTreeMap;

use servicedesk::entity::{FieldDef, Kind, Named};

use super::page::{self, creates, document, entity, field, typed_models};

/// A database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A table: its name, and each column with its type.
pub type Table = (String, Vec<(String, String)>);

/// Whether the tables of a product can be had by its document; says so when that is missed.
pub fn is_at_hand(product: char) -> bool {
    !('c'..='e').contains(&product) || document(product).is_some()
}

/// Returns the tables of a product, by its document when `own` and it is at hand.
pub fn tables(product: char, own: bool) -> Vec<Table> {
    let text = if own { document(product) } else { None };
    match (product, text) {
        ('c' | 'e', Some(text)) => {
            creates(&text).into_iter().map(|(name, body)| (name.to_owned(), columns(body))).collect()
        }
        ('d', Some(text)) => {
            let column = |(name, kind): (String, String)| (name, prisma(&kind).to_owned());
            typed_models(&text)
                .into_iter()
                .map(|(name, fields)| (name, fields.into_iter().map(column).collect()))
                .collect()
        }
        ('a', _) => by_fields(&['a']),
        ('b', _) => by_fields(&['a', 'b']),
        _ => by_page(product),
    }
}

/// Returns the statements that make the tables.
pub fn sql(tables: &[Table], database: Database) -> String {
    let mut sql = String::new();
    for (name, columns) in tables {
        let columns = columns.iter().map(|(column, kind)| format!("\"{column}\" {}", typed(kind, database)));
        sql += &format!("CREATE TABLE \"{name}\" ({});\n", columns.collect::<Vec<_>>().join(", "));
    }
    sql
}

/// The types are the document's; what stands behind them, such as references, would refuse the broken rows of some tests.
fn columns(body: &str) -> Vec<(String, String)> {
    let lines = body.lines().filter_map(|line| {
        let line = line.split("--").next().unwrap_or_default().trim().trim_end_matches(',');
        let (name, rest) = line.split_once(' ')?;
        let kind = rest.split(" DEFAULT").next()?.split(" REFERENCES").next()?.split(" NOT NULL").next()?;
        let kind = kind.split(" UNIQUE").next()?.replace("SERIAL PRIMARY KEY", "INTEGER PRIMARY KEY");
        let is_column = name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
        is_column.then(|| (name.to_owned(), kind))
    });
    lines.collect()
}

fn prisma(kind: &str) -> &'static str {
    match kind.trim_end_matches('?') {
        "Int" => "INTEGER",
        "Boolean" => "BOOLEAN",
        "DateTime" => "TIMESTAMP(3)",
        "Json" => "JSONB",
        "Decimal" => "DECIMAL(10,2)",
        "String[]" => "TEXT[]",
        // A vector, too: its extension is not everywhere, and its text is the same.
        _ => "TEXT",
    }
}

fn by_page(product: char) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for (table, column, places, _) in page::page(product) {
        let kind = places.first().map_or("TEXT", |place| kind(field(place)));
        // What is text there and something else here has the type of there.
        let kind = if places.len() > 1 || kind == "UUID" { "TEXT" } else { kind };
        if tables.last().is_none_or(|(name, _)| *name != table) {
            tables.push((table, Vec::new()));
        }
        tables.last_mut().expect("a table").1.push((column.expect("a column"), kind.to_owned()));
    }
    tables
}

fn by_fields(pages: &[char]) -> Vec<Table> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for (table, _, places, _) in pages.iter().flat_map(|product| page::page(*product)) {
        let mut columns: Vec<(String, String)> = Vec::new();
        for name in &places {
            for field in entity(name).fields.iter().filter(|field| field.name != "version") {
                // What a row becomes beside the first points to it without a column.
                let beside = *name != places[0] && field.references.is_some_and(|to| (to.entity)().name == places[0]);
                if beside || field.name == "algorithm" || columns.iter().any(|(column, _)| column == field.name) {
                    continue;
                }
                let is_key = ["id", "organization_id", "entity_id"].contains(&field.name)
                    || field.references.is_some()
                    || matches!(field.named, Some(Named::Id(_)));
                let kind = if is_key { "INTEGER" } else { kind(field) };
                columns.push((field.name.to_owned(), kind.to_owned()));
            }
        }
        if let Some(key) = columns.iter_mut().find(|(name, _)| name == "id") {
            key.1 = "INTEGER PRIMARY KEY".to_owned();
        }
        tables.insert(table.clone(), (table, columns));
    }
    tables.into_values().collect()
}

fn kind(field: &FieldDef) -> &'static str {
    match field.kind {
        Kind::Bool => "BOOLEAN",
        Kind::Integer => "BIGINT",
        Kind::Decimal => "DECIMAL(20,6)",
        Kind::Text | Kind::Enum(_) => "TEXT",
        Kind::List => "TEXT[]",
        Kind::Bytes => "BYTEA",
        Kind::Uuid => "UUID",
        Kind::Timestamp => "TIMESTAMP",
        Kind::Date => "DATE",
        Kind::Json => "JSONB",
    }
}

fn typed(kind: &str, database: Database) -> String {
    match database {
        Database::Postgres => kind.to_owned(),
        // Brackets quote a name in SQLite, and a type that says INT makes numbers of texts.
        Database::Sqlite => kind.replace("[]", "").replace("BYTEA", "BLOB"),
    }
}
