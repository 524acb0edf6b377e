//! The chapter of the service levels: attainment, the worst breaches with their reasons, and the log's own verdicts.

use std::path::Path;

use jiff::tz::TimeZone;
use servicedesk::sla::SegmentReason;
use servicedesk_examples::figures::Figures;
use servicedesk_examples::service_levels::{Attainment, Breach, Disagreement, MetricLevels, Recorded, ServiceLevels};

use super::{NAME, Page};
use crate::texts;
use crate::words::{decimals, hours, left, local, right, share};

/// How many groups are shown.
const GROUPS: usize = 10;
/// How many disagreements are shown.
const DISAGREEMENTS: usize = 40;
const CELL: usize = 14;

impl Page {
    pub(super) fn service_levels(&mut self, levels: &ServiceLevels, figures: &Figures, plot: Option<&Path>) {
        let texts = self.texts;
        let zone = TimeZone::get(&levels.timezone).unwrap_or(TimeZone::UTC);
        let as_of = local(levels.as_of, &zone);
        self.title(&format!(
            "{}, {} {as_of} ({}; {})",
            texts.service_levels, texts.as_of, levels.timezone, texts.business_time
        ));
        for metric in &levels.metrics {
            self.attainment(metric);
        }
        self.worst(levels, figures, &zone);
        if let Some(recorded) = &levels.recorded {
            self.recorded(recorded, &zone);
        }
        if let Some(plot) = plot {
            self.title(&format!("{}: {}", texts.plot, plot.display()));
        }
    }

    fn attainment(&mut self, levels: &MetricLevels) {
        let texts = self.texts;
        let heads = [texts.target, texts.met, texts.breached, texts.undecided, texts.attainment];
        let heads = heads.map(|head| right(head, CELL)).concat();
        self.title(&format!("{}{heads}", left(texts::metric(levels.metric, self.language), NAME + 2)));
        for priority in &levels.priorities {
            let target = priority.target_ms.map(|target| hours(target, self.language));
            self.attained(&priority.name, target, priority.attainment);
        }
        self.attained(texts.all, None, levels.all);
        self.groups(levels);
    }

    /// Draws the groups against the priorities: in each cell the part that was kept, and of how many.
    fn groups(&mut self, levels: &MetricLevels) {
        let texts = self.texts;
        let names = levels.priorities.iter().map(|priority| priority.name.as_str()).chain([texts.all]);
        let heads: String = names.map(|name| right(&left(name, name.chars().count().min(CELL - 1)), CELL)).collect();
        self.line(&format!("\n  {}{heads}", left(texts.groups_by_verdicts, NAME)));
        for group in levels.groups.iter().take(GROUPS) {
            let cells = group.priorities.iter().chain([&group.attainment]);
            let cells: String = cells.map(|attainment| right(&self.kept(*attainment), CELL)).collect();
            self.line(&format!("  {}{cells}", left(group.name.as_deref().unwrap_or(texts.no_group), NAME)));
        }
    }

    fn kept(&self, attainment: Attainment) -> String {
        let share = attainment.share().map(|share| decimals(share * 100.0, 0, self.language));
        share.map_or_else(|| "–".to_owned(), |share| format!("{share} % ({})", self.count(attainment.decided())))
    }

    fn attained(&mut self, name: &str, target: Option<String>, attainment: Attainment) {
        let Attainment { met, breached, open } = attainment;
        let counts = [met, breached, open].map(|count| right(&self.count(count), CELL)).concat();
        let part =
            attainment.share().map_or_else(|| "–".to_owned(), |_| share(met, attainment.decided(), self.language));
        let target = right(&target.unwrap_or_default(), CELL);
        self.line(&format!("  {}{target}{counts}{}", left(name, NAME), right(&part, CELL)));
    }

    fn worst(&mut self, levels: &ServiceLevels, figures: &Figures, zone: &TimeZone) {
        if levels.worst.is_empty() {
            return;
        }
        self.title(self.texts.worst);
        for (rank, breach) in levels.worst.iter().enumerate() {
            self.breach(rank + 1, breach, figures, zone);
        }
    }

