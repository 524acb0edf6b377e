//! Adding up what the test programs report, since cargo itself gives no total.

use std::fmt;

/// How many tests did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Tests that passed.
    pub(super) passed: usize,
    /// Tests, or steps without tests, that failed.
    pub(super) failed: usize,
    /// Tests that were left out.
    pub(super) skipped: usize,
}

impl Tally {
    /// Adds a line of the form `test result: ok. 3 passed; 0 failed; 1 ignored; …`; any other line changes nothing.
    pub(super) fn read(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else {
            return;
        };
        for part in counts.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let Some(Ok(number)) = words.next().map(str::parse::<usize>) else {
                continue;
            };
            match words.next() {
                Some("passed") => self.passed += number,
                Some("failed") => self.failed += number,
                Some("ignored") => self.skipped += number,
                _ => {}
            }
        }
    }

    /// A single test.
    pub(super) fn of(passed: bool) -> Self {
        Self { passed: usize::from(passed), failed: usize::from(!passed), skipped: 0 }
    }

    /// Adds what another run came to.
    pub(super) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// How many tests ran.
    pub(super) fn ran(self) -> usize {
        self.passed + self.failed
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn result_lines_are_added_up() {
        let mut tally = Tally::default();
        tally.read("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s\n");
        tally
            .read("test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.25s");
        tally.read("running 12 tests");
        tally.read("test the_test_result: 4 passed; ... ok");
        assert_eq!(tally, Tally { passed: 13, failed: 2, skipped: 1 });
        assert_eq!(tally.ran(), 15);
    }

    #[test]
    fn skipped_tests_are_told_only_when_there_are_some() {
        assert_eq!(Tally { passed: 4, failed: 0, skipped: 0 }.to_string(), "4 passed, 0 failed");
        assert_eq!(Tally { passed: 4, failed: 1, skipped: 2 }.to_string(), "4 passed, 1 failed, 2 skipped");
    }
}
