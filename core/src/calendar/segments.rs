//! Why time counts or does not: a stretch of time cut into what is open, what is closed, and what a holiday closes.

use super::compiled::Calendar;
use super::span::{Span, united, without};
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};

/// Why a stretch of time counts or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SegmentKind {
    /// It is open.
    Open,
    /// It lies outside the hours.
    Closed,
    /// A holiday of this name closes it.
    Holiday(String),
}

/// From `start` to just before `end`, with the reason why it counts or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The first instant of it.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
    /// The reason.
    pub kind: SegmentKind,
}

/// The longest time that is cut into segments: ten years and some days.
const LONGEST: i64 = 3_660 * 86_400_000;

impl Calendar {
    /// Returns the time from `from` to `to` as segments without gaps, in order; none when `to` is not after `from`.
    ///
    /// A holiday is named where it closes the calendar, also outside of the hours; of several on one day, the first.
    ///
    /// # Errors
    /// [`Code::CalendarUncovered`] as everywhere; [`Code::FormatInvalid`] for more than ten years at once.
    pub fn segments(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Segment>> {
        let whole = Span::new(self.known(from)?, self.known(to)?);
        if whole.is_empty() {
            return Ok(Vec::new());
        }
        if whole.end - whole.start > LONGEST {
            return Err(Error::new(Code::FormatInvalid).field("to").with("expected", "at most ten years after from"));
        }
        let open = self.open_spans(whole);
        let mut segments: Vec<(Span, SegmentKind)> = open.iter().map(|&span| (span, SegmentKind::Open)).collect();
        let mut rest = without(&[whole], &open);
        for place in self.source().places() {
            for closure in place.closures(whole) {
                let closed = united(vec![closure.span.clipped(whole)]);
                for span in super::span::intersected(&rest, &closed) {
                    segments.push((span, SegmentKind::Holiday(closure.holiday.name.clone())));
                }
                rest = without(&rest, &closed);
            }
        }
        segments.extend(rest.into_iter().map(|span| (span, SegmentKind::Closed)));
        segments.sort_by_key(|(span, _)| *span);
        let segment = |(span, kind): (Span, SegmentKind)| Segment {
            start: Timestamp::clamped(span.start),
            end: Timestamp::clamped(span.end),
            kind,
        };
        Ok(segments.into_iter().map(segment).collect())
    }

    /// Returns the open stretches inside `window`, without the seams of the compiled years.
    pub(super) fn open_spans(&self, window: Span) -> Vec<Span> {
        let numbers = Self::number(window.start)..=Self::number(window.end - 1);
        let spans = numbers.filter_map(|number| self.stretch(number)).flat_map(|stretch| stretch.spans());
        united(spans.map(|span| span.clipped(window)).collect())
    }
}
