//! The import itself, with a bar for people who wait, and what is to be told afterwards.

use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use servicedesk::import::{Flag, Mapping, ReadError, Report, SourceTicket, Summary, Tally, TicketReader};
use servicedesk::scope::Scope;
use servicedesk::{Code, Error, Language, Result, block_on};

use crate::Fatal;

/// What an import did.
#[derive(Serialize)]
pub(crate) struct Outcome {
    /// What came into the desk.
    pub(crate) summary: Summary,
    /// What the file was like.
    pub(crate) file: Report,
    /// How long it took, in seconds.
    pub(crate) seconds: f64,
    /// Events that came in, for each second.
    pub(crate) events_per_second: f64,
}

/// Brings all tickets in.
pub(crate) fn run(scope: &Scope, mapping: Mapping, mut reader: TicketReader) -> Result<Outcome> {
    let began = Instant::now();
    let bar = bar(&reader);
    let tickets = Watched { reader: &mut reader, bar: &bar };
    let summary = block_on(scope.importer(&mapping).run(tickets, |so_far| {
        bar.set_message(format!("{} + {}", so_far.already_there, so_far.tickets));
    }))?;
    bar.finish_and_clear();
    let seconds = began.elapsed().as_secs_f64();
    let events_per_second = summary.events as f64 / seconds.max(1e-9);
    Ok(Outcome { summary, file: reader.report().clone(), seconds, events_per_second })
}

/// Says what an import that could not be finished leaves behind.
pub(crate) fn explain(error: &Error, language: Language) -> Fatal {
    let sentence = error.message(language);
    match (error.code(), language) {
        (Code::ImportSource, Language::En) => format!("{sentence}; the tickets before that are in the desk"),
        (Code::ImportSource, Language::PtBr) => format!("{sentence}; os chamados anteriores estão na central"),
        _ => sentence,
    }
}

impl Outcome {
    /// Returns the rows that were accepted and are odd in that way.
    pub(crate) fn flagged(&self) -> impl Iterator<Item = (Flag, Tally)> {
        let tallies = Flag::ALL.iter().map(|flag| (*flag, self.file.flagged(*flag)));
        tallies.filter(|(_, tally)| tally.count > 0)
    }
}

fn bar(reader: &TicketReader) -> ProgressBar {
    let Some(total) = reader.progress().total_bytes else { return ProgressBar::new_spinner() };
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}  {eta}");
    ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Tickets of a reader, with a bar that follows how far it is.
struct Watched<'a> {
    reader: &'a mut TicketReader,
    bar: &'a ProgressBar,
}

impl Iterator for Watched<'_> {
    type Item = Result<SourceTicket, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.reader.next();
        self.bar.set_position(self.reader.progress().bytes_read);
        next
    }
}
