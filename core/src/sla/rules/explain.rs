//! Why a clock stands where it stands: its cycle cut into what counted and what did not.

use super::cycle::{Cycle, StretchKind};
use crate::calendar::SegmentKind;
use crate::clock::Timestamp;
use crate::error::Result;

/// Why time counted or did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It counted.
    Counted,
    /// It lay outside the hours.
    Closed,
    /// It was a holiday of this name.
    Holiday(String),
    /// The clock stood still in the status of this key.
    Paused(String),
}

/// From `from` to just before `to`, and why it counted or did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub to: Timestamp,
    /// The reason.
    pub reason: Reason,
}

impl Cycle {
    /// Returns the cycle from its beginning to its end, or to `now` while it is open, without gaps. The segments that counted
    /// sum to its `elapsed` when `now` is the instant of the evaluation.
    ///
    /// # Errors
    /// As [`Calendar::segments`](crate::calendar::Calendar::segments).
    pub fn explain(&self, now: Timestamp) -> Result<Vec<Explained>> {
        let end = self.stopped_at.unwrap_or(now);
        let mut explained: Vec<Explained> = Vec::new();
        for (position, stretch) in self.stretches.iter().enumerate() {
            let to = self.stretches.get(position + 1).map_or(end, |next| next.from);
            if stretch.from >= to {
                continue;
            }
            match &stretch.kind {
                StretchKind::Paused(status) => {
                    explained.push(Explained { from: stretch.from, to, reason: Reason::Paused(status.to_string()) });
                }
                StretchKind::Ran(target) => {
                    explained.extend(target.calendar.segments(stretch.from, to)?.into_iter().map(|segment| {
                        Explained {
                            from: segment.start,
                            to: segment.end,
                            reason: match segment.kind {
                                SegmentKind::Open => Reason::Counted,
                                SegmentKind::Closed => Reason::Closed,
                                SegmentKind::Holiday(name) => Reason::Holiday(name),
                            },
                        }
                    }));
                }
            }
        }
        // A change of target cuts a stretch without giving another reason.
        explained.dedup_by(|next, last| {
            let seamless = last.to == next.from && last.reason == next.reason;
            if seamless {
                last.to = next.to;
            }
            seamless
        });
        Ok(explained)
    }
}
