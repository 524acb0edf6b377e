//! Holidays from iCalendar text (RFC 5545), as governments and HR systems publish them.

use chrono::{Datelike as _, Days, NaiveDate};
use icalendar::parser::{Component, Property, read_calendar, unfold};

use super::definition::Weekday;
use super::holiday::{Holiday, HolidayRule};
use super::local_time::{Interval, LocalTime};
use crate::error::{Code, Error, Result};

/// The most bytes of a text.
const MAX_BYTES: usize = 1 << 20;
/// The longest event, in days.
const MAX_DAYS: u64 = 366;

impl Holiday {
    /// Returns the holidays of an iCalendar text, in the order of its events.
    ///
    /// An event over whole days closes these days. An event with local times closes the part of the day between them, whatever
    /// zone it names. Events that repeat every year stay rules (`FREQ=YEARLY`, also by `BYDAY=4TH`, until `UNTIL`);
    /// cancelled events are left out, and `EXDATE` is obeyed for no rule: it is refused.
    ///
    /// ```
    /// use servicedesk::calendar::Holiday;
    /// let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261225\r\n\
    ///             RRULE:FREQ=YEARLY\r\nSUMMARY:Natal\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    /// let holidays = Holiday::from_icalendar(text)?;
    /// assert_eq!(holidays[0].name, "Natal");
    /// assert_eq!(holidays[0].date_in(2030).unwrap().to_string(), "2030-12-25");
    /// assert!(holidays[0].date_in(2025).is_none());
    /// # Ok::<(), servicedesk::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Code::BytesTooLong`] above one MiB; [`Code::FormatInvalid`] with the event and its property for what is no iCalendar text
    /// and for events that no holiday can express: in UTC, over several days with times, or with another kind of repetition.
    pub fn from_icalendar(text: &str) -> Result<Vec<Self>> {
        if text.len() > MAX_BYTES {
            return Err(Error::new(Code::BytesTooLong).field("icalendar").with("max", MAX_BYTES));
        }
        let unfolded = unfold(text);
        let calendar =
            read_calendar(&unfolded).map_err(|_| wrong("icalendar".to_owned(), "iCalendar text (RFC 5545)"))?;
        let events = calendar.components.iter().filter(|component| component.name == "VEVENT");
        let mut holidays = Vec::new();
        for (number, event) in events.enumerate() {
            holidays.extend(Event { event, number }.holidays()?);
        }
        Ok(holidays)
    }
}

struct Event<'a> {
    event: &'a Component<'a>,
    number: usize,
}

/// When an event begins or ends.
#[derive(Clone, Copy)]
struct Moment {
    date: NaiveDate,
    time: Option<LocalTime>,
}

