//! A product's SQLite file.

use std::sync::mpsc::{Receiver, SyncSender};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::{Ask, Cell, Cells, Column, Gathering, Source, Tables, unreadable};
use crate::error::Result;

pub(super) fn open(path: String) -> Result<Source> {
    Source::start("?1", move |told, asked| serve(&path, &told, &asked))
}

fn serve(path: &str, told: &SyncSender<Result<Tables>>, asked: &Receiver<Ask>) {
    let opened = begin(path).and_then(|connection| Ok((tables(&connection)?, connection)));
    let connection = match opened {
        Ok((tables, connection)) => {
            drop(told.send(Ok(tables)));
            connection
        }
        Err(error) => return drop(told.send(Err(unreadable(error)))),
    };
    while let Ok(ask) = asked.recv() {
        if let Err(error) = answer(&connection, &ask) {
            drop(ask.reply.send(Err(unreadable(error))));
        }
    }
}

fn begin(path: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(60))?;
    connection.execute_batch("BEGIN")?;
    Ok(connection)
}

fn tables(connection: &Connection) -> rusqlite::Result<Tables> {
    let sql = "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c \
               WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.cid";
    let mut found = Tables::new();
    let mut select = connection.prepare(sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (table, name): (String, String) = (row.get(0)?, row.get(1)?);
        let sql = format!("t.\"{}\"", name.replace('"', "\"\""));
        found.entry(table).or_default().push(Column { name, sql });
    }
    Ok(found)
}

fn answer(connection: &Connection, ask: &Ask) -> rusqlite::Result<()> {
    let mut select = connection.prepare(&ask.sql)?;
    if let Some(tenant) = &ask.tenant {
        // A question about all tenants has no place for one.
        if select.parameter_count() > 0 {
            select.raw_bind_parameter(1, tenant)?;
        }
    }
    let width = select.column_count();
    let mut rows = select.raw_query();
    let mut gathering = Gathering::new(&ask.reply);
    while let Some(row) = rows.next()? {
        let cells = (0..width).map(|index| row.get_ref(index).map(cell)).collect::<rusqlite::Result<Cells>>()?;
        if !gathering.add(cells) {
            // Nobody reads on.
            return Ok(());
        }
    }
    gathering.send();
    Ok(())
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        // A file may hold bytes that are no text where a text is declared.
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Cell::Text(text.to_owned()),
            Err(_) => Cell::Bytes(bytes.to_vec()),
        },
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    }
}
