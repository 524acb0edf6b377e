//! The shipped sample: an incident log that the project invents itself, so that a first try needs no download and shows
//! nobody's data. The same seed gives the same bytes for ever; more tickets make a load test of it.

mod cases;

use std::io;

use cases::{CASES, DESK};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Weekday};

/// An invented incident log of three months in 2025, in local time of Brasília, as CSV with a header.
///
/// ```
/// use servicedesk::import::SampleLog;
///
/// let mut log = Vec::new();
/// SampleLog { tickets: 2, ..SampleLog::default() }.write(&mut log).expect("memory takes all");
/// assert!(String::from_utf8(log).expect("text").starts_with("number,state,opened_at,event_at,"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleLog {
    /// How many incidents; 300 by default, spread over the same three months whatever their number.
    pub tickets: u32,
    /// What the chances are drawn from.
    pub seed: u64,
}

impl Default for SampleLog {
    fn default() -> Self {
        SampleLog { tickets: 300, seed: 2025 }
    }
}

const COLUMNS: [&str; 21] = [
    "number",
    "state",
    "opened_at",
    "event_at",
    "event_by",
    "requester",
    "channel",
    "impact",
    "urgency",
    "priority",
    "category",
    "subcategory",
    "subject",
    "group",
    "assignee",
    "reassignments",
    "reopens",
    "first_response_at",
    "resolved_at",
    "closed_at",
    "tags",
];
const DAYS: i64 = 90;
/// Working hours, in minutes of the day.
const OPENS: i64 = 8 * 60;
const CLOSES: i64 = 18 * 60;

/// SplitMix64: eight lines instead of a dependency whose next version would draw other numbers.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From `low` to `high`, both possible. The tiny bias of the remainder does not matter here.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    fn percent(&mut self, likely: i64) -> bool {
        self.between(1, 100) <= likely
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.between(0, from.len() as i64 - 1) as usize]
    }
}

impl SampleLog {
    /// Writes the log: a row per event, the rows of one incident together, incidents by their opening.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: impl io::Write) -> io::Result<()> {
        let mut chance = Chance(self.seed);
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(COLUMNS)?;
        let mut openings: Vec<NaiveDateTime> = (0..self.tickets).map(|_| opening(&mut chance)).collect();
        openings.sort_unstable();
        for (index, opened) in openings.into_iter().enumerate() {
            let mut incident = Incident::new(index + 1, opened, &mut chance);
            incident.live(&mut chance);
            for row in &incident.rows {
                csv.write_record(row)?;
            }
        }
        csv.flush()
    }
}

fn first_day() -> NaiveDate {
    // A Monday; a constant date is always valid.
    NaiveDate::from_ymd_opt(2025, 1, 6).unwrap_or_default()
}

/// A moment in the three months: mostly in working hours, busier in the morning, sometimes at night.
fn opening(chance: &mut Chance) -> NaiveDateTime {
    // The last days bring none, so that a move past a weekend does not leave the log.
    let day = first_day() + TimeDelta::days(chance.between(0, DAYS - 5));
    let minute = match chance.between(1, 10) {
        1 => chance.between(0, 24 * 60 - 1),
        2..=6 => chance.between(OPENS, 12 * 60),
        _ => chance.between(12 * 60, CLOSES - 1),
    };
    let moment = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute);
    if chance.percent(90) { into_working_hours(moment, chance) } else { moment }
}

/// The moment itself when people work, or a little after they begin again.
fn into_working_hours(mut moment: NaiveDateTime, chance: &mut Chance) -> NaiveDateTime {
    let minute = i64::from(moment.hour() * 60 + moment.minute());
    let weekend = |moment: NaiveDateTime| matches!(moment.weekday(), Weekday::Sat | Weekday::Sun);
    if !weekend(moment) && (OPENS..CLOSES).contains(&minute) {
        return moment;
    }
    if minute >= OPENS {
        moment += TimeDelta::days(1);
    }
    while weekend(moment) {
        moment += TimeDelta::days(1);
    }
    moment.date().and_time(NaiveTime::MIN) + TimeDelta::minutes(OPENS + chance.between(0, 45))
}

/// An incident while it is told; each `record` is a row.
struct Incident {
    rows: Vec<Vec<String>>,
    number: String,
    opened: NaiveDateTime,
    now: NaiveDateTime,
    fixed: Vec<String>,
    solver: &'static str,
    group: &'static str,
    agent: Option<String>,
    tags: &'static str,
    reassignments: u32,
    reopens: u32,
    answered: Option<NaiveDateTime>,
    resolved: Option<NaiveDateTime>,
    closed: Option<NaiveDateTime>,
}

