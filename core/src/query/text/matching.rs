//! The part of a query that is a search, and what it means: the store in memory searches and ranks by this.

use std::fmt;

use super::indexed::Indexed;
use super::wanted::Wanted;
use crate::error::{Code, Error, Result};

/// How far down the list of what was found one may go.
pub const MAX_SKIP: u32 = 1_000;

/// A search among the rows of an entity.
///
/// `Debug` leaves out what is looked for.
#[derive(Clone, PartialEq)]
pub struct Matching {
    wanted: Wanted,
    /// Whether only what everybody may read is found: see [`EntityDef::public_when`](crate::entity::EntityDef::public_when).
    pub public_only: bool,
    /// How many of the best are passed over, at most [`MAX_SKIP`].
    pub skip: u32,
}

impl fmt::Debug for Matching {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { public_only, skip, .. } = self;
        f.debug_struct("Matching").field("public_only", public_only).field("skip", skip).finish_non_exhaustive()
    }
}

impl Matching {
    /// Reads what a person wrote: words, all of which are looked for; `"phrases"`; `beginnings*`; `-exclusions`. Case,
    /// accents and the endings of Portuguese and English do not count, nor do words such as "de" and "the" outside of phrases.
    ///
    /// ```
    /// use servicedesk::Code;
    /// use servicedesk::query::Matching;
    /// assert!(Matching::read("impressoras \"sem papel\" -scanner confi*").is_ok());
    /// assert_eq!(Matching::read("***").unwrap_err().code(), Code::Required);
    /// ```
    ///
    /// # Errors
    /// With `text`: [`Code::TextTooLong`] for more than 1,000 characters, [`Code::TextNul`], [`Code::QueryTooComplex`] for more
    /// than 32 words, and [`Code::Required`] when no word is looked for.
    pub fn read(text: &str) -> Result<Self> {
        Ok(Self { wanted: Wanted::read(text)?, public_only: false, skip: 0 })
    }

    /// Finds only what everybody may read.
    #[must_use]
    pub fn public_only(mut self, public_only: bool) -> Self {
        self.public_only = public_only;
        self
    }

    /// Passes over the best ones, which were seen before.
    #[must_use]
    pub fn skip(mut self, skip: u32) -> Self {
        self.skip = skip;
        self
    }

    pub(crate) fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    pub(crate) fn check(&self) -> Result<()> {
        if self.skip > MAX_SKIP {
            return Err(Error::new(Code::NumberRange).field("skip").with("min", 0).with("max", MAX_SKIP));
        }
        Ok(())
    }
}

/// Returns whether the search finds the row.
pub(crate) fn finds(matching: &Matching, indexed: &Indexed) -> bool {
    (indexed.is_public || !matching.public_only) && matching.wanted.is_met(indexed)
}

/// What is known of all rows together, by which the rare is told from the common.
pub(crate) struct Statistics {
    rows: f64,
    mean_length: f64,
    /// For each part of the question, how many rows have it.
    having: Vec<f64>,
}

impl Statistics {
    /// Counts.
    pub(crate) fn of<'a>(matching: &Matching, all: impl Iterator<Item = &'a Indexed> + Clone) -> Self {
        let rows = all.clone().count().max(1) as f64;
        let length: f64 = all.clone().map(length).sum();
        let parts = matching.wanted.parts.iter();
        let having = parts.map(|part| all.clone().filter(|indexed| part.count(indexed) > 0.0).count() as f64);
        Self { rows, mean_length: (length / rows).max(1.0), having: having.collect() }
    }
}

fn length(indexed: &Indexed) -> f64 {
    (indexed.title.len() + indexed.body.len()) as f64
}

/// Returns how good a find the row is, more being better: Okapi BM25 with k1 = 1.2 and b = 0.75, as SQLite has it.
pub(crate) fn rank(matching: &Matching, statistics: &Statistics, indexed: &Indexed) -> f64 {
    let parts = matching.wanted.parts.iter().zip(&statistics.having);
    let ranks = parts.map(|(part, having)| {
        let rarity = ((statistics.rows - having + 0.5) / (having + 0.5)).ln().max(1e-6);
        let count = part.count(indexed);
        rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length(indexed) / statistics.mean_length))
    });
    ranks.sum()
}
