//! What only this store has to prove; what every store means is in the contract suite. Every test has a schema of its own
//! in the database that `DATABASE_URL` names, and works as a role that row-level security holds for.

mod faults;
mod feed;
mod folding;
mod migrations;
mod rows;
mod tenants;
mod threads;

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use uuid::Uuid;

use super::{Options, PostgresStore};
use crate::clock::Timestamp;
use crate::entity::{Entity, Row};
use crate::organization::{Organization, OrganizationId};
use crate::query::{Page, Query};
use crate::store::{Batch, BatchId, Store as _, Write};
use crate::ticket::Tag;

/// The role that owns what the tests make; no superuser, because row-level security does not hold for one.
const ROLE: &str = "servicedesk_test";

/// A schema that goes with everything in it.
struct Place {
    url: String,
    schema: String,
}

impl Place {
    async fn new() -> Self {
        let place = Self { url: server(), schema: format!("t{}", Uuid::now_v7().simple()) };
        let mut superuser = PgConnection::connect(&place.url).await.unwrap();
        // Another test may be making it at this moment.
        let _ = run(&mut superuser, &format!("CREATE ROLE {ROLE} NOLOGIN")).await;
        run(&mut superuser, &format!("CREATE SCHEMA {} AUTHORIZATION {ROLE}", place.schema)).await.unwrap();
        place
    }

    /// Returns the address under which `role` works.
    fn address(&self, role: &str) -> String {
        let separator = if self.url.contains('?') { '&' } else { '?' };
        format!("{}{separator}options[role]={role}", self.url)
    }

    fn options(&self) -> Options {
        Options {
            schema: Some(self.schema.clone()),
            application_name: self.schema.clone(),
            max_connections: 6,
            ..Options::default()
        }
    }

    async fn open(&self) -> PostgresStore {
        PostgresStore::connect(&self.address(ROLE), self.options()).await.unwrap()
    }

    /// Returns a connection of the superuser in this schema.
    async fn raw(&self) -> PgConnection {
        let mut raw = PgConnection::connect(&self.url).await.unwrap();
        run(&mut raw, &format!("SET search_path TO {}", self.schema)).await.unwrap();
        raw
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let (url, schema) = (self.url.clone(), self.schema.clone());
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let mut raw = PgConnection::connect(&url).await.ok()?;
                run(&mut raw, &format!("DROP SCHEMA IF EXISTS {schema} CASCADE")).await.ok()
            })
        });
        // A schema that stays harms no other test.
        let _ = dropped.join();
    }
}

fn server() -> String {
    std::env::var("DATABASE_URL").expect("DATABASE_URL names a PostgreSQL server: run `cargo xtask test`")
}

async fn run(connection: &mut PgConnection, sql: &str) -> sqlx::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.map(|_| ())
}

/// Waits until every transaction that runs now has ended, because the feed waits for them: those of other tests, too.
async fn settle(raw: &mut PgConnection) {
    let now: String =
        sqlx::query_scalar("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetch_one(&mut *raw).await.unwrap();
    loop {
        let query = sqlx::query_scalar("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8").bind(&now);
        if query.fetch_one(&mut *raw).await.unwrap() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

fn batch(organization: OrganizationId, writes: impl IntoIterator<Item = Write>) -> Batch {
    let mut batch = Batch::new(BatchId::from(Uuid::now_v7()), organization, Timestamp::EPOCH);
    batch.writes = writes.into_iter().collect();
    batch
}

fn insert<E: Entity>(row: E) -> Write {
    Write::Insert { entity: E::DEF, row: row.into_row() }
}

fn next(sequence: &str) -> Write {
    Write::Next { sequence: sequence.to_owned(), by: 1, at_most: None }
}

fn tag(organization_id: OrganizationId, name: &str) -> Tag {
    let (id, at) = (Uuid::now_v7().into(), Timestamp::EPOCH);
    Tag { id, organization_id, name: name.to_owned(), color: None, version: 1, created_at: at, updated_at: at }
}

/// Adds an organization and returns its id.
async fn organization(store: &PostgresStore) -> OrganizationId {
    let id = OrganizationId::from(Uuid::now_v7());
    let organization = Organization {
        id,
        name: "An organization".to_owned(),
        slug: format!("o{}", id.as_uuid().simple()),
        plan: "free".to_owned(),
        is_active: true,
        monthly_ticket_limit: None,
        agent_limit: None,
        ticket_prefix: "TKT".to_owned(),
        locale: "pt-BR".to_owned(),
        timezone: "America/Sao_Paulo".to_owned(),
        logo: None,
        logo_mime_type: None,
        data_residency: None,
        version: 1,
        created_at: Timestamp::EPOCH,
        updated_at: Timestamp::EPOCH,
    };
    store.commit(batch(id, [insert(organization)])).await.unwrap();
    id
}

async fn page(store: &PostgresStore, query: Query) -> Page {
    store.read(&[query]).await.unwrap().remove(0)
}

async fn rows<E: Entity>(store: &PostgresStore, organization: OrganizationId) -> Vec<Row> {
    page(store, Query::new(E::DEF, organization).limit(1_000)).await.rows
}
