//! What a programmer would write with sqlx alone to read tickets: a pool, statements prepared once, columns by their
//! position.

use std::str::FromStr as _;

use rust_decimal::Decimal;
use servicedesk::clock::Timestamp;
use servicedesk::organization::OrganizationId;
use servicedesk::ticket::{
    Criticality, Level, PrioritySource, Severity, StatusId, Ticket, TicketId, TicketSource, TicketType,
};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::types::chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _};
use uuid::Uuid;

use super::clients::CLIENTS;
use crate::Outcome;

macro_rules! select {
    ($($rest:literal)+) => {
        concat!(
            "SELECT id,organization_id,number,subject,description,type,status_id,priority_id,priority_source,severity,\
             impact,urgency,criticality,category_id,subcategory_id,source,requester_id,requester_name,requester_email,\
             customer_id,assignee_id,team_id,assigned_at,assigned_by_id,due_at,estimated_hours,actual_hours,tags,\
             custom_fields,first_response_at,resolved_at,closed_at,reopen_count,email_message_id,reply_to_address,\
             merged_into_id,parent_id,created_by_id,external_id,version,created_at,updated_at,deleted_at,status_before_merge_id,is_spam \
             FROM ticket WHERE organization_id=$1 AND deleted_at IS NULL ",
            $($rest)+
        )
    };
}

const GET: &str = select!("AND id=$2");
const FIRST: &str = select!("AND status_id=$2 ORDER BY created_at DESC,id DESC LIMIT 51");
const NEXT: &str = select!("AND status_id=$2 AND (created_at,id)<($3,$4) ORDER BY created_at DESC,id DESC LIMIT 51");

const FOUND: &str = select!(
    "AND id IN (SELECT id FROM bare_search WHERE terms @@ to_tsquery('simple',$2) \
     ORDER BY ts_rank(terms,to_tsquery('simple',$2)) DESC LIMIT $3)"
);

/// The place from which a page goes on.
pub(super) type Place = (Timestamp, TicketId);

/// The bare side.
#[derive(Clone)]
pub(crate) struct Bare {
    pub(super) pool: PgPool,
    schema: String,
}

impl Bare {
    /// Connects.
    pub(crate) async fn connect(url: &str, schema: &str) -> Outcome<Self> {
        let options = PgConnectOptions::from_str(url)?.options([("search_path", schema)]).disable_statement_logging();
        let connections = u32::try_from(CLIENTS)?;
        // A connection that was just used is not asked whether it is still there; neither does the library.
        let pool = PgPoolOptions::new().max_connections(connections).test_before_acquire(false);
        Ok(Self { pool: pool.connect_with(options).await?, schema: schema.to_owned() })
    }

    /// Removes everything that was made.
    pub(crate) async fn forget(&self) -> Outcome<()> {
        let sql = format!("DROP SCHEMA IF EXISTS \"{}\" CASCADE", self.schema);
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&self.pool).await?;
        Ok(())
    }

    /// Lets the server tidy up after the filling, which it would otherwise do in the middle of a measurement.
    pub(crate) async fn settle(&self) -> Outcome<()> {
        sqlx::raw_sql("VACUUM ANALYZE").execute(&self.pool).await?;
        sqlx::raw_sql("CHECKPOINT").execute(&self.pool).await?;
        Ok(())
    }

    /// Removes an index and returns the statement that makes it again.
    pub(crate) async fn put_off(&self, index: &str) -> Outcome<String> {
        let sql = "SELECT indexdef FROM pg_indexes WHERE schemaname=$1 AND indexname=$2";
        let found = sqlx::query(sql).bind(&self.schema).bind(index).fetch_one(&self.pool).await?.try_get(0)?;
        sqlx::raw_sql(AssertSqlSafe(format!("DROP INDEX \"{index}\""))).execute(&self.pool).await?;
        Ok(found)
    }

    /// Makes an index that was put off.
    pub(crate) async fn catch_up(&self, index: String) -> Outcome<()> {
        sqlx::raw_sql(AssertSqlSafe(index)).execute(&self.pool).await?;
        Ok(())
    }

    /// Makes an index of the words of an organization's tickets.
    pub(crate) async fn index(&self, organization: OrganizationId) -> Outcome<()> {
        let sql = "CREATE TABLE bare_search AS SELECT id,to_tsvector('simple',subject||' '||coalesce(description,'')) AS terms \
                   FROM ticket WHERE organization_id=$1";
        sqlx::query(sql).bind(organization.as_uuid()).execute(&self.pool).await?;
        sqlx::raw_sql("CREATE INDEX ON bare_search USING gin (terms)").execute(&self.pool).await?;
        Ok(())
    }

    /// Returns the tickets that have the words best.
    pub(crate) async fn found(&self, organization: OrganizationId, words: &str, limit: u32) -> Outcome<Vec<Ticket>> {
        let query = sqlx::query(FOUND).bind(organization.as_uuid()).bind(words).bind(i64::from(limit));
        query.fetch_all(&self.pool).await?.iter().map(ticket).collect()
    }

    /// Sets every connection to the organization, as row-level security demands.
    pub(crate) async fn serve(&self, organization: OrganizationId) -> Outcome<()> {
        let mut connections = Vec::with_capacity(CLIENTS);
        for _ in 0..CLIENTS {
            let mut connection = self.pool.acquire().await?;
            sqlx::query("SELECT set_config('servicedesk.organization',$1,false)")
                .bind(organization.to_string())
                .execute(&mut *connection)
                .await?;
            connections.push(connection);
        }
        Ok(())
    }

    /// Says which server it is and whether it waits for its disk.
    pub(super) async fn describe(&self) -> Outcome<String> {
        let show = async |name: &'static str| -> Outcome<String> {
            Ok(sqlx::query(AssertSqlSafe(format!("SHOW {name}"))).fetch_one(&self.pool).await?.try_get(0)?)
        };
        let version = show("server_version").await?;
        let version = version.split_whitespace().next().unwrap_or_default().to_owned();
        let (fsync, commit) = (show("fsync").await?, show("synchronous_commit").await?);
        Ok(format!("PostgreSQL {version} with `fsync={fsync}` and `synchronous_commit={commit}`"))
    }

    /// Returns one ticket.
    pub(super) async fn get(&self, organization: OrganizationId, id: TicketId) -> Outcome<Ticket> {
        let query = sqlx::query(GET).bind(organization.as_uuid()).bind(id.as_uuid());
        ticket(&query.fetch_one(&self.pool).await?)
    }

    /// Returns a page of fifty tickets, and whether more follow.
    pub(super) async fn page(
        &self,
        organization: OrganizationId,
        status: StatusId,
        after: Option<Place>,
    ) -> Outcome<(Vec<Ticket>, bool)> {
        let query = sqlx::query(if after.is_some() { NEXT } else { FIRST });
        let mut query = query.bind(organization.as_uuid()).bind(status.as_uuid());
        if let Some((at, id)) = after {
            query = query.bind(at.to_datetime()).bind(id.as_uuid());
        }
        let rows = query.fetch_all(&self.pool).await?;
        Ok((rows.iter().take(50).map(ticket).collect::<Outcome<_>>()?, rows.len() > 50))
    }
}

