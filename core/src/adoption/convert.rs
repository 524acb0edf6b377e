//! What a cell of a source means as a value of a field. Products keep the same thing in different ways: truth as a number or
//! a word, times with and without a zone, lists as JSON or in braces.

use base64::Engine as _;
use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::report::Finding;
use super::source::Cell;
use crate::clock::{Timestamp, Zone};
use crate::entity::{FieldDef, Kind, Value};

/// A value, or why there is none.
pub(super) type Read = Result<Value, Finding>;

/// Numbers from here on count milliseconds since 1970, smaller ones seconds: in seconds it would be the year 5138.
const MILLISECONDS: i64 = 100_000_000_000;

/// Converts a cell into a value of the field's kind; times without a zone are those of `zone`.
pub(super) fn convert(cell: &Cell, field: &FieldDef, zone: &Zone) -> Read {
    if cell.is_null() {
        return Ok(Value::Null);
    }
    let value = match field.kind {
        Kind::Bool => truth(cell).map(Value::Bool),
        Kind::Integer => integer(cell).map(Value::Integer),
        Kind::Decimal => decimal(cell).map(Value::Decimal),
        Kind::Text => return text(cell).map(Value::Text).ok_or(Finding::Unreadable),
        Kind::Enum(names) => return word(&text(cell).ok_or(Finding::Unreadable)?, names).ok_or(Finding::ValueUnknown),
        Kind::List => list(cell).map(Value::List),
        Kind::Bytes => bytes(cell).map(Value::Bytes),
        Kind::Uuid => text(cell).and_then(|text| text.trim().parse().ok()).map(Value::Uuid),
        Kind::Timestamp => timestamp(cell, zone).map(Value::Timestamp),
        Kind::Date => date(cell).map(Value::Date),
        Kind::Json => document(cell).map(|document| Value::Json(Box::new(document))),
    };
    value.ok_or(Finding::Unreadable)
}

/// Returns the name of an enum that a word means, whatever its case.
pub(super) fn word(text: &str, names: &'static [&'static str]) -> Option<Value> {
    if let Some(name) = names.iter().find(|name| **name == text) {
        return Some(Value::Word(name));
    }
    let plain = text.trim().to_lowercase().replace(['-', ' '], "_");
    names.iter().find(|name| **name == plain).map(|name| Value::Word(name))
}

/// Returns the text of a cell, if it is one that every store can keep.
pub(super) fn text(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(text) if !text.contains('\0') => Some(text.clone()),
        Cell::Integer(number) => Some(number.to_string()),
        Cell::Real(number) => Some(number.to_string()),
        Cell::Text(_) | Cell::Bytes(_) | Cell::Null => None,
    }
}

/// Returns the text without a copy, where the cell is one.
pub(super) fn as_text(cell: &Cell) -> Option<&str> {
    if let Cell::Text(text) = cell { Some(text) } else { None }
}

pub(super) fn truth(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Integer(number) => Some(*number != 0),
        Cell::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
            "t" | "true" | "1" | "yes" | "y" => Some(true),
            "f" | "false" | "0" | "no" | "n" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn integer(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(number) => Some(*number),
        Cell::Text(text) => text.trim().parse().ok(),
        Cell::Real(number) if number.fract() == 0.0 && number.abs() < 9.0e15 => format!("{number}").parse().ok(),
        _ => None,
    }
}

fn decimal(cell: &Cell) -> Option<Decimal> {
    match cell {
        Cell::Integer(number) => Some(Decimal::from(*number)),
        // The shortest text of a floating-point number is what was once written.
        Cell::Real(number) => number.to_string().parse().ok(),
        Cell::Text(text) => text.trim().parse().ok().or_else(|| Decimal::from_scientific(text.trim()).ok()),
        _ => None,
    }
}

/// A JSON array, a PostgreSQL array, or words between commas.
pub(super) fn list(cell: &Cell) -> Option<Vec<String>> {
    let text = as_text(cell)?.trim();
    if text.starts_with('[') {
        let items: Vec<serde_json::Value> = serde_json::from_str(text).ok()?;
        return items.into_iter().map(|item| item.as_str().map(str::to_owned)).collect();
    }
    if let Some(rest) = text.strip_prefix('{') {
        return braced(rest.strip_suffix('}')?);
    }
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    Some(items.map(str::to_owned).collect())
}

fn braced(inner: &str) -> Option<Vec<String>> {
    let (mut items, mut item, mut quoted, mut any) = (Vec::new(), String::new(), false, false);
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => item.push(letters.next()?),
            '"' => (quoted, any) = (!quoted, true),
            ',' if !quoted => {
                items.push(std::mem::take(&mut item));
                any = false;
            }
            letter => item.push(letter),
        }
    }
    if quoted {
        return None;
    }
    if any || !item.is_empty() {
        items.push(item);
    }
    Some(items)
}

