//! What the index of members holds: for each member of a document its name and a text that stands for its value, so that a
//! test on equality is answered without looking at the documents.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::condition::{Condition, Test};
use super::member::{Subject, Wanted, is_name};
use crate::entity::{EntityDef, FieldDef, Row, Value};

/// A longer text is kept as its hash, because an index takes no text of any length.
const MAX_TOKEN: usize = 64;

/// A member and its value, or an item of it, as the index holds them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Token {
    /// The member's name.
    pub(crate) name: String,
    /// The value's kind, in one letter, and the value; or its hash.
    pub(crate) value: String,
}

/// Returns the name under which the index knows a field of rows that are there, or of deleted ones: they are kept apart, so that
/// rows which are there are counted without looking at them.
pub(crate) fn indexed_field(def: &EntityDef, field: &FieldDef, is_deleted: bool) -> String {
    format!("{}.{}{}", def.table, field.name, if is_deleted { " deleted" } else { "" })
}

/// Returns whether a row is deleted and may come back.
pub(crate) fn is_deleted(def: &EntityDef, row: &Row) -> bool {
    def.soft_delete && def.index_of("deleted_at").is_some_and(|index| !row[index].is_null())
}

/// Returns whether a change of that field changes what the index holds of a row.
pub(crate) fn is_about_members(def: &EntityDef, index: usize) -> bool {
    let field = &def.fields[index];
    field.members || (def.soft_delete && field.name == "deleted_at" && def.fields.iter().any(|field| field.members))
}

/// Returns what the index holds of a document.
pub(crate) fn tokens(document: &Value) -> BTreeSet<Token> {
    let Value::Json(document) = document else { return BTreeSet::new() };
    let members = document.as_object().into_iter().flatten().filter(|(name, _)| is_name(name));
    let tokens = members.flat_map(|(name, value)| {
        let values = match value {
            Json::String(text) => vec![of_text('s', text)],
            Json::Number(number) => number.as_f64().map(of_number).into_iter().collect(),
            Json::Bool(truth) => vec![of_truth(*truth)],
            Json::Array(items) => items.iter().filter_map(Json::as_str).map(|item| of_text('i', item)).collect(),
            Json::Null | Json::Object(_) => Vec::new(),
        };
        values.into_iter().map(|value| Token { name: name.clone(), value })
    });
    tokens.collect()
}

/// What of a condition the index answers.
pub(crate) struct Indexed<'a> {
    /// The field.
    pub(crate) field: &'static FieldDef,
    /// What every row has that meets the condition.
    pub(crate) token: Token,
    /// What is still to be asked of these rows: the part itself is answered, unless the token is a hash.
    pub(crate) rest: Vec<&'a Condition>,
}

/// Returns the first part of a condition that the index answers.
pub(crate) fn indexed<'a>(def: &EntityDef, condition: &'a Condition) -> Option<Indexed<'a>> {
    let parts: Vec<&Condition> = match condition {
        Condition::All(parts) => parts.iter().collect(),
        other => vec![other],
    };
    let (place, field, token) = parts.iter().enumerate().find_map(|(place, part)| {
        let Condition::Test { field, test } = part else { return None };
        let Some(Subject::Member(field, name)) = Subject::named(def, field) else { return None };
        Some((place, field, Token { name: name.to_owned(), value: wanted(test)? }))
    })?;
    let is_exact = !token.value.starts_with('h');
    let rest = parts.into_iter().enumerate().filter(|(at, _)| *at != place || !is_exact);
    Some(Indexed { field, token, rest: rest.map(|(_, part)| part).collect() })
}

fn wanted(test: &Test) -> Option<String> {
    match test {
        Test::Is(value) => Some(match Wanted::of(value)? {
            Wanted::Text(text) => of_text('s', text),
            Wanted::Number(number) => of_number(number),
            Wanted::Truth(truth) => of_truth(truth),
        }),
        Test::Has(item) => Some(of_text('i', item)),
        _ => None,
    }
}

fn of_text(kind: char, text: &str) -> String {
    short(format!("{kind}{text}"))
}

fn of_number(number: f64) -> String {
    // Zero is zero, whatever its sign.
    short(format!("n{}", if number == 0.0 { 0.0 } else { number }))
}

fn of_truth(truth: bool) -> String {
    (if truth { "t" } else { "f" }).to_owned()
}

fn short(token: String) -> String {
    if token.len() <= MAX_TOKEN { token } else { format!("h{}", URL_SAFE_NO_PAD.encode(Sha256::digest(token))) }
}
