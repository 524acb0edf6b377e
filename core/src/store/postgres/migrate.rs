//! The schema: where a database stands, forwards and back. Each step is a transaction of its own; a lock of the session
//! is held over all of them, so that two processes that start at once do not disturb each other. It goes with the connection.

use sqlx::postgres::PgRow;

use std::future::Future;

use super::Options;
use super::connection::Connection;
use super::error::Trouble;
use super::row;
use super::runtime::Runtime;
use crate::clock::Timestamp;
use crate::entity::{Kind, Value};
use crate::error::{Code, Error, Result};
use crate::query::sql::{Builder, Dialect, Sql};
use crate::store::BoxFuture;
use crate::store::migration::{Applied, Migration, POSTGRES, Status, compare};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS \"servicedesk_migration\" (\
    \"version\" bigint PRIMARY KEY, \"name\" text NOT NULL, \"checksum\" text NOT NULL, \
    \"applied_at\" timestamptz NOT NULL DEFAULT now())";
/// One at a time in a schema; the first number is "desk".
const LOCK: &str = "SET statement_timeout=0; SELECT pg_advisory_lock(x'6465736b'::int,hashtext(current_schema()))";
const UNLOCK: &str = "SELECT pg_advisory_unlock(x'6465736b'::int,hashtext(current_schema())); RESET statement_timeout";
const IS_THERE: &str = "SELECT to_regclass(quote_ident(current_schema())||'.servicedesk_migration') IS NOT NULL,\
    current_setting('server_encoding')";
const APPLIED: &str =
    "SELECT \"version\",\"name\",\"checksum\",\"applied_at\" FROM \"servicedesk_migration\" ORDER BY \"version\"";

/// Returns which migrations the database at `url` has and which it lacks; changes nothing.
///
/// # Errors
/// [`Code::SchemaNewer`], [`Code::MigrationChanged`], [`Code::AddressInvalid`] and kind
/// [`Unavailable`](crate::ErrorKind::Unavailable).
pub fn status(url: &str, options: &Options) -> BoxFuture<'static, Result<Status>> {
    alone(url, options, |mut connection| async move {
        let status = current(&mut connection).await?;
        connection.close().await;
        Ok(status)
    })
}

/// Applies what the database at `url` lacks and returns where it stands then.
///
/// # Errors
/// Those of [`status`], and [`Code::PermissionMissing`] for a user who may not make tables.
pub fn up(url: &str, options: &Options) -> BoxFuture<'static, Result<Status>> {
    let schema = options.schema.clone();
    alone(url, options, |mut connection| async move {
        make_schema(&mut connection, schema).await?;
        let status = apply_all(&mut connection).await?;
        connection.close().await;
        Ok(status)
    })
}

/// Takes back every migration above `version`, the newest first, with everything that is stored in their tables.
///
/// # Errors
/// Those of [`up`]; [`Code::NumberRange`] for a version that there never was.
pub fn down(url: &str, options: &Options, version: i64) -> BoxFuture<'static, Result<Status>> {
    let newest = POSTGRES.last().map_or(0, |migration| migration.version);
    if !(0..=newest).contains(&version) {
        let error = Error::new(Code::NumberRange).field("to_version").with("min", 0).with("max", newest);
        return Box::pin(std::future::ready(Err(error)));
    }
    alone(url, options, move |mut connection| async move {
        connection.long_script(LOCK.to_owned()).await?;
        while take_back_one(&mut connection, version).await? {}
        let status = current(&mut connection).await?;
        connection.close().await;
        Ok(status)
    })
}

/// Checks a database that is being opened; an empty one gets its tables, an older one when `migrate`.
pub(super) async fn prepare(connection: &mut Connection, migrate: bool, schema: Option<String>) -> Result<()> {
    prepare_on(connection, migrate, schema).await.map_err(Trouble::into_error)
}

async fn prepare_on(connection: &mut Connection, migrate: bool, schema: Option<String>) -> Result<(), Trouble> {
    let mut status = current(connection).await?;
    if status.pending.is_empty() {
        return Ok(());
    }
    if status.applied.is_empty() || migrate {
        make_schema(connection, schema).await?;
        apply_all(connection).await?;
        return Ok(());
    }
    // Another process may be on its way from the empty database to this version.
    connection.long_script(LOCK.to_owned()).await?;
    status = current(connection).await?;
    connection.script(UNLOCK).await?;
    if status.pending.is_empty() {
        return Ok(());
    }
    let known = POSTGRES.last().map_or(0, |migration| migration.version);
    let found = status.applied.last().map_or(0, |applied| applied.version);
    Err(Error::new(Code::SchemaOlder).with("found", found).with("known", known).into())
}

