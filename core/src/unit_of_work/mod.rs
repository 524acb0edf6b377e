//! The one funnel for writes. An operation says which rows come, change and go; from the same rows before and after, the
//! unit of work derives the history, the audit entry, the change-feed record and the outbox messages of the same commit.
//! No operation writes any of them.

mod audit;
mod belonging;
mod custom_fields;
mod default_row;
mod diff;
mod hierarchy;
mod history;
mod mark;
mod outbox;

use std::collections::BTreeSet;

use crate::clock::Timestamp;
use crate::entity::{Entity, EntityDef, EntityId, Row, Value, check_row, check_value};
use crate::error::{Code, Error, Result};
use crate::identity::{User, UserId};
use crate::organization::rules as organization_rules;
use crate::query::Query;
use crate::scope::{Refusal, Scope};
use crate::store::{Batch, BoxFuture, Claim, Commit, Expect, Key, Write};
use crate::system::rules as system_rules;
use crate::ticket::TicketId;
use crate::ticket::rules::set_up;

pub(crate) use diff::{FieldChange, between};
pub(crate) use history::{json as recorded_json, text as recorded_text, value as recorded_value};

/// What one decision changes, until it is committed.
pub(crate) struct UnitOfWork<'a> {
    scope: &'a Scope,
    batch: Batch,
    /// Whether the changes happened elsewhere and only arrive here: they are recorded, but cause nothing.
    imported: bool,
    /// The tickets to which something happens that their clocks hear.
    heard: BTreeSet<TicketId>,
}

/// One change of one row, as the derived records see it.
pub(crate) struct Event<'a> {
    /// The entity.
    pub(crate) def: &'static EntityDef,
    /// The row's id.
    pub(crate) id: uuid::Uuid,
    /// The row after the change, or the last one when it goes.
    pub(crate) row: &'a Row,
    /// What happened.
    pub(crate) kind: EventKind,
    /// The changed fields that count: neither bookkeeping nor derived.
    pub(crate) changes: Vec<FieldChange>,
    /// Who did it.
    pub(crate) actor: Option<UserId>,
    /// When.
    pub(crate) at: Timestamp,
}

/// What happened to a row, as people would say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventKind {
    /// It was made.
    Created,
    /// It was changed.
    Updated,
    /// It was deleted, softly or for good.
    Deleted,
    /// It came back.
    Restored,
}

/// One step of a row's life that happened elsewhere.
#[cfg(feature = "import")]
pub(crate) struct Step {
    /// The row after the step.
    pub(crate) row: Row,
    /// Who did it.
    pub(crate) actor: Option<UserId>,
    /// When it was recorded, UTC.
    pub(crate) at: Timestamp,
}

impl<'a> UnitOfWork<'a> {
    pub(crate) fn new(scope: &'a Scope) -> Self {
        let now = scope.desk().now();
        let mut batch = Batch::new(scope.batch_id(now), scope.organization_id(), now);
        // History and audit entries name the actor without pointing to the row, which they may outlive; nobody else would ask
        // whether the organization knows them.
        if let Some(user) = scope.actor().user_id() {
            batch.expect.push(Expect::Present(Key { entity: User::DEF, id: user.into() }, "actor"));
        }
        Self { scope, batch, imported: false, heard: BTreeSet::new() }
    }

    /// Returns the instant of the decision.
    pub(crate) fn now(&self) -> Timestamp {
        self.batch.at
    }

    #[cfg(feature = "import")]
    /// Says that the changes happened elsewhere: they leave history and audit entries, and no outbox messages.
    pub(crate) fn imported(mut self) -> Self {
        self.imported = true;
        self
    }

    /// Adds a row and returns it.
    pub(crate) fn insert<E: Entity>(&mut self, entity: E) -> Result<E> {
        self.insert_row(E::DEF, entity.clone().into_row())?;
        Ok(entity)
    }

    /// Adds a row, whose text may still wait for a number of a sequence.
    pub(crate) fn insert_row(&mut self, def: &'static EntityDef, row: Row) -> Result<()> {
        check_row(def, &row)?;
        def.fields.iter().zip(&row).try_for_each(|(field, value)| set_up::check(def, field, value))?;
        check_rules(def, None, &row)?;
        let changes = diff::of_new(def, &row);
        self.record(def, &row, EventKind::Created, changes, self.scope.actor().user_id(), self.batch.at, |batch| {
            batch.writes.push(Write::Insert { entity: def, row: row.clone() });
        })
    }

