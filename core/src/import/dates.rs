//! Dates as files write them. The usual formats are read by hand, several times faster than a general parser; anything
//! else that chrono knows is left to chrono.

use chrono::format::{Fixed, Item, Numeric, StrftimeItems};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// Years a date may have; others are typing errors or sentinels, which belong in the null tokens.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Turns a local time of the file's zone into UTC; `None` when there is no such time.
pub type ToUtc = Box<dyn FnMut(NaiveDateTime) -> Option<DateTime<Utc>> + Send>;

/// The conversion of a zone with one offset for ever: `UTC`, `Z` or `±HH:MM`; `None` for any other name, which needs a
/// time-zone database and so the caller.
///
/// ```
/// use chrono::NaiveDate;
/// let mut brasilia = servicedesk::import::fixed_zone("-03:00").expect("an offset");
/// let noon = NaiveDate::from_ymd_opt(2025, 1, 2).and_then(|day| day.and_hms_opt(12, 0, 0)).expect("a time");
/// assert_eq!(brasilia(noon).expect("one moment").to_rfc3339(), "2025-01-02T15:00:00+00:00");
/// assert!(servicedesk::import::fixed_zone("America/Sao_Paulo").is_none());
/// ```
pub fn fixed_zone(name: &str) -> Option<ToUtc> {
    let seconds = match name {
        "UTC" | "Etc/UTC" | "Z" => 0,
        _ => {
            let (sign, rest) = match name.split_at_checked(1)? {
                ("+", rest) => (1, rest),
                ("-", rest) => (-1, rest),
                _ => return None,
            };
            let time = NaiveTime::parse_from_str(rest, "%H:%M").ok()?;
            sign * time.signed_duration_since(NaiveTime::MIN).num_seconds()
        }
    };
    let offset = chrono::TimeDelta::seconds(seconds);
    Some(Box::new(move |local| local.checked_sub_signed(offset).map(|moment| moment.and_utc())))
}

/// A value of a date column: with a zone of its own, or local to the file's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Moment {
    Local(NaiveDateTime),
    Utc(DateTime<Utc>),
}

impl Moment {
    /// The calendar day as written; of a moment with its own offset, the day in UTC.
    pub(crate) fn day(self) -> NaiveDate {
        match self {
            Moment::Local(local) => local.date(),
            Moment::Utc(moment) => moment.date_naive(),
        }
    }
}

/// One date format, in the notation of strftime.
#[derive(Debug, Clone)]
pub(crate) struct DateFormat {
    text: String,
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    ByHand(Vec<Token>),
    DayOnly,
    DayAndTime,
    WithOffset,
}

#[derive(Debug, Clone, Copy)]
enum Token {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Fraction,
    Byte(u8),
}

impl DateFormat {
    /// Compiles a format; the error says what is wrong with it.
    pub(crate) fn compile(text: &str) -> Result<Self, &'static str> {
        let items: Vec<Item<'_>> = StrftimeItems::new(text).collect();
        if items.iter().any(|item| matches!(item, Item::Error)) {
            return Err("not a strftime date format");
        }
        let has = |wanted: &dyn Fn(&Item<'_>) -> bool| items.iter().any(wanted);
        let with_offset = has(&|item| match item {
            Item::Numeric(Numeric::Timestamp, _) => true,
            Item::Fixed(Fixed::RFC2822 | Fixed::RFC3339 | Fixed::TimezoneOffset | Fixed::TimezoneOffsetZ) => true,
            Item::Fixed(Fixed::TimezoneOffsetColon | Fixed::TimezoneOffsetColonZ) => true,
            // `%#z`, the only one that chrono keeps to itself and that a format can name.
            Item::Fixed(Fixed::Internal(_)) => text.contains("%#z"),
            _ => false,
        });
        let with_time = has(&|item| matches!(item, Item::Numeric(Numeric::Hour | Numeric::Hour12, _)));
        let way = match by_hand(&items) {
            Some(tokens) => Way::ByHand(tokens),
            None if with_offset => Way::WithOffset,
            None if with_time => Way::DayAndTime,
            None => Way::DayOnly,
        };
        Ok(DateFormat { text: text.to_owned(), way })
    }

