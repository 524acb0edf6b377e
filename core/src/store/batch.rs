//! A batch: everything that one decision changes, as data. It can be logged, replayed, mirrored and tested without a database.

use uuid::Uuid;

use super::ChangeKind;
use crate::clock::Timestamp;
use crate::entity::{EntityDef, FieldDef, Kind, Row, Value};
use crate::error::{Code, Error, Result};
use crate::organization::OrganizationId;
use crate::query::Query;

crate::ids! {
    /// Identifies a batch, so that committing it twice changes nothing twice.
    BatchId
}

/// Names a row of the batch's organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The entity.
    pub entity: &'static EntityDef,
    /// The row's id.
    pub id: Uuid,
}

/// What must hold at the moment of the commit, beside the versions that [`Write::Update`] and [`Write::Delete`] name.
#[derive(Clone, Debug, PartialEq)]
pub enum Expect {
    /// The row is there, at this version.
    Version(Key, i64),
    /// There is no such row.
    Absent(Key),
    /// The row is there, deleted or not, at any version; otherwise [`Code::ReferenceMissing`] with this field.
    Present(Key, &'static str),
    /// The query still answers exactly these rows.
    Unchanged(Box<Query>, Vec<Row>),
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// Adds a row; the values are in the order of the entity's fields.
    Insert {
        /// The entity.
        entity: &'static EntityDef,
        /// The row, with its id and organization.
        row: Row,
    },
    /// Changes some fields of the row at that version; the store sets `version` to the next number.
    Update {
        /// Which row.
        key: Key,
        /// The version that the change was decided on.
        version: i64,
        /// The positions of the fields in the entity, with their new values. Never `version`.
        changes: Vec<(usize, Value)>,
    },
    /// Removes the row at that version.
    Delete {
        /// Which row.
        key: Key,
        /// The version that the removal was decided on; nothing for an append-only entity.
        version: Option<i64>,
    },
    /// Adds to a whole number of a row, whatever its version; it does not count as a change of the row. Only to a field that
    /// always holds a number: what "nothing" and one more are together is nobody's rule.
    Add {
        /// Which row.
        key: Key,
        /// The position of the field in the entity.
        field: usize,
        /// What is added.
        delta: i64,
        /// The result may not be greater; otherwise [`Code::CounterLimit`].
        at_most: Option<i64>,
    },
    /// Takes the next number of a sequence of the organization; its answer is the next slot of [`Commit::allocated`].
    Next {
        /// The sequence's name.
        sequence: String,
        /// By how much it moves; the first number of a new sequence is this.
        by: i64,
        /// The result may not be greater; otherwise [`Code::CounterLimit`].
        at_most: Option<i64>,
    },
    /// Takes rows for a worker; they are in [`Commit::claimed`]. The version of each of them rises by one.
    Claim(Claim),
    /// Adds a row of which neither the feed nor [`Commit::inserted`] tells, but only where the organization has a row of the entity
    /// `beside`: a note of the library to itself, for whoever has a use for it.
    Mark {
        /// The entity of the note, which points to no other row and is not searched.
        entity: &'static EntityDef,
        /// The row, with its id and organization.
        row: Row,
        /// The entity of which the organization must have a row, deleted or not.
        beside: &'static EntityDef,
    },
    /// Enters a row again in what the store keeps to find rows by their words and by the members of their JSON objects. The row
    /// itself does not change; one that is not there is forgotten.
    Index(Key),
}

/// Takes up to `query.limit` rows that nobody holds, in the query's order, and leases them to a worker.
///
/// The entity has the fields `claimed_by`, `claimed_until` and `claim_epoch`. A row is free when `claimed_until` is absent
/// or not later than the batch's instant. Its epoch rises with every claim, so that a worker that lost its lease can be told.
/// Its `version` rises too, where the entity has one: what was decided on the row before the claim cannot be committed after
/// it, and whoever gives the row back names the version of [`Commit::claimed`]. A claim leaves no record in the change feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Which rows, how many and in which order.
    pub query: Query,
    /// The worker.
    pub worker: Uuid,
    /// Until when the lease lasts, UTC.
    pub until: Timestamp,
}

/// Everything that one decision changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Identifies the batch.
    pub id: BatchId,
    /// Whose rows it touches; it cannot touch others.
    pub organization: OrganizationId,
    /// The instant of the decision, UTC.
    pub at: Timestamp,
    /// What must hold.
    pub expect: Vec<Expect>,
    /// What changes, in order.
    pub writes: Vec<Write>,
}

/// What a commit answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Commit {
    /// Whether the batch had been committed before and this is the first answer again.
    pub replayed: bool,
    /// The numbers taken from sequences, in the order of the [`Write::Next`]s.
    pub allocated: Vec<i64>,
    /// The ids of the added rows, in order; on a replay, those of the first time.
    pub inserted: Vec<Uuid>,
    /// The rows taken by claims, as they are after it. Empty on a replay: the leases are the first answer's.
    pub claimed: Vec<Row>,
}

/// What one batch leaves in the change feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEntry {
    /// The entity.
    pub entity: &'static EntityDef,
    /// The row's id.
    pub id: Uuid,
    /// What happened.
    pub kind: ChangeKind,
    /// The names of the changed fields.
    pub fields: Vec<&'static str>,
}

