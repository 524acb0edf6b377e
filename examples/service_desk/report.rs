//! The report as text: tables and bars that fit into a hundred columns.

mod service_levels;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use servicedesk::Language;
use servicedesk::import::Tally;
use servicedesk_examples::figures::{Figures, Grain, Spread};

use crate::Output;
use crate::import::Outcome;
use crate::texts::{self, Texts};
use crate::words::{bar, decimal, duration, left, number, right, share};

/// How many line numbers are shown for each reason.
const LINES: usize = 8;
/// How many transitions are shown.
const TRANSITIONS: usize = 12;
const BAR: usize = 40;
const NAME: usize = 26;

/// Text that is being written.
struct Page {
    text: String,
    language: Language,
    texts: &'static Texts,
}

/// Returns the report. `place` says where the desk is.
pub(crate) fn text(output: &Output, language: Language, place: &str) -> String {
    let mut page = Page { text: String::new(), language, texts: texts::of(language) };
    let Output { source, organization, import, figures, service_levels, plot } = output;
    let texts = page.texts;
    page.line(&format!("{source}\n{}: {place}, {} {organization}", texts.store, texts.organization));
    page.import(import);
    page.overview(figures);
    page.volume(figures);
    page.states(figures);
    page.priorities(figures);
    page.ages(figures);
    page.teams(figures);
    page.extras(figures);
    if let Some(levels) = service_levels {
        page.service_levels(levels, figures, plot.as_deref());
    }
    page.text
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn title(&mut self, title: &str) {
        self.line(&format!("\n{title}"));
    }

    fn count(&self, count: u64) -> String {
        number(count, self.language)
    }

    fn counted(&self, count: u64, what: &str) -> String {
        format!("{} {what}", self.count(count))
    }

    fn import(&mut self, import: &Outcome) {
        let texts = self.texts;
        let summary = &import.summary;
        self.title(texts.import);
        if summary.already_there > 0 {
            // Whether it is a second run or the rest of one that was interrupted, the next line tells.
            let already = self.counted(summary.already_there, texts.tickets);
            self.line(&format!("  {already} {}", texts.already_there));
        }
        if summary.tickets == 0 && summary.already_there > 0 {
            self.line(&format!("  {}", texts.nothing_new));
            return self.file(import);
        }
        let parts = [
            self.counted(summary.tickets, texts.tickets),
            self.counted(summary.events, texts.events),
            self.counted(summary.people, texts.people),
            self.counted(summary.teams, texts.groups),
            self.counted(summary.categories, texts.categories),
        ];
        let (seconds, rate) = (decimal(import.seconds, self.language), import.events_per_second.round() as u64);
        let rate = if summary.events > 0 { format!(", {}", self.counted(rate, texts.rate)) } else { String::new() };
        self.line(&format!("  {} {} ({seconds} s{rate})", parts.join(", "), texts.came_in));
        self.file(import);
    }

    fn file(&mut self, import: &Outcome) {
        let (texts, summary) = (self.texts, &import.summary);
        let rows = self.counted(import.file.rows, texts.rows);
        if import.file.malformed_rows == 0 {
            self.line(&format!("  {rows}, {}", texts.no_malformed));
        } else {
            self.line(&format!("  {rows}"));
            self.line(&format!("  {}: {}", texts.malformed, self.count(import.file.malformed_rows)));
        }
        for group in import.file.malformed() {
            let column = group.column.map(|column| format!(" ({column})")).unwrap_or_default();
            self.tally(&format!("{}{column}", texts::reason(group.reason, self.language)), group.tally);
        }
        let flagged: Vec<_> = import.flagged().collect();
        if !flagged.is_empty() {
            self.line(&format!("  {}", texts.flagged));
        }
        for (flag, tally) in &flagged {
            self.tally(texts::flag(*flag, self.language), tally);
        }
        if summary.refused_events > 0 {
            self.line(&format!("  {}: {}", texts.refused, self.count(summary.refused_events)));
        }
        let mut refused: BTreeMap<String, Tally> = BTreeMap::new();
        for event in &summary.refused {
            let field = event.field.as_ref().map(|field| format!(" ({field})")).unwrap_or_default();
            let tally = refused.entry(format!("{}{field}", event.code)).or_default();
            tally.count += 1;
            tally.lines.push(event.line);
        }
        for (what, tally) in &refused {
            self.tally(what, tally);
        }
    }

    fn tally(&mut self, what: &str, tally: &Tally) {
        let shown: Vec<String> = tally.lines.iter().take(LINES).map(u64::to_string).collect();
        let more = if tally.count > shown.len() as u64 { " …" } else { "" };
        let count = right(&self.count(tally.count), 8);
        self.line(&format!("    {} {count}   {} {}{more}", left(what, 42), self.texts.lines, shown.join(", ")));
    }

    fn overview(&mut self, figures: &Figures) {
        let texts = self.texts;
        let day = |at: Option<servicedesk::clock::Timestamp>| {
            at.map_or_else(String::new, |at| at.to_string().chars().take(10).collect())
        };
        self.title(&format!(
            "{}, {}, {}; {} {} {} {} ({})",
            self.counted(figures.tickets, texts.tickets),
            self.counted(figures.events, texts.events),
            self.counted(figures.open, texts.open),
            texts.from,
            day(figures.first_opened_at),
            texts.to,
            day(figures.last_event_at),
            figures.timezone,
        ));
    }

    fn volume(&mut self, figures: &Figures) {
        let texts = self.texts;
        self.title(match figures.grain {
            Grain::Week => texts.per_week,
            Grain::Month => texts.per_month,
            Grain::Quarter => texts.per_quarter,
        });
        let heads = [texts.opened, texts.resolved, texts.reopened, texts.backlog].map(|head| right(head, 12));
        self.line(&format!("  {}{}", left("", 9), heads.concat()));
        let greatest = figures.periods.iter().map(|period| period.backlog).max().unwrap_or(0);
        for period in &figures.periods {
            let cells = [period.opened, period.resolved, period.reopened].map(|count| right(&self.count(count), 12));
            let backlog = right(&number(period.backlog, self.language), 12);
            let drawn = bar(period.backlog, greatest, BAR);
            self.line(&format!("  {}{}{backlog}  {drawn}", left(&period.name, 9), cells.concat()));
        }
    }

    fn states(&mut self, figures: &Figures) {
        let texts = self.texts;
        self.title(texts.states);
        self.line(&format!("  {}{}{}", left("", NAME), right(texts.began, 12), right(texts.now, 12)));
        let greatest = figures.states.iter().map(|state| state.tickets).max().unwrap_or(0);
        for state in &figures.states {
            let cells = [state.began, state.tickets].map(|count| right(&self.count(count), 12));
            let drawn = bar(signed(state.tickets), signed(greatest), BAR);
            self.line(&format!("  {}{}  {drawn}", left(&state.name, NAME), cells.concat()));
        }
        self.title(texts.transitions);
        let name = |key: &str| {
            let known = figures.states.iter().find(|state| state.key == key);
            known.map_or_else(|| key.to_owned(), |state| state.name.clone())
        };
        for step in figures.transitions.iter().take(TRANSITIONS) {
            let times = right(&self.count(step.times), 12);
            self.line(&format!("  {} → {}{times}", left(&name(&step.from), NAME), left(&name(&step.to), NAME)));
        }
        self.title(texts.moves);
        for (what, repeated) in [(texts.reassignments, figures.reassignments), (texts.reopenings, figures.reopenings)] {
            let part = share(repeated.tickets, figures.tickets, self.language);
            let tickets = self.counted(repeated.tickets, texts.tickets);
            let times = self.counted(repeated.times, texts.times);
            self.line(&format!("  {}{tickets} ({part}), {times}", left(what, NAME)));
        }
    }

    fn priorities(&mut self, figures: &Figures) {
        let texts = self.texts;
        self.title(&format!("{} / {}", texts.priorities, texts.time_to_resolve));
        let heads = [texts.tickets, texts.open, texts.median, texts.p90].map(|head| right(head, 14));
        self.line(&format!("  {}{}", left("", NAME), heads.concat()));
        for priority in &figures.priorities {
            self.row(&priority.name, priority.tickets, priority.open, priority.time_to_resolve);
        }
        self.row(texts.all, figures.tickets, figures.open, figures.time_to_resolve);
        if figures.time_to_answer.count > 0 {
            let spread = figures.time_to_answer;
            let cells = [spread.median_ms, spread.p90_ms].map(|millis| right(&duration(millis), 14));
            let count = right(&self.count(spread.count), 14);
            self.line(&format!("  {}{count}{}{}", left(texts.time_to_answer, NAME), right("", 14), cells.concat()));
        }
        if figures.matrix.events > 0 {
            let matrix = &figures.matrix;
            let sentence = if matrix.exceptions == 0 { texts.matrix_holds } else { texts.matrix_fails };
            let sentence = sentence
                .replace("{events}", &self.count(matrix.events))
                .replace("{exceptions}", &self.count(matrix.exceptions))
                .replace("{cells}", &self.count(matrix.cells));
            self.line(&format!("  {sentence}"));
        }
    }

    fn row(&mut self, name: &str, tickets: u64, open: u64, spread: Spread) {
        let counts = [tickets, open].map(|count| right(&self.count(count), 14));
        let times = [spread.median_ms, spread.p90_ms].map(|millis| right(&duration(millis), 14));
        self.line(&format!("  {}{}{}", left(name, NAME), counts.concat(), times.concat()));
    }

    fn ages(&mut self, figures: &Figures) {
        if figures.open == 0 {
            return;
        }
        let texts = self.texts;
        self.title(texts.ages);
        let greatest = figures.ages.iter().map(|age| age.tickets).max().unwrap_or(0);
        for age in &figures.ages {
            let name = age
                .below_days
                .map_or_else(|| texts.older.to_owned(), |days| texts.below.replace("{days}", &days.to_string()));
            let mut line = String::new();
            let count = right(&self.count(age.tickets), 12);
            let _ = write!(line, "  {}{count}  {}", left(&name, NAME), bar(signed(age.tickets), signed(greatest), BAR));
            self.line(&line);
        }
    }

    fn teams(&mut self, figures: &Figures) {
        if figures.teams.is_empty() {
            return;
        }
        let texts = self.texts;
        self.title(&format!("{} / {}", texts.top_groups, texts.time_to_resolve));
        for team in &figures.teams {
            self.row(&team.name, team.tickets, team.open, team.time_to_resolve);
        }
    }

    fn extras(&mut self, figures: &Figures) {
        if figures.custom_fields.is_empty() {
            return;
        }
        let texts = self.texts;
        self.title(texts.custom_fields);
        let heads = [texts.told, texts.yes, texts.no, texts.above_zero, texts.sum].map(|head| right(head, 13));
        self.line(&format!("  {}{}", left("", NAME), heads.concat()));
        for field in &figures.custom_fields {
            let counts = [field.yes, field.no, field.above_zero].map(|count| self.unless_zero(count.into()));
            let (told, sum) = (right(&self.count(field.told), 13), self.unless_zero(field.sum.into()));
            self.line(&format!("  {}{told}{}{sum}", left(&field.name, NAME), counts.concat()));
        }
    }

    fn unless_zero(&self, value: i128) -> String {
        right(&if value == 0 { String::new() } else { number(value, self.language) }, 13)
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
