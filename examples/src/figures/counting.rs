//! The counting itself: tickets as they stand, then their events in the order in which they were recorded.

use std::collections::{BTreeMap, HashMap, HashSet};

use servicedesk::clock::Timestamp;
use servicedesk::organization::TeamId;
use servicedesk::ticket::{Level, PriorityId, StatusId, StatusKind, Ticket, TicketId};

use super::calendar::Days;
use super::extra::Extras;
use super::spread::Durations;
use super::{Age, Figures, Matrix, Names, Repeated, Share, TeamShare, Transition, Urgency};
use crate::replay::{Event, State};

/// The bounds of the ages, in days.
const AGES: [i64; 5] = [1, 3, 7, 30, 90];
/// How many teams are listed.
const TEAMS: usize = 10;
const DAY: i64 = 86_400_000;

/// Figures that are being counted.
pub(super) struct Counting<'a> {
    names: &'a Names,
    figures: Figures,
    days: Days,
    open_since: Vec<Timestamp>,
    standing: HashMap<StatusId, u64>,
    began: HashMap<StatusId, u64>,
    steps: BTreeMap<(StatusId, StatusId), u64>,
    reassigned: HashSet<TicketId>,
    cells: HashSet<(Level, Level)>,
    answers: Durations,
    resolutions: Durations,
    priorities: HashMap<PriorityId, Tally>,
    teams: HashMap<TeamId, Tally>,
    extras: Extras,
}

/// The tickets of one priority or team.
#[derive(Default)]
struct Tally {
    tickets: u64,
    open: u64,
    resolutions: Durations,
}

impl Tally {
    fn add(&mut self, open: bool, took: Option<i64>) {
        self.tickets += 1;
        self.open += u64::from(open);
        if let Some(took) = took {
            self.resolutions.add(took);
        }
    }
}

impl<'a> Counting<'a> {
    pub(super) fn new(names: &'a Names, timezone: &str) -> Self {
        Self {
            names,
            figures: Figures { timezone: timezone.to_owned(), ..Figures::default() },
            days: Days::new(timezone),
            open_since: Vec::new(),
            standing: HashMap::new(),
            began: HashMap::new(),
            steps: BTreeMap::new(),
            reassigned: HashSet::new(),
            cells: HashSet::new(),
            answers: Durations::default(),
            resolutions: Durations::default(),
            priorities: HashMap::new(),
            teams: HashMap::new(),
            extras: Extras::default(),
        }
    }

    /// Counts a ticket as it stands.
    pub(super) fn ticket(&mut self, ticket: &Ticket) {
        self.figures.tickets += 1;
        self.days.of(ticket.created_at).opened += 1;
        let first = self.figures.first_opened_at.unwrap_or(ticket.created_at);
        self.figures.first_opened_at = Some(first.min(ticket.created_at));
        self.seen_until(ticket.created_at);
        *self.standing.entry(ticket.status_id).or_default() += 1;
        let open = self.is_open(ticket.status_id);
        if open {
            self.figures.open += 1;
            self.open_since.push(ticket.created_at);
        }
        let since_opening = |end: Timestamp| end.as_millis() - ticket.created_at.as_millis();
        let took = ticket.resolved_at.or(ticket.closed_at).map(since_opening);
        if let Some(took) = took {
            self.resolutions.add(took);
        }
        if let Some(answered) = ticket.first_response_at {
            self.answers.add(since_opening(answered));
        }
        self.priorities.entry(ticket.priority_id).or_default().add(open, took);
        if let Some(team) = ticket.team_id {
            self.teams.entry(team).or_default().add(open, took);
        }
        self.extras.add(ticket.custom_fields.as_ref());
        if ticket.reopen_count > 0 {
            self.figures.reopenings.tickets += 1;
            self.figures.reopenings.times += u64::try_from(ticket.reopen_count).unwrap_or(0);
        }
    }

    /// Counts an event. The tickets were counted before: an event ends or begins their being open, not their being there.
    pub(super) fn event(&mut self, event: &Event<'_>) {
        self.figures.events += 1;
        self.seen_until(event.at);
        self.matrix(event.after);
        let Some(status) = status_of(event.after) else { return };
        let before = event.before.and_then(status_of);
        let was_open = before.is_none_or(|before| self.is_open(before));
        match (was_open, self.is_open(status)) {
            (true, false) => self.days.of(event.at).resolved += 1,
            (false, true) => self.days.of(event.at).reopened += 1,
            _ => {}
        }
        match before {
            None => *self.began.entry(status).or_default() += 1,
            Some(before) if before != status => *self.steps.entry((before, status)).or_default() += 1,
            Some(_) => {}
        }
        if let Some(before) = event.before {
            let moved = |field: &str| match (before.text(field), event.after.text(field)) {
                (Some(before), Some(after)) => before != after,
                _ => false,
            };
            if moved(Ticket::TEAM_ID) || moved(Ticket::ASSIGNEE_ID) {
                self.figures.reassignments.times += 1;
                self.reassigned.insert(event.ticket);
            }
        }
    }