    /// Changes a row from what was loaded to what was decided, and returns it as it will be. Nothing is written when
    /// nothing differs.
    pub(crate) fn update<E: Entity>(&mut self, before: E, after: E) -> Result<E> {
        self.update_row(E::DEF, before.into_row(), after.into_row()).and_then(E::from_row)
    }

    /// Does the same with rows.
    pub(crate) fn update_row(&mut self, def: &'static EntityDef, before: Row, mut after: Row) -> Result<Row> {
        let Some(version) = self.stamp(def, &before, &mut after)? else { return Ok(before) };
        let changed = diff::changed_fields(&before, &after);
        for index in &changed {
            check_value(&def.fields[*index], &after[*index])?;
            set_up::check(def, &def.fields[*index], &after[*index])?;
        }
        check_rules(def, Some(&before), &after)?;
        let at = def.index_of("version");
        let writes = changed.iter().filter(|index| Some(**index) != at).map(|index| (*index, after[*index].clone()));
        let key = Key { entity: def, id: self.id_of(def, &after)? };
        let write = Write::Update { key, version, changes: writes.collect() };
        let kind = diff::kind_of_update(def, &before, &after);
        let changes = diff::between(def, &before, &after);
        let actor = self.scope.actor().user_id();
        self.record(def, &after, kind, changes, actor, self.batch.at, |batch| batch.writes.push(write))?;
        Ok(after)
    }

    /// Puts the next version and the time of change on `after`; returns the version it was decided on, or nothing when
    /// there is no change.
    fn stamp(&self, def: &'static EntityDef, before: &Row, after: &mut Row) -> Result<Option<i64>> {
        if before == after {
            return Ok(None);
        }
        let broken = || Error::new(Code::Internal).with("reason", "only versioned rows change");
        let version_at = def.index_of("version").ok_or_else(broken)?;
        let version = before[version_at].as_integer().ok_or_else(broken)?;
        after[version_at] = Value::Integer(version + 1);
        if let Some(index) = def.index_of("updated_at") {
            after[index] = Value::Timestamp(self.batch.at);
        }
        Ok(Some(version))
    }

    /// Removes a row: marks it as deleted where the entity says so, otherwise for good.
    pub(crate) fn delete_row(&mut self, def: &'static EntityDef, row: Row) -> Result<()> {
        if let Some(index) = def.index_of("deleted_at").filter(|_| def.soft_delete) {
            let mut after = row.clone();
            after[index] = Value::Timestamp(self.batch.at);
            return self.update_row(def, row, after).map(|_| ());
        }
        let version = def.index_of("version").and_then(|index| row[index].as_integer());
        let key = Key { entity: def, id: self.id_of(def, &row)? };
        let changes = diff::of_new(def, &row).into_iter().map(FieldChange::reversed).collect();
        let actor = self.scope.actor().user_id();
        self.record(def, &row, EventKind::Deleted, changes, actor, self.batch.at, |batch| {
            batch.writes.push(Write::Delete { key, version });
        })
    }

