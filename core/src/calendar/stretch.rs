//! A year and a bit of a calendar, compiled: open stretches with running totals, and two indexes into them. An instant finds its
//! stretch, and a total its instant, by one look-up and a step or two, however full the year is.

use super::span::Span;

/// The milliseconds of a stretch, as a power of two: 397 days.
pub(super) const LENGTH_BITS: u32 = 35;
/// The milliseconds of one entry of the index by time: 18.6 hours.
const BUCKET_BITS: u32 = 26;
/// How many entries an index has, at most, as a power of two.
const INDEX_BITS: u32 = LENGTH_BITS - BUCKET_BITS;

/// The compiled calendar between two instants.
#[derive(Debug)]
pub(super) struct Stretch {
    start: i64,
    opens: Box<[Open]>,
    /// For each bucket of time, the first open stretch that ends after the bucket begins.
    by_time: Box<[u32]>,
    /// For each bucket of open time, the first open stretch that ends after so much of it.
    by_total: Box<[u32]>,
    total_bits: u32,
    total: i64,
}

/// An open stretch of time, with the open milliseconds before it.
#[derive(Clone, Copy, Debug)]
struct Open {
    span: Span,
    before: i64,
}

impl Open {
    /// The open milliseconds up to its end.
    fn through(&self) -> i64 {
        self.before + (self.span.end - self.span.start)
    }
}

impl Stretch {
    /// Compiles the open stretches, sorted and apart, of the stretch of time that begins at `start`.
    pub(super) fn compile(start: i64, spans: &[Span]) -> Self {
        let mut total = 0;
        let opens: Box<[Open]> = spans
            .iter()
            .map(|&span| {
                let open = Open { span, before: total };
                total = open.through();
                open
            })
            .collect();
        let by_time = index(&opens, 1 << INDEX_BITS, |open, bucket| open.span.end <= start + (bucket << BUCKET_BITS));
        let total_bits = (64 - total.leading_zeros()).saturating_sub(INDEX_BITS);
        let buckets = (total >> total_bits) + 1;
        let by_total = index(&opens, buckets, |open, bucket| open.through() <= bucket << total_bits);
        Self { start, opens, by_time, by_total, total_bits, total }
    }

    /// Returns all open milliseconds.
    pub(super) fn total(&self) -> i64 {
        self.total
    }

    /// Returns the open milliseconds before `at`, which lies in the stretch.
    pub(super) fn total_before(&self, at: i64) -> i64 {
        match self.after(at) {
            Some(open) => open.before + (at - open.span.start).max(0),
            None => self.total,
        }
    }

    /// Returns the first open stretch that ends after `at`: the one that holds it, or the next.
    pub(super) fn opening_after(&self, at: i64) -> Option<Span> {
        self.after(at).map(|open| open.span)
    }

    /// Returns the last open stretch that begins before `at`: the one that holds the moment before it, or the one before.
    pub(super) fn opening_before(&self, at: i64) -> Option<Span> {
        let behind = self.position(at);
        let holds = self.opens.get(behind).filter(|open| open.span.start < at);
        holds.or_else(|| self.opens.get(behind.checked_sub(1)?)).map(|open| open.span)
    }

    /// Returns the open stretches, in order.
    pub(super) fn spans(&self) -> impl Iterator<Item = Span> {
        self.opens.iter().map(|open| open.span)
    }

    /// Returns the first instant before which `total` milliseconds of the stretch were open; `total` is above 0 and at most all.
    pub(super) fn first_at(&self, total: i64) -> i64 {
        let mut position = self.by_total[(total >> self.total_bits) as usize] as usize;
        // The index speaks of what ends after the bucket's beginning; what ends exactly at `total` is wanted.
        while position > 0 && self.opens[position - 1].through() >= total {
            position -= 1;
        }
        while let Some(open) = self.opens.get(position) {
            if open.through() >= total {
                return open.span.start + (total - open.before);
            }
            position += 1;
        }
        self.start + (1 << LENGTH_BITS)
    }

    /// Returns the last instant before which `total` milliseconds of the stretch were open; `total` is less than all.
    pub(super) fn last_at(&self, total: i64) -> i64 {
        let mut position = self.by_total[(total >> self.total_bits) as usize] as usize;
        while let Some(open) = self.opens.get(position) {
            if open.through() > total {
                return open.span.start + (total - open.before);
            }
            position += 1;
        }
        self.start + (1 << LENGTH_BITS)
    }

    fn after(&self, at: i64) -> Option<&Open> {
        self.opens.get(self.position(at))
    }

    fn position(&self, at: i64) -> usize {
        let bucket = ((at - self.start).max(0) >> BUCKET_BITS) as usize;
        let mut position = self.by_time.get(bucket).map_or(self.opens.len(), |&first| first as usize);
        while self.opens.get(position).is_some_and(|open| open.span.end <= at) {
            position += 1;
        }
        position
    }
}

/// Returns for each of `buckets` the position of the first stretch that is not `passed` at its beginning.
fn index(opens: &[Open], buckets: i64, passed: impl Fn(&Open, i64) -> bool) -> Box<[u32]> {
    let mut position = 0;
    (0..buckets)
        .map(|bucket| {
            while opens.get(position).is_some_and(|open| passed(open, bucket)) {
                position += 1;
            }
            u32::try_from(position).unwrap_or(u32::MAX)
        })
        .collect()
}
