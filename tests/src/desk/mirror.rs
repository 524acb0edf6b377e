//! Everything that can be read of an organization, as text that can be compared: what "nothing changed" is measured with.

use std::collections::BTreeMap;

use servicedesk::entity::{Entity, EntityDef, Row, Value, row_to_json};
use servicedesk::organization::OrganizationId;
use servicedesk::query::{Query, Sort};
use servicedesk::store::{ChangeRecord, Store};

use crate::patience::Patience;

/// Every row of an organization, in JSON, by table and in the order of ids, and the length of its feed.
#[derive(Clone, PartialEq, Eq)]
pub struct Mirror {
    /// The rows of each table.
    pub tables: BTreeMap<&'static str, Vec<String>>,
    /// The feed.
    pub feed: Vec<ChangeRecord>,
}

impl Mirror {
    /// Reads the organization.
    pub async fn of(store: &dyn Store, organization: OrganizationId) -> Self {
        let mut tables = BTreeMap::new();
        for def in servicedesk::ENTITIES {
            let rows = rows(store, def, organization).await;
            let text = rows.iter().map(|row| serde_json::Value::Object(row_to_json(def, row)).to_string());
            tables.insert(def.table, text.collect());
        }
        Self { tables, feed: feed(store, organization).await }
    }

    /// Fails, naming the table, when something differs.
    #[track_caller]
    pub fn assert_same(&self, other: &Self, what: &str) {
        for (table, rows) in &self.tables {
            let others = &other.tables[table];
            assert_eq!(rows.len(), others.len(), "{what}: {table} has another number of rows");
            for (row, other) in rows.iter().zip(others) {
                assert_eq!(row, other, "{what}: a row of {table} differs");
            }
        }
        assert_eq!(self.feed.len(), other.feed.len(), "{what}: the feed differs");
    }
}

/// Returns all rows of an entity, deleted ones included, in the order of their ids.
pub async fn rows(store: &dyn Store, def: &'static EntityDef, organization: OrganizationId) -> Vec<Row> {
    let mut query = Query::new(def, organization).sort([Sort::ascending("id")]).limit(1_000);
    query.with_deleted = true;
    let mut rows: Vec<Row> = Vec::new();
    let mut patience = Patience::new(10_000, "the last page is reached");
    loop {
        patience.round();
        let page = store.read(std::slice::from_ref(&query)).await.expect("the query is sound").remove(0);
        rows.extend(page.rows);
        if !page.more {
            return rows;
        }
        let last = rows.last().expect("more follow after a row");
        query.after = Some(vec![last[def.index_of("id").expect("every entity has an id")].clone()]);
    }
}

/// Returns all rows of an entity as its type.
pub async fn all<E: Entity>(store: &dyn Store, organization: OrganizationId) -> Vec<E> {
    let rows = rows(store, E::DEF, organization).await;
    rows.into_iter().map(|row| E::from_row(row).expect("a row of that entity")).collect()
}

/// Returns the whole feed of an organization.
pub async fn feed(store: &dyn Store, organization: OrganizationId) -> Vec<ChangeRecord> {
    let (mut feed, mut position) = (Vec::new(), String::new());
    let mut patience = Patience::new(10_000, "the feed is read to its end");
    loop {
        patience.round();
        let changes = store.changes(organization, &position, 1_000).await.expect("the position is known");
        if changes.records.is_empty() {
            return feed;
        }
        feed.extend(changes.records);
        position = changes.position;
    }
}

/// Returns a value as a history record shows it: nothing for an absent one, a text as it is, the rest as JSON.
pub fn shown(value: &Value) -> Option<String> {
    match value.to_json() {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}
