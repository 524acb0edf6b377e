//! The way in. The file is read twice: first to know that it is whole and sound, so that a cut or altered one writes
//! nothing; then its rows go in, some hundreds at a time.
//!
//! The id of each batch follows from the file's content and the batch's place, so that a restore that was interrupted is
//! simply repeated: what went in before is recognized. When all is in, the rows are read once more and compared with the
//! file's totals.

use std::io::{Read, Seek, SeekFrom};

use sha2::{Digest as _, Sha256};

use super::ExportSummary;
use super::counters::Counters;
use super::lines::{FileRow, Lines, because};
use super::order::Order;
use super::survey;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::error::{Code, Error, ErrorKind, Result};
use crate::scope::Actor;
use crate::store::{Batch, BatchId, Write};

/// How many rows go in at once.
const ROWS: usize = 500;
/// How many bytes of the file go in at once, unless one row has more.
const BYTES: usize = 4 << 20;

impl Desk {
    /// Brings an organization back from the file that [`Scope::export`](crate::scope::Scope::export) wrote, as it was:
    /// ids, versions, times, numbers, history and audit log. Nothing fires. Interrupted, it can be repeated.
    ///
    /// # Errors
    /// [`Code::ExportInvalid`] with the line when the file is not a whole and unaltered export, before anything is written;
    /// [`Code::ExportOccupied`] when this desk has the organization from elsewhere; [`Code::DuplicateValue`] with `slug` when
    /// another organization has its name in addresses; [`Code::ExportDiffers`] when somebody wrote to the organization
    /// meanwhile; [`Code::ExportStream`] when the file cannot be read; kind `Unavailable` or `Corrupt`.
    pub async fn restore(&self, mut file: impl Read + Seek + Send) -> Result<ExportSummary> {
        let start = file.stream_position().map_err(stream)?;
        let mut lines = Lines::open(&mut file)?;
        let mut counters = Counters::default();
        while let Some(row) = lines.next()? {
            counters.add(row.def.table, &row.row).map_err(|error| because(row.line, error))?;
        }
        let wanted = lines.summary()?;
        file.seek(SeekFrom::Start(start)).map_err(stream)?;
        self.bring_in(Lines::open(&mut file)?, &wanted, counters).await?;
        let scope = self.scope(wanted.organization_id, Actor::system());
        if let Some(entity) = survey::difference(&wanted.totals, &scope.totals().await?) {
            return Err(Error::new(Code::ExportDiffers).with("entity", entity));
        }
        Ok(wanted)
    }

    async fn bring_in<R: Read>(&self, mut lines: Lines<R>, wanted: &ExportSummary, counters: Counters) -> Result<()> {
        let mut batches = Batches { desk: self, wanted, at: self.now(), place: 0 };
        let (mut order, mut rows) = (Order::default(), Vec::new());
        while let Some(row) = lines.next()? {
            order.take(row, &mut rows)?;
            if rows.len() >= ROWS || rows.iter().map(|row: &FileRow| row.bytes).sum::<usize>() >= BYTES {
                batches.rows(&mut rows).await?;
            }
        }
        let line = lines.line();
        if lines.summary()? != *wanted {
            return Err(because(line, Error::new(Code::ReadChanged)));
        }
        order.end_entity(&mut rows)?;
        batches.rows(&mut rows).await?;
        let mut writes = order.finish();
        writes.extend(counters.finish().map(|(sequence, by)| Write::Next { sequence, by, at_most: None }));
        while !writes.is_empty() {
            let rest = writes.split_off(writes.len().min(ROWS));
            batches.commit(std::mem::replace(&mut writes, rest), line).await?;
        }
        Ok(())
    }
}

/// Hands batches to the store, each under an id of its own that is the same when the file is brought in again.
struct Batches<'a> {
    desk: &'a Desk,
    wanted: &'a ExportSummary,
    at: Timestamp,
    place: u64,
}

impl Batches<'_> {
    /// Brings rows in, as many at a time as go.
    async fn rows(&mut self, rows: &mut Vec<FileRow>) -> Result<()> {
        while let Some(first) = rows.first() {
            let line = first.line;
            let rest = rows.split_off(rows.len().min(ROWS));
            let some = std::mem::replace(rows, rest);
            let writes = some.into_iter().map(|row| Write::Insert { entity: row.def, row: row.row }).collect();
            self.commit(writes, line).await?;
        }
        Ok(())
    }

    async fn commit(&mut self, writes: Vec<Write>, line: u64) -> Result<()> {
        let mut batch = Batch::new(self.next_id(), self.wanted.organization_id, self.at);
        batch.writes = writes;
        self.desk.commit(batch).await.map_err(|error| match (error.code(), error.kind()) {
            (Code::AlreadyThere, _) => Error::new(Code::ExportOccupied).caused_by(error),
            // References are the one thing that only the store can judge.
            (_, ErrorKind::Invalid) => because(line, error),
            _ => error,
        })?;
        Ok(())
    }

    fn next_id(&mut self) -> BatchId {
        self.place += 1;
        let mut hash = Sha256::new();
        hash.update(self.wanted.organization_id.as_uuid());
        for (table, total) in &self.wanted.totals {
            hash.update(table);
            hash.update(&total.sha256);
        }
        hash.update(self.place.to_be_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        BatchId::from(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

fn stream(error: std::io::Error) -> Error {
    Error::new(Code::ExportStream).with("reason", error.kind()).caused_by(error)
}
