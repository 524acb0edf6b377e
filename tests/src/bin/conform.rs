//! Holds files of cases against the library: `cargo xtask conform` runs this.

use std::io::Write as _;
use std::process::ExitCode;

use servicedesk_tests::conform::{Outcome, check};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let kind = arguments.next().unwrap_or_default();
    let mut outcome = Outcome::default();
    for path in arguments {
        let checked = std::fs::read_to_string(&path).map_err(|error| error.to_string());
        match checked.and_then(|text| check(&kind, &text)) {
            Ok(of_file) => outcome.add(of_file),
            Err(reason) => outcome.failures.push(format!("{path}: {reason}")),
        }
    }
    let written = std::io::stdout().write_all(outcome.report().as_bytes());
    if written.is_ok() && outcome.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