    fn matrix(&mut self, state: State<'_>) {
        let level = |field: &str| state.text(field).and_then(Level::from_name);
        let Some(cell) = level(Ticket::IMPACT).zip(level(Ticket::URGENCY)) else { return };
        let Some(wanted) = self.names.matrix.get(&cell) else { return };
        self.cells.insert(cell);
        self.figures.matrix.events += 1;
        let found: Option<PriorityId> = state.text(Ticket::PRIORITY_ID).and_then(|id| id.parse().ok());
        self.figures.matrix.exceptions += u64::from(found != Some(*wanted));
    }

    fn is_open(&self, status: StatusId) -> bool {
        self.names.status(status).is_some_and(|status| StatusKind::is_unresolved(status.kind))
    }

    fn seen_until(&mut self, at: Timestamp) {
        self.figures.last_event_at = Some(self.figures.last_event_at.map_or(at, |last| last.max(at)));
    }

    /// Returns the figures.
    pub(super) fn finish(mut self) -> Figures {
        let names = self.names;
        let key = |id: &StatusId| names.status(*id).map(|status| status.key.clone()).unwrap_or_default();
        let mut figures = self.figures;
        (figures.grain, figures.periods) = self.days.periods();
        let count = |counts: &HashMap<StatusId, u64>, id: StatusId| counts.get(&id).copied().unwrap_or(0);
        figures.states = names
            .statuses
            .iter()
            .map(|status| Share {
                key: status.key.clone(),
                name: status.name.clone(),
                tickets: count(&self.standing, status.id),
                began: count(&self.began, status.id),
            })
            .collect();
        let steps = self.steps.iter();
        figures.transitions =
            steps.map(|((from, to), times)| Transition { from: key(from), to: key(to), times: *times }).collect();
        figures
            .transitions
            .sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.from.cmp(&b.from)).then_with(|| a.to.cmp(&b.to)));
        figures.reassignments = Repeated { tickets: self.reassigned.len() as u64, times: figures.reassignments.times };
        figures.priorities = names
            .priorities
            .iter()
            .map(|priority| {
                let tally = self.priorities.remove(&priority.id).unwrap_or_default();
                Urgency {
                    key: priority.key.clone(),
                    name: priority.name.clone(),
                    tickets: tally.tickets,
                    open: tally.open,
                    time_to_resolve: tally.resolutions.spread(),
                }
            })
            .collect();
        figures.matrix = Matrix { cells: self.cells.len() as u64, ..figures.matrix };
        figures.ages = ages(&self.open_since, figures.last_event_at.unwrap_or(Timestamp::EPOCH));
        figures.time_to_answer = self.answers.spread();
        figures.time_to_resolve = self.resolutions.spread();
        figures.teams = teams(names, self.teams);
        figures.custom_fields = self.extras.finish();
        figures
    }
}

fn status_of(state: State<'_>) -> Option<StatusId> {
    state.text(Ticket::STATUS_ID)?.parse().ok()
}

fn ages(open_since: &[Timestamp], until: Timestamp) -> Vec<Age> {
    let bounds = AGES.iter().copied().map(Some).chain([None]);
    let mut ages: Vec<Age> = bounds.map(|below_days| Age { below_days, tickets: 0 }).collect();
    for since in open_since {
        let days = (until.as_millis() - since.as_millis()).div_euclid(DAY);
        let bucket = ages.iter_mut().find(|age| age.below_days.is_none_or(|below| days < below));
        if let Some(bucket) = bucket {
            bucket.tickets += 1;
        }
    }
    ages
}

fn teams(names: &Names, tallies: HashMap<TeamId, Tally>) -> Vec<TeamShare> {
    let mut teams: Vec<TeamShare> = tallies
        .into_iter()
        .map(|(id, tally)| TeamShare {
            name: names.teams.get(&id).cloned().unwrap_or_default(),
            tickets: tally.tickets,
            open: tally.open,
            time_to_resolve: tally.resolutions.spread(),
        })
        .collect();
    teams.sort_by(|a, b| b.tickets.cmp(&a.tickets).then_with(|| a.name.cmp(&b.name)));
    teams.truncate(TEAMS);
    teams
}
