//! What another program does to a SQLite file: the file holds the line by itself.

use std::sync::Arc;

use rusqlite::Connection;
use servicedesk::Code;
use servicedesk::block_on;
use servicedesk::entity::{Entity as _, EntityDef};
use servicedesk::organization::NewOrganization;
use servicedesk::query::sql::Dialect;
use servicedesk::scope::Actor;
use servicedesk::store::sqlite::{Durability, Options, SqliteStore};
use servicedesk::store::{Batch, BatchId, Key, Store, Write};
use servicedesk::ticket::{NewTag, Tag, TagPatch};
use servicedesk::{Desk, audit::AuditEntry};
use servicedesk_tests::plans::rows;
use servicedesk_tests::schema::outside::{attempts, changes, changing, growing, permit};
use servicedesk_tests::schema::place::File;

const DIALECT: Dialect = Dialect::Sqlite;

fn filled() -> (File, Arc<dyn Store>) {
    let place = File::new();
    let options = Options { durability: Durability::Normal, ..Options::default() };
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(place.path(), options).unwrap());
    block_on(rows::fill(&store));
    (place, store)
}

/// Tries it in a transaction that is taken back.
fn try_it(file: &Connection, def: &EntityDef, sql: &str, permitted: bool) -> rusqlite::Result<()> {
    file.execute_batch("BEGIN").unwrap();
    if permitted {
        file.execute_batch(&permit(def, DIALECT)).unwrap();
    }
    let tried = file.execute_batch(sql);
    file.execute_batch("ROLLBACK").unwrap();
    tried
}

#[test]
fn rows_that_only_grow_stay_and_others_are_stamped() {
    let (place, store) = filled();
    let file = place.connect();
    file.pragma_update(None, "foreign_keys", false).unwrap();
    for def in growing() {
        for attempt in attempts(def, DIALECT) {
            let tried = try_it(&file, def, &attempt.sql, attempt.permitted);
            let told = tried.as_ref().err().map(ToString::to_string).unwrap_or_default();
            assert_eq!(told.contains("only grows"), attempt.refused, "{}: {tried:?}", attempt.sql);
        }
    }
    for def in changing() {
        let id = rows::id(def, rows::LARGE, 0);
        let read = || -> (i64, i64, i64) {
            let sql =
                format!("SELECT \"version\", \"updated_at\", \"created_at\" FROM \"{}\" WHERE \"id\" = ?1", def.table);
            file.query_row(&sql, [id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap()
        };
        for change in changes(def) {
            file.execute_batch("BEGIN").unwrap();
            // Another time than now, which shows.
            file.execute(
                &format!(
                    "UPDATE \"{}\" SET \"updated_at\" = 7, \"version\" = \"version\" + 1 WHERE \"id\" = ?1",
                    def.table
                ),
                [id.as_bytes()],
            )
            .unwrap();
            let before = read();
            let sql = format!("UPDATE \"{}\" SET {} WHERE \"id\" = ?1", def.table, change.set);
            assert_eq!(file.execute(&sql, [id.as_bytes()]).unwrap(), 1, "{sql}");
            let after = read();
            assert_eq!(after.0 - before.0, change.rises, "{sql}");
            assert_eq!(after.1 > 1_700_000_000_000 + 86_400_000_000, change.stamped, "{sql}: {after:?}");
            file.execute_batch("ROLLBACK").unwrap();
        }
    }
    // What the library removes goes, and its permit with it.
    let mut batch = Batch::new(
        BatchId::from(uuid::Uuid::now_v7()),
        rows::organization_id(rows::LARGE),
        servicedesk::clock::Timestamp::EPOCH,
    );
    let key = Key { entity: AuditEntry::DEF, id: rows::id(AuditEntry::DEF, rows::LARGE, 3) };
    batch.writes.push(Write::Delete { key, version: None });
    block_on(store.commit(batch)).unwrap();
    let left: i64 = file.query_row("SELECT count(*) FROM write_permit", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
    let gone = format!("SELECT count(*) FROM audit_entry WHERE id = x'{}'", key.id.simple());
    assert_eq!(file.query_row(&gone, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[test]
fn whoever_decided_before_another_program_changed_the_row_is_told() {
    let place = File::new();
    let desk = Desk::new(SqliteStore::open(place.path(), Options::default()).unwrap());
    let new = NewOrganization { name: "Acme".into(), slug: "acme".into(), ..Default::default() };
    let acme = block_on(desk.create_organization(new)).unwrap();
    let scope = desk.scope(acme.id, Actor::system());
    let tags = scope.repository::<Tag>();
    let tag = block_on(tags.create(NewTag { name: "printer".into(), ..Default::default() })).unwrap();
    place.connect().execute_batch("UPDATE tag SET name = 'plotter'").unwrap();
    let stamped = block_on(tags.get(tag.id)).unwrap();
    assert_eq!((stamped.version, stamped.name.as_str()), (tag.version + 1, "plotter"));
    assert!(stamped.updated_at >= tag.updated_at);
    let patch = || TagPatch { name: "scanner".to_owned().into(), ..Default::default() };
    assert_eq!(block_on(tags.update(tag.id, tag.version, patch())).unwrap_err().code(), Code::StaleVersion);
    block_on(tags.update(tag.id, stamped.version, patch())).unwrap();
}
