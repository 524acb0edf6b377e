//! The statements that make an entity's table in either database, read off the reflection table. A migration is written by
//! printing these, reading them and checking them in; a test compares what the databases then have with the declarations.

mod trigger;

pub use trigger::{PERMIT, triggers};

use crate::entity::{EntityDef, FieldDef, Kind};
use crate::query::sql::Dialect;

/// Returns the statements for the table, its constraints and its indexes, one after the other.
pub fn create(def: &EntityDef, dialect: Dialect) -> String {
    let mut lines: Vec<String> = def.fields.iter().map(|field| column(field, dialect)).collect();
    let partition = def.partition.filter(|_| dialect == Dialect::Postgres);
    lines.push(format!("PRIMARY KEY ({})", quoted(def.primary_key().iter().copied().chain(partition))));
    lines.extend(references(def).into_iter().map(|reference| reference.clause()));
    let end = match (dialect, partition) {
        (Dialect::Sqlite, _) => " STRICT".to_owned(),
        (Dialect::Postgres, Some(field)) => format!(" PARTITION BY RANGE (\"{field}\")"),
        (Dialect::Postgres, None) => String::new(),
    };
    let mut sql = format!("CREATE TABLE \"{}\" (\n    {}\n){end};\n", def.table, lines.join(",\n    "));
    if partition.is_some() {
        // For what has no month of its own: nothing is refused for its time.
        sql += &format!("CREATE TABLE \"{0}_default\" PARTITION OF \"{0}\" DEFAULT;\n", def.table);
    }
    for index in def.indexes {
        let unique = if index.unique { "UNIQUE " } else { "" };
        let tenant = (!def.is_tenant).then_some("organization_id");
        let columns = quoted(tenant.into_iter().chain(index.columns.iter().copied()));
        let condition = index.condition.map(|condition| format!(" WHERE {condition}")).unwrap_or_default();
        sql += &format!("CREATE {unique}INDEX \"{}\" ON \"{}\" ({columns}){condition};\n", index.name, def.table);
    }
    if let Some(agenda) = &def.agenda {
        let (table, field) = (def.table, agenda.field);
        let condition = agenda.condition.map(|condition| format!(" WHERE {condition}")).unwrap_or_default();
        sql += &format!("CREATE INDEX \"{table}_agenda\" ON \"{table}\" (\"{field}\", \"id\"){condition};\n");
    }
    if dialect == Dialect::Postgres {
        sql += &row_level_security(def.table, def.tenant_column(), def.is_tenant);
        if partition.is_some() {
            // Who asks the partition itself is not asked by the policy of the table.
            sql += &row_level_security(&format!("{}_default", def.table), def.tenant_column(), false);
        }
        if def.agenda.is_some() {
            // To be read by whoever asks what is due, and changed in its own organization only.
            sql += &format!(
                "CREATE POLICY \"{0}_agenda\" ON \"{0}\" FOR SELECT USING \
                 ((SELECT current_setting('servicedesk.directory', true) = 'agenda'));\n",
                def.table
            );
        }
    }
    sql
}

/// Returns the statements that let a session see one tenant's rows of a table only, its owner included.
pub fn row_level_security(table: &str, tenant_column: &str, is_directory: bool) -> String {
    let tenant = format!("\"{tenant_column}\" = nullif(current_setting('servicedesk.organization', true), '')::uuid");
    let directory = if is_directory { " OR current_setting('servicedesk.directory', true) = 'on'" } else { "" };
    format!(
        "ALTER TABLE \"{table}\" ENABLE ROW LEVEL SECURITY;\n\
         ALTER TABLE \"{table}\" FORCE ROW LEVEL SECURITY;\n\
         CREATE POLICY \"{table}_tenant\" ON \"{table}\" USING ({tenant}{directory}) WITH CHECK ({tenant});\n"
    )
}

/// A foreign key of an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: String,
    /// The columns of this table.
    pub columns: Vec<&'static str>,
    /// The other table.
    pub table: &'static str,
    /// The columns of the other table.
    pub targets: Vec<&'static str>,
}

impl ForeignKey {
    fn clause(&self) -> String {
        format!(
            "CONSTRAINT \"{}\" FOREIGN KEY ({}) REFERENCES \"{}\" ({})",
            self.name,
            quoted(self.columns.iter().copied()),
            self.table,
            quoted(self.targets.iter().copied()),
        )
    }
}

/// Returns the foreign keys: the tenant's, then one for each field that points to an entity, always inside the tenant.
pub fn references(def: &EntityDef) -> Vec<ForeignKey> {
    let mut keys = Vec::new();
    if !def.is_tenant {
        keys.push(ForeignKey {
            name: format!("{}_organization_id_fk", def.table),
            columns: vec!["organization_id"],
            table: "organization",
            targets: vec!["id"],
        });
    }
    for field in def.fields {
        if let Some(reference) = field.references {
            keys.push(ForeignKey {
                name: format!("{}_{}_fk", def.table, field.name),
                columns: vec!["organization_id", field.name],
                table: (reference.entity)().table,
                targets: vec!["organization_id", "id"],
            });
        }
    }
    keys
}

fn column(field: &FieldDef, dialect: Dialect) -> String {
    let null = if field.nullable { "" } else { " NOT NULL" };
    let check = check(field, dialect).map(|check| format!(" CHECK ({check})")).unwrap_or_default();
    format!("\"{}\" {}{null}{check}", field.name, type_name(field.kind, dialect))
}

/// Returns the column type for a kind, as it is written in `CREATE TABLE`.
pub fn type_name(kind: Kind, dialect: Dialect) -> &'static str {
    match (dialect, kind) {
        (Dialect::Sqlite, Kind::Bool | Kind::Integer | Kind::Timestamp) => "INTEGER",
        (Dialect::Sqlite, Kind::Bytes | Kind::Uuid) => "BLOB",
        (Dialect::Sqlite, _) => "TEXT",
        (Dialect::Postgres, Kind::Bool) => "boolean",
        (Dialect::Postgres, Kind::Integer) => "bigint",
        (Dialect::Postgres, Kind::Decimal) => "numeric",
        (Dialect::Postgres, Kind::Text | Kind::Enum(_)) => "text COLLATE \"C\"",
        (Dialect::Postgres, Kind::List) => "text[]",
        (Dialect::Postgres, Kind::Bytes) => "bytea",
        (Dialect::Postgres, Kind::Uuid) => "uuid",
        (Dialect::Postgres, Kind::Timestamp) => "timestamptz",
        (Dialect::Postgres, Kind::Date) => "date",
        (Dialect::Postgres, Kind::Json) => "jsonb",
    }
}

/// Returns the condition that the database itself holds a column to, if any.
pub fn check(field: &FieldDef, dialect: Dialect) -> Option<String> {
    let name = field.name;
    match (field.kind, dialect) {
        (Kind::Enum(names), _) => Some(format!("\"{name}\" IN ('{}')", names.join("', '"))),
        (Kind::Integer, _) => field.range.map(|(min, max)| format!("\"{name}\" BETWEEN {min} AND {max}")),
        (Kind::Bool, Dialect::Sqlite) => Some(format!("\"{name}\" IN (0, 1)")),
        (Kind::Uuid, Dialect::Sqlite) => Some(format!("length(\"{name}\") = 16")),
        (Kind::Json | Kind::List, Dialect::Sqlite) => Some(format!("json_valid(\"{name}\")")),
        _ => None,
    }
}

fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
