//! What the stores ask their own tables. The text is compared with the source that holds it, so that a statement that
//! changes there has to be looked at here.

use servicedesk::entity::{Kind, Value};
use servicedesk::query::sql::{Argument, Dialect, Sql};
use uuid::Uuid;

use super::rows;

/// An organization with few of the rows: to read what belongs to it, nobody should have to read everything.
pub const SMALL: u64 = 7;

/// A statement of a store, and the index that it needs.
pub struct OwnStatement {
    /// What it asks.
    pub asked_by: &'static str,
    /// The statement.
    pub sql: Sql,
    /// The index.
    pub index: &'static str,
    /// Whether it asks for the order of the index.
    pub in_order: bool,
}

/// A statement as it is written.
struct Text {
    asked_by: &'static str,
    sql: &'static str,
    /// What it is bound to beside the organization.
    arguments: fn() -> Vec<Argument>,
    index: &'static str,
    in_order: bool,
    /// The file that holds it.
    source: &'static str,
    /// The parts that it holds.
    parts: &'static [&'static str],
}

const SQLITE: &[Text] = &[
    Text {
        asked_by: "was this batch committed",
        sql: "SELECT \"result\" FROM \"batch\" WHERE \"organization_id\"=?1 AND \"id\"=?2",
        arguments: id,
        index: "PRIMARY KEY",
        in_order: false,
        source: include_str!("../../../core/src/store/sqlite/answers.rs"),
        parts: &["SELECT \"result\" FROM \"batch\" WHERE \"organization_id\"=?1 AND \"id\"=?2"],
    },
    Text {
        asked_by: "where a sequence stands",
        sql: "SELECT \"value\" FROM \"sequence\" WHERE \"organization_id\"=?1 AND \"name\"=?2",
        arguments: name,
        index: "PRIMARY KEY",
        in_order: false,
        source: include_str!("../../../core/src/store/sqlite/apply.rs"),
        parts: &["SELECT \"value\" FROM \"sequence\" WHERE \"organization_id\"=?1 AND \"name\"=?2"],
    },
    Text {
        asked_by: "what changed",
        sql: "SELECT \"position\",\"batch_id\",\"entity\",\"entity_id\",\"kind\",\"fields\",\"at\" FROM \"change_feed\" \
              WHERE \"organization_id\"=?1 AND \"position\">?2 ORDER BY \"position\" LIMIT ?3",
        arguments: place,
        index: "change_feed_organization",
        in_order: true,
        source: include_str!("../../../core/src/store/sqlite/feed.rs"),
        parts: &["WHERE \"organization_id\"=?1 AND \"position\">?2 ORDER BY \"position\" LIMIT ?3"],
    },
];

const POSTGRES: &[Text] = &[
    Text {
        asked_by: "was this batch committed",
        sql: "SELECT \"result\" FROM \"batch\" WHERE \"organization_id\"=$1 AND \"id\"=$2",
        arguments: id,
        index: "batch_pkey",
        in_order: false,
        source: include_str!("../../../core/src/store/postgres/write.rs"),
        parts: &["SELECT \"result\" FROM \"batch\" WHERE \"organization_id\"="],
    },
    Text {
        asked_by: "where a sequence stands",
        sql: "SELECT 1 FROM \"sequence\" WHERE \"organization_id\"=$1 AND \"name\"=$2",
        arguments: name,
        index: "sequence_pkey",
        in_order: false,
        source: include_str!("../../../core/src/store/postgres/write.rs"),
        parts: &["SELECT 1 FROM \"sequence\" WHERE \"organization_id\"="],
    },
    Text {
        asked_by: "what changed",
        sql: "SELECT \"transaction\"::text,\"position\",\"batch_id\",\"entity\",\"entity_id\",\"kind\",\"fields\",\"at\" \
              FROM \"change_feed\" WHERE \"transaction\"<pg_snapshot_xmin(pg_current_snapshot()) AND \"organization_id\"=$1 \
              AND (\"transaction\",\"position\")>($2::xid8,$3) \
              ORDER BY \"change_feed\".\"transaction\",\"change_feed\".\"position\" LIMIT $4",
        arguments: transaction,
        index: "change_feed_pkey",
        in_order: true,
        source: include_str!("../../../core/src/store/postgres/changes.rs"),
        parts: &[
            "SELECT \"transaction\"::text,\"position\",\"batch_id\",\"entity\",\"entity_id\",\"kind\",\"fields\",\"at\" ",
            "FROM \"change_feed\" WHERE \"transaction\"<pg_snapshot_xmin(pg_current_snapshot()) AND \"organization_id\"=",
            ") ORDER BY \"change_feed\".\"transaction\",\"change_feed\".\"position\" LIMIT ",
        ],
    },
];

/// Returns the statements of a store.
///
/// # Panics
/// When the source of the store does not hold one of them any more.
pub fn all(dialect: Dialect) -> Vec<OwnStatement> {
    let texts = if dialect == Dialect::Sqlite { SQLITE } else { POSTGRES };
    let statement = |text: &Text| {
        for part in text.parts {
            let held = part.replace('"', "\\\"");
            assert!(text.source.contains(&held), "{part} is in no statement of the store any more");
        }
        let organization = Value::Uuid(rows::organization_id(SMALL).as_uuid());
        let mut arguments = vec![Argument { kind: Kind::Uuid, value: organization }];
        arguments.extend((text.arguments)());
        let sql = Sql { text: text.sql.to_owned(), arguments };
        OwnStatement { asked_by: text.asked_by, sql, index: text.index, in_order: text.in_order }
    };
    texts.iter().map(statement).collect()
}

fn argument(kind: Kind, value: Value) -> Argument {
    Argument { kind, value }
}

fn id() -> Vec<Argument> {
    vec![argument(Kind::Uuid, Value::Uuid(Uuid::nil()))]
}

fn name() -> Vec<Argument> {
    vec![argument(Kind::Text, "ticket_number/2026".into())]
}

fn place() -> Vec<Argument> {
    vec![argument(Kind::Integer, 7_i64.into()), argument(Kind::Integer, 100_i64.into())]
}

fn transaction() -> Vec<Argument> {
    let mut arguments = vec![argument(Kind::Text, "7".into())];
    arguments.extend(place());
    arguments
}
