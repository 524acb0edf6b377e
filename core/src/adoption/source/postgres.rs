//! A product's PostgreSQL database. Every column is asked for as text, so that one reading serves both databases; the tables
//! are those that the connection's search path finds.

use std::sync::mpsc::{Receiver, SyncSender};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

use super::{Ask, Cell, Cells, Column, Gathering, Source, Tables, unreadable};
use crate::error::Result;

/// What stands for the tenant in a question: a setting, because a cursor's statement takes no arguments.
const TENANT: &str = "current_setting('servicedesk.adopted_tenant')";

/// How many rows are asked for at once; the server does not count bytes.
const FETCH: usize = 500;

pub(super) fn open(url: String) -> Result<Source> {
    Source::start(TENANT, move |told, asked| {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return drop(told.send(Err(unreadable(error)))),
        };
        runtime.block_on(serve(&url, &told, &asked));
    })
}

/// The thread has nothing else to do, so that it may as well stand still while it waits for a question or a reader.
async fn serve(url: &str, told: &SyncSender<Result<Tables>>, asked: &Receiver<Ask>) {
    let mut connection = match begin(url).await {
        Ok((connection, tables)) => {
            drop(told.send(Ok(tables)));
            connection
        }
        Err(error) => return drop(told.send(Err(unreadable(error)))),
    };
    while let Ok(ask) = asked.recv() {
        if let Err(error) = answer(&mut connection, &ask).await {
            drop(ask.reply.send(Err(unreadable(error))));
        }
    }
    drop(connection.close().await);
}

async fn begin(url: &str) -> sqlx::Result<(PgConnection, Tables)> {
    let mut connection = PgConnection::connect(url).await?;
    run(&mut connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    run(&mut connection, "SET LOCAL TIME ZONE 'UTC'; SET LOCAL DateStyle TO 'ISO'; SET LOCAL row_security TO off")
        .await?;
    let sql = "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL) \
               FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
               WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND pg_table_is_visible(c.oid) \
               AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) \
               ORDER BY 1, a.attnum";
    let mut tables = Tables::new();
    for row in sqlx::query(sql).fetch_all(&mut connection).await? {
        let (table, name, kind): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let quoted = format!("t.\"{}\"", name.replace('"', "\"\""));
        let sql = if kind.ends_with("[]") { format!("to_json({quoted})::text") } else { format!("{quoted}::text") };
        tables.entry(table).or_default().push(Column { name, sql });
    }
    Ok((connection, tables))
}

async fn answer(connection: &mut PgConnection, ask: &Ask) -> sqlx::Result<()> {
    let tenant = ask.tenant.clone().unwrap_or_default();
    sqlx::query("SELECT set_config('servicedesk.adopted_tenant', $1, true)")
        .bind(tenant)
        .execute(&mut *connection)
        .await?;
    run(connection, &format!("DECLARE adopted NO SCROLL CURSOR FOR {}", ask.sql)).await?;
    let fetch = format!("FETCH {FETCH} FROM adopted");
    let mut gathering = Gathering::new(&ask.reply);
    loop {
        let rows = sqlx::query(AssertSqlSafe(fetch.clone())).persistent(false).fetch_all(&mut *connection).await?;
        for row in &rows {
            if !gathering.add(cells(row)?) {
                return run(connection, "CLOSE adopted").await;
            }
        }
        if rows.len() < FETCH {
            break;
        }
    }
    gathering.send();
    run(connection, "CLOSE adopted").await
}

fn cells(row: &sqlx::postgres::PgRow) -> sqlx::Result<Cells> {
    let cell = |index| Ok(row.try_get::<Option<String>, _>(index)?.map_or(Cell::Null, Cell::Text));
    (0..row.len()).map(cell).collect()
}

async fn run(connection: &mut PgConnection, sql: &str) -> sqlx::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.map(drop)
}
