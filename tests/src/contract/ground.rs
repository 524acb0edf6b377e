//! Where a contract point stands: a store with one organization, and short ways to say what is written and what is asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use servicedesk::clock::Timestamp;
use servicedesk::entity::{Entity, EntityDef, Row, Value};
use servicedesk::identity::{User, UserId, UserKind, UserStatus};
use servicedesk::organization::{Organization, OrganizationId, Team};
use servicedesk::query::{Query, Sort};
use servicedesk::store::{Batch, BatchId, ChangeRecord, Commit, Key, Store, Write};
use servicedesk::ticket::Tag;
use servicedesk::{Error, Result};
use uuid::Uuid;

use super::StoreFactory;
use super::entities::{Leaflet, Locker, Specimen};
use crate::patience::Patience;

/// The entities that exist for the contract only.
pub static EXTRA: &[&EntityDef] = &[Specimen::DEF, Locker::DEF, Leaflet::DEF];

/// A store with one organization.
pub struct Ground<S> {
    /// The store.
    pub store: Arc<S>,
    /// The organization.
    pub organization: OrganizationId,
}

impl<S: Store> Ground<S> {
    /// Makes a store with one organization, which came there through a batch.
    pub async fn new<F: StoreFactory<Store = S>>(factory: &F) -> Self {
        let ground = Self { store: Arc::new(factory.empty(EXTRA).await), organization: Uuid::now_v7().into() };
        ground.commit([insert(organization(ground.organization, "first"))]).await;
        ground
    }

    /// Adds another organization and returns the same store seen from it.
    pub async fn neighbour(&self) -> Self {
        let other = Self { store: Arc::clone(&self.store), organization: Uuid::now_v7().into() };
        let slug = format!("o{}", other.organization);
        other.commit([insert(organization(other.organization, &slug))]).await;
        other
    }

    /// Returns the id of an organization that is not there.
    pub fn neighbour_id(&self) -> OrganizationId {
        Uuid::now_v7().into()
    }

    /// Returns a batch of these writes at [`NOW`].
    pub fn batch(&self, writes: impl IntoIterator<Item = Write>) -> Batch {
        let mut batch = Batch::new(BatchId::from(Uuid::now_v7()), self.organization, NOW);
        batch.writes = writes.into_iter().collect();
        batch
    }

    /// Commits these writes and returns the answer, whatever it is.
    pub async fn try_commit(&self, writes: impl IntoIterator<Item = Write>) -> Result<Commit> {
        self.store.commit(self.batch(writes)).await
    }

    /// Commits these writes.
    pub async fn commit(&self, writes: impl IntoIterator<Item = Write>) -> Commit {
        self.try_commit(writes).await.expect("the batch is sound")
    }

    /// Commits these writes, which must be refused, and returns the error.
    pub async fn refused(&self, writes: impl IntoIterator<Item = Write>) -> Error {
        self.try_commit(writes).await.expect_err("the batch is refused")
    }

    /// Commits the batch that `make` returns for each number below `count`, all at the same time.
    pub async fn commit_together(&self, count: usize, make: impl Fn(usize) -> Batch) -> Vec<Result<Commit>> {
        let batches: Vec<Batch> = (0..count).map(make).collect();
        let running: Vec<_> = batches
            .into_iter()
            .map(|batch| {
                let store = Arc::clone(&self.store);
                tokio::spawn(async move { store.commit(batch).await })
            })
            .collect();
        let mut answers = Vec::with_capacity(count);
        for answer in running {
            answers.push(answer.await.expect("no store panics"));
        }
        answers
    }

    /// Asks for all rows of an entity in this organization, deleted ones excluded.
    pub fn all<E: Entity>(&self) -> Query {
        Query::new(E::DEF, self.organization).limit(1_000)
    }

    /// Returns the rows that a query answers.
    pub async fn read<E: Entity>(&self, query: Query) -> Vec<E> {
        let mut pages = self.store.read(&[query]).await.expect("the query is sound");
        let rows = pages.pop().expect("one page for one query").rows;
        rows.into_iter().map(|row| E::from_row(row).expect("a row of that entity")).collect()
    }

    /// Returns the code of the error that a query gets.
    pub async fn refusal(&self, query: Query) -> servicedesk::Code {
        self.store.read(&[query]).await.expect_err("the query is not sound").code()
    }

    /// Returns how many rows a query counts.
    pub async fn count(&self, query: Query) -> u64 {
        self.store.read(&[query.count()]).await.expect("the query is sound")[0].count
    }

    /// Returns the row of that id, deleted or not.
    pub async fn find<E: Entity>(&self, id: E::Id) -> Option<E> {
        self.read(Query::by_id(E::DEF, self.organization, id.into())).await.pop()
    }

    /// Returns the row of that id.
    pub async fn get<E: Entity>(&self, id: E::Id) -> E {
        self.find(id).await.expect("the row is there")
    }

    /// Returns the whole feed of this organization.
    pub async fn feed(&self) -> Vec<ChangeRecord> {
        let (mut feed, mut position) = (Vec::new(), String::new());
        let mut patience = Patience::new(1_000, "the feed is read to its end");
        loop {
            patience.round();
            let changes = self.store.changes(self.organization, &position, 1_000).await.expect("the position is known");
            if changes.records.is_empty() {
                return feed;
            }
            feed.extend(changes.records);
            position = changes.position;
        }
    }