    #[cfg(feature = "import")]
    /// Adds a row that lived elsewhere: as it is after its last step, with the records of every step.
    pub(crate) fn insert_life(&mut self, def: &'static EntityDef, steps: &[Step]) -> Result<()> {
        let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Ok(()) };
        check_row(def, &last.row)?;
        self.batch.writes.push(Write::Insert { entity: def, row: last.row.clone() });
        let created = diff::of_new(def, &first.row);
        self.record(def, &first.row, EventKind::Created, created, first.actor, first.at, |_| {})?;
        for pair in steps.windows(2) {
            let changes = diff::between(def, &pair[0].row, &pair[1].row);
            let kind = diff::kind_of_update(def, &pair[0].row, &pair[1].row);
            self.record(def, &pair[1].row, kind, changes, pair[1].actor, pair[1].at, |_| {})?;
        }
        Ok(())
    }

    /// Adds `delta` to a derived number of a row, which may not pass `at_most`.
    pub(crate) fn add<I: EntityId>(
        &mut self,
        def: &'static EntityDef,
        id: I,
        field: &str,
        delta: i64,
        at_most: Option<i64>,
    ) {
        if let Some(field) = def.index_of(field) {
            // A trigger takes any other change without a new version for that of a foreign program.
            debug_assert!(def.fields[field].computed, "only what is derived is added to");
            self.batch.writes.push(Write::Add { key: Key { entity: def, id: id.into() }, field, delta, at_most });
        }
    }

    /// Moves a sequence and returns the slot of its number.
    pub(crate) fn next(&mut self, sequence: String, by: i64, at_most: Option<i64>) -> usize {
        let slot = self.batch.writes.iter().filter(|write| matches!(write, Write::Next { .. })).count();
        self.batch.writes.push(Write::Next { sequence, by, at_most });
        slot
    }

    /// Enters a row anew in the store's indexes, as it is at the version that was read.
    pub(crate) fn index(&mut self, def: &'static EntityDef, row: &Row) -> Result<()> {
        let key = Key { entity: def, id: self.id_of(def, row)? };
        if let Some(version) = def.index_of("version").and_then(|index| row[index].as_integer()) {
            self.batch.expect.push(Expect::Version(key, version));
        }
        self.batch.writes.push(Write::Index(key));
        Ok(())
    }

    /// Takes rows for a worker.
    pub(crate) fn claim(&mut self, claim: Claim) {
        self.batch.writes.push(Write::Claim(claim));
    }

    /// Commits everything at once.
    pub(crate) async fn commit(self) -> Result<Commit, Refusal> {
        self.submit().await
    }

    /// Says that the decision was made from these answers; when another answer is there by the commit, it is made anew.
    pub(crate) fn expect_unchanged(&mut self, query: Query, rows: Vec<Row>) {
        self.batch.expect.push(Expect::Unchanged(Box::new(query), rows));
    }

    /// Says that the decision was made on that version of a row that the commit does not change.
    pub(crate) fn expect_version<E: Entity>(&mut self, id: E::Id, version: i64) {
        self.batch.expect.push(Expect::Version(Key { entity: E::DEF, id: id.into() }, version));
    }

    /// Says that a row must be there, deleted or not; `field` is the one that names it.
    pub(crate) fn expect_present<E: Entity>(&mut self, id: E::Id, field: &'static str) {
        self.batch.expect.push(Expect::Present(Key { entity: E::DEF, id: id.into() }, field));
    }

    /// Hands everything to the store at once; the future only waits for the answer.
    pub(crate) fn submit(mut self) -> BoxFuture<'a, Result<Commit, Refusal>> {
        if self.batch.writes.is_empty() {
            return Box::pin(async { Ok(Commit::default()) });
        }
        mark::tickets(self.scope, &self.heard, &mut self.batch);
        let commit = self.scope.desk().commit(self.batch);
        Box::pin(async move { commit.await.map_err(Refusal::of_commit) })
    }

    fn id_of(&self, def: &'static EntityDef, row: &Row) -> Result<uuid::Uuid> {
        crate::store::row_id(def, row)
    }

    /// Writes the row through `write`, then what follows from the change.
    #[allow(clippy::too_many_arguments)]
    fn record(
        &mut self,
        def: &'static EntityDef,
        row: &Row,
        kind: EventKind,
        changes: Vec<FieldChange>,
        actor: Option<UserId>,
        at: Timestamp,
        write: impl FnOnce(&mut Batch),
    ) -> Result<()> {
        write(&mut self.batch);
        // A change of derived numbers only is nobody's deed.
        if kind == EventKind::Updated && changes.is_empty() && !self.imported {
            return Ok(());
        }
        let event = Event { def, id: self.id_of(def, row)?, row, kind, changes, actor, at };
        if !self.imported {
            self.heard.extend(mark::heard(&event));
        }
        let scope = self.scope;
        if def.history.is_some() {
            history::records(scope, &event, &mut self.batch)?;
        }
        if def.audited {
            audit::entry(scope, &event, self.imported, &mut self.batch);
            if !self.imported {
                outbox::messages(scope, &event, &mut self.batch);
            }
        }
        Ok(())
    }
}

/// Checks a row against the rules of its area that the reflection table cannot tell and that need no other row.
fn check_rules(def: &'static EntityDef, before: Option<&Row>, after: &Row) -> Result<()> {
    set_up::check_row(def, after)?;
    organization_rules::check_row(def, before, after)?;
    system_rules::check_row(def, before, after)
}
