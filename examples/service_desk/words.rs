//! Numbers and times as people read them in either language.

use jiff::tz::TimeZone;
use servicedesk::Language;
use servicedesk::clock::Timestamp;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Writes a whole number with its thousands apart.
pub(crate) fn number(value: impl Into<i128>, language: Language) -> String {
    let separator = match language {
        Language::En => ',',
        Language::PtBr => '.',
    };
    let value: i128 = value.into();
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if value < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Writes a number with one decimal.
pub(crate) fn decimal(value: f64, language: Language) -> String {
    decimals(value, 1, language)
}

/// Writes a number with so many decimals.
pub(crate) fn decimals(value: f64, decimals: usize, language: Language) -> String {
    let text = format!("{value:.decimals$}");
    match language {
        Language::En => text,
        Language::PtBr => text.replace('.', ","),
    }
}

/// Writes a part of a whole in per cent.
pub(crate) fn share(part: u64, whole: u64, language: Language) -> String {
    let percent = if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 };
    format!("{} %", decimal(percent, language))
}

/// Writes a duration in its two greatest units.
pub(crate) fn duration(millis: Option<i64>) -> String {
    match millis {
        None => "–".to_owned(),
        Some(millis) if millis < HOUR => format!("{} min", millis / MINUTE),
        Some(millis) if millis < DAY => format!("{} h {:02} min", millis / HOUR, millis % HOUR / MINUTE),
        Some(millis) => format!("{} d {:02} h", millis / DAY, millis % DAY / HOUR),
    }
}

/// Writes business time in hours, because a business day has as many as its calendar says.
pub(crate) fn hours(millis: i64, language: Language) -> String {
    format!("{} h {:02} min", number(millis / HOUR, language), millis % HOUR / MINUTE)
}

/// Writes an instant as the clock of that place shows it.
pub(crate) fn local(at: Timestamp, zone: &TimeZone) -> String {
    let instant = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default();
    zone.to_datetime(instant).strftime("%Y-%m-%d %H:%M").to_string()
}

/// Draws a bar of at most `width` cells.
pub(crate) fn bar(value: i64, greatest: i64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if value <= 0 || greatest <= 0 {
        return String::new();
    }
    let eighths = (value as f64 / greatest as f64 * width as f64 * 8.0).round().max(1.0) as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// Fills a text with blanks up to `width` letters, on its right.
pub(crate) fn left(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length > width && width > 1 {
        return format!("{}…", text.chars().take(width - 1).collect::<String>());
    }
    format!("{text}{}", " ".repeat(width.saturating_sub(length)))
}

/// Fills a text with blanks up to `width` letters, on its left.
pub(crate) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.chars().count())))
}
