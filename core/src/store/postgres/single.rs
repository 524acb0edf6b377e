//! A whole commit as one statement: every write is a common table expression, and the batch's own row, which is the last
//! one, fails to be written unless every expectation was met. The database is crossed once, and the locks that commits of
//! one organization wait for, such as that of a sequence, are held for no journey.
//!
//! All parts of one statement see the same moment and run in no particular order. So only a batch whose writes do not
//! depend on one another is written this way, and whenever the statement fails, [`staged`](super::staged) tells why.

use uuid::Uuid;

use super::write::{self, Numbers};
use crate::entity::{EntityDef, Kind, Row, Value};
use crate::error::{Code, Error, Result};
use crate::query::sql::{Builder, Dialect, Sql};
use crate::store::{Batch, Expect, Key, Write};

/// More writes are worth more than one statement.
const MAX_WRITES: usize = 64;
/// More arguments make a statement that is not worth keeping.
const MAX_ARGUMENTS: usize = 2_000;

/// Returns the statement, or none when the writes depend on one another. Its one row is the list of allocated numbers.
pub(super) fn compile(batch: &Batch) -> Result<Option<Sql>> {
    if batch.writes.is_empty() || batch.writes.len() > MAX_WRITES || !is_independent(batch) {
        return Ok(None);
    }
    let mut parts = Parts::new(batch);
    for expect in &batch.expect {
        if let Expect::Version(key, version) = expect {
            parts.expect(*key, *version);
        }
    }
    for write in &batch.writes {
        parts.write(write)?;
    }
    let sql = parts.finish()?;
    Ok((sql.arguments.len() <= MAX_ARGUMENTS).then_some(sql))
}

/// Returns whether no two writes meet in one row or sequence and no expectation needs a moment of its own.
fn is_independent(batch: &Batch) -> bool {
    let mut rows: Vec<(&'static str, Uuid)> = Vec::with_capacity(batch.writes.len());
    let mut sequences: Vec<&str> = Vec::new();
    for write in &batch.writes {
        let row = match write {
            Write::Insert { entity, row } => match crate::store::batch::id_of(entity, row) {
                Ok(id) => (entity.table, id),
                Err(_) => return false,
            },
            Write::Update { key, .. } | Write::Delete { key, .. } | Write::Add { key, .. } => (key.entity.table, key.id),
            Write::Next { sequence, .. } => {
                if sequences.contains(&sequence.as_str()) {
                    return false;
                }
                sequences.push(sequence);
                continue;
            }
            Write::Claim(_) => return false,
        };
        if rows.contains(&row) {
            return false;
        }
        rows.push(row);
    }
    batch.expect.iter().all(|expect| match expect {
        // What is written proves its version or its absence itself, and cannot be looked at beside.
        Expect::Version(key, version) => {
            !key.entity.append_only && (!rows.contains(&(key.entity.table, key.id)) || proves(batch, *key, *version))
        }
        Expect::Absent(key) => batch.adds(*key),
        Expect::Unchanged(..) => false,
    })
}

/// Returns whether a write of the batch only happens when the row has that version.
fn proves(batch: &Batch, key: Key, wanted: i64) -> bool {
    batch.writes.iter().any(|write| match write {
        Write::Update { key: written, version, .. } => *written == key && *version == wanted,
        Write::Delete { key: written, version } => *written == key && *version == Some(wanted),
        _ => false,
    })
}

impl Batch {
    /// Returns whether the batch adds that row, so that its absence needs no other proof.
    pub(super) fn adds(&self, key: Key) -> bool {
        self.writes.iter().any(|write| match write {
            Write::Insert { entity, row } => {
                *entity == key.entity && crate::store::batch::id_of(entity, row).is_ok_and(|id| id == key.id)
            }
            _ => false,
        })
    }
}

/// The statement as it grows.
struct Parts<'a> {
    batch: &'a Batch,
    organization: Uuid,
    builder: Builder,
    /// How many common table expressions there are.
    count: usize,
    /// The conditions under which the batch's row is written.
    checks: Vec<String>,
    /// How many numbers are taken from sequences.
    numbers: usize,
    /// The rows to add that were not written yet, by entity.
    inserts: Vec<(&'static EntityDef, Vec<&'a Row>)>,
}

impl<'a> Parts<'a> {
    fn new(batch: &'a Batch) -> Self {
        Self {
            batch,
            organization: batch.organization.as_uuid(),
            builder: Builder::new(Dialect::Postgres),
            count: 0,
            checks: Vec::new(),
            numbers: 0,
            inserts: Vec::new(),
        }
    }