impl Event<'_> {
    fn holidays(&self) -> Result<Vec<Holiday>> {
        if self.value("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
            return Ok(Vec::new());
        }
        let name = self.value("SUMMARY").map(str::trim).filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| Error::new(Code::Required).field(self.field("SUMMARY")))?;
        let start = self.moment("DTSTART")?.ok_or_else(|| Error::new(Code::Required).field(self.field("DTSTART")))?;
        let end = self.moment("DTEND")?;
        if self.property("DURATION").is_some() {
            return Err(wrong(self.field("DURATION"), "an event with DTEND instead"));
        }
        let (days, closed) = self.extent(start, end)?;
        let rule = self.property("RRULE").map(|rule| self.repetition(rule.val.as_str(), start.date)).transpose()?;
        if rule.is_some() && (days > 1 || self.property("EXDATE").is_some()) {
            return Err(wrong(self.field("RRULE"), "a single day every year, without exceptions"));
        }
        let holiday = |rule, years| Holiday { name: name.to_owned(), rule, closed, years };
        Ok(match rule {
            Some((rule, last)) => vec![holiday(rule, start.date.year()..=last)],
            None => (0..days)
                .filter_map(|day| start.date.checked_add_days(Days::new(day)))
                .map(|date| holiday(HolidayRule::On(date), i32::MIN..=i32::MAX))
                .collect(),
        })
    }

    /// Returns how many days it covers and, of one with times, which part of its day.
    fn extent(&self, start: Moment, end: Option<Moment>) -> Result<(u64, Option<Interval>)> {
        let end_wrong = |expected| wrong(self.field("DTEND"), expected);
        match (start.time, end) {
            (None, None) => Ok((1, None)),
            (None, Some(end)) => {
                // The end of an event over whole days is the date after its last (RFC 5545, 3.6.1).
                let days = (end.date - start.date).num_days().max(1).unsigned_abs();
                if end.time.is_some() || days > MAX_DAYS {
                    return Err(end_wrong("a date, at most a year later"));
                }
                Ok((days, None))
            }
            (Some(from), Some(end)) => {
                let until = match end.time {
                    Some(LocalTime::MIDNIGHT) if Some(end.date) == start.date.succ_opt() => Some(LocalTime::END),
                    Some(time) if end.date == start.date && time > from => Some(time),
                    _ => None,
                };
                let part = until.and_then(|until| Interval::new(from, until));
                part.map(|part| (1, Some(part))).ok_or_else(|| end_wrong("a later time of the same day"))
            }
            (Some(_), None) => Err(Error::new(Code::Required).field(self.field("DTEND"))),
        }
    }

    /// Reads a rule of repetition, and the last year in which it holds.
    fn repetition(&self, text: &str, start: NaiveDate) -> Result<(HolidayRule, i32)> {
        let refused = || wrong(self.field("RRULE"), "FREQ=YEARLY on one day");
        let mut rule = HolidayRule::Yearly { month: start.month(), day: start.day() };
        let mut month = start.month();
        let (mut by_day, mut last, mut is_yearly) = (None, i32::MAX, false);
        for part in text.split(';').filter(|part| !part.is_empty()) {
            match part.split_once('=').ok_or_else(refused)? {
                ("FREQ", "YEARLY") => is_yearly = true,
                ("INTERVAL", "1") | ("WKST", _) => {}
                ("BYMONTH", number) => month = number.parse().map_err(|_| refused())?,
                ("BYMONTHDAY", day) => {
                    rule = HolidayRule::Yearly { month: 0, day: day.parse().map_err(|_| refused())? }
                }
                ("BYDAY", day) => by_day = Some(weekday(day).ok_or_else(refused)?),
                ("UNTIL", date) => last = parsed_date(date.get(..8).ok_or_else(refused)?).ok_or_else(refused)?.year(),
                ("COUNT", count) => {
                    let count: i32 = count.parse().map_err(|_| refused())?;
                    last = start.year().saturating_add(count).saturating_sub(1);
                }
                _ => return Err(refused()),
            }
        }
        let rule = match (by_day, rule) {
            (Some((nth, weekday)), _) => HolidayRule::Nth { month, weekday, nth },
            (None, HolidayRule::Yearly { day, .. }) => HolidayRule::Yearly { month, day },
            (None, rule) => rule,
        };
        if is_yearly { Ok((rule, last)) } else { Err(refused()) }
    }

    fn moment(&self, name: &str) -> Result<Option<Moment>> {
        let Some(property) = self.property(name) else { return Ok(None) };
        let text = property.val.as_str();
        let refused = || wrong(self.field(name), "a date, or a local time");
        let date = text.get(..8).and_then(parsed_date).ok_or_else(refused)?;
        let time = match text.get(8..) {
            Some("") => None,
            Some(time) => Some(parsed_time(time).ok_or_else(refused)?),
            None => return Err(refused()),
        };
        Ok(Some(Moment { date, time }))
    }

    fn property(&self, name: &str) -> Option<&Property<'_>> {
        self.event.find_prop(name)
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.property(name).map(|property| property.val.as_str())
    }

    fn field(&self, property: &str) -> String {
        format!("icalendar.events[{}].{property}", self.number)
    }
}

fn wrong(field: String, expected: &str) -> Error {
    Error::new(Code::FormatInvalid).field(field).with("expected", expected)
}

