//! A commit as a transaction of several statements: each expectation, then each write, in order. It says precisely what
//! does not hold, and does what one statement cannot: claims, and writes that depend on one another.

use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::connection::{Connection, tenant_settings};
use super::error::Trouble;
use super::member::Members;
use super::order;
use super::read::Plan;
use super::write::{self, Numbers};
use super::{row, search};
use crate::entity::{EntityDef, Kind, Row, Value};
use crate::error::{Code, Error, Result};
use crate::query::sql::{Builder, Dialect, Sql};
use crate::query::{Query, Tenant};
use crate::store::{Batch, Claim, Commit, Expect, Key, Write, row_id};

const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
/// The most arguments of a statement; the protocol ends at 65,535.
const MAX_ARGUMENTS: usize = 30_000;
/// A statement with more arguments will not be met again soon, and is not kept.
const KEPT_ARGUMENTS: usize = 400;

/// Applies the batch in a transaction. After an error the transaction is still open.
pub(super) async fn apply(connection: &mut Connection, batch: &Batch) -> Result<Commit, Trouble> {
    connection.script(BEGIN).await?;
    connection.rows(&opening(batch)).await?;
    let mut stage = Stage { connection, batch, organization: batch.organization.as_uuid(), commit: Commit::default() };
    for expect in &batch.expect {
        stage.expect(expect).await?;
    }
    stage.write_all().await?;
    stage.record().await?;
    let commit = stage.commit;
    connection.script("COMMIT").await?;
    Ok(commit)
}

/// Sets the transaction to the organization, and takes the lock that makes an unchanged read stay unchanged: a batch that
/// relies on one is alone in the organization, all others pass together.
fn opening(batch: &Batch) -> Sql {
    let alone = batch.expect.iter().any(|expect| match expect {
        Expect::Unchanged(..) => true,
        // The primary key keeps a row absent that the batch adds; nothing keeps another one absent.
        Expect::Absent(key) => !order::adds(batch, *key),
        Expect::Version(..) | Expect::Present(..) => false,
    });
    let (organization, directory) = tenant_settings(Tenant::Organization(batch.organization));
    let mut builder = Builder::new(Dialect::Postgres);
    builder.push("SELECT set_config('servicedesk.organization',").bind(Kind::Text, Value::Text(organization));
    builder.push(",true),set_config('servicedesk.directory',").bind(Kind::Text, Value::Text(directory.to_owned()));
    builder.push(if alone { ",true),pg_advisory_xact_lock(" } else { ",true),pg_advisory_xact_lock_shared(" });
    builder.bind(Kind::Integer, Value::Integer(write::lock_number(batch.organization.as_uuid()))).push(")");
    builder.finish()
}

/// A note to add: its entity, the row, and the entity of which the organization must have a row.
type Note<'a> = (&'static EntityDef, &'a Row, &'static EntityDef);

/// A transaction that is under way.
struct Stage<'a> {
    connection: &'a mut Connection,
    batch: &'a Batch,
    organization: Uuid,
    commit: Commit,
}

