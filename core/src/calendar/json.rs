//! A definition as JSON and back, with the field that is wrong in every error.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};

use super::definition::{CalendarDefinition, Weekday};
use super::holiday::{Holiday, HolidayRule};
use super::local_time::Interval;
use crate::error::{Code, Error, Result};

impl CalendarDefinition {
    /// Reads a definition.
    ///
    /// ```
    /// use servicedesk::calendar::{Calendar, CalendarDefinition};
    /// let definition = CalendarDefinition::from_json(&serde_json::json!({
    ///     "timezone": "America/Sao_Paulo",
    ///     "weekly_hours": {"monday": ["09:00-12:00", "13:00-18:00"], "friday": ["22:00-06:00"]},
    ///     "holidays": [
    ///         {"preset": "br.national"},
    ///         {"name": "Foundation", "date": "2026-03-10"},
    ///         {"name": "Christmas Eve", "yearly": "12-24", "closed": "14:00-24:00", "from": 2020, "until": 2030},
    ///         {"name": "Thanksgiving", "nth": 4, "weekday": "thursday", "month": 11},
    ///         {"name": "Carnival", "easter": -47}
    ///     ],
    ///     "overrides": {"2026-12-31": ["09:00-12:00"], "2027-01-02": []}
    /// }))?;
    /// Calendar::new(definition)?;
    /// let error = CalendarDefinition::from_json(&serde_json::json!({"weekly_hours": {"monday": ["9-12"]}})).unwrap_err();
    /// assert_eq!(error.fields(), ["weekly_hours.monday[0]"]);
    /// # Ok::<(), servicedesk::Error>(())
    /// ```
    ///
    /// # Errors
    /// Kind `Invalid`, with the field.
    pub fn from_json(json: &Json) -> Result<Self> {
        let members = object(json, "calendar", &["timezone", "weekly_hours", "holidays", "overrides"])?;
        let timezone = members.get("timezone").map_or(Ok("UTC"), |zone| text(zone, "timezone"))?;
        Self::from_parts(timezone, members.get("weekly_hours"), members.get("holidays"), members.get("overrides"))
    }

    /// Reads a definition from the parts that are kept apart in a row.
    pub(crate) fn from_parts(
        timezone: &str,
        weekly_hours: Option<&Json>,
        holidays: Option<&Json>,
        overrides: Option<&Json>,
    ) -> Result<Self> {
        let mut definition = Self { timezone: timezone.to_owned(), ..Self::default() };
        for (name, hours) in given(weekly_hours)
            .map_or(Ok(None), |json| any_object(json, "weekly_hours").map(Some))?
            .into_iter()
            .flatten()
        {
            let field = format!("weekly_hours.{name}");
            let day = Weekday::find(name).ok_or_else(|| Error::new(Code::FieldUnknown).field(&field))?;
            definition.weekly_hours[day as usize] = intervals(hours, &field)?;
        }
        for (index, holiday) in given(holidays).map_or(Ok(&[][..]), |json| array(json, "holidays"))?.iter().enumerate()
        {
            let field = format!("holidays[{index}]");
            match holiday.get("preset") {
                Some(key) => {
                    object(holiday, &field, &["preset"])?;
                    definition.presets.push(text(key, &format!("{field}.preset"))?.to_owned());
                }
                None => definition.holidays.push(read_holiday(holiday, &field)?),
            }
        }
        definition.overrides = given(overrides).map_or(Ok(BTreeMap::new()), read_overrides)?;
        Ok(definition)
    }

    /// Returns the definition as [`CalendarDefinition::from_json`] reads it.
    pub fn to_json(&self) -> Json {
        let hours = |hours: &Vec<Interval>| Json::from(hours.iter().map(ToString::to_string).collect::<Vec<_>>());
        let open = |day: &Weekday| !self.weekly_hours[*day as usize].is_empty();
        let weekly: Map<String, Json> = Weekday::ALL
            .iter()
            .filter(|day| open(day))
            .map(|day| (day.name().to_owned(), hours(&self.weekly_hours[*day as usize])))
            .collect();
        let presets = self.presets.iter().map(|key| json!({ "preset": key }));
        let holidays: Vec<Json> = presets.chain(self.holidays.iter().map(Holiday::to_json)).collect();
        let overrides: Map<String, Json> =
            self.overrides.iter().map(|(date, of_date)| (date.to_string(), hours(of_date))).collect();
        json!({ "timezone": self.timezone, "weekly_hours": weekly, "holidays": holidays, "overrides": overrides })
    }
}

fn read_overrides(json: &Json) -> Result<BTreeMap<NaiveDate, Vec<Interval>>> {
    let read = |(date, hours): (&String, &Json)| {
        let field = format!("overrides.{date}");
        Ok((parsed_date(date, &field)?, intervals(hours, &field)?))
    };
    any_object(json, "overrides")?.iter().map(read).collect()
}