/// Runs work on a connection and threads of its own, which are gone afterwards.
fn alone<W>(
    url: &str,
    options: &Options,
    work: impl FnOnce(Connection) -> W + Send + 'static,
) -> BoxFuture<'static, Result<Status>>
where
    W: Future<Output = Result<Status, Trouble>> + Send + 'static,
{
    let address = options.address(url);
    Box::pin(async move {
        let address = address?;
        let runtime = Runtime::start()?;
        let task = runtime.run(async move {
            let connection = Connection::open(&address, None).await.map_err(Trouble::into_error)?;
            work(connection).await.map_err(Trouble::into_error)
        });
        task.join().await
    })
}

/// Makes the schema of the options; the statement is built of a name that was checked.
async fn make_schema(connection: &mut Connection, schema: Option<String>) -> Result<(), Trouble> {
    let Some(schema) = schema else { return Ok(()) };
    let mut builder = Builder::new(Dialect::Postgres);
    builder.push("SELECT 1 FROM pg_namespace WHERE nspname=").bind(Kind::Text, Value::Text(schema.clone()));
    if connection.row(&builder.finish()).await?.is_none() {
        connection.long_script(format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\"")).await?;
    }
    Ok(())
}

async fn apply_all(connection: &mut Connection) -> Result<Status, Trouble> {
    connection.long_script(LOCK.to_owned()).await?;
    connection.script(TABLE).await?;
    loop {
        let status = current(connection).await?;
        let Some(next) = status.pending.first() else {
            connection.script(UNLOCK).await?;
            return Ok(status);
        };
        connection.script("BEGIN").await?;
        connection.long_script(next.up.to_owned()).await?;
        connection.run(&record(next)).await?;
        connection.script("COMMIT").await?;
    }
}

/// Takes back the newest migration when it is above `version`; returns whether there was one.
async fn take_back_one(connection: &mut Connection, version: i64) -> Result<bool, Trouble> {
    let status = current(connection).await?;
    let newest = status.applied.last().filter(|applied| applied.version > version);
    let migration = newest.and_then(|applied| POSTGRES.iter().find(|known| known.version == applied.version));
    let Some(migration) = migration else { return Ok(false) };
    connection.script("BEGIN").await?;
    connection.long_script(migration.down.to_owned()).await?;
    let mut builder = Builder::new(Dialect::Postgres);
    builder.push("DELETE FROM \"servicedesk_migration\" WHERE \"version\"=");
    builder.bind(Kind::Integer, Value::Integer(migration.version));
    connection.run(&builder.finish()).await?;
    connection.script("COMMIT").await?;
    Ok(true)
}

/// Returns where the database stands.
async fn current(connection: &mut Connection) -> Result<Status, Trouble> {
    let found = connection.row(&plain(IS_THERE)).await?.ok_or(Code::StoreCorrupt)?;
    if row::own(&found, 1, Kind::Text)?.as_text() != Some("UTF8") {
        return Err(Error::new(Code::FormatInvalid).field("server_encoding").with("expected", "UTF8").into());
    }
    if row::own(&found, 0, Kind::Bool)? != Value::Bool(true) {
        return Ok(compare(POSTGRES, Vec::new())?);
    }
    let rows = connection.rows(&plain(APPLIED)).await?;
    let applied = rows.iter().map(applied).collect::<Result<Vec<_>, _>>()?;
    Ok(compare(POSTGRES, applied)?)
}

fn applied(found: &PgRow) -> Result<Applied, Trouble> {
    let text = |index| row::own(found, index, Kind::Text).map(|value| value.as_text().unwrap_or_default().to_owned());
    Ok(Applied {
        version: row::own(found, 0, Kind::Integer)?.as_integer().unwrap_or(0),
        name: text(1)?,
        checksum: text(2)?,
        at: row::own(found, 3, Kind::Timestamp)?.as_timestamp().unwrap_or(Timestamp::EPOCH),
    })
}

fn record(migration: &Migration) -> Sql {
    let mut builder = Builder::new(Dialect::Postgres);
    builder.push("INSERT INTO \"servicedesk_migration\" (\"version\",\"name\",\"checksum\") VALUES (");
    builder.bind(Kind::Integer, Value::Integer(migration.version)).push(",");
    builder.bind(Kind::Text, Value::Text(migration.name.to_owned())).push(",");
    builder.bind(Kind::Text, Value::Text(migration.checksum())).push(")");
    builder.finish()
}

fn plain(sql: &'static str) -> Sql {
    Sql { text: sql.to_owned(), arguments: Vec::new() }
}