    /// Begins a common table expression of that name.
    fn begin(&mut self, name: &str) {
        self.builder.push(if self.count == 0 { "WITH " } else { ")," }).push(name).push(" AS (");
        self.count += 1;
    }

    /// Begins one that must have a row.
    fn begin_checked(&mut self) {
        let name = format!("w{}", self.count);
        self.begin(&name);
        self.checks.push(format!("EXISTS(SELECT 1 FROM {name})"));
    }

    fn expect(&mut self, key: Key, version: i64) {
        if proves(self.batch, key, version) {
            return;
        }
        self.begin_checked();
        write::held_at_version(&mut self.builder, self.organization, key, version);
    }

    fn write(&mut self, write: &'a Write) -> Result<()> {
        let organization = self.organization;
        match write {
            Write::Insert { entity, row } => {
                let early = |value: &Value| matches!(value, Value::Allocated(wanted) if wanted.slot >= self.numbers);
                if row.iter().any(early) {
                    return Err(write::number_untaken());
                }
                match self.inserts.iter_mut().find(|(other, _)| other == entity) {
                    Some((_, rows)) => rows.push(row),
                    None => self.inserts.push((*entity, vec![row])),
                }
            }
            Write::Update { key, version, changes } => {
                self.begin_checked();
                let numbers = Numbers::Inline(self.numbers);
                write::update(&mut self.builder, organization, *key, *version, changes, numbers)?;
                self.builder.push(" RETURNING 1");
            }
            Write::Delete { key, version } => {
                self.begin_checked();
                write::delete(&mut self.builder, organization, *key, *version);
                self.builder.push(" RETURNING 1");
            }
            Write::Add { key, field, delta, at_most } => {
                self.begin_checked();
                write::add(&mut self.builder, organization, *key, *field, *delta, *at_most);
                self.builder.push(" RETURNING 1");
            }
            Write::Next { sequence, by, at_most } => {
                let name = format!("n{}", self.numbers);
                self.begin(&name);
                write::next(&mut self.builder, organization, sequence, *by, *at_most);
                // A number below zero is written in another way than by filling it with zeros.
                self.checks.push(format!("(SELECT \"value\" FROM {name})>=0"));
                self.numbers += 1;
            }
            Write::Claim(_) => return Err(Error::new(Code::Internal).with("reason", "a claim has a moment of its own")),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Sql> {
        for (entity, rows) in std::mem::take(&mut self.inserts) {
            let name = format!("i{}", self.count);
            self.begin(&name);
            write::insert(&mut self.builder, entity, &rows, Numbers::Inline(self.numbers))?;
        }
        let feed = self.batch.feed();
        if !feed.is_empty() {
            self.begin("f");
            write::feed(&mut self.builder, self.batch, &feed);
        }
        if self.count > 0 {
            self.builder.push(") ");
        }
        let inserted = self.batch.inserted().iter().map(Uuid::to_string).collect();
        let builder = &mut self.builder;
        builder.push("INSERT INTO \"batch\" (\"organization_id\",\"id\",\"at\",\"result\") SELECT ");
        builder.bind(Kind::Uuid, Value::Uuid(self.organization)).push(",");
        builder.bind(Kind::Uuid, Value::Uuid(self.batch.id.as_uuid())).push(",");
        builder.bind(Kind::Timestamp, Value::Timestamp(self.batch.at)).push(",");
        if !self.checks.is_empty() {
            builder.push("CASE WHEN ").push(&self.checks.join(" AND ")).push(" THEN ");
        }
        let numbers: Vec<String> = (0..self.numbers).map(|slot| format!("(SELECT \"value\" FROM n{slot})")).collect();
        builder.push("jsonb_build_object('allocated',jsonb_build_array(").push(&numbers.join(",")).push("),'inserted',");
        builder.bind(Kind::Json, Value::Json(Box::new(inserted))).push(")");
        if !self.checks.is_empty() {
            builder.push(" END");
        }
        // The lock comes before what is written here, and is what a batch with an unchanged read waits for.
        builder.push(" FROM (SELECT pg_advisory_xact_lock_shared(");
        builder.bind(Kind::Integer, Value::Integer(write::lock_number(self.organization)));
        builder.push(")) AS \"lock\" RETURNING \"result\"->'allocated'");
        Ok(self.builder.finish())
    }
}
