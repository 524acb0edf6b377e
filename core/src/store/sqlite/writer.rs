//! The one thread that writes. It takes all batches that wait and commits once, so that the cost of reaching the disk is
//! shared by everybody who waits for it. Where one is refused, all are gone through again, each with a savepoint.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

use super::Options;
use super::apply::{Inserts, apply};
use super::checkpoint::Log;
use super::connection::{self, Role, patiently};
use super::error::store_error;
use super::ready::Ready;
use super::reply::{self, Answer, Reply};
use crate::error::{Code, Error, Result};
use crate::store::bell::Bell;
use crate::store::{Batch, Commit};

/// How many writes make a commit that others need not join: the pages that a batch changes are copied when it has to be taken
/// back alone, which for this many is more work than reaching the disk once more.
const ENOUGH: usize = 1_000;

/// The way to the writing thread.
#[derive(Debug)]
pub(super) struct Writer {
    inbox: Option<Sender<Pending>>,
    thread: Option<JoinHandle<()>>,
    commits: Arc<AtomicU64>,
    bell: Arc<Bell>,
}

struct Pending {
    ready: Ready,
    reply: Reply,
}

impl Writer {
    /// Opens the writing connection and starts the thread.
    pub(super) fn open(path: &Path, options: &Options) -> Result<Self> {
        let connection = connection::open(path, options, Role::Writer)?;
        let (commits, bell) = (Arc::new(AtomicU64::new(0)), Arc::new(Bell::default()));
        let desk = Desk {
            path: path.to_owned(),
            options: options.clone(),
            connection: Some(connection),
            inserts: Inserts::default(),
            log: Log::default(),
            is_wary: false,
            commits: Arc::clone(&commits),
            bell: Arc::clone(&bell),
        };
        let (inbox, outbox) = channel();
        let thread = std::thread::Builder::new()
            .name("servicedesk-writer".to_owned())
            .spawn(move || desk.work(&outbox))
            .map_err(|error| Error::new(Code::StoreUnavailable).caused_by(error))?;
        Ok(Self { inbox: Some(inbox), thread: Some(thread), commits, bell })
    }

    /// Hands a batch in. It is applied or refused even if the answer is never asked for.
    pub(super) fn commit(&self, batch: Batch) -> Answer {
        let (reply, answer) = reply::channel();
        // Made ready here, so that the one thread has less to do. A batch that cannot be handed in drops its reply, which
        // answers that the store is closed.
        match (Ready::of(batch), &self.inbox) {
            (Err(error), _) => reply.send(Err(error), None),
            (Ok(ready), Some(inbox)) => drop(inbox.send(Pending { ready, reply })),
            (Ok(_), None) => drop(reply),
        }
        answer
    }

    /// Waits until everything that was handed in is done.
    pub(super) fn close(&mut self) {
        self.inbox = None;
        if let Some(thread) = self.thread.take() {
            // A waker may own the last handle to the store; then this is the writing thread, which cannot wait for itself.
            if thread.thread().id() != std::thread::current().id() {
                // Panics were answered where they happened.
                drop(thread.join());
            }
        }
    }

    /// Returns what rings at every commit.
    pub(super) fn bell(&self) -> &Arc<Bell> {
        &self.bell
    }

    pub(super) fn commits_made(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }
}

/// What the thread works with.
struct Desk {
    path: PathBuf,
    options: Options,
    /// Nothing after a failure from which a connection may not recover; the next group opens a new one.
    connection: Option<Connection>,
    inserts: Inserts,
    log: Log,
    /// Whether each batch of a group gets a savepoint: only after one was refused, because what can be taken back alone costs
    /// a copy of every page that it touches, and a piece of its own in the index of words.
    is_wary: bool,
    commits: Arc<AtomicU64>,
    bell: Arc<Bell>,
}

/// The whole transaction is gone, not only one batch of it.
struct Lost(Error);

impl Desk {
    fn work(mut self, inbox: &Receiver<Pending>) {
        while let Ok(first) = inbox.recv() {
            let group = self.gather(first, inbox);
            let batches: Vec<&Ready> = group.iter().map(|pending| &pending.ready).collect();
            let results = self.commit(&batches);
            for (pending, result) in group.into_iter().zip(results) {
                // A waker is foreign code; whatever it does, the others get their answers.
                drop(catch_unwind(AssertUnwindSafe(|| pending.reply.send(result, Some(pending.ready)))));
            }
            // After the answers, because nobody has to wait for it.
            if let Some(connection) = &self.connection {
                connection::make_room(connection);
                self.log.tend(connection, Duration::from_millis(self.options.busy_timeout_ms.into()));
            }
        }
    }

    /// Takes what waits, as long as sharing a commit is worth what it costs to be able to take back each batch alone.
    fn gather(&self, first: Pending, inbox: &Receiver<Pending>) -> Vec<Pending> {
        let mut writes = first.ready.batch.writes.len();
        let mut group = vec![first];
        while group.len() < self.options.max_group
            && writes < ENOUGH
            && let Ok(next) = inbox.try_recv()
        {
            writes += next.ready.batch.writes.len();
            group.push(next);
        }
        group
    }

