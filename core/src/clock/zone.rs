//! The only place that knows time-zone rules. The rules are those of the bundled IANA database (through jiff), so that
//! a desk answers the same on every machine.

use chrono::NaiveDate;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::Timestamp;

/// An IANA time zone, such as `America/Sao_Paulo`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Default for Zone {
    /// UTC.
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// Returns the zone of that IANA name, or none when there is no such zone.
    ///
    /// ```
    /// use servicedesk::clock::Zone;
    /// assert!(Zone::find("America/Sao_Paulo").is_some());
    /// assert!(Zone::find("Brazil/Nowhere").is_none());
    /// ```
    pub fn find(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self)
    }

    /// Returns the calendar year and month in which `at` falls here.
    pub fn year_month(&self, at: Timestamp) -> (i16, i8) {
        let date = self.civil(at);
        (date.year(), date.month())
    }

    /// Returns the first instant of the calendar month after the one in which `at` falls here.
    pub fn next_month(&self, at: Timestamp) -> Timestamp {
        let date = self.civil(at);
        let (year, month) = if date.month() == 12 { (date.year() + 1, 1) } else { (date.year(), date.month() + 1) };
        let first = jiff::civil::Date::new(year, month, 1).map(|day| day.at(0, 0, 0, 0));
        match first.and_then(|midnight| self.0.to_ambiguous_zoned(midnight).compatible()) {
            Ok(zoned) => Timestamp::clamped(zoned.timestamp().as_millisecond()),
            Err(_) => Timestamp::MAX,
        }
    }

    /// Returns the instant of a local time here, both counted in milliseconds since 1970-01-01T00:00.
    ///
    /// A local time that was skipped means the instant after the gap by the same amount; one that occurs twice, the first.
    pub fn instant_of_local(&self, local_millis: i64) -> Timestamp {
        let civil = jiff::Timestamp::from_millisecond(local_millis).map(|instant| TimeZone::UTC.to_datetime(instant));
        match civil.and_then(|civil| self.0.to_ambiguous_zoned(civil).compatible()) {
            Ok(zoned) => Timestamp::clamped(zoned.timestamp().as_millisecond()),
            Err(_) => Timestamp::clamped(local_millis),
        }
    }

    /// Returns the first instant at which a wall clock here shows this local time or a later one. A local time is counted in
    /// milliseconds since 1970-01-01T00:00.
    ///
    /// A local time that was skipped means the instant after the gap, one that occurs twice the first.
    pub fn first_instant_at(&self, local_millis: i64) -> Timestamp {
        self.resolved(local_millis).earliest
    }

    /// Returns the stretches of time in which a wall clock here shows a local time from `first` to just before `end`, each as its
    /// first instant and the first after it, in order. Local times are counted in milliseconds since 1970-01-01T00:00.
    ///
    /// Where the clock is put forward, what was skipped is not shown; where it is put back into the range, what is shown twice
    /// counts twice, so that there may be two stretches.
    pub fn shown(&self, first: i64, end: i64) -> Vec<(Timestamp, Timestamp)> {
        let (opens, closes) = (self.resolved(first), self.resolved(end));
        let whole = (opens.earliest, closes.latest);
        if whole.0 >= whole.1 {
            return Vec::new();
        }
        if !opens.is_twice() && !closes.is_twice() {
            return vec![whole];
        }
        let mut stretches = Vec::new();
        let mut from = whole.0.as_millis();
        while from < whole.1.as_millis() {
            let until = self.next_transition(from).map_or(whole.1.as_millis(), |at| at.min(whole.1.as_millis()));
            let offset = self.offset_millis(from);
            let (start, stop) = (from.max(first - offset), until.min(end - offset));
            if start < stop {
                stretches.push((Timestamp::clamped(start), Timestamp::clamped(stop)));
            }
            from = until;
        }
        stretches
    }

    /// Returns the date on which `at` (in milliseconds since 1970-01-01T00:00:00Z) falls here.
    pub fn local_date(&self, at: i64) -> NaiveDate {
        let date = self.civil(Timestamp::clamped(at));
        let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
        NaiveDate::from_ymd_opt(i32::from(date.year()), u32::from(month), u32::from(day)).unwrap_or_default()
    }

    /// Returns the local time of `at` here, in milliseconds since 1970-01-01T00:00.
    pub fn local_millis(&self, at: Timestamp) -> i64 {
        at.as_millis() + self.offset_millis(at.as_millis())
    }

    fn offset_millis(&self, at: i64) -> i64 {
        let offset = jiff::Timestamp::from_millisecond(at).map(|instant| self.0.to_offset(instant).seconds());
        i64::from(offset.unwrap_or_default()) * 1000
    }

    fn next_transition(&self, after: i64) -> Option<i64> {
        let after = jiff::Timestamp::from_millisecond(after).ok()?;
        self.0.following(after).next().map(|transition| transition.timestamp().as_millisecond())
    }

    fn resolved(&self, local_millis: i64) -> Resolved {
        let local = jiff::Timestamp::from_millisecond(local_millis).map(|instant| TimeZone::UTC.to_datetime(instant));
        let Ok(local) = local else { return Resolved::once(local_millis) };
        let at = |offset: jiff::tz::Offset| local_millis - i64::from(offset.seconds()) * 1000;
        match self.0.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => Resolved::once(at(offset)),
            AmbiguousOffset::Fold { before, after } => {
                Resolved { earliest: Timestamp::clamped(at(before)), latest: Timestamp::clamped(at(after)) }
            }
            // Read with the offset behind the gap, a skipped time lies before the gap: the next transition is the gap.
            AmbiguousOffset::Gap { after, .. } => Resolved::once(self.next_transition(at(after)).unwrap_or(at(after))),
        }
    }

    fn civil(&self, at: Timestamp) -> jiff::civil::Date {
        jiff::Timestamp::from_millisecond(at.as_millis())
            .map(|instant| self.0.to_datetime(instant).date())
            .unwrap_or(jiff::civil::Date::MAX)
    }
}

