//! Cases of business time: `op`, `calendar`, `start`, `end` or a duration, `pauses`, and what is expected.

use chrono::TimeDelta;
use serde_json::{Map, Value as Json};
use servicedesk::calendar::{Calendar, CalendarDefinition, Pauses};
use servicedesk::clock::Timestamp;
use servicedesk::{Code, Result};

use super::Checked;

/// The names of weekdays in a case, and in a definition.
const WEEKDAYS: [(&str, &str); 7] = [
    ("mon", "monday"),
    ("tue", "tuesday"),
    ("wed", "wednesday"),
    ("thu", "thursday"),
    ("fri", "friday"),
    ("sat", "saturday"),
    ("sun", "sunday"),
];

pub(super) fn check(case: &Json) -> Checked {
    let Some(definition) = definition(&case["calendar"]) else { return Checked::Unreadable("calendar") };
    let expected = case.get("expected_plain").unwrap_or(&case["expected"]);
    let Some(expected) = normal(expected) else { return Checked::Unreadable("expected") };
    let asked = match Question::read(case) {
        Ok(question) => question,
        Err(what) => return Checked::Unreadable(what),
    };
    let answer =
        CalendarDefinition::from_json(&definition).and_then(Calendar::new).and_then(|calendar| asked.ask(&calendar));
    match answer {
        Ok(Some(found)) => Checked::compare(&expected, &found),
        Ok(None) => Checked::Other(case["op"].to_string()),
        // A calendar that does not open any more has no such instant.
        Err(error) if error.code() == Code::CalendarNeverOpens => Checked::compare(&expected, &Json::Null),
        Err(error) => Checked::Differs { expected: expected.to_string(), found: error.to_string() },
    }
}

struct Question<'a> {
    operation: &'a str,
    start: Timestamp,
    end: Option<Timestamp>,
    duration: Option<TimeDelta>,
    pauses: Pauses,
}

impl<'a> Question<'a> {
    fn read(case: &'a Json) -> std::result::Result<Self, &'static str> {
        let operation = case["op"].as_str().ok_or("op")?;
        let start = instant(&case["start"]).ok_or("start")?;
        let end = case.get("end").map(|end| instant(end).ok_or("end")).transpose()?;
        let milliseconds = |name: &str, unit: f64| case.get(name).and_then(Json::as_f64).map(|number| number * unit);
        let duration = milliseconds("minutes", 60_000.0).or_else(|| milliseconds("seconds", 1000.0));
        let pauses = case.get("pauses").and_then(Json::as_array).into_iter().flatten();
        let pauses = pauses.map(|pause| Some((instant(&pause[0])?, instant(&pause[1])?)));
        let pauses = Pauses::new(pauses.collect::<Option<Vec<_>>>().ok_or("pauses")?);
        let duration = duration.map(|milliseconds| TimeDelta::milliseconds(milliseconds.round() as i64));
        Ok(Self { operation, start, end, duration, pauses })
    }

    /// Returns the answer, or none for a question of another kind.
    fn ask(&self, calendar: &Calendar) -> Result<Option<Json>> {
        let (pauses, start) = (&self.pauses, self.start);
        let answer = match (self.operation, self.duration, self.end) {
            // In these files a deadline after no time asks for the next opening, which is an operation of its own here.
            ("deadline", Some(duration), _) if duration.is_zero() => {
                instant_json(calendar.next_open_without(pauses, start)?)
            }
            ("deadline", Some(duration), _) => instant_json(calendar.deadline_without(pauses, start, duration)?),
            ("subtract", Some(duration), _) => instant_json(calendar.subtract_without(pauses, start, duration)?),
            ("next_open", _, _) => instant_json(calendar.next_open_without(pauses, start)?),
            ("previous_close", _, _) => instant_json(calendar.previous_close(start)?),
            ("elapsed", _, Some(end)) => {
                let elapsed = calendar.elapsed_without(pauses, start, end)?;
                Json::from(elapsed.num_milliseconds())
            }
            ("is_open", _, _) => Json::from(calendar.is_open(start)? && pauses.at(start).is_none()),
            _ => return Ok(None),
        };
        Ok(Some(answer))
    }
}

/// Returns the case's calendar in the form that the library reads.
fn definition(case: &Json) -> Option<Json> {
    let hours = |hours: &Json| -> Option<Json> {
        let interval = |pair: &Json| Some(format!("{}-{}", pair[0].as_str()?, pair[1].as_str()?));
        Some(Json::from(hours.as_array()?.iter().map(interval).collect::<Option<Vec<_>>>()?))
    };
    let mut weekly = Map::new();
    for (short, long) in WEEKDAYS {
        if let Some(of_day) = case["weekly"].get(short) {
            weekly.insert(long.to_owned(), hours(of_day)?);
        }
    }
    let mut overrides = Map::new();
    for day in case["overrides"].as_array().into_iter().flatten() {
        overrides.insert(day["date"].as_str()?.to_owned(), hours(&day["hours"])?);
    }
    let holidays = case["holidays"].as_array().into_iter().flatten();
    let holidays: Vec<Json> = holidays.map(|date| serde_json::json!({ "name": "holiday", "date": date })).collect();
    Some(serde_json::json!({
        "timezone": case["timezone"],
        "weekly_hours": weekly,
        "holidays": holidays,
        "overrides": overrides,
    }))
}

fn instant(json: &Json) -> Option<Timestamp> {
    Timestamp::parse(json.as_str()?).ok()
}

fn instant_json(instant: Timestamp) -> Json {
    Json::from(instant.to_string())
}

/// Returns an expected value as answers are written: instants in UTC, seconds as milliseconds.
fn normal(expected: &Json) -> Option<Json> {
    Some(match expected {
        Json::String(_) => instant_json(instant(expected)?),
        Json::Number(seconds) => Json::from((seconds.as_f64()? * 1000.0).round() as i64),
        other => other.clone(),
    })
}
