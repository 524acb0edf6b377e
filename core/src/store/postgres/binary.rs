//! PostgreSQL's binary form of what consists of parts: arrays and records. What has another shape is refused, not guessed.

/// The parts of a value; nothing for one that is null.
pub(super) type Parts<'a> = Vec<Option<&'a [u8]>>;

/// Returns the elements of an array of one dimension.
pub(super) fn array(bytes: &[u8]) -> Option<Parts<'_>> {
    let mut rest = Rest(bytes);
    let dimensions = rest.number()?;
    // Whether some are null, and the type of the elements, which is known.
    rest.take(8)?;
    if dimensions == 0 {
        return Some(Vec::new());
    }
    let count = rest.number().filter(|_| dimensions == 1)?;
    // The lower bound.
    rest.take(4)?;
    (0..count).map(|_| rest.part()).collect()
}

/// Returns the columns of a record.
pub(super) fn record(bytes: &[u8]) -> Option<Parts<'_>> {
    let mut rest = Rest(bytes);
    let count = rest.number()?;
    let column = |_| {
        // The column's type, which is known.
        rest.take(4)?;
        rest.part()
    };
    (0..count).map(column).collect()
}

/// The bytes that were not read yet.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn length(&mut self) -> Option<i32> {
        Some(i32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn number(&mut self) -> Option<usize> {
        usize::try_from(self.length()?).ok()
    }

    fn part(&mut self) -> Option<Option<&'a [u8]>> {
        match self.length()? {
            -1 => Some(None),
            length => self.take(usize::try_from(length).ok()?).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_off_or_of_another_shape_is_refused() {
        let words = |words: &[i32]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
        assert_eq!(array(&words(&[0, 0, 25])), Some(vec![]));
        assert_eq!(array(&words(&[1, 0, 20, 2, 1, -1, 4, 7])), Some(vec![None, Some(&[0, 0, 0, 7][..])]));
        assert_eq!(array(&words(&[2, 0, 20, 1, 1, 1, 1, 4, 7])), None);
        assert_eq!(array(&words(&[1, 0, 20, 2, 1, 4, 7])), None);
        assert_eq!(array(&words(&[1, 0, 20, -1, 1])), None);
        assert_eq!(record(&words(&[2, 20, -1, 20, 4, 7])), Some(vec![None, Some(&[0, 0, 0, 7][..])]));
        assert_eq!(record(&words(&[1, 20, 5, 7])), None);
    }
}
