//! Counting and hashing rows by entity, the same on the way out, on the way in and afterwards.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::Total;
use crate::hexadecimal::hexadecimal;

/// Rows that are being counted.
#[derive(Default)]
pub(super) struct Survey {
    entities: BTreeMap<&'static str, (u64, Sha256)>,
}

impl Survey {
    /// Names an entity, which may have no rows.
    pub(super) fn expect(&mut self, table: &'static str) {
        self.entities.entry(table).or_default();
    }

    /// Counts a row by its line, without the line's end.
    pub(super) fn add(&mut self, table: &'static str, line: &[u8]) {
        let (rows, hash) = self.entities.entry(table).or_default();
        *rows += 1;
        hash.update(line);
        hash.update(b"\n");
    }

    /// Returns what was counted.
    pub(super) fn finish(self) -> BTreeMap<String, Total> {
        let totals = self.entities.into_iter();
        totals
            .map(|(table, (rows, hash))| (table.to_owned(), Total { rows, sha256: hexadecimal(&hash.finalize()) }))
            .collect()
    }
}

/// Returns the first entity whose rows differ.
pub(super) fn difference<'a>(one: &'a BTreeMap<String, Total>, other: &'a BTreeMap<String, Total>) -> Option<&'a str> {
    let none = Total { rows: 0, sha256: hexadecimal(&Sha256::new().finalize()) };
    let of =
        |totals: &'a BTreeMap<String, Total>, table: &str| totals.get(table).cloned().unwrap_or_else(|| none.clone());
    one.keys().chain(other.keys()).find(|table| of(one, table) != of(other, table)).map(String::as_str)
}
