//! The product's database, read and never written: its tables and columns, and the rows of one question at a time.
//!
//! A thread holds the one connection, in one read transaction from the first question to the last, so that everything is
//! read as it was at one moment, however long it takes. Rows come in chunks and wait for whoever reads them, so that memory
//! stays flat whatever the size of a table.

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use crate::error::{Code, Error, Result};

/// How many rows travel together, and become one batch: few enough to be held, enough to share what a commit costs.
const CHUNK: usize = 4_000;
/// How many bytes of texts and documents travel together at most, unless one row alone has more.
const CHUNK_BYTES: usize = 4 * 1_024 * 1_024;
/// How many chunks wait for their reader.
const AHEAD: usize = 2;

/// What a source holds in one column of one row.
#[derive(Clone, PartialEq)]
pub(super) enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

/// The values of a row, in the order of the question.
pub(super) type Cells = Vec<Cell>;

/// The columns of every table, each with the text by which it is asked for.
pub(super) type Tables = BTreeMap<String, Vec<Column>>;

/// A column of a source.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    /// The expression that reads it from the table called `t`.
    pub(super) sql: String,
}

/// A question, and where its answer goes.
struct Ask {
    sql: String,
    /// What stands for the tenant in the question.
    tenant: Option<String>,
    reply: SyncSender<Result<Vec<Cells>>>,
}

/// A product's database.
#[derive(Debug)]
pub(super) struct Source {
    asks: Option<Sender<Ask>>,
    thread: Option<std::thread::JoinHandle<()>>,
    pub(super) tables: Tables,
    /// What stands for the tenant in a question.
    pub(super) tenant_place: &'static str,
}

/// Rows that gather until they travel.
#[cfg_attr(not(any(feature = "sqlite", feature = "postgres")), allow(dead_code))]
struct Gathering<'a> {
    reply: &'a SyncSender<Result<Vec<Cells>>>,
    rows: Vec<Cells>,
    bytes: usize,
}

#[cfg_attr(not(any(feature = "sqlite", feature = "postgres")), allow(dead_code))]
impl<'a> Gathering<'a> {
    fn new(reply: &'a SyncSender<Result<Vec<Cells>>>) -> Self {
        Self { reply, rows: Vec::with_capacity(CHUNK), bytes: 0 }
    }

    /// Adds a row; says whether somebody still reads.
    fn add(&mut self, cells: Cells) -> bool {
        self.bytes += cells.iter().map(Cell::bytes).sum::<usize>();
        self.rows.push(cells);
        (self.rows.len() < CHUNK && self.bytes < CHUNK_BYTES) || self.send()
    }

    /// Sends what there is.
    fn send(&mut self) -> bool {
        self.bytes = 0;
        let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(CHUNK));
        rows.is_empty() || self.reply.send(Ok(rows)).is_ok()
    }
}

/// The rows that answer a question.
pub(super) struct Rows {
    answers: Receiver<Result<Vec<Cells>>>,
}

impl Source {
    /// Opens the database at `address`: the path of a SQLite file that is there, or a `postgres://` URL.
    pub(super) fn open(address: &str) -> Result<Self> {
        let is_url = address.starts_with("postgres://") || address.starts_with("postgresql://");
        #[cfg(feature = "postgres")]
        if is_url {
            return postgres::open(address.to_owned());
        }
        #[cfg(feature = "sqlite")]
        if !is_url && !address.is_empty() {
            return sqlite::open(address.to_owned());
        }
        let _ = is_url;
        Err(Error::new(Code::AddressInvalid).field("address"))
    }

    /// Starts the thread that answers: `serve` opens the database, tells what is in it, and answers until nobody asks.
    #[cfg_attr(not(any(feature = "sqlite", feature = "postgres")), allow(dead_code))]
    fn start(
        tenant_place: &'static str,
        serve: impl FnOnce(SyncSender<Result<Tables>>, Receiver<Ask>) + Send + 'static,
    ) -> Result<Self> {
        let (asks, asked) = channel();
        let (told, tables) = sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("servicedesk-adoption".to_owned())
            .spawn(move || serve(told, asked))
            .map_err(|error| Error::new(Code::StoreUnavailable).caused_by(error))?;
        let tables = tables.recv().unwrap_or_else(|_| Err(gone()))?;
        Ok(Self { asks: Some(asks), thread: Some(thread), tables, tenant_place })
    }

    /// Asks; the rows are being read while earlier ones are being used.
    pub(super) fn ask(&self, sql: String, tenant: Option<&str>) -> Result<Rows> {
        let (reply, answers) = sync_channel(AHEAD);
        let ask = Ask { sql, tenant: tenant.map(str::to_owned), reply };
        self.asks.as_ref().ok_or_else(gone)?.send(ask).map_err(|_| gone())?;
        Ok(Rows { answers })
    }

    /// Returns how a column is asked for, when the table has it.
    pub(super) fn column(&self, table: &str, name: &str) -> Option<&Column> {
        self.tables.get(table)?.iter().find(|column| column.name == name)
    }
}

impl Rows {
    /// Returns the next rows; none when there are no more.
    pub(super) fn next(&mut self) -> Result<Option<Vec<Cells>>> {
        self.answers.recv().ok().transpose()
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.asks = None;
        if let Some(thread) = self.thread.take() {
            // What went wrong there was answered.
            drop(thread.join());
        }
    }
}

impl Cell {
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns how many bytes it holds besides itself.
    fn bytes(&self) -> usize {
        match self {
            Self::Null | Self::Integer(_) | Self::Real(_) => 0,
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }

    /// Returns the text of a key, which is a number or a text in every product.
    pub(super) fn to_key(&self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Integer(number) => Some(number.to_string()),
            Self::Real(number) => Some(number.to_string()),
            Self::Text(text) => Some(text.clone()),
            Self::Bytes(bytes) => Some(crate::hexadecimal::hexadecimal(bytes)),
        }
    }
}

fn gone() -> Error {
    Error::new(Code::AdoptionSource).field("address").with("reason", "its connection ended")
}

/// The source cannot be read. What its driver says is kept as the cause and not shown: it may quote a value.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(Code::AdoptionSource).field("address").with("reason", "the database does not answer").caused_by(error)
}
