//! What an operation leaves behind: its history records, audit entries, records in the feed and outbox messages.

use servicedesk::audit::AuditEntry;
use servicedesk::entity::Entity;
use servicedesk::outbox::OutboxMessage;
use servicedesk::ticket::TicketHistory;

use super::fixture::Fixture;
use super::mirror;

/// A history record, in short: action, field, old value, new value.
pub type Step = (String, Option<String>, Option<String>, Option<String>);

/// What came since a mark.
#[derive(Debug)]
pub struct Trace {
    /// The history records.
    pub history: Vec<Step>,
    /// The audit entries: action, table, changes.
    pub audit: Vec<(String, String, serde_json::Value)>,
    /// The feed: table, kind, fields without the time of change.
    pub feed: Vec<(String, &'static str, Vec<String>)>,
    /// The outbox messages.
    pub outbox: Vec<OutboxMessage>,
    /// The whole audit entries.
    pub entries: Vec<AuditEntry>,
}

/// How much there was at some moment.
#[derive(Clone, Copy)]
pub struct Mark {
    history: usize,
    audit: usize,
    feed: usize,
    outbox: usize,
}

impl Fixture {
    async fn rows<E: Entity>(&self) -> Vec<E> {
        mirror::all(self.desk.store(), self.organization.id).await
    }

    /// Remembers how much there is.
    pub async fn mark(&self) -> Mark {
        Mark {
            history: self.rows::<TicketHistory>().await.len(),
            audit: self.rows::<AuditEntry>().await.len(),
            feed: mirror::feed(self.desk.store(), self.organization.id).await.len(),
            outbox: self.rows::<OutboxMessage>().await.len(),
        }
    }

    /// Returns what came since.
    pub async fn since(&self, mark: Mark) -> Trace {
        let history = self.rows::<TicketHistory>().await.split_off(mark.history);
        let entries = self.rows::<AuditEntry>().await.split_off(mark.audit);
        let feed = mirror::feed(self.desk.store(), self.organization.id).await.split_off(mark.feed);
        let short = |entry: &AuditEntry| (entry.action.name().to_owned(), entry.entity.clone(), entry.changes.clone());
        let feed = feed.into_iter().map(|record| {
            let fields = record.fields.into_iter().filter(|field| field != "updated_at").collect();
            (record.table, record.kind.name(), fields)
        });
        Trace {
            history: history
                .into_iter()
                .map(|step| (step.action, step.field, step.old_value, step.new_value))
                .collect(),
            audit: entries.iter().map(short).collect(),
            entries,
            feed: feed.collect(),
            outbox: self.rows::<OutboxMessage>().await.split_off(mark.outbox),
        }
    }
}

impl Trace {
    /// Fails unless nothing happened.
    #[track_caller]
    pub fn assert_nothing(&self) {
        let lengths = (self.history.len(), self.audit.len(), self.feed.len(), self.outbox.len());
        assert_eq!(lengths, (0, 0, 0, 0), "nothing was to happen: {self:?}");
    }
}

/// Returns a history record in short.
pub fn step(action: &str, field: &str, old: Option<&str>, new: Option<&str>) -> Step {
    (action.to_owned(), Some(field.to_owned()), old.map(str::to_owned), new.map(str::to_owned))
}

/// Returns the history record of something that came or went.
pub fn event(action: &str) -> Step {
    (action.to_owned(), None, None, None)
}