impl Batch {
    /// Returns an empty batch.
    pub fn new(id: BatchId, organization: OrganizationId, at: Timestamp) -> Self {
        Self { id, organization, at, expect: Vec::new(), writes: Vec::new() }
    }

    /// Returns what the batch leaves in the change feed: one entry for each row of an audited entity that it adds, changes
    /// or removes. Claims and additions to counters leave none.
    pub fn feed(&self) -> Vec<FeedEntry> {
        let entry = |entity: &'static EntityDef, id, kind, fields| {
            entity.audited.then_some(FeedEntry { entity, id, kind, fields })
        };
        let feed = self.writes.iter().filter_map(|write| match write {
            Write::Insert { entity, row } => entry(entity, id_of(entity, row).ok()?, ChangeKind::Insert, Vec::new()),
            Write::Update { key, changes, .. } => {
                let fields = changes.iter().map(|(index, _)| key.entity.fields[*index].name).collect();
                entry(key.entity, key.id, ChangeKind::Update, fields)
            }
            Write::Delete { key, .. } => entry(key.entity, key.id, ChangeKind::Delete, Vec::new()),
            Write::Add { .. } | Write::Next { .. } | Write::Claim(_) | Write::Index(_) | Write::Mark { .. } => None,
        });
        feed.collect()
    }

    /// Checks what a store relies on: rows complete and of this organization, queries sound, no field out of place.
    ///
    /// # Errors
    /// [`Code::Internal`] for a batch that the library itself built wrongly, and those of [`Query::check`].
    pub fn check(&self) -> Result<()> {
        let broken = |reason: &'static str| Err(Error::new(Code::Internal).with("reason", reason));
        for write in &self.writes {
            match write {
                Write::Mark { entity, .. } if entity.fields.iter().any(|field| field.references.is_some()) => {
                    return broken("a note points to no other row");
                }
                Write::Insert { entity, row } | Write::Mark { entity, row, .. } => {
                    if row.len() != entity.fields.len() {
                        return broken("a row has as many values as its entity has fields");
                    }
                    let tenant = entity.index_of(entity.tenant_column()).and_then(|index| row[index].as_uuid());
                    if tenant != Some(self.organization.as_uuid()) {
                        return broken("a batch only adds rows of its own organization");
                    }
                    id_of(entity, row)?;
                }
                Write::Update { key, changes, .. } => {
                    let fixed = ["id", "organization_id", "version", "created_at"];
                    let allowed =
                        |index: usize| key.entity.fields.get(index).is_some_and(|field| !fixed.contains(&field.name));
                    if key.entity.append_only || !changes.iter().all(|(index, _)| allowed(*index)) {
                        return broken("identity, version and append-only rows do not change");
                    }
                }
                Write::Delete { key, version } => {
                    if key.entity.append_only == version.is_some() {
                        return broken("a removal names a version exactly when there is one");
                    }
                }
                Write::Add { key, field, .. } => {
                    let number = |field: &FieldDef| field.kind == Kind::Integer && !field.nullable;
                    if !key.entity.fields.get(*field).is_some_and(number) {
                        return broken("only whole numbers that are always there are added to");
                    }
                }
                Write::Next { sequence, .. } => {
                    if sequence.is_empty() || sequence.len() > 100 {
                        return broken("a sequence has a name of at most 100 bytes");
                    }
                }
                Write::Index(_) => {}
                Write::Claim(claim) => {
                    self.check_query(&claim.query)?;
                    if !["claimed_by", "claimed_until", "claim_epoch"]
                        .iter()
                        .all(|name| claim.query.entity.index_of(name).is_some())
                    {
                        return broken("only entities with a lease are claimed");
                    }
                }
            }
        }
        self.expect.iter().try_for_each(|expect| match expect {
            Expect::Unchanged(query, _) if query.select != crate::query::Select::Rows => {
                broken("a number of rows says nothing about which they are")
            }
            Expect::Unchanged(query, _) => self.check_query(query),
            Expect::Version(..) | Expect::Absent(_) | Expect::Present(..) => Ok(()),
        })
    }

    fn check_query(&self, query: &Query) -> Result<()> {
        if query.tenant != crate::query::Tenant::Organization(self.organization) {
            return Err(Error::new(Code::Internal).with("reason", "a batch only reads rows of its own organization"));
        }
        query.check()
    }

    /// Returns the ids of the rows that the batch adds, in order.
    pub fn inserted(&self) -> Vec<Uuid> {
        let ids = self.writes.iter().filter_map(|write| match write {
            Write::Insert { entity, row } => id_of(entity, row).ok(),
            _ => None,
        });
        ids.collect()
    }
}

/// Returns the id of a row.
pub(crate) fn id_of(entity: &'static EntityDef, row: &Row) -> Result<Uuid> {
    let id = entity.index_of("id").and_then(|index| row.get(index)).and_then(Value::as_uuid);
    id.ok_or_else(|| Error::new(Code::Internal).with("reason", "a row has an id"))
}

/// Replaces every [`Value::Allocated`] of a row by its text.
pub(crate) fn fill_allocated(row: &mut Row, allocated: &[i64]) -> Result<()> {
    for value in row {
        if let Value::Allocated(wanted) = value {
            let number = allocated
                .get(wanted.slot)
                .ok_or_else(|| Error::new(Code::Internal).with("reason", "a number is taken before it is used"))?;
            *value = Value::Text(wanted.text(*number));
        }
    }
    Ok(())
}