/// When a wall clock shows a local time: once, or twice where the clock is put back.
struct Resolved {
    earliest: Timestamp,
    latest: Timestamp,
}

impl Resolved {
    fn once(at: i64) -> Self {
        Self { earliest: Timestamp::clamped(at), latest: Timestamp::clamped(at) }
    }

    fn is_twice(&self) -> bool {
        self.earliest != self.latest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_is_the_local_one() {
        let zone = Zone::find("America/Sao_Paulo").unwrap();
        let at = Timestamp::parse("2027-01-01T02:59:59Z").unwrap();
        assert_eq!(zone.year_month(at), (2026, 12));
        assert_eq!(zone.next_month(at).to_string(), "2027-01-01T03:00:00.000Z");
    }

    #[test]
    fn a_month_that_begins_in_a_gap_begins_after_it() {
        // On 2017-10-01 the clocks of Paraguay went from 00:00 to 01:00.
        let zone = Zone::find("America/Asuncion").unwrap();
        let at = Timestamp::parse("2017-09-15T00:00:00Z").unwrap();
        assert_eq!(zone.next_month(at).to_string(), "2017-10-01T04:00:00.000Z");
    }

    #[test]
    fn local_times_resolve_through_gap_and_fold() {
        let zone = Zone::find("America/New_York").unwrap();
        let local = |text: &str| Timestamp::parse(text).unwrap().as_millis();
        assert_eq!(zone.instant_of_local(local("2026-03-08T02:30:00Z")).to_string(), "2026-03-08T07:30:00.000Z");
        assert_eq!(zone.instant_of_local(local("2026-11-01T01:30:00Z")).to_string(), "2026-11-01T05:30:00.000Z");
    }
}