/// Reads a row.
fn ticket(row: &PgRow) -> Outcome<Ticket> {
    Ok(Ticket {
        id: id(row, 0)?,
        organization_id: id(row, 1)?,
        number: row.try_get(2)?,
        subject: row.try_get(3)?,
        description: row.try_get(4)?,
        r#type: word(row, 5, TicketType::from_name)?,
        status_id: id(row, 6)?,
        priority_id: id(row, 7)?,
        priority_source: word(row, 8, PrioritySource::from_name)?,
        severity: word(row, 9, Severity::from_name)?,
        impact: optional_word(row, 10, Level::from_name)?,
        urgency: optional_word(row, 11, Level::from_name)?,
        criticality: word(row, 12, Criticality::from_name)?,
        category_id: optional_id(row, 13)?,
        subcategory_id: optional_id(row, 14)?,
        source: word(row, 15, TicketSource::from_name)?,
        requester_id: optional_id(row, 16)?,
        requester_name: row.try_get(17)?,
        requester_email: row.try_get(18)?,
        customer_id: optional_id(row, 19)?,
        assignee_id: optional_id(row, 20)?,
        team_id: optional_id(row, 21)?,
        assigned_at: optional_time(row, 22)?,
        assigned_by_id: optional_id(row, 23)?,
        due_at: optional_time(row, 24)?,
        estimated_hours: row.try_get::<Option<Decimal>, _>(25)?,
        actual_hours: row.try_get::<Option<Decimal>, _>(26)?,
        tags: row.try_get(27)?,
        custom_fields: row.try_get(28)?,
        first_response_at: optional_time(row, 29)?,
        resolved_at: optional_time(row, 30)?,
        closed_at: optional_time(row, 31)?,
        reopen_count: row.try_get(32)?,
        email_message_id: row.try_get(33)?,
        reply_to_address: row.try_get(34)?,
        merged_into_id: optional_id(row, 35)?,
        parent_id: optional_id(row, 36)?,
        created_by_id: optional_id(row, 37)?,
        external_id: row.try_get(38)?,
        version: row.try_get(39)?,
        created_at: row.try_get::<DateTime<Utc>, _>(40)?.into(),
        updated_at: row.try_get::<DateTime<Utc>, _>(41)?.into(),
        deleted_at: optional_time(row, 42)?,
        status_before_merge_id: optional_id(row, 43)?,
        is_spam: row.try_get(44)?,
    })
}

fn id<I: From<Uuid>>(row: &PgRow, index: usize) -> Outcome<I> {
    Ok(row.try_get::<Uuid, _>(index)?.into())
}

fn optional_id<I: From<Uuid>>(row: &PgRow, index: usize) -> Outcome<Option<I>> {
    Ok(row.try_get::<Option<Uuid>, _>(index)?.map(Into::into))
}

fn optional_time(row: &PgRow, index: usize) -> Outcome<Option<Timestamp>> {
    Ok(row.try_get::<Option<DateTime<Utc>>, _>(index)?.map(Into::into))
}

fn word<T>(row: &PgRow, index: usize, from_name: fn(&str) -> Option<T>) -> Outcome<T> {
    from_name(row.try_get(index)?).ok_or_else(|| "an unknown word".into())
}

fn optional_word<T>(row: &PgRow, index: usize, from_name: fn(&str) -> Option<T>) -> Outcome<Option<T>> {
    let name: Option<&str> = row.try_get(index)?;
    name.map(|name| from_name(name).ok_or_else(|| "an unknown word".into())).transpose()
}
