//! What another program does to a PostgreSQL schema: the schema holds the line by itself.

use std::sync::Arc;

use servicedesk::audit::AuditEntry;
use servicedesk::entity::{Entity as _, EntityDef};
use servicedesk::query::Tenant;
use servicedesk::query::sql::Dialect;
use servicedesk::store::postgres::PostgresStore;
use servicedesk::store::{Batch, BatchId, Key, Store, Write};
use servicedesk_tests::plans::{postgres, rows};
use servicedesk_tests::schema::outside::{attempts, changes, changing, growing, permit};
use servicedesk_tests::schema::place::{Schema, run};
use sqlx::{AssertSqlSafe, PgConnection};

const DIALECT: Dialect = Dialect::Postgres;

/// Tries it in a transaction that is taken back.
async fn try_it(connection: &mut PgConnection, def: &EntityDef, sql: &str, permitted: bool) -> sqlx::Result<()> {
    run(connection, "BEGIN").await.unwrap();
    if permitted {
        run(connection, permit(def, DIALECT)).await.unwrap();
    }
    let tried = run(connection, sql).await;
    run(connection, "ROLLBACK").await.unwrap();
    tried
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_only_grow_stay_and_others_are_stamped() {
    let schema = Schema::new().await;
    let store: Arc<dyn Store> = Arc::new(PostgresStore::connect(&schema.url(), schema.options()).await.unwrap());
    rows::fill(&store).await;
    let mut connection = schema.connect().await;
    postgres::serve(&mut connection, Tenant::Organization(rows::organization_id(rows::LARGE))).await.unwrap();
    for def in growing() {
        for attempt in attempts(def, DIALECT) {
            let tried = try_it(&mut connection, def, &attempt.sql, attempt.permitted).await;
            let told = tried.as_ref().err().map(ToString::to_string).unwrap_or_default();
            // Rows that others point to stay for that reason when they may go.
            assert_eq!(told.contains("only grows"), attempt.refused, "{}: {tried:?}", attempt.sql);
        }
    }
    for def in changing() {
        let id = rows::id(def, rows::LARGE, 0);
        for change in changes(def) {
            run(&mut connection, "BEGIN").await.unwrap();
            let table = def.table;
            let earlier = format!(
                "UPDATE \"{table}\" SET \"updated_at\" = '1970-01-02', \"version\" = \"version\" + 1 WHERE \"id\" = '{id}'"
            );
            run(&mut connection, earlier).await.unwrap();
            let read = format!(
                "SELECT \"version\", extract(year FROM \"updated_at\")::bigint FROM \"{table}\" WHERE \"id\" = '{id}'"
            );
            let before: (i64, i64) =
                sqlx::query_as(AssertSqlSafe(read.clone())).fetch_one(&mut connection).await.unwrap();
            let sql = format!("UPDATE \"{table}\" SET {} WHERE \"id\" = '{id}'", change.set);
            run(&mut connection, sql.as_str()).await.unwrap();
            let after: (i64, i64) = sqlx::query_as(AssertSqlSafe(read)).fetch_one(&mut connection).await.unwrap();
            assert_eq!(after.0 - before.0, change.rises, "{sql}");
            assert_eq!(after.1 > 2023, change.stamped, "{sql}: {after:?}");
            run(&mut connection, "ROLLBACK").await.unwrap();
        }
    }
    // Who asks what is due sees the rows that fall due, of everybody, and changes none; nothing else is seen.
    postgres::serve(&mut connection, Tenant::Agenda).await.unwrap();
    let seen = async |connection: &mut PgConnection, table: &str| -> i64 {
        sqlx::query_scalar(AssertSqlSafe(format!("SELECT count(*) FROM {table}"))).fetch_one(connection).await.unwrap()
    };
    assert_eq!((seen(&mut connection, "outbox_message").await, seen(&mut connection, "ticket").await), (3_000, 0));
    for sql in ["UPDATE outbox_message SET attempts = 7, version = version + 1", "DELETE FROM outbox_message"] {
        let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        assert_eq!(done.rows_affected(), 0, "{sql}");
    }
    postgres::serve(&mut connection, Tenant::Organization(rows::organization_id(rows::LARGE))).await.unwrap();
    // What the library removes goes, alone and among other writes.
    for (first, more) in [(3, false), (4, true)] {
        let id = BatchId::from(uuid::Uuid::now_v7());
        let mut batch = Batch::new(id, rows::organization_id(rows::LARGE), servicedesk::clock::Timestamp::EPOCH);
        let key = |number| Key { entity: AuditEntry::DEF, id: rows::id(AuditEntry::DEF, rows::LARGE, number) };
        batch.writes.push(Write::Delete { key: key(first), version: None });
        if more {
            batch.writes.push(Write::Delete { key: key(first + 1), version: None });
        }
        store.commit(batch).await.unwrap();
        let sql = format!("SELECT count(*) FROM audit_entry WHERE id = '{}'", key(first).id);
        let left: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap();
        assert_eq!(left, 0);
    }
}
