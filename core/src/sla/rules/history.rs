//! From the records of a ticket to what its clocks hear: the ticket is rewound to its beginning and lived again.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::event::{ClockEvent, Happening, Message, Side, StatusSeen};
use super::target::Promise;
use super::version::{Candidate, Policies};
use crate::clock::Timestamp;
use crate::entity::{Entity as _, Row, Value};
use crate::error::Result;
use crate::identity::{User, UserKind};
use crate::sla::{SlaDecision, SlaDecisionKind};
use crate::ticket::rules::past;
use crate::ticket::{Comment, Status, Ticket, TicketHistory, Visibility};

/// Everything that is known of a ticket's life.
pub(crate) struct Life<'a> {
    pub(crate) ticket: Ticket,
    /// Its history, the earliest first.
    pub(crate) records: &'a [TicketHistory],
    /// Its comments, deleted ones too, the earliest first.
    pub(crate) comments: &'a [Comment],
    /// Who wrote them.
    pub(crate) authors: &'a BTreeMap<Uuid, User>,
    /// What was decided about its clocks, the earliest first.
    pub(crate) decisions: &'a [SlaDecision],
    pub(crate) statuses: &'a BTreeMap<Uuid, Status>,
    pub(crate) policies: &'a Policies,
}

/// Something in a ticket's life. At one instant what was said comes before what was changed, because a message opens a ticket
/// again, and decisions about clocks come last.
enum Moment<'a> {
    Comment(&'a Comment),
    Commit(&'a [TicketHistory]),
    Decision(&'a SlaDecision),
}

impl Life<'_> {
    /// Returns what the clocks of the ticket hear, in order.
    ///
    /// # Errors
    /// [`Code::RowCorrupt`](crate::Code::RowCorrupt) when a record cannot be read.
    pub(crate) fn events(&self) -> Result<Vec<ClockEvent>> {
        let mut row = self.beginning()?;
        let opened = self.ticket.created_at;
        let mut told = Told { events: Vec::new(), holding: None, life: self };
        told.hear(opened, Happening::Opened(self.status(&row)));
        if uuid_of(&row, Ticket::TEAM_ID).is_some() {
            told.hear(opened, Happening::TeamChanged(uuid_of(&row, Ticket::TEAM_ID)));
        }
        if uuid_of(&row, Ticket::ASSIGNEE_ID).is_some() {
            told.hear(opened, Happening::OwnerChanged { is_owned: true });
        }
        told.choose(opened, &row);
        for (at, moment) in self.moments() {
            match moment {
                Moment::Comment(comment) => told.hear(at, Happening::Said(self.message(comment))),
                Moment::Commit(records) => told.commit(at, &mut row, records)?,
                Moment::Decision(decision) => told.decide(at, decision),
            }
        }
        Ok(told.events)
    }

    fn moments(&self) -> Vec<(Timestamp, Moment<'_>)> {
        let opened = self.ticket.created_at;
        let comments =
            self.comments.iter().map(|comment| (comment.created_at.max(opened), 0, Moment::Comment(comment)));
        let commits = self.records.chunk_by(|one, next| one.created_at == next.created_at);
        let commits = commits.map(|records| (records[0].created_at, 1, Moment::Commit(records)));
        let decisions = self.decisions.iter().map(|decision| (decision.created_at, 2, Moment::Decision(decision)));
        let mut moments: Vec<_> = comments.chain(commits).chain(decisions).collect();
        moments.sort_by_key(|(at, rank, _)| (*at, *rank));
        moments.into_iter().map(|(at, _, moment)| (at, moment)).collect()
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
}

/// What was told so far.
struct Told<'a> {
    events: Vec<ClockEvent>,
    /// The version of the policy that holds.
    holding: Option<Arc<Candidate>>,
    life: &'a Life<'a>,
}

impl Told<'_> {
    fn hear(&mut self, at: Timestamp, happening: Happening) {
        self.revise(at);
        self.events.push(ClockEvent { at, happening });
    }

    /// Tells that the policy which holds has another version by now. What is open keeps to the one it began under.
    fn revise(&mut self, at: Timestamp) {
        let Some(holding) = &self.holding else { return };
        let Some(latest) = self.life.policies.of(holding.policy, at).filter(|latest| latest.number > holding.number)
        else {
            return;
        };
        let latest = Arc::clone(latest);
        self.events.push(ClockEvent { at, happening: Happening::PromiseRevised(Arc::clone(&latest.promise)) });
        self.holding = Some(latest);
    }

    /// Chooses the policy anew; the one that holds stays in the version that was promised.
    fn choose(&mut self, at: Timestamp, row: &Row) {
        self.revise(at);
        let chosen = self.life.policies.choose(row, at);
        if chosen.map(|chosen| chosen.policy) == self.holding.as_ref().map(|holding| holding.policy) {
            return;
        }
        self.holding = chosen.cloned();
        let promise = chosen.map(|chosen| Arc::clone(&chosen.promise));
        self.events.push(ClockEvent { at, happening: Happening::PromiseChanged(promise) });
    }

    fn commit(&mut self, at: Timestamp, row: &mut Row, records: &[TicketHistory]) -> Result<()> {
        let before = row.clone();
        for record in records {
            match (record.field.as_deref(), record.action.as_str()) {
                (Some(field), _) if at > self.life.ticket.created_at || record.action != "created" => {
                    past::replay(row, field, record)?
                }
                (None, "deleted") => self.hear(at, Happening::Deleted),
                (None, "restored") => self.hear(at, Happening::Restored),
                _ => {}
            }
        }
        self.differences(at, &before, row);
        Ok(())
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
            self.choose(at, after);
        }
        if differs(Ticket::STATUS_ID) {
            self.hear(at, Happening::StatusChanged(self.life.status(after)));
        }
    }

    fn decide(&mut self, at: Timestamp, decision: &SlaDecision) {
        match decision.kind {
            SlaDecisionKind::Waive => {
                let (Some(metric), Some(cycle)) = (decision.metric, decision.cycle) else { return };
                let (team, by) = (decision.team_id.map(Into::into), decision.decided_by_id);
                let cycle = u32::try_from(cycle).unwrap_or(u32::MAX);
                self.hear(at, Happening::Waived { metric, team, cycle, by });
            }
            SlaDecisionKind::Reprice => {
                let version = decision.sla_policy_version_id.and_then(|id| self.life.policies.get(id));
                let Some(version) = version.cloned() else { return };
                let mode = decision.mode.unwrap_or(version.promise.on_change);
                let promise = Arc::new(Promise { on_change: mode, ..(*version.promise).clone() });
                self.holding = Some(version);
                self.events.push(ClockEvent { at, happening: Happening::PromiseChanged(Some(promise)) });
            }
        }
    }
}

fn uuid_of(row: &Row, field: &str) -> Option<Uuid> {
    match Ticket::DEF.index_of(field).and_then(|index| row.get(index)) {
        Some(Value::Uuid(id)) => Some(*id),
        _ => None,
    }
}
