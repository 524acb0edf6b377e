//! Conditions as JSON, for other languages and for rows that hold one; `docs/condition.schema.json` is the schema.

use serde_json::{Map, Value as Json};

use super::check::{Size, unknown};
use super::{Condition, Test};
use crate::entity::{EntityDef, Value, value_from_json};
use crate::error::{Code, Error, Result};
use crate::query::member::{self, Subject};

impl Condition {
    /// Returns the condition as JSON; `docs/condition.schema.json` is its schema.
    pub fn to_json(&self) -> Json {
        let list = |name: &str, parts: &[Condition]| {
            Json::Object(Map::from_iter([(name.to_owned(), parts.iter().map(Condition::to_json).collect())]))
        };
        match self {
            Self::All(parts) => list("all", parts),
            Self::Any(parts) => list("any", parts),
            Self::None(parts) => list("none", parts),
            Self::Test { field, test } => {
                // The name of a field has no dot.
                let (name, value) =
                    test.to_json(if field.contains('.') { member::value_to_json } else { Value::to_json });
                Json::Object(Map::from_iter([("field".to_owned(), field.clone().into()), (name.to_owned(), value)]))
            }
        }
    }

    /// Reads a condition on that entity from JSON.
    ///
    /// # Errors
    /// [`Code::FormatInvalid`] for another shape, and those of [`Condition::check`].
    pub fn from_json(def: &EntityDef, json: &Json) -> Result<Self> {
        Self::part_from_json(def, json, 1, &mut Size::default())
    }

    fn part_from_json(def: &EntityDef, json: &Json, depth: usize, size: &mut Size) -> Result<Self> {
        let shape = || Error::new(Code::FormatInvalid).field("condition").with("expected", "a condition");
        size.grow(depth, 1, 0)?;
        let object = json.as_object().ok_or_else(shape)?;
        if let Some(name) = object.get("field") {
            let name = name.as_str().ok_or_else(shape)?;
            let subject = Subject::named(def, name).ok_or_else(|| unknown(name))?;
            let mut others = object.iter().filter(|(key, _)| *key != "field");
            let (Some((test, value)), None) = (others.next(), others.next()) else { return Err(shape()) };
            let test = match subject {
                Subject::Field(known) => {
                    let test = Test::from_json(known.name, test, value, &|json| value_from_json(known, json))?;
                    test.check(known)?;
                    test
                }
                Subject::Member(..) => {
                    let test = Test::from_json(name, test, value, &|json| member::value_from_json(name, json))?;
                    member::check(name, &test)?;
                    test
                }
            };
            if let Test::In(values) = &test {
                size.grow(depth, 0, values.len())?;
            }
            return Ok(Self::Test { field: name.to_owned(), test });
        }
        let mut members = object.iter();
        let (Some((name, parts)), None) = (members.next(), members.next()) else { return Err(shape()) };
        let parts = parts.as_array().ok_or_else(shape)?;
        let parts = parts.iter().map(|part| Self::part_from_json(def, part, depth + 1, size)).collect::<Result<_>>()?;
        match name.as_str() {
            "all" => Ok(Self::All(parts)),
            "any" => Ok(Self::Any(parts)),
            "none" => Ok(Self::None(parts)),
            _ => Err(shape()),
        }
    }
}

impl Test {
    fn to_json(&self, json: fn(&Value) -> Json) -> (&'static str, Json) {
        match self {
            Self::Is(value) => ("is", json(value)),
            Self::In(values) => ("in", values.iter().map(json).collect()),
            Self::LessThan(value) => ("less_than", json(value)),
            Self::AtMost(value) => ("at_most", json(value)),
            Self::MoreThan(value) => ("more_than", json(value)),
            Self::AtLeast(value) => ("at_least", json(value)),
            Self::Contains(part) => ("contains", part.clone().into()),
            Self::StartsWith(part) => ("starts_with", part.clone().into()),
            Self::EndsWith(part) => ("ends_with", part.clone().into()),
            Self::Has(item) => ("has", item.clone().into()),
        }
    }

    fn from_json(field: &str, name: &str, json: &Json, read: &dyn Fn(&Json) -> Result<Value>) -> Result<Self> {
        let shape = || Error::new(Code::FormatInvalid).field(field).with("expected", "a test of a condition");
        let value = || read(json);
        let text = || json.as_str().map(str::to_owned).ok_or_else(shape);
        Ok(match name {
            "is" => Self::Is(value()?),
            "in" => {
                let items = json.as_array().ok_or_else(shape)?;
                Self::In(items.iter().map(read).collect::<Result<_>>()?)
            }
            "less_than" => Self::LessThan(value()?),
            "at_most" => Self::AtMost(value()?),
            "more_than" => Self::MoreThan(value()?),
            "at_least" => Self::AtLeast(value()?),
            "contains" => Self::Contains(text()?),
            "starts_with" => Self::StartsWith(text()?),
            "ends_with" => Self::EndsWith(text()?),
            "has" => Self::Has(text()?),
            _ => return Err(shape()),
        })
    }
}