    fn breach(&mut self, rank: usize, breach: &Breach, figures: &Figures, zone: &TimeZone) {
        let texts = self.texts;
        let hours = |millis: i64| hours(millis, self.language);
        let heading =
            self.heading(&breach.number, breach.external_id.as_deref(), &breach.priority, breach.group.as_deref());
        let metric = texts::metric(breach.metric, self.language);
        let took = if breach.goes_on { texts.went_on } else { texts.took }
            .replace("{elapsed}", &hours(breach.elapsed_ms))
            .replace("{target}", &hours(breach.target_ms))
            .replace("{over}", &hours(breach.over_ms));
        let whole = breach.ended_at.as_millis() - breach.started_at.as_millis();
        let between = texts
            .between
            .replace("{from}", &local(breach.started_at, zone))
            .replace("{to}", &local(breach.ended_at, zone))
            .replace("{whole}", &hours(whole));
        let status = |key: &str| {
            let known = figures.states.iter().find(|state| state.key == key);
            known.map_or_else(|| key.to_owned(), |state| state.name.clone())
        };
        let parts: Vec<String> = breach
            .spent
            .iter()
            .map(|part| {
                let name = part.name.as_deref().unwrap_or_default();
                let why = match part.reason {
                    SegmentReason::Open => texts.counted.to_owned(),
                    SegmentReason::Closed => texts.closed.to_owned(),
                    SegmentReason::Holiday => format!("{} {name}", texts.holiday),
                    SegmentReason::Paused => format!("{} {}", texts.paused, status(name)),
                };
                format!("{why} {}", hours(part.ms))
            })
            .collect();
        self.line(&format!("  {}. {heading}", right(&rank.to_string(), 2)));
        self.line(&format!("      {metric}: {took}"));
        self.line(&format!("      {between}"));
        self.line(&format!("      {}", parts.join(", ")));
    }

    fn heading(&self, number: &str, external_id: Option<&str>, priority: &str, group: Option<&str>) -> String {
        let group = group.unwrap_or(self.texts.no_group);
        let external_id = external_id.map(|id| format!(" ({id})")).unwrap_or_default();
        format!("{number}{external_id}, {priority}, {group}")
    }

    fn recorded(&mut self, recorded: &Recorded, zone: &TimeZone) {
        let texts = self.texts;
        let title = texts.recorded.replace("{field}", &recorded.custom_field);
        if recorded.compared == 0 {
            self.title(&format!("{title}: {}", texts.none_recorded));
            return;
        }
        self.title(&title);
        let heads = [texts.compared, texts.agree, texts.agreement].map(|head| right(head, CELL)).concat();
        self.line(&format!("  {}{heads}", left(texts.closed_tickets, NAME)));
        for priority in &recorded.priorities {
            self.agreement(&priority.name, priority.compared, priority.agree);
        }
        self.agreement(texts.all, recorded.compared, recorded.agree);
        if recorded.disagreements.is_empty() {
            return;
        }
        self.title(texts.disagreements);
        for disagreement in recorded.disagreements.iter().take(DISAGREEMENTS) {
            self.disagreement(disagreement, zone);
        }
        let more = recorded.disagreements.len().saturating_sub(DISAGREEMENTS) as u64;
        if more > 0 {
            self.line(&format!("  {}", texts.and_more.replace("{count}", &self.count(more))));
        }
    }

    fn agreement(&mut self, name: &str, compared: u64, agree: u64) {
        let counts = [compared, agree].map(|count| right(&self.count(count), CELL)).concat();
        // One decimal would make a whole of what is not quite one.
        let part = agree as f64 * 100.0 / compared.max(1) as f64;
        let part = right(&format!("{} %", decimals(part, 2, self.language)), CELL);
        self.line(&format!("  {}{counts}{part}", left(name, NAME)));
    }

    fn disagreement(&mut self, told: &Disagreement, zone: &TimeZone) {
        let texts = self.texts;
        let heading = self.heading(&told.number, told.external_id.as_deref(), &told.priority, told.group.as_deref());
        let log = if told.recorded_met { texts.recorded_met } else { texts.recorded_breached };
        let measured = texts
            .measured
            .replace("{elapsed}", &hours(told.elapsed_ms, self.language))
            .replace("{target}", &hours(told.target_ms, self.language));
        let clock = match told.breached_at {
            None => texts.clock_met.to_owned(),
            Some(at) => texts.clock_breached.replace("{at}", &local(at, zone)),
        };
        // Otherwise a breach within the target would look like a mistake.
        let earlier = if told.is_met || told.elapsed_ms >= told.target_ms { "" } else { texts.earlier_target };
        let why =
            [measured.as_str(), earlier].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        self.line(&format!("  {heading}: {log}, {clock} ({why})"));
    }
}
