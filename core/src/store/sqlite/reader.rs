//! Reading on the caller's thread: a handful of read-only connections, lent out for the time of one answer.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::connection::{self, Role, patiently};
use super::error::store_error;
use super::row::values;
use super::{Options, feed, page, upkeep};
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::organization::OrganizationId;
use crate::query::{Page, Query};
use crate::store::attempt::Pace;
use crate::store::{Changes, Taker, Upkeep, Upkept};

/// How many steps of its machine SQLite may take for an answer that is quick: a page of a hundred tickets takes some five thousand.
const QUICK: i32 = 8_000;

/// The pool of reading connections.
#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    options: Options,
    pool: Mutex<Pool>,
    returned: Condvar,
}

#[derive(Debug)]
struct Pool {
    idle: Vec<Connection>,
    /// How many connections exist, lent ones included.
    open: usize,
    /// How many threads wait for one. To wake nobody costs a call of the system all the same.
    waiting: usize,
}

/// A connection that goes back to the pool when it is dropped, whatever happened.
pub(super) struct Lent<'a> {
    readers: &'a Readers,
    connection: Option<Connection>,
    broken: bool,
}

impl Readers {
    /// Opens the first connection, so that a file that cannot be read is told at once.
    pub(super) fn open(path: &Path, options: &Options) -> Result<Self> {
        let first = connection::open(path, options, Role::Reader)?;
        let pool = Mutex::new(Pool { idle: vec![first], open: 1, waiting: 0 });
        Ok(Self { path: path.to_owned(), options: options.clone(), pool, returned: Condvar::new() })
    }

    /// Closes the connections that nobody uses.
    pub(super) fn close(&mut self) {
        self.pool().idle.clear();
    }

    /// Answers all queries from one snapshot.
    pub(super) fn read(&self, queries: &[Query], pace: Pace) -> Option<Result<Vec<Page>>> {
        self.at(pace, queries, |connection| match queries {
            // A single statement sees one snapshot by itself.
            [query] => Ok(vec![page::answer(connection, query)?]),
            _ => snapshot(connection, queries),
        })
    }

    /// Hands over the rows of one query, and answers whether more follow.
    pub(super) fn read_each(&self, query: &Query, taker: &mut dyn Taker, pace: Pace) -> Option<Result<bool>> {
        self.at(pace, std::slice::from_ref(query), |connection| {
            taker.begin();
            page::each(connection, query, &mut |row| taker.take(&mut values(query.entity, row)))
        })
    }

    /// Asks by one of the connections; when it has to be quick, nothing where that waits, takes long or fails.
    fn at<T>(&self, pace: Pace, queries: &[Query], mut ask: impl FnMut(&Connection) -> Result<T>) -> Option<Result<T>> {
        if let Err(error) = queries.iter().try_for_each(Query::check) {
            return Some(Err(error));
        }
        if pace == Pace::Full {
            return Some(self.with(ask));
        }
        let connection = self.pool().idle.pop()?;
        // Until it is told to take its time again, nobody else may have it, even if asking panics.
        let mut lent = Lent { readers: self, connection: Some(connection), broken: true };
        let connection = lent.connection.as_ref()?;
        connection.progress_handler(QUICK, Some(|| true)).ok()?;
        let answer = ask(connection);
        connection.progress_handler(0, None::<fn() -> bool>).ok()?;
        if answer.is_err() && !connection.is_autocommit() {
            let _ = connection.execute_batch("ROLLBACK");
        }
        lent.broken = false;
        // What failed is asked in full, which tells why.
        answer.ok().map(Ok)
    }

    /// Returns a stretch of the change feed.
    pub(super) fn changes(&self, organization: OrganizationId, position: &str, limit: u32) -> Result<Changes> {
        let after = feed::read_position(position)?;
        if limit == 0 || limit > feed::MAX_RECORDS {
            return Err(Error::new(Code::NumberRange).field("limit").with("min", 1).with("max", feed::MAX_RECORDS));
        }
        self.with(|connection| feed::read(connection, organization, after, limit))
    }

    /// Returns when the file's upkeep is due.
    pub(super) fn upkeep_due(&self) -> Result<Timestamp> {
        self.with(upkeep::due)
    }

    /// Does the file's upkeep when it is due. Only then is a connection opened that writes.
    pub(super) fn upkeep(&self, asked: Upkeep) -> Result<Upkept> {
        if self.upkeep_due()? > asked.at {
            return Ok(Upkept::default());
        }
        upkeep::run(&self.path, &self.options, asked)
    }

    fn with<T>(&self, mut ask: impl FnMut(&Connection) -> Result<T>) -> Result<T> {
        let mut lent = self.lend()?;
        let Some(connection) = &lent.connection else { return Err(Code::StoreClosed.into()) };
        // Another process may be mending the log or closing it; that takes a moment and is no answer.
        let result = patiently(|| ask(connection));
        let broken =
            result.as_ref().is_err_and(|error| matches!(error.code(), Code::StoreUnavailable | Code::StoreCorrupt));
        lent.broken = broken || !connection.is_autocommit();
        result
    }

    pub(super) fn lend(&self) -> Result<Lent<'_>> {
        let lent = |connection| Lent { readers: self, connection: Some(connection), broken: false };
        let mut pool = self.pool();
        loop {
            if let Some(connection) = pool.idle.pop() {
                return Ok(lent(connection));
            }
            if pool.open < self.options.readers.max(1) {
                pool.open += 1;
                drop(pool);
                let opened = connection::open(&self.path, &self.options, Role::Reader);
                if opened.is_err() {
                    self.pool().open -= 1;
                    self.returned.notify_one();
                }
                return opened.map(lent);
            }
            pool.waiting += 1;
            pool = self.returned.wait(pool).unwrap_or_else(PoisonError::into_inner);
            pool.waiting -= 1;
        }
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut pool = self.readers.pool();
        match self.connection.take() {
            // A panic may have left a snapshot open; such a connection would answer from the past.
            Some(connection) if !self.broken && connection.is_autocommit() => pool.idle.push(connection),
            _ => pool.open -= 1,
        }
        let is_awaited = pool.waiting > 0;
        drop(pool);
        if is_awaited {
            self.readers.returned.notify_one();
        }
    }
}

fn snapshot(connection: &Connection, queries: &[Query]) -> Result<Vec<Page>> {
    let run = |sql: &str| connection.prepare_cached(sql).and_then(|mut begin| begin.execute([])).map_err(store_error);
    run("BEGIN")?;
    let pages = queries.iter().map(|query| page::answer(connection, query)).collect();
    run("COMMIT")?;
    pages
}
