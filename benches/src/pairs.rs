//! Interleaved measuring: ours, bare, ours, bare … and the ratio of each pair. A neighbour that slows the machine down slows
//! both halves of a pair, so that the median of the ratios stands where single figures would not.

use std::time::{Duration, Instant};

use crate::Outcome;

/// How many pairs at least.
pub(crate) const PAIRS: usize = 21;

/// Both sides' seconds per operation, and their ratios.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    /// Seconds per operation, the median.
    pub(crate) ours: f64,
    /// Seconds per operation, the median.
    pub(crate) bare: f64,
    /// Ours by bare, of each pair, ascending.
    pub(crate) ratios: Vec<f64>,
}

impl Comparison {
    /// Returns the median of the pairs' ratios.
    pub(crate) fn ratio(&self) -> f64 {
        median(&self.ratios)
    }
}

/// Runs both in turns; each returns how long one operation took. The first pair only warms up.
pub(crate) fn compare(
    mut ours: impl FnMut() -> Outcome<f64>,
    mut bare: impl FnMut() -> Outcome<f64>,
) -> Outcome<Comparison> {
    ours()?;
    bare()?;
    let (mut of_ours, mut of_bare) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        // Who goes first alternates: the second finds what the first left in the machine's caches.
        if pair % 2 == 0 {
            of_ours.push(ours()?);
            of_bare.push(bare()?);
        } else {
            of_bare.push(bare()?);
            of_ours.push(ours()?);
        }
    }
    Ok(summarise(of_ours, of_bare))
}

/// Makes a comparison of measured pairs.
pub(crate) fn summarise(mut ours: Vec<f64>, mut bare: Vec<f64>) -> Comparison {
    let mut ratios: Vec<f64> = ours.iter().zip(&bare).map(|(ours, bare)| ours / bare).collect();
    for list in [&mut ours, &mut bare, &mut ratios] {
        list.sort_by(f64::total_cmp);
    }
    Comparison { ours: median(&ours), bare: median(&bare), ratios }
}

/// Returns the middle of a sorted list.
pub(crate) fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Returns the seconds that one of `count` operations took.
pub(crate) fn per_operation(count: usize, mut work: impl FnMut(usize) -> Outcome<()>) -> Outcome<f64> {
    let began = Instant::now();
    for index in 0..count {
        work(index)?;
    }
    Ok(each(began.elapsed(), count))
}

/// Returns the seconds that one of `count` operations took.
pub(crate) fn each(elapsed: Duration, count: usize) -> f64 {
    elapsed.as_secs_f64() / count.max(1) as f64
}

/// A small generator of even numbers (SplitMix64): the same picks in every run, for both sides.
pub(crate) struct Picks(pub(crate) u64);

impl Picks {
    /// Returns a number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        (mixed % limit.max(1) as u64) as usize
    }
}
