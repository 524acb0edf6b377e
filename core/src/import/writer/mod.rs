//! The writing half of an import: source tickets become tickets of a desk, with their recorded life and times. They are
//! recorded in history and audit log like any other change, and cause nothing: no message, no assignment, no limit.
//!
//! A ticket is known by its external id. What is there already is left alone, so that an import can be repeated, and one
//! that was killed goes on where it stopped: a chunk of tickets is one commit, with the people, teams and categories that
//! it brings.

mod directory;
mod life;
mod set_up;

use std::collections::{BTreeSet, HashSet};

use directory::Directory;

use super::{Mapping, ReadError, SourceTicket};
use crate::clock::Zone;
use crate::entity::{Allocated, Entity as _, Value};
use crate::error::{Code, Error, Result};
use crate::organization::{Organization, rules as organization_rules};
use crate::query::field;
use crate::scope::{self, Refusal, Scope};
use crate::store::{BoxFuture, Commit};
use crate::ticket::Ticket;
use crate::unit_of_work::UnitOfWork;

/// How many tickets are committed at once.
const CHUNK: usize = 256;
/// How often a chunk is decided anew when another import of the same source is faster.
const MAX_ATTEMPTS: usize = 8;
/// How many refused events are kept with their lines; all are counted.
const MAX_REFUSED: usize = 1_000;

/// What an import has done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Tickets that came in.
    pub tickets: u64,
    /// Recorded events of those tickets.
    pub events: u64,
    /// Tickets that were there already.
    pub already_there: u64,
    /// People that came in.
    pub people: u64,
    /// Teams that came in.
    pub teams: u64,
    /// Categories that came in.
    pub categories: u64,
    /// Events that were refused by a rule.
    pub refused_events: u64,
    /// The first thousand of them.
    pub refused: Vec<RefusedEvent>,
    /// Events whose recorded priority is not the one that the matrix gives for their impact and urgency.
    pub matrix_disagreements: u64,
}

/// An event that a rule refused.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RefusedEvent {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The reason's stable name.
    pub code: &'static str,
    /// The field concerned.
    pub field: Option<String>,
}

/// Brings the tickets of a source into a desk.
#[derive(Clone, Copy, Debug)]
pub struct Importer<'a> {
    scope: &'a Scope,
    mapping: &'a Mapping,
}

impl Scope {
    /// Begins an import with that mapping.
    pub fn importer<'a>(&'a self, mapping: &'a Mapping) -> Importer<'a> {
        Importer { scope: self, mapping }
    }
}

/// A chunk on its way into the store, and what it will have added.
type InFlight<'a> = (Vec<SourceTicket>, Summary, BoxFuture<'a, Result<Commit, Refusal>>);

/// A chunk that is decided and not yet committed.
struct Prepared<'a> {
    work: UnitOfWork<'a>,
    gain: Summary,
}

impl<'a> Importer<'a> {
    /// Brings all tickets in and tells after each commit what was done so far.
    ///
    /// While one chunk is being committed the next is being decided.
    ///
    /// # Errors
    /// The fatal error of the source, as [`Code::ImportSource`]; those of the store. What was committed before stays, and a
    /// second run goes on from there.
    pub async fn run(
        &self,
        source: impl IntoIterator<Item = Result<SourceTicket, ReadError>>,
        mut progress: impl FnMut(&Summary),
    ) -> Result<Summary> {
        self.scope.set_up(&set_up::preset(self.mapping)).await?;
        let mut directory = Directory::load(self.scope).await?;
        let organization = self.scope.organization().await?;
        let mut source = source.into_iter();
        let mut summary = Summary::default();
        let mut in_flight: Option<InFlight<'a>> = None;
        loop {
            // A source that ends in an error still gives what it had before.
            let mut fatal = None;
            let chunk: Vec<SourceTicket> = source
                .by_ref()
                .take(CHUNK)
                .map_while(|ticket| ticket.map_err(|error| fatal = Some(unreadable(error))).ok())
                .collect();
            let mut prepared = self.prepare(&chunk, &mut directory, &organization).await?;
            if let Some((earlier, gain, commit)) = in_flight.take() {
                match commit.await {
                    Ok(_) => summary.add(gain),
                    Err(refusal) => {
                        must_be_a_race(refusal)?;
                        directory = Directory::load(self.scope).await?;
                        summary.add(self.settle(&earlier, &mut directory, &organization).await?);
                        prepared = self.prepare(&chunk, &mut directory, &organization).await?;
                    }
                }
                progress(&summary);
            }
            if !chunk.is_empty() {
                in_flight = Some((chunk, prepared.gain, prepared.work.submit()));
            } else if let Some(error) = fatal {
                return Err(error);
            } else {
                return Ok(summary);
            }
            if let Some(error) = fatal {
                if let Some((_, _, commit)) = in_flight.take() {
                    commit.await.or_else(|refusal| must_be_a_race(refusal).map(|()| Commit::default()))?;
                }
                return Err(error);
            }
        }
    }

