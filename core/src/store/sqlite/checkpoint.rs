//! When the log is written back into the file. SQLite would do it inside a commit, before anybody is answered, and it only
//! begins a new log in a moment without readers, which on a busy desk never comes: the log would grow for ever.

use std::time::Duration;

use rusqlite::Connection;

use super::error::store_error;
use crate::error::Result;

/// After how many pages in the log they are written back.
const STEP: i64 = 1_000;
/// From how many pages on readers are waited for, so that the log can begin anew.
const LIMIT: i64 = 4 * STEP;
/// How long they are waited for. A read of this library takes less; one of another program may take hours.
const WAIT: Duration = Duration::from_millis(100);

/// What is known about the log.
#[derive(Debug)]
pub(super) struct Log {
    /// How many pages it had last time.
    seen: i64,
    /// At how many pages something is done.
    due: i64,
}

impl Default for Log {
    fn default() -> Self {
        Self { seen: 0, due: STEP }
    }
}

impl Log {
    /// Writes the log back if it is time. What fails here is tried again later; nothing of it is lost.
    pub(super) fn tend(&mut self, connection: &Connection, busy_timeout: Duration) {
        let Ok(pages) = pages(connection, "PRAGMA wal_checkpoint(NOOP)") else { return };
        if pages < self.seen {
            self.due = STEP;
        }
        self.seen = pages;
        if pages < self.due {
            return;
        }
        self.due = pages + STEP;
        if pages < LIMIT {
            let _ = self::pages(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        } else if connection.busy_timeout(WAIT).is_ok() {
            let _ = self::pages(connection, "PRAGMA wal_checkpoint(RESTART)");
            let _ = connection.busy_timeout(busy_timeout);
        }
    }
}

/// Runs one of the statements that answer with how many pages the log has.
fn pages(connection: &Connection, sql: &str) -> Result<i64> {
    connection.prepare_cached(sql).and_then(|mut ask| ask.query_row([], |row| row.get(1))).map_err(store_error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::tests::Folder;

    fn writer(folder: &Folder) -> Connection {
        let connection = Connection::open(folder.file()).unwrap();
        connection
            .execute_batch("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE t (v BLOB)")
            .unwrap();
        connection
    }

    fn write(connection: &Connection, pages: i64) {
        connection.execute("INSERT INTO t VALUES (randomblob(?1))", [pages * 4_096]).unwrap();
    }

    #[test]
    fn a_long_read_only_delays_the_beginning_of_a_new_log() {
        let folder = Folder::new();
        let connection = writer(&folder);
        let mut log = Log::default();
        let reader = Connection::open(folder.file()).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM t").unwrap();
        for _ in 0..6 {
            write(&connection, STEP);
            log.tend(&connection, WAIT);
        }
        assert!(pages(&connection, "PRAGMA wal_checkpoint(NOOP)").unwrap() > LIMIT);
        drop(reader);
        write(&connection, STEP);
        log.tend(&connection, WAIT);
        write(&connection, 1);
        assert!(pages(&connection, "PRAGMA wal_checkpoint(NOOP)").unwrap() < STEP);
    }

    #[test]
    fn nothing_is_done_before_its_time() {
        let folder = Folder::new();
        let connection = writer(&folder);
        let mut log = Log::default();
        write(&connection, 10);
        log.tend(&connection, WAIT);
        let done: i64 = connection.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| row.get(2)).unwrap();
        assert_eq!((log.due, done), (STEP, 0));
        write(&connection, STEP);
        log.tend(&connection, WAIT);
        let done: i64 = connection.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| row.get(2)).unwrap();
        assert!(done > STEP);
    }
}
