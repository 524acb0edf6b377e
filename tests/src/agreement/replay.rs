//! Plans carried out on several stores at once, and what can be seen of them compared.

use std::collections::BTreeMap;
use std::sync::Arc;

use servicedesk::clock::Timestamp;
use servicedesk::entity::{Allocated, Entity as _, EntityDef, Row, Value};
use servicedesk::query::{Query, Sort, field};
use servicedesk::store::{Batch, BatchId, ChangeRecord, Claim, Commit, Expect, Key, Store, Write};
use servicedesk::ticket::Tag;
use servicedesk::{Code, ENTITIES, Error};
use uuid::Uuid;

use super::Peer;
use super::plan::{Age, Change, Expectation, Plan, Question, Step};
use crate::contract::entities::Locker;
use crate::contract::ground::{EXTRA, Ground, add, after_seconds, index, insert, key, next, organization, tag};

/// The same two organizations in every store.
pub struct Replay<'a> {
    stores: &'a [Peer],
    organizations: [Uuid; 2],
    sent: Vec<Batch>,
}

impl<'a> Replay<'a> {
    /// Adds two new organizations to every store; the first store is the one that is right.
    pub async fn begin(stores: &'a [Peer]) -> Self {
        let organizations = [Uuid::now_v7(), Uuid::now_v7()];
        for id in organizations {
            let mut batch = Batch::new(BatchId::from(Uuid::now_v7()), id.into(), Timestamp::EPOCH);
            batch.writes = vec![insert(organization(id.into(), &format!("o{id}")))];
            for (name, store) in stores {
                store.commit(batch.clone()).await.unwrap_or_else(|error| panic!("{name}: {error}"));
            }
        }
        Self { stores, organizations, sent: Vec::new() }
    }

    /// Carries out one plan everywhere, compares the answers and returns what it came to.
    ///
    /// # Errors
    /// The first difference.
    pub async fn carry_out(&mut self, plan: &Plan) -> Result<String, String> {
        let earlier = plan.replay.and_then(|back| self.sent.iter().rev().nth(back).cloned());
        let batch = match earlier {
            Some(batch) => batch,
            None => self.batch(plan).await,
        };
        self.sent.push(batch.clone());
        let (mut right, mut outcome) = (None, String::new());
        for (name, store) in self.stores {
            let answer = store.commit(batch.clone()).await;
            outcome = match &answer {
                Ok(commit) if commit.replayed => "Replayed".to_owned(),
                Ok(commit) if !commit.claimed.is_empty() => "Claimed".to_owned(),
                Ok(_) => "Committed".to_owned(),
                Err(error) => format!("{:?}", error.code()),
            };
            let answer = match answer {
                Err(_) if adds_together(&batch) => "an error".to_owned(),
                answer => seen(answer),
            };
            match &right {
                None => right = Some(answer),
                Some(right) if *right != answer => {
                    let first = self.stores[0].0;
                    return Err(format!("{first} answers {right}\n{name} answers {answer}\nto {}", told(&batch)));
                }
                Some(_) => {}
            }
        }
        Ok(outcome)
    }

    /// Compares all rows and the feed of both organizations.
    ///
    /// # Errors
    /// The first difference.
    pub async fn compare(&self) -> Result<(), String> {
        for organization in self.organizations {
            let mut right: Option<Vec<String>> = None;
            for (name, store) in self.stores {
                let ground = Ground { store: Arc::new(Arc::clone(store)), organization: organization.into() };
                let found = everything(&ground).await;
                let Some(right) = &right else {
                    right = Some(found);
                    continue;
                };
                if *right != found {
                    let same = right.iter().zip(&found).take_while(|(right, found)| right == found).count();
                    return Err(format!("{name} has {:#?}\ninstead of {:#?}", &found[same..], &right[same..]));
                }
            }
        }
        Ok(())
    }

