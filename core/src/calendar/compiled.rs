//! The calendar as a value: a definition, and what was compiled of it so far.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::definition::CalendarDefinition;
use super::holiday::HolidaySet;
use super::source::{Place, Source};
use super::span::Span;
use super::stretch::{LENGTH_BITS, Stretch};
use crate::clock::{Timestamp, Zone};
use crate::error::{Code, Error, Result};

/// When people work, ready to be asked. Cheap to clone, safe to share between threads.
///
/// Every answer is exact to the millisecond and in real elapsed time: where a clock change falls into open hours, the day is
/// shorter or longer. It is open when its wall clock shows open hours: a local time that a clock change skipped means the first
/// instant after it; of one that occurs twice, opening hours begin with the first and end with the second. The moment of closing
/// is not open.
///
/// A year that nobody asked about costs nothing; the first question about one compiles it, and the next ones look it up.
///
/// ```
/// use chrono::TimeDelta;
/// use servicedesk::calendar::{Calendar, CalendarDefinition};
/// use servicedesk::clock::Timestamp;
/// let office = Calendar::new(CalendarDefinition::weekdays("America/Sao_Paulo", &["09:00-12:00", "13:00-18:00"])?)?;
/// let friday = Timestamp::parse("2026-11-20T17:30:00-03:00").unwrap();
/// let monday = Timestamp::parse("2026-11-23T09:30:00-03:00").unwrap();
/// assert_eq!(office.deadline(friday, TimeDelta::hours(1))?, monday);
/// assert_eq!(office.elapsed(friday, monday)?, TimeDelta::hours(1));
/// # Ok::<(), servicedesk::Error>(())
/// ```
#[derive(Clone)]
pub struct Calendar {
    inner: Arc<Inner>,
}

struct Inner {
    source: Source,
    zone: Zone,
    covered: Span,
    narrowest: Option<&'static HolidaySet>,
    end_of_hours: i64,
    blocks: Box<[OnceLock<Block>]>,
}

type Block = Box<[OnceLock<Stretch>]>;

/// How many stretches share a block, as a power of two; a calendar holds one pointer for each block that was never asked about.
const BLOCK_BITS: u32 = 6;

/// How many stretches without an opening are looked through before it is said that there is none: 435 years, because the
/// Gregorian calendar repeats itself after 400.
pub(super) const PATIENCE: usize = 400;

impl Calendar {
    /// Returns the calendar of a definition.
    ///
    /// # Errors
    /// Kind `Invalid` with the field for a zone that does not exist, intervals that overlap and holidays that cannot be. A
    /// calendar without any hours is one: it is never open, and has no deadlines.
    pub fn new(definition: CalendarDefinition) -> Result<Self> {
        let (zone, presets) = definition.checked()?;
        Ok(Self::of(Source::Place(Box::new(Place { definition, zone, presets }))))
    }

    /// Returns the calendar that never closes, by which calendar time is measured.
    pub fn always() -> Self {
        let definition = CalendarDefinition::always();
        Self::of(Source::Place(Box::new(Place { definition, zone: Zone::default(), presets: Vec::new() })))
    }

    /// Returns the calendar that is open when one of these is, such as desks that follow the sun. Its dates are those of the first.
    ///
    /// # Errors
    /// [`Code::Required`] for `calendars` when there is none.
    pub fn union(calendars: &[Calendar]) -> Result<Self> {
        Ok(Self::of(Source::Any(sources(calendars)?)))
    }

    /// Returns the calendar that is open when all of these are, such as a meeting of two offices. Its dates are those of the first.
    ///
    /// # Errors
    /// [`Code::Required`] for `calendars` when there is none.
    pub fn intersection(calendars: &[Calendar]) -> Result<Self> {
        Ok(Self::of(Source::All(sources(calendars)?)))
    }

    fn of(source: Source) -> Self {
        let (covered, narrowest) = source.coverage();
        let zone = source.zone().cloned().unwrap_or_default();
        let end_of_hours = source.end_of_hours().unwrap_or(i64::MAX);
        let stretches = ((Timestamp::MAX.as_millis() - Timestamp::MIN.as_millis()) >> LENGTH_BITS) as usize + 1;
        let blocks = (0..(stretches >> BLOCK_BITS) + 1).map(|_| OnceLock::new()).collect();
        Self { inner: Arc::new(Inner { source, zone, covered, narrowest, end_of_hours, blocks }) }
    }

    /// Returns the zone whose dates are the dates of this calendar.
    pub fn zone(&self) -> &Zone {
        &self.inner.zone
    }

    pub(super) fn source(&self) -> &Source {
        &self.inner.source
    }

    /// Returns the instant after which nothing new opens.
    pub(super) fn end_of_hours(&self) -> i64 {
        self.inner.end_of_hours
    }

    /// Returns the first and the last instant for which everything is known.
    pub(super) fn covered(&self) -> Span {
        self.inner.covered
    }

    /// Refuses an instant of a year that a preset does not know.
    pub(super) fn known(&self, at: Timestamp) -> Result<i64> {
        let millis = at.as_millis();
        if millis < self.inner.covered.start || millis > self.inner.covered.end {
            return Err(self.uncovered(millis));
        }
        Ok(millis)
    }

    /// Says why `at` cannot be spoken of.
    #[cold]
    pub(super) fn uncovered(&self, at: i64) -> Error {
        use chrono::Datelike as _;
        match self.inner.narrowest {
            Some(set) => set.uncovered(self.inner.zone.local_date(at).year()),
            None => Error::new(Code::InstantRange).field("instant"),
        }
    }

    /// Returns the number of the stretch in which `at` lies.
    pub(super) fn number(at: i64) -> usize {
        ((at - Timestamp::MIN.as_millis()) >> LENGTH_BITS) as usize
    }

    /// Returns the first instant of that stretch.
    pub(super) fn start_of(number: usize) -> i64 {
        Timestamp::MIN.as_millis() + ((number as i64) << LENGTH_BITS)
    }

    /// Returns that stretch, compiled.
    pub(super) fn stretch(&self, number: usize) -> Option<&Stretch> {
        let block = self.inner.blocks.get(number >> BLOCK_BITS)?;
        let block = block.get_or_init(|| (0..1 << BLOCK_BITS).map(|_| OnceLock::new()).collect());
        let stretch = block.get(number & ((1 << BLOCK_BITS) - 1))?;
        Some(stretch.get_or_init(|| {
            let start = Self::start_of(number);
            let window = Span::new(start, start + (1 << LENGTH_BITS)).clipped(self.inner.covered);
            let open = if window.is_empty() { Vec::new() } else { self.inner.source.open(window) };
            Stretch::compile(start, &open)
        }))
    }
}

fn sources(calendars: &[Calendar]) -> Result<Vec<Source>> {
    if calendars.is_empty() {
        return Err(Error::new(Code::Required).field("calendars"));
    }
    Ok(calendars.iter().map(|calendar| calendar.inner.source.clone()).collect())
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calendar").field("zone", &self.inner.zone).finish_non_exhaustive()
    }
}