fn read_holiday(json: &Json, field: &str) -> Result<Holiday> {
    let known = ["name", "date", "yearly", "nth", "weekday", "month", "easter", "closed", "from", "until"];
    let members = object(json, field, &known)?;
    let at = |name: &str| format!("{field}.{name}");
    let name = members.get("name").ok_or_else(|| Error::new(Code::Required).field(at("name")))?;
    let number = |name: &str| members.get(name).map(|json| integer(json, &at(name))).transpose();
    let rules: Vec<&str> =
        ["date", "yearly", "nth", "easter"].into_iter().filter(|key| members.contains_key(*key)).collect();
    let rule = match rules[..] {
        ["date"] => HolidayRule::On(parsed_date(text(&members["date"], &at("date"))?, &at("date"))?),
        ["yearly"] => {
            let wrong = || Error::new(Code::FormatInvalid).field(at("yearly")).with("expected", "MM-DD");
            let (month, day) = text(&members["yearly"], &at("yearly"))?.split_once('-').ok_or_else(wrong)?;
            HolidayRule::Yearly { month: month.parse().map_err(|_| wrong())?, day: day.parse().map_err(|_| wrong())? }
        }
        ["nth"] => {
            let required = |name: &str| members.get(name).ok_or_else(|| Error::new(Code::Required).field(at(name)));
            let weekday = text(required("weekday")?, &at("weekday"))?;
            let unknown = || {
                let options = Weekday::ALL.map(Weekday::name).join(", ");
                Error::new(Code::EnumUnknown).field(at("weekday")).with("options", options)
            };
            HolidayRule::Nth {
                month: small(integer(required("month")?, &at("month"))?, &at("month"))?,
                weekday: Weekday::find(weekday).ok_or_else(unknown)?,
                nth: small(integer(&members["nth"], &at("nth"))?, &at("nth"))?,
            }
        }
        ["easter"] => HolidayRule::Easter(small(integer(&members["easter"], &at("easter"))?, &at("easter"))?),
        _ => {
            return Err(Error::new(Code::FormatInvalid)
                .field(field)
                .with("expected", "one of date, yearly, nth, easter"));
        }
    };
    let year = |name: &str, otherwise: i32| match number(name)? {
        Some(year) => small(year, &at(name)),
        None => Ok(otherwise),
    };
    let closed = members.get("closed").map(|json| interval(json, &at("closed"))).transpose()?;
    let years = year("from", i32::MIN)?..=year("until", i32::MAX)?;
    Ok(Holiday { name: text(name, &at("name"))?.to_owned(), rule, closed, years })
}

impl Holiday {
    /// Returns the holiday as a definition has it.
    pub fn to_json(&self) -> Json {
        let mut json = match self.rule {
            HolidayRule::On(date) => json!({ "date": date.to_string() }),
            HolidayRule::Yearly { month, day } => json!({ "yearly": format!("{month:02}-{day:02}") }),
            HolidayRule::Nth { month, weekday, nth } => {
                json!({ "nth": nth, "weekday": weekday.name(), "month": month })
            }
            HolidayRule::Easter(shift) => json!({ "easter": shift }),
        };
        json["name"] = self.name.as_str().into();
        if let Some(closed) = self.closed {
            json["closed"] = closed.to_string().into();
        }
        if *self.years.start() != i32::MIN {
            json["from"] = (*self.years.start()).into();
        }
        if *self.years.end() != i32::MAX {
            json["until"] = (*self.years.end()).into();
        }
        json
    }
}

fn given(json: Option<&Json>) -> Option<&Json> {
    json.filter(|json| !json.is_null())
}

fn kind(field: &str, expected: &str) -> Error {
    Error::new(Code::FieldKind).field(field).with("expected", expected)
}

fn any_object<'a>(json: &'a Json, field: &str) -> Result<&'a Map<String, Json>> {
    json.as_object().ok_or_else(|| kind(field, "an object"))
}

fn object<'a>(json: &'a Json, field: &str, known: &[&str]) -> Result<&'a Map<String, Json>> {
    let members = any_object(json, field)?;
    match members.keys().find(|key| !known.contains(&key.as_str())) {
        Some(unknown) => Err(Error::new(Code::FieldUnknown).field(format!("{field}.{unknown}"))),
        None => Ok(members),
    }
}

fn array<'a>(json: &'a Json, field: &str) -> Result<&'a [Json]> {
    json.as_array().map(Vec::as_slice).ok_or_else(|| kind(field, "a list"))
}

fn text<'a>(json: &'a Json, field: &str) -> Result<&'a str> {
    json.as_str().ok_or_else(|| kind(field, "a text"))
}

fn integer(json: &Json, field: &str) -> Result<i64> {
    json.as_i64().ok_or_else(|| kind(field, "a whole number"))
}

fn small<T: TryFrom<i64>>(number: i64, field: &str) -> Result<T> {
    T::try_from(number).map_err(|_| kind(field, "a smaller number"))
}

fn parsed_date(text: &str, field: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| Error::new(Code::FormatInvalid).field(field).with("expected", "YYYY-MM-DD"))
}

fn intervals(json: &Json, field: &str) -> Result<Vec<Interval>> {
    array(json, field)?.iter().enumerate().map(|(index, json)| interval(json, &format!("{field}[{index}]"))).collect()
}

fn interval(json: &Json, field: &str) -> Result<Interval> {
    let wrong = |_| Error::new(Code::FormatInvalid).field(field).with("expected", "HH:MM-HH:MM");
    text(json, field)?.parse().map_err(wrong)
}