impl Incident {
    fn new(number: usize, opened: NaiveDateTime, chance: &mut Chance) -> Self {
        let (solver, category, subcategory, portuguese, english, tags) = *chance.pick(&CASES);
        let subject = if chance.percent(70) { portuguese } else { english };
        let channel = *chance.pick(&["Phone", "Phone", "Portal", "Portal", "Portal", "E-mail", "E-mail", "Chat"]);
        let levels = ["High", "Medium", "Medium", "Medium", "Low", "Low"];
        let (impact, urgency) = (*chance.pick(&levels), *chance.pick(&levels));
        let rank = |level| match level {
            "High" => 0,
            "Medium" => 1,
            _ => 2,
        };
        let priority = ["P1", "P2", "P3", "P4", "P4"][rank(impact) + rank(urgency)];
        let requester = format!("Requester {:03}", chance.between(1, 120));
        let fixed = [requester.as_str(), channel, impact, urgency, priority, category, subcategory, subject];
        Incident {
            rows: Vec::new(),
            number: format!("DEMO{number:05}"),
            opened,
            now: opened,
            fixed: fixed.map(str::to_owned).to_vec(),
            solver,
            group: DESK,
            agent: None,
            tags,
            reassignments: 0,
            reopens: 0,
            answered: None,
            resolved: None,
            closed: None,
        }
    }

    fn live(&mut self, chance: &mut Chance) {
        let requester = self.fixed[0].clone();
        self.record("New", &requester);
        self.wait(chance, 3, 90);
        self.assign(DESK, chance);
        self.answered = Some(self.now);
        self.act("Active");
        if self.solver != DESK {
            self.wait(chance, 10, 180);
            if chance.percent(15) {
                // Sent to the wrong group first.
                let wrong = *chance.pick(&["Workplace", "Infrastructure", "Applications"]);
                self.pass_to(wrong, chance);
                self.wait(chance, 30, 400);
            }
            self.pass_to(self.solver, chance);
        }
        for _ in 0..2 {
            if chance.percent(25) {
                self.wait(chance, 20, 240);
                self.act("Awaiting User");
                self.wait(chance, 60, 2_000);
                self.record("Active", &requester);
            }
        }
        self.resolve(chance);
        while self.reopens < 3 && chance.percent(8) {
            self.wait(chance, 120, 1_500);
            self.resolved = None;
            self.reopens += 1;
            self.record("Active", &requester);
            self.resolve(chance);
        }
        // Nobody objects for five days: the desk closes it.
        self.now += TimeDelta::days(5);
        self.closed = Some(self.now);
        self.record("Closed", "Auto-close");
    }

    fn resolve(&mut self, chance: &mut Chance) {
        let longest = match self.fixed[4].as_str() {
            "P1" => 240,
            "P2" => 700,
            "P3" => 2_500,
            _ => 6_000,
        };
        self.wait(chance, 15, longest);
        self.resolved = Some(self.now);
        self.act("Resolved");
    }

    fn wait(&mut self, chance: &mut Chance, least: i64, most: i64) {
        let minutes = chance.between(least, most);
        self.now = into_working_hours(self.now + TimeDelta::minutes(minutes), chance);
    }

    fn assign(&mut self, group: &'static str, chance: &mut Chance) {
        self.group = group;
        self.agent = Some(format!("Agent {}-{}", &group[..3].to_uppercase(), chance.between(1, 4)));
    }

    fn pass_to(&mut self, group: &'static str, chance: &mut Chance) {
        if group == self.group {
            return;
        }
        let by = self.agent.clone().unwrap_or_default();
        self.assign(group, chance);
        self.reassignments += 1;
        self.record("Active", &by);
    }

    fn act(&mut self, state: &str) {
        let by = self.agent.clone().unwrap_or_default();
        self.record(state, &by);
    }

    /// The log ends with its last day: what would come later is not known yet.
    fn record(&mut self, state: &str, by: &str) {
        if self.now >= first_day().and_time(NaiveTime::MIN) + TimeDelta::days(DAYS) {
            return;
        }
        let time =
            |moment: Option<NaiveDateTime>| moment.map(|m| m.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
        let mut row =
            vec![self.number.clone(), state.to_owned(), time(Some(self.opened)), time(Some(self.now)), by.to_owned()];
        row.extend(self.fixed.iter().cloned());
        row.extend([
            self.group.to_owned(),
            self.agent.clone().unwrap_or_default(),
            self.reassignments.to_string(),
            self.reopens.to_string(),
            time(self.answered),
            time(self.resolved),
            time(self.closed),
            self.tags.to_owned(),
        ]);
        self.rows.push(row);
    }
}
