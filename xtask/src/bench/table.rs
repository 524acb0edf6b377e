//! The lines that the programs in other languages print, as a table: they measure, and this says whether it is enough.

use std::fmt::{self, Write as _};

use crate::failure::{Failure, Outcome};

/// What one program measured.
#[derive(Default)]
pub(super) struct Table {
    comparisons: Vec<Comparison>,
    figures: Vec<(String, f64)>,
}

struct Comparison {
    what: String,
    peer: String,
    kind: Kind,
    ours: f64,
    theirs: f64,
    /// The peer's time by ours: the median of the pairs, the least and the greatest.
    ratios: [f64; 3],
    bound: Option<f64>,
}

/// How a comparison is shown, and which way its bound goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Rates; ours by the peer's is to be at least the bound.
    Rate,
    /// Times; how many times as fast ours is, at least the bound.
    Faster,
    /// Times; ours by the peer's is to be at most the bound.
    Time,
}

impl Table {
    /// Takes a line; one that is no measurement is left to the person who watches.
    pub(super) fn read(&mut self, line: &str) -> Outcome<()> {
        let parts: Vec<&str> = line.trim_end_matches('\n').split('\t').collect();
        let number = |text: &str| {
            text.parse::<f64>()
                .map_err(|_| Failure::new(format!("`{text}` is no number in the line `{}`.", line.trim())))
        };
        match parts[..] {
            ["figure", what, seconds] => self.figures.push((what.to_owned(), number(seconds)?)),
            ["row", what, peer, kind, ours, theirs, median, least, most, bound] => self.comparisons.push(Comparison {
                what: what.to_owned(),
                peer: peer.to_owned(),
                kind: match kind {
                    "rate" => Kind::Rate,
                    "faster" => Kind::Faster,
                    _ => Kind::Time,
                },
                ours: number(ours)?,
                theirs: number(theirs)?,
                ratios: [number(median)?, number(least)?, number(most)?],
                bound: if bound.is_empty() { None } else { Some(number(bound)?) },
            }),
            _ => {}
        }
        Ok(())
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.comparisons.is_empty() && self.figures.is_empty()
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, peer, kind, ours, theirs, ratios: [median, least, most], bound } = self;
        let show = |seconds: f64| if *kind == Kind::Rate { rate(1.0 / seconds) } else { time(seconds) };
        let (ratio, least, most) = match kind {
            Kind::Time => (1.0 / median, 1.0 / most, 1.0 / least),
            _ => (*median, *least, *most),
        };
        let (sign, met) = match (bound, kind) {
            (None, _) => (String::new(), ""),
            (Some(bound), Kind::Time) => (format!("≤ {bound}"), if ratio <= *bound { "yes" } else { "**no**" }),
            (Some(bound), _) => (format!("≥ {bound}"), if ratio >= *bound { "yes" } else { "**no**" }),
        };
        let (ours, theirs) = (show(*ours), show(*theirs));
        let ratios = format!("{ratio:.2} ({least:.2}–{most:.2})");
        writeln!(f, "| {what} | {peer} | {ours} | {theirs} | {ratios} | {sign} | {met} |")
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.comparisons.is_empty() {
            writeln!(f, "| | peer | ours | peer's | ratio (min–max) | bound | met |\n|---|---|---|---|---|---|---|")?;
        }
        for comparison in &self.comparisons {
            write!(f, "{comparison}")?;
        }
        if !self.comparisons.is_empty() && !self.figures.is_empty() {
            writeln!(f)?;
        }
        if !self.figures.is_empty() {
            writeln!(f, "| what one call costs | |\n|---|---|")?;
        }
        for (what, seconds) in &self.figures {
            writeln!(f, "| {what} | {} |", time(*seconds))?;
        }
        Ok(())
    }
}

/// A length of time with a unit in which it has two or three digits.
pub(super) fn time(seconds: f64) -> String {
    match seconds {
        s if s < 1e-6 => format!("{:.0} ns", s * 1e9),
        s if s < 1e-5 => format!("{:.2} µs", s * 1e6),
        s if s < 1e-3 => format!("{:.1} µs", s * 1e6),
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}

/// A rate, with its thousands apart.
fn rate(per_second: f64) -> String {
    let digits = format!("{per_second:.0}");
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        // Writing to a String does not fail.
        let _ = grouped.write_char(digit);
    }
    grouped + "/s"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_rows_with_a_verdict() {
        let mut table = Table::default();
        for line in [
            "row\tget\tA 1\tfaster\t1e-5\t1e-4\t10\t9\t11\t10\n",
            "row\tread\tA 1\ttime\t3e-5\t1e-5\t0.4\t0.25\t0.5\t2\n",
            "row\tcreate\tA 1\trate\t1e-3\t1.4e-3\t1.4\t1\t2\t1.5\n",
            "figure\ta call\t5.5e-6\n",
            "a warning\n",
        ] {
            table.read(line).expect("lines that the programs print");
        }
        let text = table.to_string();
        assert!(text.contains("| get | A 1 | 10.0 µs | 100.0 µs | 10.00 (9.00–11.00) | ≥ 10 | yes |"), "{text}");
        assert!(text.contains("| read | A 1 | 30.0 µs | 10.0 µs | 2.50 (2.00–4.00) | ≤ 2 | **no** |"), "{text}");
        assert!(text.contains("| create | A 1 | 1,000/s | 714/s | 1.40 (1.00–2.00) | ≥ 1.5 | **no** |"), "{text}");
        assert!(text.contains("| a call | 5.50 µs |"), "{text}");
        assert!(table.read("figure\ta call\tmuch\n").is_err());
    }
}
