//! The only place that knows time-zone rules. The rules are those of the bundled IANA database (through jiff), so that
//! a desk answers the same on every machine.

use jiff::tz::TimeZone;

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

    fn civil(&self, at: Timestamp) -> jiff::civil::Date {
        jiff::Timestamp::from_millisecond(at.as_millis())
            .map(|instant| self.0.to_datetime(instant).date())
            .unwrap_or(jiff::civil::Date::MAX)
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
