//! What a programmer would write with rusqlite alone to read tickets: statements prepared once, columns by their position.

use std::path::Path;

use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Connection, OpenFlags, Row, params};
use servicedesk::clock::Timestamp;
use servicedesk::organization::OrganizationId;
use servicedesk::ticket::{
    Criticality, Level, PrioritySource, Severity, StatusId, Ticket, TicketId, TicketSource, TicketType,
};
use uuid::Uuid;

use crate::Outcome;

/// The columns in the order of the struct.
macro_rules! select {
    ($($rest:literal)+) => {
        concat!(
            "SELECT id,organization_id,number,subject,description,type,status_id,priority_id,priority_source,severity,\
             impact,urgency,criticality,category_id,subcategory_id,source,requester_id,requester_name,requester_email,\
             customer_id,assignee_id,team_id,assigned_at,assigned_by_id,due_at,estimated_hours,actual_hours,tags,\
             custom_fields,first_response_at,resolved_at,closed_at,reopen_count,email_message_id,reply_to_address,\
             merged_into_id,parent_id,created_by_id,external_id,version,created_at,updated_at,deleted_at,status_before_merge_id,is_spam \
             FROM ticket WHERE organization_id=?1 AND deleted_at IS NULL ",
            $($rest)+
        )
    };
}

const GET: &str = select!("AND id=?2");
const FIRST: &str = select!("AND status_id=?2 ORDER BY created_at DESC,id DESC LIMIT 51");
const NEXT: &str = select!("AND status_id=?2 AND (created_at,id)<(?3,?4) ORDER BY created_at DESC,id DESC LIMIT 51");

/// The best of what a bare index finds; the file of the index is attached.
const BEST: &str = "FROM (SELECT rowid AS place FROM words.bare WHERE bare MATCH ?2 ORDER BY rank LIMIT ?3) \
     CROSS JOIN ticket ON ticket.rowid=place";

/// The same cache as the library's reading connections have.
const READER_CACHE_KIB: i64 = 16 * 1_024;
/// The same cache as the library's writing connection has.
const WRITER_CACHE_KIB: i64 = 64 * 1_024;

/// The place from which a page goes on.
pub(crate) type Place = (Timestamp, TicketId);

/// Opens the file for reading.
pub(crate) fn reader(path: &Path) -> Outcome<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    Ok(connection)
}

/// Opens the file for writing.
pub(crate) fn writer(path: &Path) -> Outcome<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    let mode: String = connection.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0))?;
    debug_assert_eq!(mode, "wal");
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Returns one ticket.
pub(crate) fn get(connection: &Connection, organization: OrganizationId, id: TicketId) -> Outcome<Ticket> {
    let mut select = connection.prepare_cached(GET)?;
    Ok(select.query_row(params![organization.as_uuid().as_bytes(), id.as_uuid().as_bytes()], ticket)?)
}

/// Returns a page of fifty tickets of that floor, from the copy that has a column for it.
pub(crate) fn on_floor(
    connection: &Connection,
    organization: OrganizationId,
    floor: i64,
    descending: bool,
) -> Outcome<Vec<Ticket>> {
    let order = if descending { "DESC" } else { "ASC" };
    let sql = format!(
        "{} AND floor=?2 ORDER BY id {order} LIMIT 51",
        select!("").replace("FROM ticket", "FROM words.ticket")
    );
    let mut select = connection.prepare_cached(&sql)?;
    let found = select.query_map(params![organization.as_uuid().as_bytes(), floor], ticket)?;
    Ok(found.take(50).collect::<rusqlite::Result<_>>()?)
}

