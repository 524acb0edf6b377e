//! How long something takes: the middle and the tail, because an average of waiting times says nothing about either.

use serde::Serialize;

/// How some durations are spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// How many there are.
    pub count: u64,
    /// The least that half of them do not pass, in milliseconds.
    pub median_ms: Option<i64>,
    /// The least that nine tenths of them do not pass, in milliseconds.
    pub p90_ms: Option<i64>,
}

/// Durations that are being collected, in milliseconds.
#[derive(Clone, Debug, Default)]
pub(super) struct Durations(Vec<i64>);

impl Durations {
    /// Adds the time between two instants. A log may tell an end before its beginning; that is no duration.
    pub(super) fn add(&mut self, millis: i64) {
        if millis >= 0 {
            self.0.push(millis);
        }
    }

    /// Returns how they are spread.
    pub(super) fn spread(mut self) -> Spread {
        self.0.sort_unstable();
        let count = self.0.len();
        let ranked = |percent: usize| self.0.get((count * percent).div_ceil(100).saturating_sub(1)).copied();
        Spread { count: count as u64, median_ms: ranked(50), p90_ms: ranked(90) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rank_is_taken() {
        let spread = |millis: &[i64]| Durations(millis.to_vec()).spread();
        assert_eq!(spread(&[]), Spread::default());
        assert_eq!(spread(&[7]), Spread { count: 1, median_ms: Some(7), p90_ms: Some(7) });
        let ten: Vec<i64> = (1..=10).rev().collect();
        assert_eq!(spread(&ten), Spread { count: 10, median_ms: Some(5), p90_ms: Some(9) });
    }

    #[test]
    fn an_end_before_its_beginning_is_no_duration() {
        let mut durations = Durations::default();
        durations.add(-1);
        assert_eq!(durations.spread().count, 0);
    }
}
