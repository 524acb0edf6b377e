//! The one instant type: UTC, whole milliseconds, so that a value survives every store and every language unchanged
//! (JavaScript has no finer unit, and PostgreSQL none coarser than the microsecond).

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant in UTC with millisecond precision.
///
/// Finer input is truncated towards the past. The range is year 0001 to year 9999, which all stores and languages share.
///
/// ```
/// use servicedesk::clock::Timestamp;
/// let t = Timestamp::parse("2026-11-20T09:00:00.123456-03:00")?;
/// assert_eq!(t.to_string(), "2026-11-20T12:00:00.123Z");
/// # Ok::<(), servicedesk::clock::TimestampError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A text that is no RFC 3339 instant, or an instant outside the years 0001 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 instant between the years 0001 and 9999")]
pub struct TimestampError;

impl Timestamp {
    /// The earliest instant: 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_135_596_800_000);
    /// The latest instant: 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_300_799_999);
    /// The instant 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);

    /// Returns the instant `millis` milliseconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`TimestampError`] outside the range.
    pub fn from_millis(millis: i64) -> Result<Self, TimestampError> {
        let instant = Self(millis);
        if instant < Self::MIN || instant > Self::MAX { Err(TimestampError) } else { Ok(instant) }
    }

    /// Returns the nearest representable instant to `millis` milliseconds after 1970-01-01T00:00:00Z.
    pub fn clamped(millis: i64) -> Self {
        Self(millis.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Returns the milliseconds since 1970-01-01T00:00:00Z, negative before it.
    pub fn as_millis(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 instant with any offset.
    ///
    /// # Errors
    /// [`TimestampError`] when the text is no such instant or out of range.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        let parsed = DateTime::parse_from_rfc3339(text).map_err(|_| TimestampError)?;
        Self::from_millis(parsed.timestamp_millis())
    }

    /// Returns this instant as chrono's type.
    pub fn to_datetime(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }

    /// Returns the instant `millis` milliseconds later (earlier when negative), held inside the range.
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self::clamped(self.0.saturating_add(millis))
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(value: DateTime<Utc>) -> Self {
        Self::clamped(value.timestamp_millis())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_datetime().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finer_input_is_truncated_towards_the_past() {
        assert_eq!(Timestamp::parse("1969-12-31T23:59:59.9999Z").unwrap().as_millis(), -1);
        assert_eq!(Timestamp::parse("1970-01-01T00:00:00.0009Z").unwrap().as_millis(), 0);
    }

    #[test]
    fn the_range_is_that_of_four_digit_years() {
        assert_eq!(Timestamp::MIN.to_string(), "0001-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::MAX.to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Timestamp::from_millis(Timestamp::MAX.as_millis() + 1), Err(TimestampError));
        assert_eq!(Timestamp::MAX.plus_millis(i64::MAX), Timestamp::MAX);
    }
}