    /// Reads a whole value, truncated to milliseconds; a date without a time is its midnight.
    pub(crate) fn parse(&self, value: &str) -> Option<Moment> {
        let moment = match &self.way {
            Way::ByHand(tokens) => Moment::Local(parse_by_hand(tokens, value.as_bytes())?),
            Way::DayOnly => Moment::Local(NaiveDate::parse_from_str(value, &self.text).ok()?.and_time(NaiveTime::MIN)),
            Way::DayAndTime => Moment::Local(truncated(NaiveDateTime::parse_from_str(value, &self.text).ok()?)),
            Way::WithOffset => {
                let moment = DateTime::parse_from_str(value, &self.text).ok()?;
                Moment::Utc(truncated(moment.naive_utc()).and_utc())
            }
        };
        YEARS.contains(&moment.day().year()).then_some(moment)
    }
}

fn truncated(moment: NaiveDateTime) -> NaiveDateTime {
    let excess = moment.and_utc().timestamp_subsec_nanos() % 1_000_000;
    moment - chrono::TimeDelta::nanoseconds(i64::from(excess))
}

/// The format as simple tokens; `None` when it has others, or not a whole date.
fn by_hand(items: &[Item<'_>]) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    for item in items {
        match item {
            Item::Literal(text) => tokens.extend(text.bytes().map(Token::Byte)),
            // chrono reads any amount of white space here; a single blank is what files have.
            Item::Space(" ") => tokens.push(Token::Byte(b' ')),
            Item::Numeric(Numeric::Year, _) => tokens.push(Token::Year),
            Item::Numeric(Numeric::Month, _) => tokens.push(Token::Month),
            Item::Numeric(Numeric::Day, _) => tokens.push(Token::Day),
            Item::Numeric(Numeric::Hour, _) => tokens.push(Token::Hour),
            Item::Numeric(Numeric::Minute, _) => tokens.push(Token::Minute),
            Item::Numeric(Numeric::Second, _) => tokens.push(Token::Second),
            Item::Fixed(Fixed::Nanosecond | Fixed::Nanosecond3 | Fixed::Nanosecond6 | Fixed::Nanosecond9) => {
                tokens.push(Token::Fraction);
            }
            _ => return None,
        }
    }
    let has = |wanted: fn(&Token) -> bool| tokens.iter().any(wanted);
    let whole_day =
        has(|t| matches!(t, Token::Year)) && has(|t| matches!(t, Token::Month)) && has(|t| matches!(t, Token::Day));
    whole_day.then_some(tokens)
}

fn parse_by_hand(tokens: &[Token], mut rest: &[u8]) -> Option<NaiveDateTime> {
    let (mut year, mut month, mut day, mut hour, mut minute, mut second, mut milli) = (0, 0, 0, 0, 0, 0, 0);
    for token in tokens {
        match token {
            Token::Byte(byte) => rest = rest.split_first().filter(|(first, _)| *first == byte)?.1,
            Token::Year => year = number(&mut rest, 4, 4)?,
            Token::Month => month = number(&mut rest, 1, 2)?,
            Token::Day => day = number(&mut rest, 1, 2)?,
            Token::Hour => hour = number(&mut rest, 1, 2)?,
            Token::Minute => minute = number(&mut rest, 1, 2)?,
            Token::Second => second = number(&mut rest, 1, 2)?,
            Token::Fraction => milli = fraction(&mut rest)?,
        }
    }
    if !rest.is_empty() {
        return None;
    }
    let year = i32::try_from(year).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)?.and_hms_milli_opt(hour, minute, second, milli)
}

