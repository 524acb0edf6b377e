//! PostgreSQL stores for tests: each in a schema of its own, used by a role that row-level security holds for.

use std::sync::Arc;
use std::time::Duration;

use servicedesk::Result;
use servicedesk::clock::Timestamp;
use servicedesk::entity::EntityDef;
use servicedesk::organization::OrganizationId;
use servicedesk::query::sql::Dialect;
use servicedesk::query::{Page, Query};
use servicedesk::store::postgres::{Options, PostgresStore};
use servicedesk::store::{Batch, BoxFuture, Changes, Commit, Store, Upkeep, Upkept, ddl};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::contract::StoreFactory;
use crate::patience::Patience;

const ROLE: &str = "servicedesk_test";

/// Makes a store in a schema of the database that `DATABASE_URL` names.
pub struct PostgresFactory {
    url: String,
    schema: String,
}

impl PostgresFactory {
    /// Names the schema.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        let url =
            std::env::var("DATABASE_URL").expect("DATABASE_URL names a PostgreSQL server: run `cargo xtask test`");
        Self { url, schema: format!("t{}", Uuid::now_v7().simple()) }
    }

    async fn administrator(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.expect("the server of DATABASE_URL answers")
    }

    /// Runs statements in the schema, as the stores' role.
    pub async fn run(&self, sql: String) {
        let mut administrator = self.administrator().await;
        let settings = format!("SET ROLE {ROLE}; SET search_path TO {};", self.schema);
        run(&mut administrator, settings + &sql).await.expect("the statements are sound");
    }

    async fn open(&self) -> Settled {
        let separator = if self.url.contains('?') { '&' } else { '?' };
        let url = format!("{}{separator}options[role]={ROLE}", self.url);
        let options = Options { schema: Some(self.schema.clone()), max_connections: 8, ..Options::default() };
        let store = PostgresStore::connect(&url, options).await.expect("the database can be opened");
        Settled { store, watcher: Arc::new(Mutex::new(self.administrator().await)) }
    }
}

impl StoreFactory for PostgresFactory {
    type Store = Settled;

    async fn empty(&self, extra: &[&'static EntityDef]) -> Settled {
        let mut administrator = self.administrator().await;
        // Another test may be making it at this moment.
        let _ = run(&mut administrator, format!("CREATE ROLE {ROLE} NOLOGIN")).await;
        let schema = &self.schema;
        run(&mut administrator, format!("CREATE SCHEMA {schema} AUTHORIZATION {ROLE}")).await.expect("a new name");
        let store = self.open().await;
        run(&mut administrator, format!("SET ROLE {ROLE}; SET search_path TO {schema}")).await.expect("both are there");
        for def in extra {
            run(&mut administrator, ddl::create(def, Dialect::Postgres)).await.expect("the statements are sound");
        }
        store
    }

    async fn reopen(&self) -> Option<Settled> {
        Some(self.open().await)
    }
}

async fn run(connection: &mut PgConnection, sql: String) -> sqlx::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(|_| ())
}

impl Drop for PostgresFactory {
    fn drop(&mut self) {
        let (url, schema) = (self.url.clone(), self.schema.clone());
        // A test's own runtime may be on this thread.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let mut administrator = PgConnection::connect(&url).await.ok()?;
                run(&mut administrator, format!("DROP SCHEMA IF EXISTS {schema} CASCADE")).await.ok()
            })
        });
        // A schema that stays harms no other test.
        let _ = dropped.join();
    }
}

/// A store whose feed is read only when every transaction that runs at that moment has ended. Other tests write to the same
/// server, and their transactions hold back the feed of all its organizations for a moment.
pub struct Settled {
    store: PostgresStore,
    watcher: Arc<Mutex<PgConnection>>,
}

impl Settled {
    async fn settle(&self) {
        let mut watcher = self.watcher.lock().await;
        let now: String = sqlx::query_scalar("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
            .fetch_one(&mut *watcher)
            .await
            .expect("the server answers");
        let mut patience = Patience::new(300_000, "every transaction of a moment ends");
        loop {
            patience.round();
            let over: bool = sqlx::query_scalar("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8")
                .bind(&now)
                .fetch_one(&mut *watcher)
                .await
                .expect("the server answers");
            if over {
                return;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

impl Store for Settled {
    fn read<'a>(&'a self, queries: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>> {
        self.store.read(queries)
    }

    fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>> {
        self.store.commit(batch)
    }

    fn changes<'a>(
        &'a self,
        organization: OrganizationId,
        position: &'a str,
        limit: u32,
    ) -> BoxFuture<'a, Result<Changes>> {
        Box::pin(async move {
            self.settle().await;
            self.store.changes(organization, position, limit).await
        })
    }

    fn upkeep(&self, upkeep: Upkeep) -> BoxFuture<'_, Result<Upkept>> {
        self.store.upkeep(upkeep)
    }

    fn upkeep_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>>> {
        self.store.upkeep_due()
    }

    fn wait_for_commit(&self, timeout: Duration) -> BoxFuture<'_, Result<bool>> {
        self.store.wait_for_commit(timeout)
    }
}
