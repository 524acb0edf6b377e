//! From the records of a ticket to what its clocks hear: the ticket is rewound to its beginning and lived again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::event::{ClockEvent, Happening, Message, Side, StatusSeen};
use super::target::Promise;
use crate::clock::Timestamp;
use crate::entity::{Entity as _, Row, Value};
use crate::error::Result;
use crate::identity::{User, UserKind};
use crate::query::{Condition, matches};
use crate::ticket::rules::past;
use crate::ticket::{Comment, Status, Ticket, TicketHistory, Visibility};

/// A policy that may hold for a ticket.
pub(crate) struct Candidate {
    /// The tickets that it holds for.
    pub(crate) condition: Condition,
    /// The priority that names it, whose tickets it holds for before any condition is asked.
    pub(crate) priorities: Vec<uuid::Uuid>,
    /// What it promises.
    pub(crate) promise: Arc<Promise>,
}

/// Everything that is known of a ticket's life.
pub(crate) struct Life<'a> {
    pub(crate) ticket: Ticket,
    /// Its history, the earliest first.
    pub(crate) records: &'a [TicketHistory],
    /// Its comments, deleted ones too, the earliest first.
    pub(crate) comments: &'a [Comment],
    /// Who wrote them.
    pub(crate) authors: &'a BTreeMap<uuid::Uuid, User>,
    pub(crate) statuses: &'a BTreeMap<uuid::Uuid, Status>,
    /// The policies, in their order.
    pub(crate) policies: &'a [Candidate],
}

impl Life<'_> {
    /// Returns what the clocks of the ticket hear, in order.
    ///
    /// # Errors
    /// [`Code::RowCorrupt`](crate::Code::RowCorrupt) when a record cannot be read.
    pub(crate) fn events(&self) -> Result<Vec<ClockEvent>> {
        let mut row = self.beginning()?;
        let opened = self.ticket.created_at;
        let mut told = Told { events: Vec::new(), promise: None, life: self };
        told.hear(opened, Happening::Opened(self.status(&row)));
        if uuid_of(&row, Ticket::TEAM_ID).is_some() {
            told.hear(opened, Happening::TeamChanged(uuid_of(&row, Ticket::TEAM_ID)));
        }
        if uuid_of(&row, Ticket::ASSIGNEE_ID).is_some() {
            told.hear(opened, Happening::OwnerChanged { is_owned: true });
        }
        told.promise(opened, &row);
        let mut comments = self.comments.iter().peekable();
        for commit in self.records.chunk_by(|one, next| one.created_at == next.created_at) {
            let at = commit[0].created_at;
            // What was said in the same commit as a change was said before it: a message opens a ticket again.
            while let Some(comment) = comments.next_if(|comment| comment.created_at <= at) {
                told.hear(comment.created_at.max(opened), Happening::Said(self.message(comment)));
            }
            let before = row.clone();
            for record in commit {
                match (record.field.as_deref(), record.action.as_str()) {
                    (Some(field), _) if at > opened || record.action != "created" => {
                        past::replay(&mut row, field, record)?
                    }
                    (None, "deleted") => told.hear(at, Happening::Deleted),
                    (None, "restored") => told.hear(at, Happening::Restored),
                    _ => {}
                }
            }
            told.differences(at, &before, &row);
        }
        for comment in comments {
            told.hear(comment.created_at.max(opened), Happening::Said(self.message(comment)));
        }
        Ok(told.events)
    }

    /// Returns the row as it was when the ticket was opened.
    fn beginning(&self) -> Result<Row> {
        let mut row = self.ticket.clone().into_row();
        let latest_first: Vec<TicketHistory> = self.records.iter().rev().cloned().collect();
        past::rewind(&mut row, &latest_first)?;
        Ok(row)
    }

    fn status(&self, row: &Row) -> StatusSeen {
        let status = uuid_of(row, Ticket::STATUS_ID).and_then(|id| self.statuses.get(&id));
        StatusSeen {
            kind: status.map(|status| status.kind).unwrap_or_default(),
            pauses: status.is_some_and(|status| status.pauses_sla),
            key: status.map_or_else(|| Arc::from("?"), |status| Arc::from(status.key.as_str())),
        }
    }

    fn message(&self, comment: &Comment) -> Message {
        let author = comment.author_id.and_then(|id| self.authors.get(&id.into()));
        let side = match author {
            Some(author) if Some(author.id) == self.ticket.requester_id => Side::Requester,
            Some(author) => match author.kind {
                UserKind::Agent | UserKind::Admin | UserKind::Analyst => Side::Agent,
                UserKind::Service => Side::Program,
                UserKind::Requester | UserKind::Customer => Side::Requester,
            },
            // Without an author it came from outside by e-mail, or the host itself wrote it.
            None if comment.from_email.is_some() => Side::Requester,
            None => Side::Program,
        };
        Message { side, is_public: comment.visibility == Visibility::Public, is_automatic: comment.is_auto_response }
    }

    /// Returns what is promised for a ticket that stands so: the policy of its priority, or the first whose condition it meets.
    fn promised(&self, row: &Row) -> Option<Arc<Promise>> {
        let priority = uuid_of(row, Ticket::PRIORITY_ID);
        let named = self.policies.iter().find(|policy| priority.is_some_and(|id| policy.priorities.contains(&id)));
        let met = || self.policies.iter().find(|policy| matches(Ticket::DEF, &policy.condition, row));
        named.or_else(met).map(|policy| Arc::clone(&policy.promise))
    }
}

/// What was told so far.
struct Told<'a> {
    events: Vec<ClockEvent>,
    promise: Option<uuid::Uuid>,
    life: &'a Life<'a>,
}

impl Told<'_> {
    fn hear(&mut self, at: Timestamp, happening: Happening) {
        self.events.push(ClockEvent { at, happening });
    }

    fn promise(&mut self, at: Timestamp, row: &Row) {
        let promise = self.life.promised(row);
        let id = promise.as_ref().map(|promise| promise.id);
        if id != self.promise {
            self.promise = id;
            self.hear(at, Happening::PromiseChanged(promise));
        }
    }

    fn differences(&mut self, at: Timestamp, before: &Row, after: &Row) {
        let differs = |field: &str| uuid_of(before, field) != uuid_of(after, field);
        if differs(Ticket::TEAM_ID) {
            self.hear(at, Happening::TeamChanged(uuid_of(after, Ticket::TEAM_ID)));
        }
        if differs(Ticket::ASSIGNEE_ID) {
            self.hear(at, Happening::OwnerChanged { is_owned: uuid_of(after, Ticket::ASSIGNEE_ID).is_some() });
        }
        if before != after {
            self.promise(at, after);
        }
        if differs(Ticket::STATUS_ID) {
            self.hear(at, Happening::StatusChanged(self.life.status(after)));
        }
    }
}

fn uuid_of(row: &Row, field: &str) -> Option<uuid::Uuid> {
    match Ticket::DEF.index_of(field).and_then(|index| row.get(index)) {
        Some(Value::Uuid(id)) => Some(*id),
        _ => None,
    }
}