    /// Returns everything of this organization that can be read.
    pub async fn everything(&self) -> BTreeMap<&'static str, Vec<Row>> {
        let mut tables = BTreeMap::new();
        for def in servicedesk::ENTITIES.iter().chain(EXTRA) {
            tables.insert(def.table, self.whole_table(def).await);
        }
        tables
    }

    async fn whole_table(&self, def: &'static EntityDef) -> Vec<Row> {
        let mut query = Query::new(def, self.organization).sort([Sort::ascending("id")]).limit(1_000);
        query.with_deleted = true;
        let mut rows: Vec<Row> = Vec::new();
        let mut patience = Patience::new(1_000, "the last page is reached");
        loop {
            patience.round();
            let page = self.store.read(std::slice::from_ref(&query)).await.expect("the query is sound").remove(0);
            rows.extend(page.rows);
            if !page.more {
                return rows;
            }
            let last = rows.last().expect("more follow after a row");
            query.after = Some(vec![last[def.index_of("id").expect("every entity has an id")].clone()]);
        }
    }
}

/// The instant of every batch that needs no other.
pub const NOW: Timestamp = Timestamp::EPOCH;

/// Returns the instant that many seconds after [`NOW`].
pub fn after_seconds(seconds: i64) -> Timestamp {
    NOW.plus_millis(seconds * 1_000)
}

/// Returns an organization.
pub fn organization(id: OrganizationId, slug: &str) -> Organization {
    Organization {
        id,
        name: "An organization".to_owned(),
        slug: slug.to_owned(),
        plan: "free".to_owned(),
        is_active: true,
        monthly_ticket_limit: Some(50),
        agent_limit: None,
        ticket_prefix: "TKT".to_owned(),
        locale: "pt-BR".to_owned(),
        timezone: "America/Sao_Paulo".to_owned(),
        logo: None,
        logo_mime_type: None,
        data_residency: None,
        version: 1,
        created_at: NOW,
        updated_at: NOW,
    }
}

/// Returns a tag.
pub fn tag(organization_id: OrganizationId, name: &str) -> Tag {
    let (id, name) = (Uuid::now_v7().into(), name.to_owned());
    Tag { id, organization_id, name, color: None, version: 1, created_at: NOW, updated_at: NOW }
}

/// Returns a team.
pub fn team(organization_id: OrganizationId, name: &str) -> Team {
    Team {
        id: Uuid::now_v7().into(),
        organization_id,
        name: name.to_owned(),
        description: None,
        manager_id: None,
        is_active: true,
        version: 1,
        created_at: NOW,
        updated_at: NOW,
    }
}

/// Returns a person with that e-mail address.
pub fn user(organization_id: OrganizationId, email: Option<&str>) -> User {
    User {
        id: UserId::from(Uuid::now_v7()),
        organization_id,
        email: email.map(str::to_owned),
        email_verified: false,
        first_name: None,
        last_name: None,
        display_name: "A person".to_owned(),
        phone: None,
        avatar_url: None,
        timezone: None,
        locale: None,
        kind: UserKind::Requester,
        status: UserStatus::Active,
        is_approved: true,
        cpf: None,
        cpf_index: None,
        ticket_capacity: None,
        open_ticket_count: 0,
        last_assigned_at: None,
        last_login_at: None,
        external_id: None,
        version: 1,
        created_at: NOW,
        updated_at: NOW,
        deleted_at: None,
    }
}

/// Returns a locker at that place of no shelf.
pub fn locker(organization_id: OrganizationId, place: i64) -> Locker {
    Locker::at(organization_id, Uuid::now_v7(), place)
}

/// Adds a row.
pub fn insert<E: Entity>(row: E) -> Write {
    Write::Insert { entity: E::DEF, row: row.into_row() }
}

/// Names a row.
pub fn key<E: Entity>(id: E::Id) -> Key {
    Key { entity: E::DEF, id: id.into() }
}

/// Returns the position of a field.
pub fn index<E: Entity>(field: &str) -> usize {
    E::DEF.index_of(field).expect("the entity has the field")
}

/// Changes one field of the row at that version.
pub fn update<E: Entity>(id: E::Id, version: i64, field: &str, value: impl Into<Value>) -> Write {
    Write::Update { key: key::<E>(id), version, changes: vec![(index::<E>(field), value.into())] }
}

/// Removes the row at that version.
pub fn delete<E: Entity>(id: E::Id, version: i64) -> Write {
    Write::Delete { key: key::<E>(id), version: Some(version) }
}

/// Adds to a counter of a row.
pub fn add<E: Entity>(id: E::Id, field: &str, delta: i64, at_most: Option<i64>) -> Write {
    Write::Add { key: key::<E>(id), field: index::<E>(field), delta, at_most }
}

/// Takes the next number of a sequence.
pub fn next(sequence: &str, at_most: Option<i64>) -> Write {
    Write::Next { sequence: sequence.to_owned(), by: 1, at_most }
}
