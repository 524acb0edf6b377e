//! Cases of Brazil: `kind`, `input`, `valid` and `normalized`. Holidays and deadlines in days are checked here.

use chrono::{Days, NaiveDate};
use serde_json::{Value as Json, json};
use servicedesk::calendar::{Calendar, CalendarDefinition, easter, preset};

use super::Checked;

pub(super) fn check(case: &Json) -> Checked {
    let (Some(kind), Some(input)) = (case["kind"].as_str(), case["input"].as_str()) else {
        return Checked::Unreadable("kind or input");
    };
    let found = match kind {
        "easter" => year(input).and_then(easter).map(|date| json!(date.to_string())),
        "movable" => year(input).and_then(movable),
        "national_holidays" => year(input).and_then(national),
        "deadline_business_days" => days(input).and_then(|(date, days)| business_days(date, days)),
        "deadline_calendar_days" => days(input).and_then(|(date, days)| {
            date.checked_add_days(Days::new(u64::from(days))).map(|date| json!(date.to_string()))
        }),
        other => return Checked::Other(other.to_owned()),
    };
    if case["valid"] == json!(false) {
        return Checked::compare(&Json::Null, &found.unwrap_or_default());
    }
    Checked::compare(&case["normalized"], &found.unwrap_or_default())
}

fn year(input: &str) -> Option<i32> {
    input.parse().ok()
}

/// Reads `2026-11-18+6`.
fn days(input: &str) -> Option<(NaiveDate, u32)> {
    let (date, days) = input.split_once('+')?;
    Some((date.parse().ok()?, days.parse().ok()?))
}

fn movable(year: i32) -> Option<Json> {
    // Carnival and Corpus Christi from the bank's days, Good Friday from the national ones.
    let banking = preset("br.banking")?.holidays.iter();
    let national = preset("br.national")?.holidays.iter();
    let date = |name: &str| {
        let holiday = banking.clone().chain(national.clone()).find(|holiday| holiday.name == name)?;
        Some(holiday.date_in(year)?.to_string())
    };
    Some(json!({
        "carnival_mon": date("Segunda-feira de Carnaval")?,
        "carnival_tue": date("Terça-feira de Carnaval")?,
        "ash_wed": date("Quarta-feira de Cinzas")?,
        "good_friday": date("Sexta-feira Santa")?,
        "corpus_christi": date("Corpus Christi")?,
    }))
}

fn national(year: i32) -> Option<Json> {
    let dates = preset("br.national")?.of_year(year).ok()?;
    Some(dates.into_iter().map(|(date, _)| date.to_string()).collect())
}

/// Counts Mondays to Fridays that are no national holiday, without the day of the beginning.
fn business_days(date: NaiveDate, days: u32) -> Option<Json> {
    let mut federal = CalendarDefinition::weekdays("America/Sao_Paulo", &["00:00-24:00"]).ok()?;
    federal.presets.push("br.national".to_owned());
    let last = Calendar::new(federal).and_then(|calendar| calendar.business_day(date, days)).ok()?;
    Some(json!(last.to_string()))
}
