//! Sets up a small desk of each shape that desks have, lives a short day on it and prints it.
//!
//! ```text
//! cargo run --example small_desks          # all of them
//! cargo run --example small_desks -- itil  # one of them
//! ```

use std::io::{self, Write as _};
use std::process::ExitCode;

use servicedesk::clock::{ManualClock, Timestamp};
use servicedesk::store::memory::MemoryStore;
use servicedesk::{Desk, Result, block_on};
use servicedesk_examples::desks::{self, Day, SHAPES};

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = wanted.iter().find(|shape| !SHAPES.contains(&shape.as_str())) {
        let _ = writeln!(io::stderr(), "small_desks: there is no {unknown}; there are {}", SHAPES.join(", "));
        return ExitCode::FAILURE;
    }
    for shape in SHAPES.iter().filter(|shape| wanted.is_empty() || wanted.iter().any(|wanted| wanted == *shape)) {
        match day(shape) {
            Ok(day) => {
                let _ = writeln!(io::stdout(), "{shape}\n    {}\n", day.lines.join("\n    "));
            }
            Err(error) => {
                let _ = writeln!(io::stderr(), "small_desks: {shape}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// Lives the day on a desk of its own, whose clock stands still, so that the numbers are those of the pages.
fn day(shape: &str) -> Result<Day> {
    let clock = ManualClock::at(Timestamp::parse("2026-03-10T12:00:00Z").unwrap_or(Timestamp::EPOCH));
    let desk = Desk::builder(MemoryStore::new()).clock(clock).build();
    block_on(desks::live(&desk, shape)).unwrap_or_else(|| Ok(Day::default()))
}