    /// Decides and commits one chunk, again and again while others are faster.
    async fn settle(
        &self,
        chunk: &[SourceTicket],
        directory: &mut Directory,
        organization: &Organization,
    ) -> Result<Summary> {
        for _ in 0..MAX_ATTEMPTS {
            let prepared = self.prepare(chunk, directory, organization).await?;
            match prepared.work.commit().await {
                Ok(_) => return Ok(prepared.gain),
                Err(refusal) => must_be_a_race(refusal)?,
            }
            *directory = Directory::load(self.scope).await?;
        }
        Err(Error::new(Code::TooManyConflicts).with("attempts", MAX_ATTEMPTS))
    }

    /// Decides what a chunk adds: the tickets that are not there yet, and the names that they bring.
    async fn prepare(
        &self,
        chunk: &[SourceTicket],
        directory: &mut Directory,
        organization: &Organization,
    ) -> Result<Prepared<'a>> {
        let mut work = self.scope.unit_of_work().imported();
        let mut gain = Summary::default();
        let there = self.already_there(chunk).await?;
        gain.already_there = there.len() as u64;
        let zone: Zone = organization_rules::zone(organization);
        let mut lives = Vec::with_capacity(chunk.len());
        for ticket in chunk.iter().filter(|ticket| !there.contains(&*ticket.external_id)) {
            directory.admit(&mut work, ticket, &mut gain)?;
            let life = life::of(self.scope, self.mapping, directory, ticket, &mut gain);
            // A ticket whose every event was refused takes no number.
            lives.extend(Some(life).filter(|life| !life.steps.is_empty()));
        }
        // The numbers of a year are taken at once: one step of the sequence for all tickets of the chunk.
        let years: Vec<i16> = lives.iter().map(|life| zone.year_month(life.opened_at).0).collect();
        for year in years.iter().copied().collect::<BTreeSet<i16>>() {
            let of_year: Vec<usize> = (0..lives.len()).filter(|index| years[*index] == year).collect();
            let count = i64::try_from(of_year.len()).unwrap_or(i64::MAX);
            let slot = work.next(scope::sequence(Ticket::DEF, Ticket::NUMBER, year), count, None);
            let prefix = scope::number_prefix(&organization.ticket_prefix, year);
            for (place, index) in (1..).zip(of_year) {
                lives[index].number(Allocated {
                    slot,
                    offset: place - count,
                    prefix: prefix.clone(),
                    width: scope::NUMBER_WIDTH,
                });
            }
        }
        for life in &lives {
            life.write(&mut work)?;
            gain.tickets += 1;
            gain.events += life.steps.len() as u64;
        }
        Ok(Prepared { work, gain })
    }

    async fn already_there(&self, chunk: &[SourceTicket]) -> Result<HashSet<String>> {
        if chunk.is_empty() {
            return Ok(HashSet::new());
        }
        let ids = chunk.iter().map(|ticket| Value::Text(ticket.external_id.to_string()));
        let mut query = self.scope.query::<Ticket>().filter(field(Ticket::EXTERNAL_ID).is_in(ids)).limit(1_000);
        query.with_deleted = true;
        let found: Vec<Ticket> = self.scope.snapshot(&[query]).await?.list()?;
        Ok(found.into_iter().filter_map(|ticket| ticket.external_id).collect())
    }
}

/// Passes on every refusal but one that says that somebody else brought the same rows in.
fn must_be_a_race(refusal: Refusal) -> Result<()> {
    match refusal {
        Refusal::Final(error) if error.code() != Code::DuplicateValue => Err(error),
        Refusal::Final(_) | Refusal::Again(_) => Ok(()),
    }
}

fn unreadable(error: ReadError) -> Error {
    Error::new(Code::ImportSource).with("reason", &error).caused_by(error)
}

impl Summary {
    fn add(&mut self, gain: Summary) {
        self.tickets += gain.tickets;
        self.events += gain.events;
        self.already_there += gain.already_there;
        self.people += gain.people;
        self.teams += gain.teams;
        self.categories += gain.categories;
        self.refused_events += gain.refused_events;
        self.matrix_disagreements += gain.matrix_disagreements;
        let room = MAX_REFUSED.saturating_sub(self.refused.len());
        self.refused.extend(gain.refused.into_iter().take(room));
    }

    fn refuse(&mut self, line: u64, error: &Error) {
        self.refused_events += 1;
        if self.refused.len() < MAX_REFUSED {
            self.refused.push(RefusedEvent { line, code: error.code().name(), field: error.fields().first().cloned() });
        }
    }
}
