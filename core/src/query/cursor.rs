//! Opaque places in an ordered list: they travel through every language as a string that only this file can read.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::Query;
use crate::entity::{Row, Value, value_from_json};
use crate::error::{Code, Error, Result};

/// A place in an ordered list of rows.
#[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl std::fmt::Debug for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cursor(…)")
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Cursor {
    /// Takes a cursor that came back from a host.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the place of `row` in the order of `query`.
    pub fn at(query: &Query, row: &Row) -> Self {
        let order = query.order();
        let values = order.iter().map(|sort| {
            query.entity.index_of(&sort.field).and_then(|index| row.get(index)).map_or(Json::Null, Value::to_json)
        });
        let mut parts: Vec<Json> = vec![fingerprint(query).into()];
        parts.extend(values);
        Self(URL_SAFE_NO_PAD.encode(Json::Array(parts).to_string()))
    }

    /// Returns the values of the sort columns, when this is a cursor of that query.
    ///
    /// # Errors
    /// [`Code::CursorInvalid`] for any other text.
    pub fn read(&self, query: &Query) -> Result<Vec<Value>> {
        let invalid = || Error::new(Code::CursorInvalid).field("after");
        if self.0.len() > 8_192 {
            return Err(invalid());
        }
        let bytes = URL_SAFE_NO_PAD.decode(&self.0).map_err(|_| invalid())?;
        let parts: Vec<Json> = serde_json::from_slice(&bytes).map_err(|_| invalid())?;
        let order = query.order();
        if parts.len() != order.len() + 1 || parts[0].as_str() != Some(fingerprint(query).as_str()) {
            return Err(invalid());
        }
        order
            .iter()
            .zip(&parts[1..])
            .map(|(sort, part)| {
                let field = query.entity.field(&sort.field).ok_or_else(invalid)?;
                value_from_json(field, part).map_err(|_| invalid())
            })
            .collect()
    }
}

/// Marks the entity and the order, so that a cursor of another list is refused instead of giving a wrong page.
fn fingerprint(query: &Query) -> String {
    let mut hash = Sha256::new();
    hash.update(query.entity.table);
    for sort in query.order() {
        hash.update([0, u8::from(sort.descending)]);
        hash.update(&sort.field);
    }
    URL_SAFE_NO_PAD.encode(&hash.finalize()[..6])
}
