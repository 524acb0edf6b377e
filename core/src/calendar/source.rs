//! From a definition to open stretches of time: the only place where wall clocks become instants.

use std::collections::HashMap;

use chrono::{Datelike as _, Days, NaiveDate};

use super::definition::{CalendarDefinition, Weekday};
use super::holiday::{Holiday, HolidaySet};
use super::local_time::{Interval, LocalTime};
use super::span::{Span, intersected, united, without};
use crate::clock::{Timestamp, Zone};

/// Where open time comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// One place.
    Place(Box<Place>),
    /// Open when any of them is.
    Any(Vec<Source>),
    /// Open when all of them are.
    All(Vec<Source>),
}

/// One place with its wall clock.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) definition: CalendarDefinition,
    pub(super) zone: Zone,
    pub(super) presets: Vec<&'static HolidaySet>,
}

/// A stretch in which a holiday closes a place.
#[derive(Clone, Debug)]
pub(super) struct Closure<'a> {
    pub(super) span: Span,
    pub(super) holiday: &'a Holiday,
}

impl Source {
    /// Returns the open stretches inside `window`.
    pub(super) fn open(&self, window: Span) -> Vec<Span> {
        match self {
            Self::Place(place) => place.open(window),
            Self::Any(sources) => united(sources.iter().flat_map(|source| source.open(window)).collect()),
            Self::All(sources) => sources.iter().fold(vec![window], |all, one| intersected(&all, &one.open(window))),
        }
    }

    /// Returns the instants for which every preset is known, with the preset that ends them first.
    pub(super) fn coverage(&self) -> (Span, Option<&'static HolidaySet>) {
        let everything = (Span::new(Timestamp::MIN.as_millis(), Timestamp::MAX.as_millis()), None);
        self.places().iter().flat_map(|place| place.coverages()).fold(everything, |(known, narrowest), (span, set)| {
            let narrower = span.clipped(known);
            (narrower, if narrower == known { narrowest } else { Some(set) })
        })
    }

    /// Returns the places, for the reasons why something is closed.
    pub(super) fn places(&self) -> Vec<&Place> {
        match self {
            Self::Place(place) => vec![place],
            Self::Any(sources) | Self::All(sources) => sources.iter().flat_map(Self::places).collect(),
        }
    }

    /// Returns the zone whose dates are its dates: that of the first place.
    pub(super) fn zone(&self) -> Option<&Zone> {
        self.places().first().map(|place| &place.zone)
    }

    /// Returns the instant after which nothing new can open, if there is one.
    pub(super) fn end_of_hours(&self) -> Option<i64> {
        match self {
            Self::Place(place) => place.end_of_hours(),
            Self::Any(sources) => {
                sources.iter().map(Self::end_of_hours).reduce(|a, b| Some(a?.max(b?))).unwrap_or(Some(i64::MIN))
            }
            Self::All(sources) => sources.iter().filter_map(Self::end_of_hours).min(),
        }
    }
}

impl Place {
    fn open(&self, window: Span) -> Vec<Span> {
        // What opened up to two local days before the window may still be open in it.
        let dates = self.dates(window);
        let mut spans = Vec::with_capacity(dates.len() * 2);
        for &date in &dates {
            spans.extend(self.hours_of(date).iter().flat_map(|&hours| self.shown(date, hours)));
        }
        let closures = self.closures(window);
        let holes = united(closures.iter().map(|closure| closure.span).collect());
        let mut open = without(&united(spans), &holes);
        for span in &mut open {
            *span = span.clipped(window);
        }
        open.retain(|span| !span.is_empty());
        open
    }

    fn coverages(&self) -> impl Iterator<Item = (Span, &'static HolidaySet)> {
        let new_year = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).map(local_midnight).unwrap_or_default();
        self.presets.iter().map(move |&set| {
            let starts = self.zone.first_instant_at(new_year(*set.years.start()));
            let ends = self.zone.first_instant_at(new_year(set.years.end() + 1));
            (Span::new(starts.as_millis(), ends.as_millis()), set)
        })
    }

    /// Returns where holidays close the place around `window`, in order of their dates.
    pub(super) fn closures(&self, window: Span) -> Vec<Closure<'_>> {
        let dates = self.dates(window);
        let years = |date: Option<&NaiveDate>| date.map_or(0, NaiveDate::year);
        let mut by_date: HashMap<NaiveDate, Vec<&Holiday>> = HashMap::new();
        for year in years(dates.first())..=years(dates.last()) {
            let of_presets = self.presets.iter().flat_map(|set| &set.holidays);
            for holiday in of_presets.chain(&self.definition.holidays) {
                if let Some(date) = holiday.date_in(year) {
                    by_date.entry(date).or_default().push(holiday);
                }
            }
        }
        let mut closures = Vec::new();
        for date in dates.into_iter().filter(|date| !self.definition.overrides.contains_key(date)) {
            for &holiday in by_date.get(&date).into_iter().flatten() {
                let closed = self.shown(date, holiday.closed.unwrap_or(Interval::DAY));
                closures.extend(closed.map(|span| Closure { span, holiday }));
            }
        }
        closures
    }

    fn dates(&self, window: Span) -> Vec<NaiveDate> {
        let around = Days::new(2);
        let first = self.zone.local_date(window.start).checked_sub_days(around).unwrap_or(NaiveDate::MIN);
        let last = self.zone.local_date(window.end).checked_add_days(around).unwrap_or(NaiveDate::MAX);
        first.iter_days().take_while(|date| *date <= last).collect()
    }

    fn hours_of(&self, date: NaiveDate) -> &[Interval] {
        match self.definition.overrides.get(&date) {
            Some(hours) => hours,
            None => &self.definition.weekly_hours[Weekday::from(date.weekday()) as usize],
        }
    }

    /// Returns when the wall clock shows these hours of that date.
    fn shown(&self, date: NaiveDate, hours: Interval) -> impl Iterator<Item = Span> + use<> {
        let midnight = local_midnight(date);
        let stretches = self.zone.shown(midnight + hours.opens().millis(), midnight + hours.closing_millis());
        stretches.into_iter().map(|(start, end)| Span::new(start.as_millis(), end.as_millis()))
    }

    fn end_of_hours(&self) -> Option<i64> {
        if self.definition.weekly_hours.iter().any(|hours| !hours.is_empty()) {
            return None;
        }
        let last = self.definition.overrides.iter().rev().find(|(_, hours)| !hours.is_empty());
        Some(last.map_or(i64::MIN, |(date, _)| {
            self.zone.first_instant_at(local_midnight(*date) + 3 * LocalTime::END.millis()).as_millis()
        }))
    }
}

/// Returns the midnight that begins `date`, in milliseconds of local time since 1970-01-01T00:00.
pub(super) fn local_midnight(date: NaiveDate) -> i64 {
    let epoch_days = i64::from(date.num_days_from_ce()) - 719_163;
    let millis = epoch_days.saturating_mul(86_400_000);
    millis.clamp(Timestamp::MIN.as_millis() - 200_000_000, Timestamp::MAX.as_millis() + 200_000_000)
}
