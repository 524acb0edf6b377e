//! What of a row can be found: the roots of its words, in two columns of different weight, and the words themselves for
//! whoever asks for a beginning.

use std::collections::{BTreeMap, BTreeSet};

use super::stem::stem;
use super::words::words;
use crate::entity::{EntityDef, Prominence, Row, Value};

/// Stands where a word is that cannot be found, so that its neighbours are not taken for each other's. No word is written so.
pub(crate) const FILLER: &str = "·";
/// How many words of a row can be found; PostgreSQL counts places no further than 16,383.
const MAX_PLACES: usize = 15_000;
/// How often one root counts; PostgreSQL keeps 255 places of each.
const MAX_REPEATS: usize = 250;
/// How many bytes of roots and words are kept; PostgreSQL takes a megabyte.
const MAX_BYTES: usize = 500_000;
/// What a place costs besides its letters.
const PLACE_BYTES: usize = 16;

/// What of a row can be found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Indexed {
    /// The roots of what names the row, in order.
    pub(crate) title: Vec<String>,
    /// The roots of all else, in order.
    pub(crate) body: Vec<String>,
    /// The words that are not their own root, each once.
    pub(crate) words: BTreeSet<String>,
    /// Whether everybody may find it.
    pub(crate) is_public: bool,
}

/// Returns whether anything of the entity can be found.
pub(crate) fn is_searchable(def: &EntityDef) -> bool {
    def.fields.iter().any(|field| field.searchable.is_some())
}

impl Indexed {
    /// Returns what of the row can be found; nothing of an entity that is not searched, or of a deleted row.
    pub(crate) fn of(def: &EntityDef, row: &Row) -> Option<Self> {
        let is_deleted = || def.index_of("deleted_at").is_some_and(|index| !row[index].is_null());
        if !is_searchable(def) || (def.soft_delete && is_deleted()) {
            return None;
        }
        let holds =
            |(name, word): &(&str, &str)| def.index_of(name).is_some_and(|index| row[index].as_text() == Some(*word));
        let is_public = def.public_when.iter().all(holds);
        let mut indexed = Self { is_public, ..Self::default() };
        let mut room = Room::default();
        for prominence in [Prominence::Title, Prominence::Body] {
            for (_, value) in def.fields.iter().zip(row).filter(|(field, _)| field.searchable == Some(prominence)) {
                match value {
                    Value::Text(text) => indexed.add(prominence, text, &mut room),
                    Value::List(items) => items.iter().for_each(|item| indexed.add(prominence, item, &mut room)),
                    _ => {}
                }
            }
        }
        Some(indexed)
    }

    fn add(&mut self, prominence: Prominence, text: &str, room: &mut Room) {
        let column = if prominence == Prominence::Title { &mut self.title } else { &mut self.body };
        if !column.is_empty() && room.places < MAX_PLACES {
            room.places += 1;
            column.push(FILLER.to_owned());
        }
        for word in words(text) {
            let root = stem(&word.folded);
            room.places += 1;
            room.bytes += root.len() + word.folded.len() + PLACE_BYTES;
            if room.places > MAX_PLACES || room.bytes > MAX_BYTES {
                return;
            }
            let repeats = room.repeats.entry(root.clone()).or_default();
            *repeats += 1;
            if *repeats > MAX_REPEATS {
                column.push(FILLER.to_owned());
                continue;
            }
            if root != word.folded {
                self.words.insert(word.folded);
            }
            column.push(root);
        }
    }
}

/// How much was taken so far.
#[derive(Default)]
struct Room {
    places: usize,
    bytes: usize,
    repeats: BTreeMap<String, usize>,
}
