//! Times of day as a wall clock shows them, and the intervals between two of them.

use std::fmt;
use std::str::FromStr;

use crate::error::{Code, Error};

/// A time of day on a wall clock, from `00:00` to `24:00`, to the second.
///
/// ```
/// use servicedesk::calendar::LocalTime;
/// let opening: LocalTime = "09:30".parse()?;
/// assert_eq!(opening.to_string(), "09:30");
/// assert!("24:01".parse::<LocalTime>().is_err());
/// # Ok::<(), servicedesk::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(u32);

impl LocalTime {
    /// The beginning of a day, `00:00`.
    pub const MIDNIGHT: Self = Self(0);
    /// The end of a day, `24:00`.
    pub const END: Self = Self(86_400);

    /// Returns the time so many seconds after `00:00`, or none after `24:00`.
    pub fn from_seconds(seconds: u32) -> Option<Self> {
        (seconds <= Self::END.0).then_some(Self(seconds))
    }

    /// Returns the seconds since `00:00` of a day without clock changes.
    pub fn seconds(self) -> u32 {
        self.0
    }

    pub(super) fn millis(self) -> i64 {
        i64::from(self.0) * 1000
    }
}

impl FromStr for LocalTime {
    type Err = Error;

    /// Reads `HH:MM` or `HH:MM:SS`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut parts = text.split(':').map(|part| match part.as_bytes() {
            [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => Some(u32::from((a - b'0') * 10 + (b - b'0'))),
            _ => None,
        });
        let (hour, minute) = (parts.next().flatten(), parts.next().flatten());
        let second = parts.next().unwrap_or(Some(0));
        match (hour, minute, second, parts.next()) {
            (Some(hour), Some(minute), Some(second), None) if minute < 60 && second < 60 => {
                Self::from_seconds(hour * 3600 + minute * 60 + second)
            }
            _ => None,
        }
        .ok_or_else(|| Error::new(Code::FormatInvalid).field("time").with("expected", "HH:MM, 00:00-24:00"))
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 3600, self.0 / 60 % 60)?;
        if self.0.is_multiple_of(60) { Ok(()) } else { write!(f, ":{:02}", self.0 % 60) }
    }
}

/// From one time of day to just before another; one that ends no later than it starts ends on the next day.
///
/// `22:00-06:00` crosses midnight, `00:00-24:00` is a whole day, and an interval of no length does not exist.
///
/// ```
/// use servicedesk::calendar::Interval;
/// let night: Interval = "22:00-06:00".parse()?;
/// assert!(night.crosses_midnight());
/// # Ok::<(), servicedesk::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    opens: LocalTime,
    closes: LocalTime,
}

impl Interval {
    /// A whole day.
    pub const DAY: Self = Self { opens: LocalTime::MIDNIGHT, closes: LocalTime::END };

    /// Returns the interval from `opens` to just before `closes`, or none when the two are the same time or it opens at `24:00`.
    pub fn new(opens: LocalTime, closes: LocalTime) -> Option<Self> {
        let nothing = opens == closes || opens == LocalTime::END;
        (!nothing).then_some(Self { opens, closes })
    }

    /// When it opens.
    pub fn opens(self) -> LocalTime {
        self.opens
    }

    /// When it closes.
    pub fn closes(self) -> LocalTime {
        self.closes
    }

    /// Whether it closes on the day after the one on which it opens.
    pub fn crosses_midnight(self) -> bool {
        self.closes < self.opens
    }

    /// When it closes, in milliseconds after the midnight before it opens.
    pub(super) fn closing_millis(self) -> i64 {
        self.closes.millis() + if self.crosses_midnight() { LocalTime::END.millis() } else { 0 }
    }
}

impl FromStr for Interval {
    type Err = Error;

    /// Reads `HH:MM-HH:MM`.
    fn from_str(text: &str) -> Result<Self, Error> {
        text.split_once('-')
            .and_then(|(opens, closes)| Self::new(opens.trim().parse().ok()?, closes.trim().parse().ok()?))
            .ok_or_else(|| Error::new(Code::FormatInvalid).field("interval").with("expected", "HH:MM-HH:MM"))
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.opens, self.closes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_they_are_written() {
        for text in ["00:00", "09:30", "23:59:59", "24:00"] {
            assert_eq!(text.parse::<LocalTime>().unwrap().to_string(), text);
        }
        for text in ["", "9:30", "09:60", "24:00:01", "25:00", "09:30:00:00", "09-30", "+9:30"] {
            assert!(text.parse::<LocalTime>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_interval_has_a_length() {
        assert!("09:00-09:00".parse::<Interval>().is_err());
        assert!("24:00-06:00".parse::<Interval>().is_err());
        assert!(!"22:00-24:00".parse::<Interval>().unwrap().crosses_midnight());
        assert!("22:00-00:00".parse::<Interval>().unwrap().crosses_midnight());
        assert_eq!("22:00-06:00".parse::<Interval>().unwrap().closing_millis(), 30 * 3_600_000);
    }
}
