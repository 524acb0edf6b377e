//! What a log says itself of its promises, held against what the clocks say: whoever declares the hours and targets of a desk that
//! is not theirs learns here whether they guessed right, and which tickets say otherwise.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value as Json;
use servicedesk::clock::Timestamp;
use servicedesk::sla::TicketClock;
use servicedesk::ticket::{PriorityId, Ticket};

use super::declaration::RecordedVerdict;
use crate::figures::Names;

/// The verdicts of a log beside those of the clocks, of closed tickets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// The custom field that holds the verdicts of the log.
    pub custom_field: String,
    /// How many tickets have both verdicts.
    pub compared: u64,
    /// In how many of them both are the same.
    pub agree: u64,
    /// The same by priority, the most urgent first.
    pub priorities: Vec<RecordedPriority>,
    /// The tickets in which they are not the same.
    pub disagreements: Vec<Disagreement>,
}

/// The verdicts on the tickets of a priority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedPriority {
    /// The priority's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// How many tickets have both verdicts.
    pub compared: u64,
    /// In how many of them both are the same.
    pub agree: u64,
}

/// A ticket of which the log says something else than the clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// The ticket's number.
    pub number: String,
    /// The ticket's name in the log.
    pub external_id: Option<String>,
    /// The name of its priority.
    pub priority: String,
    /// The name of its group.
    pub group: Option<String>,
    /// Whether the promise was kept, as the log says.
    pub recorded_met: bool,
    /// Whether it was kept, as the clocks say.
    pub is_met: bool,
    /// When it was broken, UTC, as the clocks say. What is broken stays so, also when the ticket gets a longer target afterwards.
    pub breached_at: Option<Timestamp>,
    /// How long it might have taken, in milliseconds of business time, as was promised last.
    pub target_ms: i64,
    /// How long it took, in milliseconds of business time.
    pub elapsed_ms: i64,
}

/// Verdicts that are being compared.
pub(super) struct Comparing<'a> {
    verdict: &'a RecordedVerdict,
    recorded: Recorded,
    priorities: HashMap<PriorityId, (u64, u64)>,
}

impl<'a> Comparing<'a> {
    pub(super) fn new(verdict: &'a RecordedVerdict) -> Self {
        let recorded = Recorded { custom_field: verdict.custom_field.clone(), ..Recorded::default() };
        Self { verdict, recorded, priorities: HashMap::new() }
    }

    /// Compares the verdicts on a ticket, when it is closed and has both.
    pub(super) fn ticket(&mut self, ticket: &Ticket, clocks: &[TicketClock], names: &Names) {
        let told = ticket.custom_fields.as_ref().and_then(|fields| fields.get(&self.verdict.custom_field));
        let (Some(recorded_met), Some(_)) = (told.and_then(Json::as_bool), ticket.closed_at) else { return };
        // A promise that was measured more than once was kept when it was kept every time; the last time is told.
        let decided = clocks.iter().filter(|clock| clock.metric == self.verdict.metric && clock.is_met.is_some());
        let Some(last) = decided.clone().next_back() else { return };
        let is_met = decided.clone().all(|clock| clock.is_met == Some(true));
        let agrees = u64::from(is_met == recorded_met);
        self.recorded.compared += 1;
        self.recorded.agree += agrees;
        let (compared, agree) = self.priorities.entry(ticket.priority_id).or_default();
        *compared += 1;
        *agree += agrees;
        if is_met != recorded_met {
            self.recorded.disagreements.push(Disagreement {
                number: ticket.number.clone(),
                external_id: ticket.external_id.clone(),
                priority: names.priority(ticket.priority_id).map(|priority| priority.name.clone()).unwrap_or_default(),
                group: ticket.team_id.and_then(|team| names.teams.get(&team).cloned()),
                recorded_met,
                is_met,
                breached_at: decided.clone().find_map(|clock| clock.breached_at),
                target_ms: last.target_milliseconds,
                elapsed_ms: last.elapsed_milliseconds,
            });
        }
    }

    pub(super) fn finish(mut self, names: &Names) -> Recorded {
        let counted = names.priorities.iter().filter_map(|priority| {
            let (compared, agree) = self.priorities.get(&priority.id).copied()?;
            Some(RecordedPriority { key: priority.key.clone(), name: priority.name.clone(), compared, agree })
        });
        self.recorded.priorities = counted.collect();
        self.recorded
    }
}