fn number(rest: &mut &[u8], least: usize, most: usize) -> Option<u32> {
    let length = rest.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    if length < least {
        return None;
    }
    let (digits, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

/// Milliseconds after a point; none without one. Further digits are dropped.
fn fraction(rest: &mut &[u8]) -> Option<u32> {
    let Some((b'.', after)) = rest.split_first() else { return Some(0) };
    let length = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=9).contains(&length) {
        return None;
    }
    let (digits, after) = after.split_at_checked(length)?;
    *rest = after;
    let milli = digits.iter().chain(b"00").take(3).fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    Some(milli)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(format: &str, value: &str) -> Option<String> {
        Some(match DateFormat::compile(format).unwrap().parse(value)? {
            Moment::Local(local) => local.format("%Y-%m-%dT%H:%M:%S%.3f").to_string(),
            Moment::Utc(moment) => moment.to_rfc3339(),
        })
    }

    #[test]
    fn the_formats_of_real_files_are_read() {
        let cases = [
            ("%d/%m/%Y %H:%M", "29/2/2016 04:40", "2016-02-29T04:40:00.000"),
            ("%Y/%m/%d %H:%M:%S%.3f", "2012/10/09 14:50:17.123", "2012-10-09T14:50:17.123"),
            ("%Y/%m/%d %H:%M:%S%.f", "2012/10/09 14:50:17", "2012-10-09T14:50:17.000"),
            ("%d/%m/%Y", "06/08/2014", "2014-08-06T00:00:00.000"),
            ("%d %b %Y", "06 Aug 2014", "2014-08-06T00:00:00.000"),
            ("%d %b %Y %I:%M %p", "06 Aug 2014 01:30 PM", "2014-08-06T13:30:00.000"),
            ("%Y-%m-%dT%H:%M:%S%z", "2014-08-06T01:30:00-0300", "2014-08-06T04:30:00+00:00"),
            ("%s", "1407288600", "2014-08-06T01:30:00+00:00"),
            ("%+", "2014-08-06T01:30:00.0019Z", "2014-08-06T01:30:00.001+00:00"),
        ];
        for (format, value, expected) in cases {
            assert_eq!(read(format, value).as_deref(), Some(expected), "{format} {value}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for value in
            ["30/2/2016 04:40", "1/13/2016 04:40", "1/1/2016 24:00", "1/1/2016 4:60", "1/1/16 04:40", "1/1/2016"]
        {
            assert_eq!(read("%d/%m/%Y %H:%M", value), None, "{value}");
        }
        for value in ["1/1/2016 04:40 ", "x1/1/2016 04:40", "", "1/1/0016 04:40", "1/1/2999 04:40", "١/1/2016 04:40"] {
            assert_eq!(read("%d/%m/%Y %H:%M", value), None, "{value}");
        }
        assert!(DateFormat::compile("%d/%Q").is_err());
    }

    #[test]
    fn a_fixed_offset_needs_no_database() {
        let noon = NaiveDate::from_ymd_opt(2025, 1, 2).unwrap().and_hms_opt(12, 0, 0).unwrap();
        for (name, hour) in [("UTC", "12:00"), ("+05:30", "06:30"), ("-03:00", "15:00")] {
            assert_eq!(fixed_zone(name).unwrap()(noon).unwrap().format("%H:%M").to_string(), hour);
        }
        for name in ["", "-", "+25:00", "Europe/Rome", "é"] {
            assert!(fixed_zone(name).is_none(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn reading_by_hand_agrees_with_chrono(value in "[0-3]?[0-9]/[01]?[0-9]/(19|20)[0-9]{2} [0-2]?[0-9]:[0-5]?[0-9]") {
            let format = "%d/%m/%Y %H:%M";
            let chrono = NaiveDateTime::parse_from_str(&value, format).ok().map(Moment::Local);
            prop_assert_eq!(DateFormat::compile(format).unwrap().parse(&value), chrono);
        }

        #[test]
        fn any_text_is_read_or_refused(value in ".{0,40}", format in prop::sample::select(vec!["%d/%m/%Y %H:%M", "%+", "%s", "%d %b %Y"])) {
            let _ = DateFormat::compile(format).unwrap().parse(&value);
        }
    }
}
