//! Queries. What is read together is one statement, too, because one statement sees one moment and costs one journey: each
//! query is a column, its rows an array of records. Only what is too much for that is a transaction of several statements.

use std::sync::Arc;

use sqlx::postgres::PgRow;

use super::connection::Connection;
use super::error::Trouble;
use super::pool::Pool;
use super::row;
use crate::entity::{EntityDef, Kind, Row, Value};
use crate::error::{Code, Error, Result};
use crate::query::sql::{self, Builder, Dialect, Sql};
use crate::query::{Page, Query, Select, Tenant};

const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// The most arguments that the protocol carries.
const MAX_ARGUMENTS: usize = 65_535;
/// More rows than these together are read one query after the other, so that the server need not hold them all.
const MAX_TOGETHER: u32 = 4_000;
/// As many rows with bytes, which may be large.
const MAX_BYTES_TOGETHER: u32 = 16;

/// A query, compiled.
pub(super) struct Plan {
    sql: Sql,
    answer: Answer,
    tenant: Tenant,
}

/// How the answer to a query is read.
struct Answer {
    entity: &'static EntityDef,
    select: Select,
    limit: usize,
    /// Whether the last column tells how good a find the row is.
    is_ranked: bool,
}

/// What is read at once.
pub(super) struct Reading {
    plans: Vec<Plan>,
    /// All of them as one statement, when that is possible.
    together: Option<Sql>,
}

impl Plan {
    /// Compiles a checked query.
    pub(super) fn new(query: &Query) -> Result<Self> {
        let sql = sql::select(query, Dialect::Postgres)?;
        if sql.arguments.len() > MAX_ARGUMENTS {
            return Err(Error::new(Code::QueryTooComplex).field("condition").with("max", MAX_ARGUMENTS));
        }
        let answer = Answer {
            entity: query.entity,
            select: query.select,
            limit: query.limit as usize,
            is_ranked: query.is_ranked(),
        };
        Ok(Self { sql, answer, tenant: query.tenant })
    }

    /// Checks a query and compiles it.
    pub(super) fn checked(query: &Query) -> Result<Self> {
        query.check()?;
        Self::new(query)
    }

    /// Asks it and reads the page.
    pub(super) async fn page(&self, connection: &mut Connection) -> Result<Page, Trouble> {
        let found = connection.rows(&self.sql).await?;
        if self.answer.select == Select::Count {
            return self.answer.count(found.first(), 0);
        }
        if let Select::CountBy(_) = self.answer.select {
            let texts = found.iter().map(|found| row::own(found, 0, Kind::Text));
            return self.answer.counts(texts.collect::<Result<Vec<Value>, _>>()?.iter().filter_map(Value::as_text));
        }
        let taken = || found.iter().take(self.answer.limit);
        let rows = taken().map(|found| row::read(self.answer.entity, found)).collect::<Result<_>>()?;
        let ranks = if self.answer.is_ranked {
            let index = self.answer.entity.fields.len();
            taken().map(|found| row::number(found, index)).collect::<Result<_, _>>()?
        } else {
            Vec::new()
        };
        Ok(Page { rows, more: found.len() > self.answer.limit, ranks, ..Page::default() })
    }
}

impl Answer {
    /// Reads the answer from one column of the only row.
    fn column(&self, found: &PgRow, index: usize) -> Result<Page, Trouble> {
        if self.select == Select::Count {
            return self.count(Some(found), index);
        }
        if let Select::CountBy(_) = self.select {
            return match row::own(found, index, Kind::List)? {
                Value::List(texts) => self.counts(texts.iter().map(String::as_str)),
                _ => Err(Code::StoreCorrupt.into()),
            };
        }
        let mut rows: Vec<Row> = row::read_array(self.entity, found, index)?;
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        Ok(Page { rows, more, ..Page::default() })
    }

    /// Reads an id and a number from each text.
    fn counts<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Result<Page, Trouble> {
        let read = |text: &str| {
            let (id, count) = text.split_once(' ')?;
            Some((id.parse().ok()?, count.parse().ok()?))
        };
        let mut counts = texts.map(read).collect::<Option<Vec<_>>>().ok_or(Code::StoreCorrupt)?;
        let more = counts.len() > self.limit;
        counts.truncate(self.limit);
        Ok(Page { counts, more, ..Page::default() })
    }

    fn count(&self, found: Option<&PgRow>, index: usize) -> Result<Page, Trouble> {
        let count = found.map(|found| row::own(found, index, Kind::Integer)).transpose()?;
        let count = count.as_ref().and_then(Value::as_integer).and_then(|count| u64::try_from(count).ok());
        Ok(Page { count: count.ok_or(Code::StoreCorrupt)?, ..Page::default() })
    }
}