    async fn batch(&self, plan: &Plan) -> Batch {
        let ground = Ground {
            store: Arc::new(Arc::clone(&self.stores[0].1)),
            organization: self.organizations[usize::from(plan.second)].into(),
        };
        let rows: Vec<Locker> = ground.read(Query { with_deleted: true, ..ground.all::<Locker>() }).await;
        let mut versions: BTreeMap<Uuid, i64> = rows.iter().map(|row| (row.id.into(), row.version)).collect();
        let mut batch = Batch { at: after_seconds(plan.at), ..ground.batch([]) };
        for expectation in &plan.expect {
            batch.expect.push(match expectation {
                Expectation::Version(locker, age) => {
                    Expect::Version(locker_key(*locker), version(&versions, *locker, *age))
                }
                Expectation::Absent(locker) => Expect::Absent(locker_key(*locker)),
                Expectation::Present(locker) => Expect::Present(locker_key(*locker), "locker"),
                Expectation::Unchanged(question, right) => {
                    let query = asked(&ground, *question);
                    let mut rows: Vec<Row> =
                        ground.read::<Locker>(query.clone()).await.into_iter().map(Locker::into_row).collect();
                    if !right {
                        rows.pop();
                    }
                    Expect::Unchanged(Box::new(query), rows)
                }
            });
        }
        for step in &plan.steps {
            if let Step::Tag(_) = step
                && !batch.writes.iter().any(|write| matches!(write, Write::Next { .. }))
            {
                batch.writes.push(next("first", None));
            }
            let taken = batch.writes.iter().filter(|write| matches!(write, Write::Next { .. })).count();
            batch.writes.push(write(&ground, &mut versions, taken, step));
        }
        batch
    }
}

/// Returns every row and every record of the feed; its positions are the store's own.
async fn everything<S: Store>(ground: &Ground<S>) -> Vec<String> {
    let mut lines = Vec::new();
    for (table, rows) in ground.everything().await {
        let def = ENTITIES.iter().chain(EXTRA).find(|def| def.table == table).expect("a known table");
        lines.extend(rows.iter().map(|row| format!("{table} {}", json(def, row))));
    }
    for ChangeRecord { batch, table, id, kind, fields, at, .. } in ground.feed().await {
        lines.push(format!("record {batch} {table} {id} {kind:?} {fields:?} {at}"));
    }
    lines
}

/// Returns whether rows are added one after another: a store may send them as one, and tell any of several errors in them.
fn adds_together(batch: &Batch) -> bool {
    batch.writes.windows(2).any(|pair| matches!(pair, [Write::Insert { .. }, Write::Insert { .. }]))
}

/// Returns what can be seen of an answer: of an error, everything but what only says where it arose.
fn seen(answer: Result<Commit, Error>) -> String {
    match answer {
        Ok(commit) => {
            let claimed: Vec<_> = commit.claimed.iter().map(|row| json(Locker::DEF, row)).collect();
            format!("{:?} {:?} {:?} {claimed:?}", commit.replayed, commit.allocated, commit.inserted)
        }
        Err(error) if error.code() == Code::Internal => "an internal error".to_owned(),
        // Of several values that are taken, each database finds another one first; the contract looks at one at a time.
        Err(error) if error.code() == Code::DuplicateValue => format!("{:?}", error.code()),
        Err(error) => format!("{:?} of {:?}: {error}", error.code(), error.fields()),
    }
}

/// Returns a batch with the values in it.
fn told(batch: &Batch) -> String {
    let mut lines = vec![format!("{} of {} at {}", batch.id, batch.organization, batch.at)];
    lines.extend(batch.expect.iter().map(|expect| match expect {
        Expect::Version(key, version) => format!("expects {} at {version}", key.id),
        Expect::Absent(key) => format!("expects no {}", key.id),
        Expect::Present(key, field) => format!("expects {} for {field}", key.id),
        Expect::Unchanged(query, rows) => {
            let rows: Vec<_> = rows.iter().map(|row| json(query.entity, row)).collect();
            format!("expects {rows:#?} for {} by {:?}, limit {}", query.condition.to_json(), query.sort, query.limit)
        }
    }));
    lines.extend(batch.writes.iter().map(|write| match write {
        Write::Insert { entity, row } => format!("adds {}", json(entity, row)),
        Write::Update { key, version, changes } => {
            let fields = changes.iter().map(|(index, value)| (key.entity.fields[*index].name, value.to_json()));
            format!("changes {} at {version}: {:?}", key.id, fields.collect::<Vec<_>>())
        }
        Write::Delete { key, version } => format!("removes {} at {version:?}", key.id),
        Write::Add { key, field, delta, at_most } => {
            format!("adds {delta} to {} of {}, at most {at_most:?}", key.entity.fields[*field].name, key.id)
        }
        Write::Mark { entity, row, beside } => format!("notes {} beside {}", json(entity, row), beside.name),
        Write::Index(key) => format!("enters {} anew", key.id),
        Write::Next { sequence, by, at_most } => format!("moves {sequence} by {by}, at most {at_most:?}"),
        Write::Claim(Claim { query, worker, until }) => {
            let (condition, sort) = (query.condition.to_json(), &query.sort);
            format!("claims {} of {condition} by {sort:?} for {worker} until {until}", query.limit)
        }
    }));
    lines.join("\n  ")
}

fn json(def: &EntityDef, row: &Row) -> String {
    serde_json::Value::Object(servicedesk::entity::row_to_json(def, row)).to_string()
}

