//! The counting itself: every clock of every ticket goes into the cells of its priority, its group and its day.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use servicedesk::clock::Timestamp;
use servicedesk::organization::TeamId;
use servicedesk::sla::{ClockPhase, SlaMetric, TicketClock};
use servicedesk::ticket::{Priority, PriorityId, Ticket};

use super::breach::Worst;
use super::declaration::RecordedVerdict;
use super::recorded::Comparing;
use super::{Attainment, MetricLevels, OfGroup, OfPeriod, OfPriority, ServiceLevels};
use crate::figures::{Grain, Names, calendar};

/// Service levels that are being counted.
pub(super) struct Counting<'a> {
    names: &'a Names,
    as_of: Timestamp,
    timezone: &'a str,
    zone: TimeZone,
    metrics: Vec<(SlaMetric, Cells)>,
    worst: Worst,
    recorded: Option<Comparing<'a>>,
}

/// The clocks of one metric.
#[derive(Default)]
struct Cells {
    all: Attainment,
    priorities: HashMap<PriorityId, OfOnePriority>,
    groups: HashMap<Option<TeamId>, OfOneGroup>,
    days: BTreeMap<Date, Attainment>,
}

#[derive(Default)]
struct OfOnePriority {
    attainment: Attainment,
    /// What was promised, as long as it was the same each time.
    target: Option<Option<i64>>,
}

#[derive(Default)]
struct OfOneGroup {
    attainment: Attainment,
    priorities: HashMap<PriorityId, Attainment>,
}

impl<'a> Counting<'a> {
    pub(super) fn new(
        names: &'a Names,
        timezone: &'a str,
        as_of: Timestamp,
        recorded: Option<&'a RecordedVerdict>,
    ) -> Self {
        let zone = TimeZone::get(timezone).unwrap_or(TimeZone::UTC);
        let recorded = recorded.map(Comparing::new);
        Self { names, as_of, timezone, zone, metrics: Vec::new(), worst: Worst::default(), recorded }
    }

    /// Counts the clocks of a ticket.
    pub(super) fn ticket(&mut self, ticket: &Ticket, clocks: &[TicketClock]) {
        for clock in clocks {
            // What was called off is neither kept nor broken, and never will be.
            if clock.phase == ClockPhase::Cancelled && clock.is_met.is_none() {
                continue;
            }
            self.clock(ticket, clock);
            if clock.is_met == Some(false) {
                self.worst.add(ticket, clock, self.names, self.as_of);
            }
        }
        if let Some(recorded) = &mut self.recorded {
            recorded.ticket(ticket, clocks, self.names);
        }
    }

    fn clock(&mut self, ticket: &Ticket, clock: &TicketClock) {
        let place = self.metrics.iter().position(|(metric, _)| *metric == clock.metric).unwrap_or_else(|| {
            self.metrics.push((clock.metric, Cells::default()));
            self.metrics.len() - 1
        });
        let cells = &mut self.metrics[place].1;
        cells.all.add(clock.is_met);
        let priority = cells.priorities.entry(ticket.priority_id).or_default();
        priority.attainment.add(clock.is_met);
        let target = Some(clock.target_milliseconds);
        priority.target = Some(priority.target.map_or(target, |known| known.filter(|known| Some(*known) == target)));
        let group = cells.groups.entry(clock.team_id.or(ticket.team_id)).or_default();
        group.attainment.add(clock.is_met);
        group.priorities.entry(ticket.priority_id).or_default().add(clock.is_met);
        // A promise is kept when its clock stops, and broken when its time is up, however long it goes on afterwards.
        if let Some(decided) = clock.breached_at.or(clock.stopped_at) {
            cells.days.entry(calendar::date(&self.zone, decided)).or_default().add(clock.is_met);
        }
    }

    /// Returns the service levels.
    pub(super) fn finish(self) -> ServiceLevels {
        let names = self.names;
        let days = || self.metrics.iter().flat_map(|(_, cells)| cells.days.keys().copied());
        let (grain, spans) = match days().min().zip(days().max()) {
            Some((first, last)) => Grain::split(first, last),
            None => (Grain::default(), Vec::new()),
        };
        let mut metrics: Vec<MetricLevels> = self
            .metrics
            .iter()
            .map(|(metric, cells)| MetricLevels {
                metric: *metric,
                all: cells.all,
                priorities: priorities(cells, names),
                groups: groups(cells, names),
                periods: periods(cells, grain, &spans),
            })
            .collect();
        metrics.sort_by_key(|levels| SlaMetric::ALL.iter().position(|metric| *metric == levels.metric));
        ServiceLevels {
            as_of: self.as_of,
            timezone: self.timezone.to_owned(),
            grain,
            metrics,
            worst: self.worst.finish(),
            recorded: self.recorded.map(|recorded| recorded.finish(names)),
        }
    }
}

fn priorities(cells: &Cells, names: &Names) -> Vec<OfPriority> {
    let counted = used(cells, names).map(|(priority, OfOnePriority { attainment, target })| OfPriority {
        key: priority.key.clone(),
        name: priority.name.clone(),
        target_ms: target.flatten(),
        attainment: *attainment,
    });
    counted.collect()
}

/// Returns the priorities of which there is a clock, the most urgent first.
fn used<'a>(cells: &'a Cells, names: &'a Names) -> impl Iterator<Item = (&'a Priority, &'a OfOnePriority)> {
    names.priorities.iter().filter_map(|priority| Some((priority, cells.priorities.get(&priority.id)?)))
}

fn groups(cells: &Cells, names: &Names) -> Vec<OfGroup> {
    let counted = cells.groups.iter().map(|(team, OfOneGroup { attainment, priorities })| OfGroup {
        name: team.map(|team| names.teams.get(&team).cloned().unwrap_or_default()),
        attainment: *attainment,
        priorities: used(cells, names)
            .map(|(priority, _)| priorities.get(&priority.id).copied().unwrap_or_default())
            .collect(),
    });
    let mut groups: Vec<OfGroup> = counted.collect();
    groups.sort_by(|a, b| b.attainment.decided().cmp(&a.attainment.decided()).then_with(|| a.name.cmp(&b.name)));
    groups
}

fn periods(cells: &Cells, grain: Grain, spans: &[(Date, Date)]) -> Vec<OfPeriod> {
    let sum = |(start, end): &(Date, Date)| {
        let mut attainment = Attainment::default();
        for (_, day) in cells.days.range(*start..*end) {
            attainment.met += day.met;
            attainment.breached += day.breached;
        }
        OfPeriod { name: grain.name(*start), starts_on: *start, attainment }
    };
    spans.iter().map(sum).collect()
}
