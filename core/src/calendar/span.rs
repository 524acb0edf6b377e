//! Stretches of time as pairs of milliseconds, and the three things that are done with sorted lists of them.

/// From `start` to just before `end`, both in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) start: i64,
    pub(super) end: i64,
}

impl Span {
    pub(super) fn new(start: i64, end: i64) -> Self {
        Self { start, end }
    }

    pub(super) fn clipped(self, to: Span) -> Span {
        Span::new(self.start.max(to.start), self.end.min(to.end))
    }

    pub(super) fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// Returns what is in any of `spans`, sorted, without overlaps and without seams.
pub(super) fn united(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    let mut united: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match united.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => united.push(span),
        }
    }
    united
}

/// Returns what is in both lists; each is sorted and without overlaps.
pub(super) fn intersected(left: &[Span], right: &[Span]) -> Vec<Span> {
    let (mut l, mut r) = (0, 0);
    let mut shared = Vec::new();
    while let (Some(&a), Some(&b)) = (left.get(l), right.get(r)) {
        let both = a.clipped(b);
        if !both.is_empty() {
            shared.push(both);
        }
        if a.end <= b.end {
            l += 1;
        } else {
            r += 1;
        }
    }
    shared
}

/// Returns what is in `spans` and not in `holes`; each is sorted and without overlaps.
pub(super) fn without(spans: &[Span], holes: &[Span]) -> Vec<Span> {
    let mut left = Vec::with_capacity(spans.len());
    let mut first = 0;
    for &span in spans {
        while holes.get(first).is_some_and(|hole| hole.end <= span.start) {
            first += 1;
        }
        let mut start = span.start;
        for hole in holes[first..].iter().take_while(|hole| hole.start < span.end) {
            if hole.start > start {
                left.push(Span::new(start, hole.start));
            }
            start = start.max(hole.end);
        }
        if start < span.end {
            left.push(Span::new(start, span.end));
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(pairs: &[(i64, i64)]) -> Vec<Span> {
        pairs.iter().map(|&(start, end)| Span::new(start, end)).collect()
    }

    #[test]
    fn seams_and_overlaps_disappear() {
        assert_eq!(united(spans(&[(5, 7), (0, 2), (2, 3), (6, 9), (4, 4)])), spans(&[(0, 3), (5, 9)]));
    }

    #[test]
    fn holes_cut_and_split() {
        let open = spans(&[(0, 10), (20, 30)]);
        assert_eq!(without(&open, &spans(&[(2, 3), (8, 22), (29, 40)])), spans(&[(0, 2), (3, 8), (22, 29)]));
        assert_eq!(
            intersected(&open, &spans(&[(2, 3), (8, 22), (29, 40)])),
            spans(&[(2, 3), (8, 10), (20, 22), (29, 30)])
        );
    }
}
