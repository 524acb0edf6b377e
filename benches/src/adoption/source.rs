//! Product A's database: a thousand people, and for each ticket two comments and an entry of the audit log. Later rows have
//! greater keys and later times, as a product that numbers its rows has them.

use std::path::Path;

use rusqlite::{Connection, params};

use crate::Outcome;

const TABLES: &str = "
    CREATE TABLE organizations (id INTEGER PRIMARY KEY, name TEXT, slug TEXT, created_at TEXT);
    CREATE TABLE users (id INTEGER PRIMARY KEY, organization_id INTEGER, name TEXT, email TEXT, role TEXT, created_at TEXT, updated_at TEXT);
    CREATE TABLE categories (id INTEGER PRIMARY KEY, organization_id INTEGER, name TEXT, created_at TEXT);
    CREATE TABLE priorities (id INTEGER PRIMARY KEY, organization_id INTEGER, name TEXT, level INTEGER);
    CREATE TABLE statuses (id INTEGER PRIMARY KEY, organization_id INTEGER, name TEXT, kind TEXT);
    CREATE TABLE tickets (id INTEGER PRIMARY KEY, organization_id INTEGER, title TEXT, description TEXT, user_id INTEGER,
        assigned_to INTEGER, category_id INTEGER, priority_id INTEGER, status_id INTEGER, created_at TEXT, updated_at TEXT);
    CREATE TABLE comments (id INTEGER PRIMARY KEY, ticket_id INTEGER, user_id INTEGER, content TEXT, is_internal INTEGER, created_at TEXT, updated_at TEXT);
    CREATE TABLE audit_logs (id INTEGER PRIMARY KEY, organization_id INTEGER, user_id INTEGER, action TEXT, entity_type TEXT, entity_id INTEGER, changes TEXT, created_at TEXT);
    INSERT INTO organizations VALUES (1, 'Acme', 'acme', '2025-01-01 00:00:00');
    INSERT INTO priorities VALUES (1, 1, 'Low', 3), (2, 1, 'Medium', 2), (3, 1, 'High', 1);
    INSERT INTO statuses VALUES (1, 1, 'New', 'new'), (2, 1, 'Open', 'open'), (3, 1, 'Resolved', 'resolved');";

/// Makes a database of about that many rows.
pub(super) fn make(path: &Path, rows: usize) -> Outcome<()> {
    let mut connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;")?;
    let work = connection.transaction()?;
    work.execute_batch(TABLES)?;
    // A ticket every hundred seconds or so, from the beginning of 2024.
    let time = |row: i64| {
        let (day, second) = (row * 97 / 86_400, row * 97 % 86_400);
        let (year, month, day) = (2024 + day / 336, 1 + day / 28 % 12, 1 + day % 28);
        format!("{year}-{month:02}-{day:02} {:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60)
    };
    {
        let mut user = work.prepare("INSERT INTO users VALUES (?1, 1, ?2, ?3, ?4, ?5, ?5)")?;
        let mut category = work.prepare("INSERT INTO categories VALUES (?1, 1, ?2, ?3)")?;
        for row in 1..=1_000_i64 {
            let role = if row % 10 == 0 { "agent" } else { "requester" };
            user.execute(params![row, format!("Person {row}"), format!("person{row}@example.com"), role, time(row)])?;
            if row <= 50 {
                category.execute(params![row, format!("Category {row}"), time(row)])?;
            }
        }
        let mut ticket = work.prepare("INSERT INTO tickets VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)")?;
        let mut comment = work.prepare("INSERT INTO comments VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)")?;
        let mut entry = work.prepare("INSERT INTO audit_logs VALUES (?1, 1, ?2, 'update', 'ticket', ?3, ?4, ?5)")?;
        for row in 1..=i64::try_from(rows.saturating_sub(1_057) / 4)?.max(1) {
            let (asker, holder) = (1 + row % 1_000, 10 * (1 + row % 100));
            let what = "The printer on the second floor prints every page twice and then stops with a noise.";
            ticket.execute(params![
                row,
                format!("Ticket number {row}"),
                what,
                asker,
                holder,
                1 + row % 50,
                1 + row % 3,
                1 + row % 3,
                time(row)
            ])?;
            for part in 0..2_i64 {
                comment.execute(params![
                    2 * row - part,
                    row,
                    holder,
                    format!("Answer {part} to {row}: it was looked at."),
                    part,
                    time(row)
                ])?;
            }
            entry.execute(params![row, holder, row, "{\"status\":[\"New\",\"Open\"]}", time(row)])?;
        }
    }
    work.commit()?;
    Ok(())
}