impl Stage<'_> {
    async fn expect(&mut self, expect: &Expect) -> Result<(), Trouble> {
        match expect {
            Expect::Version(key, _) if key.entity.append_only => {
                Err(Error::new(Code::Internal).with("reason", "an append-only row has no version").into())
            }
            Expect::Version(key, wanted) => match self.version(*key).await? {
                Some(found) if found == *wanted => Ok(()),
                Some(_) => Err(about(Code::StaleVersion, *key).into()),
                None => Err(about(Code::NotFound, *key).into()),
            },
            Expect::Absent(key) => match self.is_present(*key).await? {
                true => Err(about(Code::AlreadyThere, *key).into()),
                false => Ok(()),
            },
            Expect::Present(key, field) => {
                let mut builder = Builder::new(Dialect::Postgres);
                write::held_present(&mut builder, self.organization, *key);
                match self.connection.row(&builder.finish()).await? {
                    Some(_) => Ok(()),
                    None => Err(Error::new(Code::ReferenceMissing).field(*field).into()),
                }
            }
            Expect::Unchanged(query, rows) => self.expect_unchanged(query, rows).await,
        }
    }

    async fn expect_unchanged(&mut self, query: &Query, rows: &[Row]) -> Result<(), Trouble> {
        let page = Plan::new(query)?.page(self.connection).await?;
        if page.rows == rows {
            return Ok(());
        }
        Err(Error::new(Code::ReadChanged).with("entity", query.entity.name).into())
    }

    /// Applies the writes in order; rows that are added one after another go together.
    async fn write_all(&mut self) -> Result<(), Trouble> {
        let mut pending: Vec<(&'static EntityDef, &Row)> = Vec::new();
        let mut notes: Vec<Note<'_>> = Vec::new();
        for write in &self.batch.writes {
            if let Write::Mark { entity, row, beside } = write {
                write::check_row(entity, row)?;
                self.insert_all(&pending).await?;
                pending.clear();
                notes.push((*entity, row, *beside));
                continue;
            }
            self.mark_all(&notes).await?;
            notes.clear();
            if let Write::Insert { entity, row } = write {
                if let Err(error) = write::check_row(entity, row) {
                    // What comes before it is refused before it.
                    self.insert_all(&pending).await?;
                    return Err(error.into());
                }
                pending.push((*entity, row));
                continue;
            }
            self.insert_all(&pending).await?;
            pending.clear();
            self.write(write).await?;
        }
        self.insert_all(&pending).await?;
        self.mark_all(&notes).await?;
        self.keep_indexes().await
    }

    /// Makes the indexes of words and of members follow the rows that were written. Of a row that was changed in what they
    /// hold, all of it is looked at again.
    async fn keep_indexes(&mut self) -> Result<(), Trouble> {
        let unclear = search::unclear(self.batch);
        let is_clear = |entity: &EntityDef, id| !unclear.iter().any(|key| key.entity == entity && key.id == id);
        let (mut entries, mut gone, mut members) = (Vec::new(), Vec::new(), Members::default());
        for write in &self.batch.writes {
            let Write::Insert { entity, row } = write else { continue };
            let id = row_id(entity, row)?;
            if is_clear(entity, id) {
                entries.extend(search::Entry::of(self.organization, entity, id, row));
                members.add(entity, id, row);
            }
        }
        for key in &unclear {
            let query = Query::by_id(key.entity, self.batch.organization, key.id);
            let row = Plan::new(&query)?.page(self.connection).await?.rows.pop();
            match &row {
                Some(row) => members.replace(key.entity, key.id, row),
                None => members.remove(key.entity, key.id),
            }
            match row.and_then(|row| search::Entry::of(self.organization, key.entity, key.id, &row)) {
                Some(entry) => entries.push(entry),
                None => gone.push(*key),
            }
        }
        for some in entries.chunks(search::TOGETHER) {
            self.run(|builder, organization| search::enter(builder, organization, some)).await?;
        }
        if !gone.is_empty() {
            self.run(|builder, organization| search::leave(builder, organization, &gone)).await?;
        }
        if members.prunes() {
            self.run(|builder, organization| members.prune(builder, organization)).await?;
        }
        if members.enters() {
            self.run(|builder, organization| members.enter(builder, organization)).await?;
        }
        Ok(())
    }

    async fn run(&mut self, write: impl FnOnce(&mut Builder, Uuid)) -> Result<(), Trouble> {
        let mut builder = Builder::new(Dialect::Postgres);
        write(&mut builder, self.organization);
        self.connection.run(&builder.finish()).await.map(drop)
    }

    async fn write(&mut self, write: &Write) -> Result<(), Trouble> {
        let mut builder = Builder::new(Dialect::Postgres);
        match write {
            Write::Insert { entity, row } => self.insert_all(&[(*entity, row)]).await,
            Write::Update { key, version, changes } => {
                write::check_changes(key.entity, changes)?;
                let numbers = Numbers::Taken(&self.commit.allocated);
                write::update(&mut builder, self.organization, *key, *version, changes, numbers)?;
                match self.connection.run(&builder.finish()).await? {
                    0 => Err(self.unmet(*key).await),
                    _ => Ok(()),
                }
            }
            Write::Delete { key, version } => {
                write::delete(&mut builder, self.organization, *key, *version);
                match self.connection.run(&builder.finish()).await {
                    Ok(0) => Err(self.unmet(*key).await),
                    Ok(_) => Ok(()),
                    Err(trouble) if trouble.lost() => Err(trouble),
                    Err(trouble) => Err(trouble.of_removal(key.entity).into()),
                }
            }
            Write::Add { key, field, delta, at_most } => {
                write::add(&mut builder, self.organization, *key, *field, *delta, *at_most);
                match self.connection.run(&builder.finish()).await? {
                    0 => Err(self.unadded(*key, *field, *delta, *at_most).await),
                    _ => Ok(()),
                }
            }
            Write::Next { sequence, by, at_most } => {
                write::next(&mut builder, self.organization, sequence, *by, *at_most);
                let taken = self.connection.row(&builder.finish()).await?;
                let number = taken.map(|found| row::own(&found, 0, Kind::Integer)).transpose()?;
                let number =
                    number.as_ref().and_then(Value::as_integer).ok_or_else(|| counter_limit(sequence, *at_most))?;
                self.commit.allocated.push(number);
                Ok(())
            }
            Write::Claim(claim) => self.claim(claim).await,
            Write::Mark { entity, row, beside } => self.mark_all(&[(*entity, row, *beside)]).await,
            // Done with the others, after all writes.
            Write::Index(_) => Ok(()),
        }
    }

    /// Adds rows in as few statements as possible; rows of several entities go into one.
    async fn insert_all(&mut self, rows: &[(&'static EntityDef, &Row)]) -> Result<(), Trouble> {
        let mut rest = rows;
        // A row must be there before another one points to it, which one statement would not notice.
        let together = if order::is_forward(rows) { MAX_ARGUMENTS } else { 0 };
        while !rest.is_empty() {
            let mut arguments = 0;
            let fitting = rest.iter().take_while(|(entity, _)| {
                arguments += entity.fields.len();
                arguments <= together
            });
            let (now, later) = rest.split_at(fitting.count().max(1));
            let sql = insert_together(now, Numbers::Taken(&self.commit.allocated))?;
            if sql.arguments.len() <= KEPT_ARGUMENTS {
                self.connection.run(&sql).await?;
            } else {
                self.connection.run_once(&sql).await?;
            }
            rest = later;
        }
        for (entity, row) in rows {
            self.commit.inserted.push(row_id(entity, row)?);
        }
        Ok(())
    }

    /// Adds notes, those of one kind together.
    async fn mark_all(&mut self, notes: &[Note<'_>]) -> Result<(), Trouble> {
        for alike in notes.chunk_by(|one, next| one.0 == next.0 && one.2 == next.2) {
            let (entity, _, beside) = alike[0];
            for some in alike.chunks(MAX_ARGUMENTS / entity.fields.len().max(1)) {
                let rows: Vec<&Row> = some.iter().map(|(_, row, _)| *row).collect();
                let mut builder = Builder::new(Dialect::Postgres);
                write::mark(&mut builder, self.organization, entity, &rows, beside)?;
                self.connection.run_once(&builder.finish()).await?;
            }
        }
        Ok(())
    }

    async fn claim(&mut self, claim: &Claim) -> Result<(), Trouble> {
        let entity = claim.query.entity;
        let mut builder = Builder::new(Dialect::Postgres);
        write::claimable(&mut builder, self.batch, claim)?;
        let held = self.connection.rows(&builder.finish()).await?;
        let ids = held.iter().map(|found| row_id(entity, &row::read(entity, found)?)).collect::<Result<Vec<Uuid>>>()?;
        if ids.is_empty() {
            return Ok(());
        }
        let mut builder = Builder::new(Dialect::Postgres);
        write::lease(&mut builder, self.organization, claim, &ids);
        builder.push(" RETURNING ").columns(entity, claim.query.with_bytes);
        let leased = self.connection.rows(&builder.finish()).await?;
        let mut rows = leased.iter().map(|found| row::read(entity, found)).collect::<Result<Vec<Row>>>()?;
        // What an update returns is in no order.
        rows.sort_by_key(|row| row_id(entity, row).ok().and_then(|id| ids.iter().position(|held| *held == id)));
        self.commit.claimed.extend(rows);
        Ok(())
    }

    /// Leaves the feed's records and the batch's own row, by which it is known when it comes again.
    async fn record(&mut self) -> Result<(), Trouble> {
        let feed = self.batch.feed();
        let mut builder = Builder::new(Dialect::Postgres);
        if !feed.is_empty() {
            builder.push("WITH f AS (");
            write::feed(&mut builder, self.batch, &feed);
            builder.push(") ");
        }
        let inserted: Vec<String> = self.commit.inserted.iter().map(Uuid::to_string).collect();
        let result = serde_json::json!({ "allocated": self.commit.allocated, "inserted": inserted });
        builder.push("INSERT INTO \"batch\" (\"organization_id\",\"id\",\"at\",\"result\") VALUES (");
        builder.bind(Kind::Uuid, Value::Uuid(self.organization)).push(",");
        builder.bind(Kind::Uuid, Value::Uuid(self.batch.id.as_uuid())).push(",");
        builder.bind(Kind::Timestamp, Value::Timestamp(self.batch.at)).push(",");
        builder.bind(Kind::Json, Value::Json(Box::new(result))).push(")");
        self.connection.run(&builder.finish()).await.map(|_| ())
    }

    /// Tells why no row was at the version that was expected.
    async fn unmet(&mut self, key: Key) -> Trouble {
        match self.is_present(key).await {
            Ok(true) => about(Code::StaleVersion, key).into(),
            Ok(false) => about(Code::NotFound, key).into(),
            Err(trouble) => trouble,
        }
    }

    /// Tells why nothing was added to a number.
    async fn unadded(&mut self, key: Key, field: usize, delta: i64, at_most: Option<i64>) -> Trouble {
        let mut builder = Builder::new(Dialect::Postgres);
        write::number(&mut builder, self.organization, key, field);
        let found = match self.connection.row(&builder.finish()).await {
            Ok(Some(found)) => row::own(&found, 0, Kind::Integer),
            Ok(None) => return about(Code::NotFound, key).into(),
            Err(trouble) => Err(trouble),
        };
        let field = &key.entity.fields[field];
        let (min, max) = write::range(field);
        match found {
            Ok(Value::Integer(before)) => match (before.checked_add(delta), at_most) {
                (Some(after), Some(limit)) if after > limit => counter_limit(field.name, Some(limit)).into(),
                (None, Some(limit)) if delta > 0 => counter_limit(field.name, Some(limit)).into(),
                // It would fit now: somebody changed the number in between.
                (Some(after), _) if (min..=max).contains(&after) => about(Code::StaleVersion, key).into(),
                _ => Error::new(Code::NumberRange).field(field.name).with("min", min).with("max", max).into(),
            },
            Ok(_) => Error::new(Code::Internal).with("reason", "only a number that is there is added to").into(),
            Err(trouble) => trouble,
        }
    }

    async fn is_present(&mut self, key: Key) -> Result<bool, Trouble> {
        let mut builder = Builder::new(Dialect::Postgres);
        write::present(&mut builder, self.organization, key);
        Ok(self.connection.row(&builder.finish()).await?.is_some())
    }

    async fn version(&mut self, key: Key) -> Result<Option<i64>, Trouble> {
        let mut builder = Builder::new(Dialect::Postgres);
        write::held_version(&mut builder, self.organization, key);
        let found: Option<PgRow> = self.connection.row(&builder.finish()).await?;
        let version = found.map(|found| row::own(&found, 0, Kind::Integer)).transpose()?;
        Ok(version.as_ref().and_then(Value::as_integer))
    }
}

/// Returns one statement that adds all rows, those of one entity together.
fn insert_together(rows: &[(&'static EntityDef, &Row)], numbers: Numbers) -> Result<Sql> {
    let mut groups: Vec<(&'static EntityDef, Vec<&Row>)> = Vec::new();
    for (entity, row) in rows {
        match groups.iter_mut().find(|(other, _)| other == entity) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((*entity, vec![*row])),
        }
    }
    let mut builder = Builder::new(Dialect::Postgres);
    let last = groups.len().saturating_sub(1);
    for (index, (entity, rows)) in groups.iter().enumerate() {
        if index < last {
            builder.push(if index == 0 { "WITH i" } else { ",i" }).push(&index.to_string()).push(" AS (");
        }
        write::insert(&mut builder, entity, rows, numbers)?;
        if index < last {
            builder.push(if index + 1 == last { ") " } else { ")" });
        }
    }
    Ok(builder.finish())
}

fn about(code: Code, key: Key) -> Error {
    Error::new(code).with("entity", key.entity.name)
}

fn counter_limit(name: &str, at_most: Option<i64>) -> Error {
    Error::new(Code::CounterLimit).with("name", name).with("limit", at_most.unwrap_or(i64::MAX))
}