/// Checks and compiles the queries.
pub(super) fn plan(queries: &[Query]) -> Result<Reading> {
    let plans = queries.iter().map(Plan::checked).collect::<Result<_>>()?;
    Ok(Reading { plans, together: together(queries)? })
}

/// Returns one statement for all queries, when they are several, of one tenant, and not too much.
fn together(queries: &[Query]) -> Result<Option<Sql>> {
    let [first, others @ ..] = queries else { return Ok(None) };
    if others.is_empty() || others.iter().any(|query| query.tenant != first.tenant) {
        return Ok(None);
    }
    // The rank stands beside the row, not in it.
    if queries.iter().any(Query::is_ranked) {
        return Ok(None);
    }
    let (mut rows, mut rows_with_bytes) = (0, 0);
    for query in queries.iter().filter(|query| query.select == Select::Rows) {
        rows += query.limit;
        if query.with_bytes && query.entity.fields.iter().any(|field| field.kind == Kind::Bytes) {
            rows_with_bytes += query.limit;
        }
    }
    if rows > MAX_TOGETHER || rows_with_bytes > MAX_BYTES_TOGETHER {
        return Ok(None);
    }
    let mut builder = Builder::new(Dialect::Postgres);
    for (index, query) in queries.iter().enumerate() {
        builder.push(if index == 0 { "SELECT " } else { "," });
        if query.select == Select::Count {
            builder.push("(").select(query, ("", ""))?;
        } else {
            // Counts are texts, not records.
            builder.push("ARRAY(").select(query, ("ROW(", ")"))?;
        }
        builder.push(")");
    }
    let sql = builder.finish();
    Ok((sql.arguments.len() <= MAX_ARGUMENTS).then_some(sql))
}

/// What is asked by one connection.
pub(super) trait Question: Sync {
    /// What comes back.
    type Answer;
    /// Whose rows are asked for.
    fn tenant(&self) -> Tenant;
    /// Asks by a connection that may have served others.
    fn ask(&self, connection: &mut Connection) -> impl Future<Output = Result<Self::Answer, Trouble>> + Send;
}

/// Several queries are answered from one snapshot.
impl Question for Reading {
    type Answer = Vec<Page>;

    fn tenant(&self) -> Tenant {
        self.plans.first().map_or(Tenant::Directory, |plan| plan.tenant)
    }

    async fn ask(&self, connection: &mut Connection) -> Result<Vec<Page>, Trouble> {
        read_on(connection, self).await
    }
}

/// The rows of one query are as they come, one more than its limit when more follow.
impl Question for Plan {
    type Answer = Vec<PgRow>;

    fn tenant(&self) -> Tenant {
        self.tenant
    }

    async fn ask(&self, connection: &mut Connection) -> Result<Vec<PgRow>, Trouble> {
        connection.serve(self.tenant).await?;
        connection.rows(&self.sql).await
    }
}

/// Asks, and once more by a fresh connection when the first was cut while nobody used it, which says nothing about the server.
pub(super) async fn read<Q: Question>(pool: &Arc<Pool>, question: &Q) -> Result<Q::Answer> {
    let mut fresh = false;
    loop {
        let mut lease = pool.lease(Some(question.tenant()), fresh).await?;
        match question.ask(&mut lease.connection).await {
            Ok(answer) => {
                lease.finish();
                return Ok(answer);
            }
            Err(trouble) if trouble.lost() && lease.used && !fresh => fresh = true,
            Err(trouble) => return Err(trouble.into_error()),
        }
    }
}

async fn read_on(connection: &mut Connection, reading: &Reading) -> Result<Vec<Page>, Trouble> {
    let plans = &reading.plans;
    if let Some(first) = plans.first() {
        connection.serve(first.tenant).await?;
    }
    if let [only] = &plans[..] {
        return Ok(vec![only.page(connection).await?]);
    }
    if let Some(sql) = &reading.together {
        match connection.row(sql).await {
            Ok(Some(found)) => {
                let pages = plans.iter().enumerate().map(|(index, plan)| plan.answer.column(&found, index));
                return pages.collect();
            }
            Err(trouble) if !trouble.is_too_much() => return Err(trouble),
            Ok(None) | Err(_) => {}
        }
    }
    connection.script(BEGIN).await?;
    let mut served = connection.tenant();
    let mut pages = Vec::with_capacity(plans.len());
    for plan in plans {
        if served != Some(plan.tenant) {
            connection.serve_in_transaction(plan.tenant).await?;
            served = Some(plan.tenant);
        }
        pages.push(plan.page(connection).await?);
    }
    connection.script("COMMIT").await?;
    Ok(pages)
}
