//! Queries: one is one statement; several are one transaction, because they must see the same moment.

use std::sync::Arc;

use sqlx::postgres::PgRow;

use super::connection::Connection;
use super::error::Trouble;
use super::pool::Pool;
use super::row;
use crate::entity::{EntityDef, Kind, Value};
use crate::error::Result;
use crate::query::sql::{self, Dialect, Sql};
use crate::query::{Page, Query, Select, Tenant};

const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A query, compiled.
pub(super) struct Plan {
    sql: Sql,
    entity: &'static EntityDef,
    tenant: Tenant,
    select: Select,
    limit: usize,
}

impl Plan {
    /// Compiles a checked query.
    pub(super) fn new(query: &Query) -> Result<Self> {
        Ok(Self {
            sql: sql::select(query, Dialect::Postgres)?,
            entity: query.entity,
            tenant: query.tenant,
            select: query.select,
            limit: query.limit as usize,
        })
    }

    /// Asks it and reads the answer.
    pub(super) async fn ask(&self, connection: &mut Connection) -> Result<Page, Trouble> {
        let rows = connection.rows(&self.sql).await?;
        self.page(&rows)
    }

    fn page(&self, rows: &[PgRow]) -> Result<Page, Trouble> {
        if self.select == Select::Count {
            let count = rows.first().map(|found| row::own(found, 0, Kind::Integer)).transpose()?;
            let count = count.as_ref().and_then(Value::as_integer).unwrap_or(0);
            return Ok(Page { count: u64::try_from(count).unwrap_or(0), ..Page::default() });
        }
        let wanted = rows.iter().take(self.limit).map(|found| row::read(self.entity, found));
        Ok(Page { rows: wanted.collect::<Result<_>>()?, more: rows.len() > self.limit, count: 0 })
    }
}

/// Checks and compiles the queries.
pub(super) fn plan(queries: &[Query]) -> Result<Vec<Plan>> {
    let plan = |query: &Query| query.check().and_then(|()| Plan::new(query));
    queries.iter().map(plan).collect()
}

/// Answers all of them from one snapshot.
pub(super) async fn read(pool: &Arc<Pool>, plans: &[Plan]) -> Result<Vec<Page>> {
    let Some(first) = plans.first() else { return Ok(Vec::new()) };
    let mut fresh = false;
    loop {
        let mut lease = pool.lease(Some(first.tenant), fresh).await?;
        match read_on(&mut lease.connection, plans).await {
            Ok(pages) => {
                lease.finish();
                return Ok(pages);
            }
            // A connection that was cut while nobody used it says nothing about the server.
            Err(trouble) if trouble.lost() && lease.used && !fresh => fresh = true,
            Err(trouble) => {
                if plans.len() == 1 && !trouble.lost() {
                    lease.finish();
                }
                return Err(trouble.into_error());
            }
        }
    }
}

async fn read_on(connection: &mut Connection, plans: &[Plan]) -> Result<Vec<Page>, Trouble> {
    if let [only] = plans {
        connection.serve(only.tenant).await?;
        return Ok(vec![only.ask(connection).await?]);
    }
    if let Some(first) = plans.first() {
        connection.serve(first.tenant).await?;
    }
    connection.script(BEGIN).await?;
    let mut served = connection.tenant();
    let mut pages = Vec::with_capacity(plans.len());
    for plan in plans {
        if served != Some(plan.tenant) {
            connection.serve_in_transaction(plan.tenant).await?;
            served = Some(plan.tenant);
        }
        pages.push(plan.ask(connection).await?);
    }
    connection.script("COMMIT").await?;
    Ok(pages)
}