/// Bytes as they are, as PostgreSQL writes them (`\x00ff`), or as base64.
pub(super) fn bytes(cell: &Cell) -> Option<Vec<u8>> {
    let text = match cell {
        Cell::Bytes(bytes) => return Some(bytes.clone()),
        cell => as_text(cell)?.trim(),
    };
    if let Some(digits) = text.strip_prefix("\\x") {
        let pair = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        return (0..digits.len()).step_by(2).map(pair).collect();
    }
    // A logo may be kept as the address that a browser shows it by.
    let text = text.split_once(";base64,").map_or(text, |(_, text)| text);
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

pub(super) fn document(cell: &Cell) -> Option<serde_json::Value> {
    match cell {
        Cell::Text(text) => serde_json::from_str(text).ok(),
        Cell::Integer(number) => Some((*number).into()),
        Cell::Real(number) => Some((*number).into()),
        _ => None,
    }
}

pub(super) fn date(cell: &Cell) -> Option<NaiveDate> {
    match cell {
        Cell::Text(text) => day(text.trim().as_bytes()),
        cell => timestamp(cell, &Zone::default()).map(|at| at.to_datetime().date_naive()),
    }
}

/// Reads a time: RFC 3339, the way databases write it, or a number since 1970.
pub(super) fn timestamp(cell: &Cell, zone: &Zone) -> Option<Timestamp> {
    match cell {
        Cell::Integer(number) => {
            let millis = if number.abs() >= MILLISECONDS { *number } else { number.checked_mul(1_000)? };
            Timestamp::from_millis(millis).ok()
        }
        Cell::Real(seconds) => timestamp(&Cell::Integer(format!("{:.0}", seconds * 1_000.0).parse().ok()?), zone),
        Cell::Text(text) => written_time(text.trim(), zone),
        _ => None,
    }
}

fn written_time(text: &str, zone: &Zone) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let day = day(bytes)?;
    let (time, rest) = match bytes.get(10) {
        None => (NaiveTime::MIN, &[][..]),
        Some(b' ' | b'T' | b't') => clock(bytes.get(11..)?)?,
        Some(_) => return None,
    };
    let local = day.and_time(time).and_utc().timestamp_millis();
    let at = match rest {
        [] => return Some(zone.instant_of_local(local)),
        b"Z" | b"z" => local,
        [sign @ (b'+' | b'-'), offset @ ..] => {
            let (hours, minutes) = match offset {
                [a, b] => (two(*a, *b)?, 0),
                [a, b, b':', c, d] | [a, b, c, d] => (two(*a, *b)?, two(*c, *d)?),
                _ => return None,
            };
            let millis = i64::from(hours * 60 + minutes) * 60_000;
            if *sign == b'+' { local - millis } else { local + millis }
        }
        _ => return None,
    };
    Timestamp::from_millis(at).ok()
}

fn two(tens: u8, ones: u8) -> Option<u32> {
    let both = tens.is_ascii_digit() && ones.is_ascii_digit();
    both.then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}

fn day(bytes: &[u8]) -> Option<NaiveDate> {
    let [a, b, c, d, b'-', e, f, b'-', g, h, ..] = bytes else { return None };
    let year = two(*a, *b)? * 100 + two(*c, *d)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, two(*e, *f)?, two(*g, *h)?)
}

/// Reads `09:30`, `09:30:15` or `09:30:15.123456` and returns what follows.
fn clock(bytes: &[u8]) -> Option<(NaiveTime, &[u8])> {
    let [a, b, b':', c, d, rest @ ..] = bytes else { return None };
    let (seconds, mut rest) = match rest {
        [b':', e, f, rest @ ..] => (two(*e, *f)?, rest),
        rest => (0, rest),
    };
    let mut millis = 0;
    if let [b'.', fraction @ ..] = rest {
        let length = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digit = |place: usize| fraction[..length].get(place).map_or(0, |byte| u32::from(byte - b'0'));
        millis = digit(0) * 100 + digit(1) * 10 + digit(2);
        rest = &fraction[length..];
    }
    Some((NaiveTime::from_hms_milli_opt(two(*a, *b)?, two(*c, *d)?, seconds, millis)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Option<String> {
        let zone = Zone::find("America/Sao_Paulo").unwrap();
        timestamp(&Cell::Text(text.to_owned()), &zone).map(|at| at.to_string())
    }

    #[test]
    fn times_are_read_as_databases_write_them() {
        let noon = Some("2026-03-08T12:00:00.000Z".to_owned());
        for text in [
            "2026-03-08 09:00:00",
            "2026-03-08T09:00",
            "2026-03-08 12:00:00+00",
            "2026-03-08T14:30:00+02:30",
            "2026-03-08T12:00:00Z",
        ] {
            assert_eq!(time(text), noon, "{text}");
        }
        assert_eq!(time("2026-03-08 12:00:00.123987+00").as_deref(), Some("2026-03-08T12:00:00.123Z"));
        assert_eq!(time("2026-03-08").as_deref(), Some("2026-03-08T03:00:00.000Z"));
        for text in
            ["", "yesterday", "2026-02-30 00:00:00", "2026-03-08 25:00:00", "2026-03-08 12:00:00 BC", "2026-03-08x"]
        {
            assert_eq!(time(text), None, "{text}");
        }
        let zone = Zone::default();
        assert_eq!(
            timestamp(&Cell::Integer(1_700_000_000), &zone),
            timestamp(&Cell::Integer(1_700_000_000_000), &zone)
        );
    }

    #[test]
    fn lists_come_in_three_forms() {
        let of = |text: &str| list(&Cell::Text(text.to_owned()));
        let wanted = Some(vec!["a".to_owned(), "b, c".to_owned()]);
        assert_eq!(of(r#"["a","b, c"]"#), wanted);
        assert_eq!(of(r#"{a,"b, c"}"#), wanted);
        assert_eq!(of("a, b"), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!((of("{}"), of("[1]"), of("{\"a")), (Some(Vec::new()), None, None));
    }

    #[test]
    fn bytes_come_in_three_forms() {
        let of = |text: &str| bytes(&Cell::Text(text.to_owned()));
        assert_eq!(
            (of("\\x00ff"), of("AP8="), of("data:image/png;base64,AP8=")),
            (Some(vec![0, 255]), Some(vec![0, 255]), Some(vec![0, 255]))
        );
        assert_eq!((of("\\x0"), of("%")), (None, None));
    }
}