/// Returns how many tickets of that floor there are, from the same copy.
pub(crate) fn count_on_floor(connection: &Connection, organization: OrganizationId, floor: i64) -> Outcome<u64> {
    let sql = "SELECT count(*) FROM words.ticket WHERE organization_id=?1 AND deleted_at IS NULL AND floor=?2";
    let count: i64 = connection
        .prepare_cached(sql)?
        .query_row(params![organization.as_uuid().as_bytes(), floor], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// Returns the tickets that have the words best.
pub(crate) fn found(
    connection: &Connection,
    organization: OrganizationId,
    words: &str,
    limit: u32,
) -> Outcome<Vec<Ticket>> {
    let mut select = connection.prepare_cached(&select!("").replace("FROM ticket", BEST))?;
    let found = select.query_map(params![organization.as_uuid().as_bytes(), words, limit], ticket)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Returns a page of fifty tickets, and whether more follow.
pub(crate) fn page(
    connection: &Connection,
    organization: OrganizationId,
    status: StatusId,
    after: Option<Place>,
) -> Outcome<(Vec<Ticket>, bool)> {
    let (organization, status) = (organization.as_uuid(), status.as_uuid());
    let mut select = connection.prepare_cached(if after.is_some() { NEXT } else { FIRST })?;
    let mut rows = match after {
        None => select.query(params![organization.as_bytes(), status.as_bytes()])?,
        Some((at, id)) => {
            let id = id.as_uuid();
            select.query(params![organization.as_bytes(), status.as_bytes(), at.as_millis(), id.as_bytes()])?
        }
    };
    let mut tickets = Vec::with_capacity(50);
    while let Some(row) = rows.next()? {
        if tickets.len() == 50 {
            return Ok((tickets, true));
        }
        tickets.push(ticket(row)?);
    }
    Ok((tickets, false))
}

/// The name and the e-mail address of a person.
pub(crate) type Person = (String, Option<String>);

/// Returns the fifty newest tickets with requester, assignee, and how many comments, attachments and open children each has.
#[allow(clippy::type_complexity)]
pub(crate) fn overview(
    connection: &Connection,
    organization: OrganizationId,
) -> Outcome<Vec<(Ticket, Option<Person>, Option<Person>, [i64; 3])>> {
    let columns = select!("")
        .split_once("SELECT ")
        .and_then(|(_, rest)| rest.split_once(" FROM "))
        .map_or("", |(columns, _)| columns);
    let columns = columns.split(',').map(|column| format!("t.{}", column.trim())).collect::<Vec<_>>().join(",");
    let sql = format!(
        "SELECT {columns},r.display_name,r.email,a.display_name,a.email,\
         (SELECT count(*) FROM comment c WHERE c.organization_id=?1 AND c.ticket_id=t.id AND c.deleted_at IS NULL),\
         (SELECT count(*) FROM attachment f WHERE f.organization_id=?1 AND f.ticket_id=t.id AND f.deleted_at IS NULL),\
         (SELECT count(*) FROM ticket k WHERE k.organization_id=?1 AND k.parent_id=t.id AND k.resolved_at IS NULL \
         AND k.closed_at IS NULL AND k.deleted_at IS NULL) \
         FROM ticket t LEFT JOIN app_user r ON r.organization_id=?1 AND r.id=t.requester_id \
         LEFT JOIN app_user a ON a.organization_id=?1 AND a.id=t.assignee_id \
         WHERE t.organization_id=?1 AND t.deleted_at IS NULL ORDER BY t.created_at DESC,t.id DESC LIMIT 50"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let found = select.query_map(params![organization.as_uuid().as_bytes()], |row| {
        let first = COLUMNS;
        let person = |at: usize| -> rusqlite::Result<Option<Person>> {
            let name: Option<String> = row.get(at)?;
            name.map(|name| Ok((name, row.get(at + 1)?))).transpose()
        };
        Ok((
            ticket(row)?,
            person(first)?,
            person(first + 2)?,
            [row.get(first + 4)?, row.get(first + 5)?, row.get(first + 6)?],
        ))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// How many columns a ticket has.
const COLUMNS: usize = 45;

/// Reads a row.
fn ticket(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    Ok(Ticket {
        id: id(row, 0)?,
        organization_id: id(row, 1)?,
        number: row.get(2)?,
        subject: row.get(3)?,
        description: row.get(4)?,
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
        requester_name: row.get(17)?,
        requester_email: row.get(18)?,
        customer_id: optional_id(row, 19)?,
        assignee_id: optional_id(row, 20)?,
        team_id: optional_id(row, 21)?,
        assigned_at: optional_time(row, 22)?,
        assigned_by_id: optional_id(row, 23)?,
        due_at: optional_time(row, 24)?,
        estimated_hours: decimal(row, 25)?,
        actual_hours: decimal(row, 26)?,
        tags: serde_json::from_str(row.get_ref(27)?.as_str()?).map_err(|_| unreadable(27))?,
        custom_fields: json(row, 28)?,
        first_response_at: optional_time(row, 29)?,
        resolved_at: optional_time(row, 30)?,
        closed_at: optional_time(row, 31)?,
        reopen_count: row.get(32)?,
        email_message_id: row.get(33)?,
        reply_to_address: row.get(34)?,
        merged_into_id: optional_id(row, 35)?,
        parent_id: optional_id(row, 36)?,
        created_by_id: optional_id(row, 37)?,
        external_id: row.get(38)?,
        version: row.get(39)?,
        created_at: time(row, 40)?,
        updated_at: time(row, 41)?,
        deleted_at: optional_time(row, 42)?,
        status_before_merge_id: optional_id(row, 43)?,
        is_spam: row.get(44)?,
    })
}

fn unreadable(index: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(FromSqlError::InvalidType))
}

fn id<I: From<Uuid>>(row: &Row<'_>, index: usize) -> rusqlite::Result<I> {
    row.get(index).map(|bytes: [u8; 16]| Uuid::from_bytes(bytes).into())
}

fn optional_id<I: From<Uuid>>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<I>> {
    row.get(index).map(|bytes: Option<[u8; 16]>| bytes.map(|bytes| Uuid::from_bytes(bytes).into()))
}

fn time(row: &Row<'_>, index: usize) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millis(row.get(index)?).map_err(|_| unreadable(index))
}

fn optional_time(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Timestamp>> {
    let millis: Option<i64> = row.get(index)?;
    millis.map(|millis| Timestamp::from_millis(millis).map_err(|_| unreadable(index))).transpose()
}

fn word<T>(row: &Row<'_>, index: usize, from_name: fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    from_name(row.get_ref(index)?.as_str()?).ok_or_else(|| unreadable(index))
}

fn optional_word<T>(row: &Row<'_>, index: usize, from_name: fn(&str) -> Option<T>) -> rusqlite::Result<Option<T>> {
    let name = row.get_ref(index)?.as_str_or_null()?;
    name.map(|name| from_name(name).ok_or_else(|| unreadable(index))).transpose()
}

fn decimal(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<rust_decimal::Decimal>> {
    let text = row.get_ref(index)?.as_str_or_null()?;
    text.map(|text| text.parse().map_err(|_| unreadable(index))).transpose()
}

fn json(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<serde_json::Value>> {
    let text = row.get_ref(index)?.as_str_or_null()?;
    text.map(|text| serde_json::from_str(text).map_err(|_| unreadable(index))).transpose()
}