fn parsed_date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y%m%d").ok()
}

/// Reads `T093000`; a time in UTC is none of a wall clock.
fn parsed_time(text: &str) -> Option<LocalTime> {
    let digits = text.strip_prefix('T').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    format!("{}:{}:{}", &digits[..2], &digits[2..4], &digits[4..]).parse().ok()
}

/// Reads `4TH` or `-1MO`.
fn weekday(text: &str) -> Option<(i8, Weekday)> {
    let (nth, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let position = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].iter().position(|day| *day == name)?;
    Some((nth.parse().ok()?, Weekday::ALL[position]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(events: &[&str]) -> Result<Vec<Holiday>> {
        let body: String = events.iter().map(|event| format!("BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n")).collect();
        Holiday::from_icalendar(&format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n"))
    }

    #[test]
    fn days_parts_of_days_and_rules() {
        let holidays = read(&[
            "SUMMARY:Carnaval\r\nDTSTART;VALUE=DATE:20260216\r\nDTEND;VALUE=DATE:20260218",
            "SUMMARY:Cinzas\r\nDTSTART;TZID=America/Sao_Paulo:20260218T000000\r\nDTEND;TZID=America/Sao_Paulo:20260218T120000",
            "SUMMARY:Thanksgiving of a very long\r\n  name\r\nDTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20301231",
            "SUMMARY:Nothing\r\nSTATUS:CANCELLED\r\nDTSTART:20260101",
            "SUMMARY:Véspera\r\nDTSTART:20261224T140000\r\nDTEND:20261225T000000",
        ])
        .unwrap();
        let dates: Vec<_> = holidays.iter().map(|holiday| holiday.date_in(2026).unwrap().to_string()).collect();
        assert_eq!(dates, ["2026-02-16", "2026-02-17", "2026-02-18", "2026-11-26", "2026-12-24"]);
        assert_eq!(holidays[2].closed.unwrap().to_string(), "00:00-12:00");
        assert_eq!(holidays[3].name, "Thanksgiving of a very long name");
        assert_eq!(holidays[3].date_in(2031), None);
        assert_eq!(holidays[4].closed.unwrap().to_string(), "14:00-24:00");
    }

    #[test]
    fn what_no_holiday_can_express_is_refused_by_event_and_property() {
        let cases = [
            ("DTSTART:20260101", "SUMMARY"),
            ("SUMMARY:X", "DTSTART"),
            ("SUMMARY:X\r\nDTSTART:20261301", "DTSTART"),
            ("SUMMARY:X\r\nDTSTART:20260101T090000Z\r\nDTEND:20260101T100000Z", "DTSTART"),
            ("SUMMARY:X\r\nDTSTART:20260101T090000", "DTEND"),
            ("SUMMARY:X\r\nDTSTART:20260101T090000\r\nDTEND:20260103T090000", "DTEND"),
            ("SUMMARY:X\r\nDTSTART:20260101\r\nDTEND:20290101", "DTEND"),
            ("SUMMARY:X\r\nDTSTART:20260101\r\nDURATION:P1D", "DURATION"),
            ("SUMMARY:X\r\nDTSTART:20260101\r\nRRULE:FREQ=DAILY", "RRULE"),
            ("SUMMARY:X\r\nDTSTART:20260101\r\nRRULE:FREQ=YEARLY;INTERVAL=2", "RRULE"),
            ("SUMMARY:X\r\nDTSTART:20260101\r\nRRULE:FREQ=YEARLY\r\nEXDATE:20270101", "RRULE"),
        ];
        for (event, property) in cases {
            let error = read(&["SUMMARY:Fine\r\nDTSTART:20260101", event]).unwrap_err();
            assert_eq!(error.fields(), [format!("icalendar.events[1].{property}")], "{event}");
        }
        assert_eq!(Holiday::from_icalendar("hello").unwrap_err().fields(), ["icalendar"]);
        assert_eq!(Holiday::from_icalendar(&"x".repeat(MAX_BYTES + 1)).unwrap_err().code(), Code::BytesTooLong);
    }
}
