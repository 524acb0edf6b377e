//! One connection, which knows whose rows it is set to, so that setting it again costs nothing.

use std::future::Future;
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use super::argument;
use super::error::Trouble;
use crate::entity::{Kind, Value};
use crate::query::Tenant;
use crate::query::sql::{Argument, Sql};

/// The statement that sets a session to a tenant. The last argument tells whether only the present transaction is meant.
const BECOME: &str = "SELECT set_config('servicedesk.organization',$1,$3),set_config('servicedesk.directory',$2,$3)";

/// A connection to the database.
pub(super) struct Connection {
    inner: PgConnection,
    /// Whose rows the session is set to.
    tenant: Option<Tenant>,
    /// How long to wait for an answer.
    patience: Option<Duration>,
    /// Since when nobody has used it.
    pub(super) idle_since: Instant,
}

impl Connection {
    /// Connects.
    pub(super) async fn open(address: &PgConnectOptions, patience: Option<Duration>) -> Result<Self, Trouble> {
        let inner = address.connect().await?;
        Ok(Self { inner, tenant: None, patience, idle_since: Instant::now() })
    }

    /// Returns whose rows the session is set to.
    pub(super) fn tenant(&self) -> Option<Tenant> {
        self.tenant
    }

    /// Sets the session to a tenant; outside a transaction, because a rollback would take it back unnoticed.
    pub(super) async fn serve(&mut self, tenant: Tenant) -> Result<(), Trouble> {
        if self.tenant != Some(tenant) {
            self.tenant = None;
            self.run(&set_tenant(tenant, false)).await?;
            self.tenant = Some(tenant);
        }
        Ok(())
    }

    /// Sets the present transaction to a tenant.
    pub(super) async fn serve_in_transaction(&mut self, tenant: Tenant) -> Result<(), Trouble> {
        self.run(&set_tenant(tenant, true)).await.map(|_| ())
    }

    /// Runs a statement and returns its rows.
    pub(super) async fn rows(&mut self, sql: &Sql) -> Result<Vec<PgRow>, Trouble> {
        let query = prepared(sql, true)?;
        in_time(self.patience, query.fetch_all(&mut self.inner)).await
    }

    /// Runs a statement and returns its first row.
    pub(super) async fn row(&mut self, sql: &Sql) -> Result<Option<PgRow>, Trouble> {
        Ok(self.rows(sql).await?.into_iter().next())
    }

    /// Runs a statement and returns how many rows it concerned.
    pub(super) async fn run(&mut self, sql: &Sql) -> Result<u64, Trouble> {
        let query = prepared(sql, true)?;
        Ok(in_time(self.patience, query.execute(&mut self.inner)).await?.rows_affected())
    }

    /// Runs a statement that is not worth being kept by the server, and returns how many rows it concerned.
    pub(super) async fn run_once(&mut self, sql: &Sql) -> Result<u64, Trouble> {
        let query = prepared(sql, false)?;
        Ok(in_time(self.patience, query.execute(&mut self.inner)).await?.rows_affected())
    }

    /// Runs statements of the library itself, without arguments.
    pub(super) async fn script(&mut self, sql: &'static str) -> Result<(), Trouble> {
        in_time(self.patience, self.inner.execute(sqlx::raw_sql(sql))).await.map(|_| ())
    }

    /// Runs statements of the library itself for as long as they take.
    pub(super) async fn long_script(&mut self, sql: String) -> Result<(), Trouble> {
        self.inner.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        Ok(())
    }

    /// Returns whether the server still answers.
    pub(super) async fn answers(&mut self) -> bool {
        in_time(Some(Duration::from_secs(5)), self.inner.ping()).await.is_ok()
    }

    /// Says good-bye.
    pub(super) async fn close(self) {
        // Whoever is gone need not be told.
        let _ = self.inner.close().await;
    }
}

/// A statement with its arguments, ready to be sent. Its text is made of the reflection table only.
fn prepared(
    sql: &Sql,
    kept: bool,
) -> Result<sqlx::query::Query<'static, sqlx::Postgres, sqlx::postgres::PgArguments>, Trouble> {
    let arguments = argument::encode(&sql.arguments)?;
    Ok(sqlx::query_with(AssertSqlSafe(sql.text.clone()), arguments).persistent(kept))
}

async fn in_time<T>(
    patience: Option<Duration>,
    work: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, Trouble> {
    let Some(patience) = patience else { return Ok(work.await?) };
    match tokio::time::timeout(patience, work).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Trouble::Server(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()))),
    }
}

fn set_tenant(tenant: Tenant, in_transaction: bool) -> Sql {
    let (organization, directory) = tenant_settings(tenant);
    let text = |value: String| Argument { kind: Kind::Text, value: Value::Text(value) };
    let local = Argument { kind: Kind::Bool, value: Value::Bool(in_transaction) };
    Sql { text: BECOME.to_owned(), arguments: vec![text(organization), text(directory.to_owned()), local] }
}

/// Returns the values of the two settings that the policies look at.
pub(super) fn tenant_settings(tenant: Tenant) -> (String, &'static str) {
    match tenant {
        Tenant::Organization(id) => (id.to_string(), "off"),
        Tenant::Directory => (String::new(), "on"),
        Tenant::Agenda => (String::new(), "agenda"),
    }
}
