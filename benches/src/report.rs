//! What was measured, as a page of Markdown and as lines for the terminal.

use std::fmt::{self, Write as _};

use crate::pairs::Comparison;

/// Everything of one run.
pub(crate) struct Report {
    machine: Vec<String>,
    pub(crate) sections: Vec<Section>,
}

/// The measurements of one subject.
pub(crate) struct Section {
    /// The name by which the command knows it.
    pub(crate) name: &'static str,
    /// The heading.
    pub(crate) title: &'static str,
    /// What is compared, and how; paragraphs of Markdown.
    pub(crate) about: Vec<String>,
    /// The measurements.
    pub(crate) rows: Vec<Row>,
    /// What was found out beside them; items of a list.
    pub(crate) remarks: Vec<String>,
}

/// One measurement.
pub(crate) struct Row {
    what: String,
    ours: String,
    bare: String,
    ratio: String,
    bound: String,
    met: Option<bool>,
}

/// What a ratio has to be.
#[derive(Clone, Copy)]
pub(crate) enum Bound {
    /// The time of ours by that of the other is at most this.
    TimeAtMost(f64),
    /// The rate of ours by that of the other is at least this.
    RateAtLeast(f64),
    /// Nothing is asked of the rates.
    RateOnly,
}

impl Row {
    /// A comparison in pairs.
    pub(crate) fn compared(what: impl Into<String>, comparison: &Comparison, bound: Bound) -> Self {
        let as_rate = !matches!(bound, Bound::TimeAtMost(_));
        let (least, most) = (comparison.ratios.first().copied(), comparison.ratios.last().copied());
        let (least, most) = (least.unwrap_or(f64::NAN), most.unwrap_or(f64::NAN));
        let (ratio, least, most) = match as_rate {
            true => (1.0 / comparison.ratio(), 1.0 / most, 1.0 / least),
            false => (comparison.ratio(), least, most),
        };
        let show = |seconds: f64| if as_rate { rate(1.0 / seconds) } else { time(seconds) };
        let (bound, met) = match bound {
            Bound::TimeAtMost(limit) => (format!("≤ {limit}"), Some(ratio <= limit)),
            Bound::RateAtLeast(limit) => (format!("≥ {limit}"), Some(ratio >= limit)),
            Bound::RateOnly => (String::new(), None),
        };
        Self {
            what: what.into(),
            ours: show(comparison.ours),
            bare: show(comparison.bare),
            ratio: format!("{ratio:.2} ({least:.2}–{most:.2})"),
            bound,
            met,
        }
    }

    /// A comparison of which only our own time is held to something, in seconds.
    pub(crate) fn within(what: impl Into<String>, comparison: &Comparison, longest: f64) -> Self {
        let row = Self::compared(what, comparison, Bound::TimeAtMost(f64::INFINITY));
        Self { bound: format!("≤ {}", time(longest)), met: Some(comparison.ours <= longest), ..row }
    }

    /// A figure of ours alone, with the least that it has to be, if anything is asked.
    pub(crate) fn rate(what: impl Into<String>, per_second: f64, at_least: Option<f64>) -> Self {
        Self {
            what: what.into(),
            ours: rate(per_second),
            bare: String::new(),
            ratio: String::new(),
            bound: at_least.map(|limit| format!("≥ {}", rate(limit))).unwrap_or_default(),
            met: at_least.map(|limit| per_second >= limit),
        }
    }

    /// A fact, in words.
    pub(crate) fn fact(what: impl Into<String>, ours: impl Into<String>) -> Self {
        let (what, ours) = (what.into(), ours.into());
        Self { what, ours, bare: String::new(), ratio: String::new(), bound: String::new(), met: None }
    }

    /// The same, with what the bare driver or the machine gives.
    pub(crate) fn beside(mut self, bare: impl Into<String>) -> Self {
        self.bare = bare.into();
        self
    }

    fn cells(&self) -> [&str; 6] {
        let met = match self.met {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "",
        };
        [&self.what, &self.ours, &self.bare, &self.ratio, &self.bound, met]
    }
}

/// A length of time with a unit in which it has two or three digits.
pub(crate) fn time(seconds: f64) -> String {
    match seconds {
        s if s < 1e-6 => format!("{:.0} ns", s * 1e9),
        s if s < 1e-5 => format!("{:.2} µs", s * 1e6),
        s if s < 1e-3 => format!("{:.1} µs", s * 1e6),
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}

/// A rate, with its thousands apart.
pub(crate) fn rate(per_second: f64) -> String {
    let digits = format!("{per_second:.0}");
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + "/s"
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n## {}\n", self.title)?;
        for paragraph in &self.about {
            writeln!(f, "{paragraph}\n")?;
        }
        writeln!(f, "Command: `cargo xtask bench {}`\n", self.name)?;
        writeln!(f, "| | ours | bare | ratio (min–max) | bound | met |\n|---|---|---|---|---|---|")?;
        for row in &self.rows {
            writeln!(f, "| {} |", row.cells().join(" | "))?;
        }
        if !self.remarks.is_empty() {
            writeln!(f)?;
        }
        for remark in &self.remarks {
            writeln!(f, "- {remark}")?;
        }
        Ok(())
    }
}

impl Report {
    pub(crate) fn new(machine: Vec<String>) -> Self {
        Self { machine, sections: Vec::new() }
    }

    /// Returns the whole page.
    pub(crate) fn page(&self) -> String {
        let mut page = String::from(
            "# Benchmarks\n\n\
             Generated by `cargo xtask bench`; everything on this page comes from one run of it. A comparison runs ours and\n\
             the bare driver in turns on the same data, and its ratio is the median of the ratios of the pairs, with the\n\
             least and the greatest. Reads are shown as the time of one, and less is better; writes as a rate, and more is\n\
             better. \"Bare\" is what a programmer would write by hand with the driver alone: statements prepared once, the\n\
             same settings of the connection, the same columns into the same struct, the same rows.\n\n## Machine\n\n",
        );
        for line in &self.machine {
            // Writing to a String does not fail.
            let _ = writeln!(page, "- {line}");
        }
        for section in &self.sections {
            let _ = write!(page, "{section}");
        }
        page
    }
}
