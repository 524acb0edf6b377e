//! A whole commit as one statement: every write is a common table expression, and the batch's own row, which is the last
//! one, fails to be written unless every expectation was met. The database is crossed once, and the locks that commits of
//! one organization wait for, such as that of a sequence, are held for no journey.
//!
//! Only a batch is written this way for which the order of the writes means nothing ([`order`]), and whenever the statement
//! fails, [`staged`](super::staged) tells why.

use uuid::Uuid;

use super::member::Members;
use super::write::{self, Numbers};
use super::{order, search};
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
    let is_free = order::is_free(batch) && !search::reads_rows(batch);
    if batch.writes.is_empty() || batch.writes.len() > MAX_WRITES || !is_free || !is_declared(batch) {
        return Ok(None);
    }
    let mut parts = Parts::new(batch);
    for expect in &batch.expect {
        match expect {
            Expect::Version(key, version) => parts.expect(*key, *version),
            Expect::Present(key, _) => parts.expect_present(*key),
            // Proven by the row that is added, or not compiled at all.
            Expect::Absent(_) | Expect::Unchanged(..) => {}
        }
    }
    for write in &batch.writes {
        parts.write(write)?;
    }
    let sql = parts.finish()?;
    Ok((sql.arguments.len() <= MAX_ARGUMENTS).then_some(sql))
}

/// Returns whether every value is one that its field may hold.
fn is_declared(batch: &Batch) -> bool {
    batch.writes.iter().all(|write| match write {
        Write::Insert { entity, row } | Write::Mark { entity, row, .. } => write::check_row(entity, row).is_ok(),
        Write::Update { key, changes, .. } => write::check_changes(key.entity, changes).is_ok(),
        _ => true,
    })
}

/// The statement as it grows.
struct Parts<'a> {
    batch: &'a Batch,
    organization: Uuid,
    builder: Builder,
    /// How many common table expressions there are.
    count: usize,
    /// The conditions under which the batch's row is written.
    checks: Vec<Check>,
    /// How many numbers are taken from sequences.
    numbers: usize,
    /// The rows to add that were not written yet, by entity.
    inserts: Vec<(&'static EntityDef, Vec<&'a Row>)>,
}

/// A condition under which the batch's row is written.
enum Check {
    /// The common table expression of that name has a row.
    Written(String),
    /// The sequence of that name moved so far, and began at zero or above: a number below zero is not written by filling it
    /// with zeros.
    Taken(String, i64),
}

impl Check {
    fn add(&self, builder: &mut Builder) {
        match self {
            Self::Written(name) => {
                builder.push("EXISTS(SELECT 1 FROM ").push(name).push(")");
            }
            Self::Taken(name, by) => {
                builder.push("(SELECT \"value\" FROM ").push(name).push(")>=");
                builder.bind(Kind::Integer, Value::Integer(*by));
            }
        }
    }
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
        self.checks.push(Check::Written(name));
    }

    fn expect(&mut self, key: Key, version: i64) {
        if order::proves(self.batch, key, version) {
            return;
        }
        self.begin_checked();
        write::held_at_version(&mut self.builder, self.organization, key, version);
    }

    fn expect_present(&mut self, key: Key) {
        // Also because a row that the same statement writes is not seen beside it.
        if order::proves_presence(self.batch, key) {
            return;
        }
        self.begin_checked();
        write::held_present(&mut self.builder, self.organization, key);
    }

    fn write(&mut self, write: &'a Write) -> Result<()> {
        let organization = self.organization;
        match write {
            Write::Insert { entity, row } => match self.inserts.iter_mut().find(|(other, _)| other == entity) {
                Some((_, rows)) => rows.push(row),
                None => self.inserts.push((*entity, vec![row])),
            },
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
                self.checks.push(Check::Taken(name, *by));
                self.numbers += 1;
            }
            Write::Mark { entity, row, beside } => {
                let name = format!("k{}", self.count);
                self.begin(&name);
                write::mark(&mut self.builder, organization, entity, &[row], beside)?;
            }
            Write::Claim(_) | Write::Index(_) => {
                return Err(Error::new(Code::Internal).with("reason", "what reads rows has a moment of its own"));
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Sql> {
        for (entity, rows) in std::mem::take(&mut self.inserts) {
            let name = format!("i{}", self.count);
            self.begin(&name);
            write::insert(&mut self.builder, entity, &rows, Numbers::Inline(self.numbers))?;
        }
        let entries = search::entries(self.batch);
        if !entries.is_empty() {
            self.begin("s");
            search::enter(&mut self.builder, self.organization, &entries);
        }
        let removed = search::removed(self.batch);
        if !removed.is_empty() {
            self.begin("r");
            search::leave(&mut self.builder, self.organization, &removed);
        }
        let members = Members::of(self.batch);
        if members.prunes() {
            self.begin("p");
            members.prune(&mut self.builder, self.organization);
        }
        if members.enters() {
            self.begin("m");
            members.enter(&mut self.builder, self.organization);
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
        for (index, check) in self.checks.iter().enumerate() {
            builder.push(if index == 0 { "CASE WHEN " } else { " AND " });
            check.add(builder);
        }
        if !self.checks.is_empty() {
            builder.push(" THEN ");
        }
        let numbers: Vec<String> = (0..self.numbers).map(|slot| format!("(SELECT \"value\" FROM n{slot})")).collect();
        builder
            .push("jsonb_build_object('allocated',jsonb_build_array(")
            .push(&numbers.join(","))
            .push("),'inserted',");
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
