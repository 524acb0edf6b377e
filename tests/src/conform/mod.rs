//! Cases from outside: files of inputs and expected answers, held against the library. `cargo xtask conform` prints what disagrees.

mod brazil;
mod sla;

use std::fmt::Write as _;

use serde_json::Value as Json;

/// What became of the cases of a file.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many agree.
    pub passed: usize,
    /// One line for each that does not.
    pub failures: Vec<String>,
    /// The kinds that are not checked here, one for each case.
    pub others: Vec<String>,
}

impl Outcome {
    /// Adds another file's.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failures.extend(other.failures);
        self.others.extend(other.others);
    }

    /// Returns every failure, what was not checked, and the sum as the last line.
    pub fn report(&self) -> String {
        let mut report = String::new();
        for failure in &self.failures {
            let _ = writeln!(report, "{failure}");
        }
        if !self.others.is_empty() {
            let mut kinds = self.others.clone();
            kinds.sort_unstable();
            kinds.dedup();
            let _ =
                writeln!(report, "{} cases of other kinds were not checked: {}", self.others.len(), kinds.join(", "));
        }
        let _ = writeln!(report, "{} passed, {} failed", self.passed, self.failures.len());
        report
    }
}

/// Checks the cases of one file; `kind` is `sla` or `brazil`, `text` the file.
///
/// # Errors
/// A sentence when the text is no list of cases or the kind is not known.
pub fn check(kind: &str, text: &str) -> Result<Outcome, String> {
    let cases: Json = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
    let cases = cases.get("cases").unwrap_or(&cases);
    let cases = cases.as_array().ok_or("not a list of cases")?;
    let checked: fn(&Json) -> Checked = match kind {
        "sla" => sla::check,
        "brazil" => brazil::check,
        _ => return Err(format!("{kind} is no kind of cases; there are sla and brazil")),
    };
    let mut outcome = Outcome::default();
    for (number, case) in cases.iter().enumerate() {
        let name = case.get("id").and_then(Json::as_str).map_or_else(|| format!("case {number}"), ToOwned::to_owned);
        match checked(case) {
            Checked::Agrees => outcome.passed += 1,
            Checked::Differs { expected, found } => {
                outcome.failures.push(format!("{name}: expected {expected}, found {found}"));
            }
            Checked::Unreadable(what) => outcome.failures.push(format!("{name}: {what} cannot be read")),
            Checked::Other(kind) => outcome.others.push(kind),
        }
    }
    Ok(outcome)
}

/// What became of one case.
enum Checked {
    Agrees,
    Differs { expected: String, found: String },
    Unreadable(&'static str),
    Other(String),
}

impl Checked {
    fn compare(expected: &Json, found: &Json) -> Self {
        if expected == found {
            Self::Agrees
        } else {
            Self::Differs { expected: expected.to_string(), found: found.to_string() }
        }
    }
}
