//! Loops that end when a store does what it promises. A store with a defect must make a test fail, not hang.

/// Counts the rounds of such a loop.
#[derive(Debug)]
pub struct Patience {
    left: u32,
    awaited: &'static str,
}

impl Patience {
    /// Allows that many rounds until `awaited` has come true; generously, because only endlessness is meant to fail.
    pub fn new(rounds: u32, awaited: &'static str) -> Self {
        Self { left: rounds, awaited }
    }

    /// Begins a round.
    ///
    /// # Panics
    /// When there were enough of them.
    #[track_caller]
    pub fn round(&mut self) {
        let awaited = self.awaited;
        self.left = self.left.checked_sub(1).unwrap_or_else(|| panic!("it never ends: {awaited}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "it never ends: the cows come home")]
    fn patience_ends() {
        let mut patience = Patience::new(3, "the cows come home");
        for _ in 0..4 {
            patience.round();
        }
    }
}
