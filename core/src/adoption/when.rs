//! Whether a row becomes what a part of its table says.

use super::convert::{as_text, truth};
use super::rows::cell;
use super::source::{Cell, Cells};
use super::table::Condition;

impl Condition {
    pub(super) fn holds(&self, cells: &Cells) -> bool {
        let full = |place: usize| match cell(cells, place) {
            Cell::Null | Cell::Integer(0) => false,
            Cell::Text(text) => !text.is_empty() && truth(&Cell::Text(text.clone())) != Some(false),
            _ => true,
        };
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Has(place) => !cell(cells, *place).is_null(),
            Self::Any(places) => places.iter().any(|place| full(*place)),
            Self::Is(place, words, wanted) => {
                let word = as_text(cell(cells, *place)).unwrap_or_default();
                words.iter().any(|known| known.eq_ignore_ascii_case(word)) == *wanted
            }
            Self::All(place, word, other) => {
                let known = cell(cells, *place);
                // Without the other table there is nothing that would say otherwise.
                (known.is_null() || as_text(known) == Some(word)) && !cell(cells, *other).is_null()
            }
        }
    }
}