fn id(locker: u8) -> Uuid {
    Uuid::from_u128(u128::from(locker) + 1)
}

fn locker_key(locker: u8) -> Key {
    key::<Locker>(id(locker).into())
}

fn version(versions: &BTreeMap<Uuid, i64>, locker: u8, age: Age) -> i64 {
    let right = versions.get(&id(locker)).copied().unwrap_or(1);
    match age {
        Age::Right => right,
        Age::Wrong(by) => right + by,
    }
}

fn asked<S: Store>(ground: &Ground<S>, question: Question) -> Query {
    let sort = Sort { field: "rank".to_owned(), descending: question.descending };
    let mut query = ground.all::<Locker>().sort([sort]).limit(question.limit);
    query.with_deleted = question.with_deleted;
    match question.place {
        Some(place) => query.filter(field("place").is(place)),
        None => query,
    }
}

fn write<S: Store>(ground: &Ground<S>, versions: &mut BTreeMap<Uuid, i64>, taken: usize, step: &Step) -> Write {
    match step {
        Step::Update(locker, age, changes) if versions.contains_key(&id(*locker)) || matches!(age, Age::Wrong(_)) => {
            let version = version(versions, *locker, *age);
            versions.insert(id(*locker), version + 1);
            Write::Update { key: locker_key(*locker), version, changes: changed(changes, versions) }
        }
        Step::Insert(locker, changes) | Step::Update(locker, _, changes) => {
            let changes = changed(changes, versions);
            versions.insert(id(*locker), 1);
            let mut row = Locker::at(ground.organization, id(*locker), i64::from(*locker)).into_row();
            for (index, value) in changes {
                row[index] = value;
            }
            Write::Insert { entity: Locker::DEF, row }
        }
        // Most of what is not there is added instead, because a run of absences says little.
        Step::Delete(locker, Age::Right) | Step::Add(locker, ..)
            if *locker < 4 && !versions.contains_key(&id(*locker)) =>
        {
            versions.insert(id(*locker), 1);
            insert(Locker::at(ground.organization, id(*locker), i64::from(*locker)))
        }
        Step::Delete(locker, age) => {
            let version = version(versions, *locker, *age);
            versions.remove(&id(*locker));
            Write::Delete { key: locker_key(*locker), version: Some(version) }
        }
        Step::Add(locker, keys, delta, at_most) => {
            add::<Locker>(id(*locker).into(), if *keys { "keys" } else { "rank" }, *delta, *at_most)
        }
        Step::Next(first, by, at_most) => {
            let sequence = if *first { "first" } else { "second" }.to_owned();
            Write::Next { sequence, by: *by, at_most: *at_most }
        }
        Step::Tag(early) => {
            let mut row = tag(ground.organization, "").into_row();
            let name = Allocated {
                slot: if *early { taken } else { taken - 1 },
                offset: 0,
                prefix: "T-".to_owned(),
                width: 3,
            };
            row[index::<Tag>("name")] = Value::Allocated(Box::new(name));
            Write::Insert { entity: Tag::DEF, row }
        }
        Step::Claim(question, worker, lease) => Write::Claim(Claim {
            query: asked(ground, *question),
            worker: Uuid::from_u128(1_000 + u128::from(*worker)),
            until: after_seconds(*lease),
        }),
    }
}

/// Returns a row to point to: one that is there, if any, or the last one, which never is.
fn neighbour(locker: u8, there: &BTreeMap<Uuid, i64>) -> Uuid {
    let known = there.keys().nth(usize::from(locker) % there.len().max(1));
    known.copied().filter(|_| locker < 5).unwrap_or(id(locker))
}

/// Returns the fields that change, each once: of two changes of a field the later counts.
fn changed(changes: &[Change], there: &BTreeMap<Uuid, i64>) -> Vec<(usize, Value)> {
    let mut fields: Vec<(usize, Value)> = Vec::new();
    for change in changes {
        let text = |prefix: &str, number: Option<u8>| number.map(|number| format!("{prefix}{number}")).into();
        let (name, value) = match change {
            Change::Label(number) => ("label", text("label ", *number)),
            Change::Shelf(number) => ("shelf", text("shelf ", *number)),
            Change::Place(place) => ("place", (*place).into()),
            Change::Neighbour(locker) => ("neighbour_id", locker.map(|locker| neighbour(locker, there)).into()),
            Change::Deleted(deleted) => ("deleted_at", deleted.then_some(Timestamp::EPOCH).into()),
            Change::Keys(keys) => ("keys", (*keys).into()),
        };
        let position = index::<Locker>(name);
        fields.retain(|(other, _)| *other != position);
        fields.push((position, value));
    }
    fields
}
