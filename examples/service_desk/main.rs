//! Imports a log of tickets into a desk and prints what the desk then knows about it.
//!
//! ```text
//! cargo run --release --example service_desk            # the sample that comes with the project
//! cargo run --release --example service_desk -- --help  # everything else
//! ```

mod import;
mod options;
mod place;
mod promises;
mod report;
mod source;
mod texts;
mod words;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use servicedesk::{Desk, block_on};
use servicedesk_examples::figures::{self, Figures};
use servicedesk_examples::service_levels::ServiceLevels;

use import::Outcome;
use options::Options;

/// Why the program cannot go on: a sentence for the person who started it.
type Fatal = String;

/// Everything that is printed.
#[derive(Serialize)]
struct Output {
    /// What the source is called.
    source: String,
    /// The organization's address in the store.
    organization: String,
    /// What the import did.
    import: Outcome,
    /// What the desk knows now.
    figures: Figures,
    /// How well it kept what was promised; nothing of an empty desk.
    service_levels: Option<ServiceLevels>,
    /// Where the plot of that is; nothing when no promise was kept or broken.
    plot: Option<PathBuf>,
}

fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            let _ = writeln!(io::stderr(), "service_desk: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Fatal> {
    let language = options.language.language();
    let source = source::open(options)?;
    let sentence = |error: servicedesk::Error| error.message(language);
    let desk = Desk::open(&options.store).map_err(sentence)?;
    let organization = block_on(place::organization(&desk, options, &source)).map_err(sentence)?;
    let scope = place::scope(&desk, &organization);
    let import = import::run(&scope, source.mapping.clone(), source.reader)
        .map_err(|error| import::explain(&error, language))?;
    let rows = ProgressBar::new_spinner().with_style(spinner());
    let figures = block_on(figures::read(&scope, |read| rows.set_position(read))).map_err(sentence)?;
    let service_levels = match figures.last_event_at {
        Some(last) => Some(
            block_on(promises::read(&scope, options, &source.declaration, last, |read| rows.set_position(read)))
                .map_err(sentence)?,
        ),
        None => None,
    };
    rows.finish_and_clear();
    let mut output = Output {
        source: source.mapping.name,
        organization: organization.slug,
        import,
        figures,
        service_levels,
        plot: None,
    };
    output.plot = promises::plot(&output, options)?;
    let printed = if options.json {
        serde_json::to_string_pretty(&output).map_err(|error| error.to_string())?
    } else {
        report::text(&output, language, &options.place())
    };
    print(&printed)
}

fn spinner() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {human_pos}").unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// Prints to the end, or as far as somebody reads: `service_desk | head` is no mistake.
fn print(text: &str) -> Result<(), Fatal> {
    match writeln!(io::stdout().lock(), "{}", text.trim_end()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}