    fn commit(&mut self, batches: &[&Ready]) -> Vec<Result<Commit>> {
        match self.transact(batches) {
            Ok(results) => results,
            // One batch took the transaction of all with it: by themselves, the others are well.
            Err(Lost(_)) if batches.len() > 1 => batches.iter().flat_map(|batch| self.commit(&[batch])).collect(),
            Err(Lost(error)) => vec![Err(error)],
        }
    }

    fn transact(&mut self, batches: &[&Ready]) -> Result<Vec<Result<Commit>>, Lost> {
        if let Err(error) = self.begin() {
            return Ok(batches.iter().map(|_| Err(error.clone())).collect());
        }
        // It is there: the transaction just began on it.
        let Some(connection) = self.connection.take() else { return Err(Lost(Code::StoreClosed.into())) };
        let outcome = group(&connection, &mut self.inserts, batches, &mut self.is_wary);
        if !connection.is_autocommit() && run(&connection, "ROLLBACK").is_err() {
            return outcome.map(|(results, _)| results);
        }
        let broken = |error: &Error| matches!(error.code(), Code::StoreUnavailable | Code::StoreCorrupt);
        let failed = match &outcome {
            Ok((results, _)) => results.iter().any(|result| result.as_ref().is_err_and(broken)),
            Err(Lost(error)) => broken(error),
        };
        if !failed {
            self.connection = Some(connection);
        }
        let (results, committed) = outcome?;
        self.commits.fetch_add(committed.into(), Ordering::Relaxed);
        if committed {
            self.bell.ring();
        }
        Ok(results)
    }

    /// Begins a transaction that may write, on a new connection if there is none.
    fn begin(&mut self) -> Result<()> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => connection::open(&self.path, &self.options, Role::Writer)?,
        };
        let begun = patiently(|| run(&connection, "BEGIN IMMEDIATE"));
        if begun.as_ref().err().is_none_or(|error| error.code() == Code::StoreBusy) {
            self.connection = Some(connection);
        }
        begun
    }
}

/// Applies all batches and commits. Returns whether anything reached the file; if not, the transaction is still open.
fn group(
    connection: &Connection,
    inserts: &mut Inserts,
    batches: &[&Ready],
    is_wary: &mut bool,
) -> Result<(Vec<Result<Commit>>, bool), Lost> {
    let alone = batches.len() == 1;
    let mut results = apply_all(connection, inserts, batches, *is_wary && !alone)?;
    if !alone {
        let refused = results.iter().any(Result::is_err);
        if refused && !*is_wary {
            run(connection, "ROLLBACK").map_err(Lost)?;
            patiently(|| run(connection, "BEGIN IMMEDIATE")).map_err(Lost)?;
            results = apply_all(connection, inserts, batches, true)?;
        }
        *is_wary = refused;
    }
    let anything = results.iter().any(|result| result.as_ref().is_ok_and(|commit| !commit.replayed));
    if !anything {
        return Ok((results, false));
    }
    match patiently(|| run(connection, "COMMIT")) {
        Ok(()) => Ok((results, true)),
        Err(error) => {
            // Nobody was applied, and everybody learns it; a refusal stays one.
            let fail = |result: Result<Commit>| result.and_then(|_| Err(error.clone()));
            Ok((results.into_iter().map(fail).collect(), false))
        }
    }
}

/// Applies the batches. With savepoints, what a refused one did is taken back, and the others stay; without them, the first
/// that is refused is the last result, and what the others did is of no use.
fn apply_all(
    connection: &Connection,
    inserts: &mut Inserts,
    batches: &[&Ready],
    savepoints: bool,
) -> Result<Vec<Result<Commit>>, Lost> {
    let mut results = Vec::with_capacity(batches.len());
    for batch in batches {
        if savepoints {
            run(connection, "SAVEPOINT batch").map_err(Lost)?;
        }
        let result = catch_unwind(AssertUnwindSafe(|| apply(connection, inserts, batch)))
            .unwrap_or_else(|_| Err(Error::new(Code::Internal).with("reason", "applying a batch does not panic")));
        if connection.is_autocommit() {
            // After some failures, such as a full disk, SQLite itself rolls everything back.
            return Err(Lost(result.err().unwrap_or_else(|| Code::StoreUnavailable.into())));
        }
        if savepoints {
            if result.is_err() {
                run(connection, "ROLLBACK TO batch").map_err(Lost)?;
            }
            run(connection, "RELEASE batch").map_err(Lost)?;
        }
        let refused = result.is_err();
        results.push(result);
        if refused && !savepoints {
            break;
        }
    }
    Ok(results)
}

fn run(connection: &Connection, sql: &str) -> Result<()> {
    connection.prepare_cached(sql).and_then(|mut statement| statement.raw_execute()).map(drop).map_err(store_error)
}
