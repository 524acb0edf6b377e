//! The one filter language: a tree of tests on fields. Views, service-level matching, triggers, permissions and retention
//! all speak it; it is compiled to SQL for both databases and evaluated in memory, with the same answers.
//!
//! The logic has two values. A test on an absent value is false, except `is` null; so `none` of it is true. Text equality
//! is exact; `contains`, `starts_with` and `ends_with` ignore case and accents.

use std::fmt;

use serde_json::{Map, Value as Json};

use super::member::{self, Subject};
use crate::entity::{EntityDef, FieldDef, Kind, Value, value_from_json};
use crate::error::{Code, Error, Result};

/// The greatest depth of a condition.
pub const MAX_DEPTH: usize = 16;
/// The greatest number of parts of a condition: tests and groups.
pub const MAX_PARTS: usize = 256;
/// The greatest number of values in one list.
pub const MAX_LIST: usize = 1_000;
/// The greatest number of values in all lists of a condition.
pub const MAX_VALUES: usize = 10_000;

/// A condition on the rows of an entity.
///
/// ```
/// use servicedesk::query::{Condition, field};
/// let open_or_urgent = Condition::any([field("urgency").is("high"), field("resolved_at").is_absent()]);
/// assert_eq!(
///     serde_json::to_string(&open_or_urgent.to_json())?,
///     r#"{"any":[{"field":"urgency","is":"high"},{"field":"resolved_at","is":null}]}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Every one of these holds; with none, true.
    All(Vec<Condition>),
    /// At least one of these holds; with none, false.
    Any(Vec<Condition>),
    /// Not one of these holds; with none, true.
    None(Vec<Condition>),
    /// A test on one field.
    Test {
        /// The field's name; or that of a field with a JSON object, a dot and a member's name, such as `custom_fields.color`.
        field: String,
        /// What is asked of it.
        test: Test,
    },
}

/// What is asked of one field.
///
/// `Debug` leaves out what is looked for, as that of [`Value`] does.
#[derive(Clone, PartialEq)]
pub enum Test {
    /// It equals the value; `Null` asks whether it is absent.
    Is(Value),
    /// It equals one of the values; an empty list is never met.
    In(Vec<Value>),
    /// It is less than the value.
    LessThan(Value),
    /// It is less than the value, or equal.
    AtMost(Value),
    /// It is greater than the value.
    MoreThan(Value),
    /// It is greater than the value, or equal.
    AtLeast(Value),
    /// The text contains this, ignoring case and accents.
    Contains(String),
    /// The text begins with this, ignoring case and accents.
    StartsWith(String),
    /// The text ends with this, ignoring case and accents.
    EndsWith(String),
    /// The list has this item.
    Has(String),
}

impl fmt::Debug for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = |name: &str, value: &dyn fmt::Debug| f.debug_tuple(name).field(value).finish();
        match self {
            Self::Is(value) => shown("Is", value),
            Self::In(values) => shown("In", values),
            Self::LessThan(value) => shown("LessThan", value),
            Self::AtMost(value) => shown("AtMost", value),
            Self::MoreThan(value) => shown("MoreThan", value),
            Self::AtLeast(value) => shown("AtLeast", value),
            Self::Contains(_) => shown("Contains", &format_args!("…")),
            Self::StartsWith(_) => shown("StartsWith", &format_args!("…")),
            Self::EndsWith(_) => shown("EndsWith", &format_args!("…")),
            Self::Has(_) => shown("Has", &format_args!("…")),
        }
    }
}

/// Begins a test on the field of that name.
pub fn field(name: impl Into<String>) -> FieldTest {
    FieldTest(name.into())
}

/// A field that waits for its test.
#[derive(Clone, Debug)]
pub struct FieldTest(String);

impl FieldTest {
    fn test(self, test: Test) -> Condition {
        Condition::Test { field: self.0, test }
    }

    /// The field equals `value`.
    pub fn is(self, value: impl Into<Value>) -> Condition {
        self.test(Test::Is(value.into()))
    }

    /// The field differs from `value`, or is absent.
    pub fn is_not(self, value: impl Into<Value>) -> Condition {
        Condition::None(vec![self.is(value)])
    }

    /// The field holds nothing.
    pub fn is_absent(self) -> Condition {
        self.test(Test::Is(Value::Null))
    }

    /// The field holds something.
    pub fn is_present(self) -> Condition {
        Condition::None(vec![self.is_absent()])
    }

    /// The field equals one of `values`.
    pub fn is_in<V: Into<Value>>(self, values: impl IntoIterator<Item = V>) -> Condition {
        self.test(Test::In(values.into_iter().map(Into::into).collect()))
    }

    /// The field is less than `value`.
    pub fn less_than(self, value: impl Into<Value>) -> Condition {
        self.test(Test::LessThan(value.into()))
    }

    /// The field is less than `value`, or equal.
    pub fn at_most(self, value: impl Into<Value>) -> Condition {
        self.test(Test::AtMost(value.into()))
    }

    /// The field is greater than `value`.
    pub fn more_than(self, value: impl Into<Value>) -> Condition {
        self.test(Test::MoreThan(value.into()))
    }

    /// The field is greater than `value`, or equal.
    pub fn at_least(self, value: impl Into<Value>) -> Condition {
        self.test(Test::AtLeast(value.into()))
    }

    /// The text contains `part`, ignoring case and accents.
    pub fn contains(self, part: impl Into<String>) -> Condition {
        self.test(Test::Contains(part.into()))
    }

    /// The text begins with `part`, ignoring case and accents.
    pub fn starts_with(self, part: impl Into<String>) -> Condition {
        self.test(Test::StartsWith(part.into()))
    }

    /// The text ends with `part`, ignoring case and accents.
    pub fn ends_with(self, part: impl Into<String>) -> Condition {
        self.test(Test::EndsWith(part.into()))
    }

    /// The list has `item`.
    pub fn has(self, item: impl Into<String>) -> Condition {
        self.test(Test::Has(item.into()))
    }
}

impl Condition {
    /// Every row.
    pub const fn always() -> Self {
        Self::All(Vec::new())
    }

    /// All of these.
    pub fn all(parts: impl IntoIterator<Item = Condition>) -> Self {
        Self::All(parts.into_iter().collect())
    }

    /// At least one of these.
    pub fn any(parts: impl IntoIterator<Item = Condition>) -> Self {
        Self::Any(parts.into_iter().collect())
    }

    /// None of these.
    pub fn none(parts: impl IntoIterator<Item = Condition>) -> Self {
        Self::None(parts.into_iter().collect())
    }

    /// Both this and `other`.
    #[must_use]
    pub fn and(self, other: Condition) -> Self {
        match (self, other) {
            (Self::All(mut parts), Self::All(more)) => {
                parts.extend(more);
                Self::All(parts)
            }
            (Self::All(parts), other) if parts.is_empty() => other,
            (Self::All(mut parts), other) => {
                parts.push(other);
                Self::All(parts)
            }
            (this, Self::All(more)) if more.is_empty() => this,
            (this, other) => Self::All(vec![this, other]),
        }
    }

    /// Checks names, kinds and limits against the entity.
    ///
    /// # Errors
    /// [`Code::FieldUnknown`], [`Code::FieldKind`] with the field, or [`Code::QueryTooComplex`].
    pub fn check(&self, def: &EntityDef) -> Result<()> {
        self.check_part(def, 1, &mut Size::default())
    }

    fn check_part(&self, def: &EntityDef, depth: usize, size: &mut Size) -> Result<()> {
        size.grow(depth, 1, 0)?;
        match self {
            Self::All(parts) | Self::Any(parts) | Self::None(parts) => {
                parts.iter().try_for_each(|part| part.check_part(def, depth + 1, size))
            }
            Self::Test { field, test } => {
                match Subject::named(def, field).ok_or_else(|| unknown(field))? {
                    Subject::Field(known) => test.check(known)?,
                    Subject::Member(..) => member::check(field, test)?,
                }
                if let Test::In(values) = test { size.grow(depth, 0, values.len()) } else { Ok(()) }
            }
        }
    }

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

/// How large a condition has been found to be, so that its work is bounded before it begins.
#[derive(Default)]
struct Size {
    parts: usize,
    values: usize,
}

impl Size {
    fn grow(&mut self, depth: usize, parts: usize, values: usize) -> Result<()> {
        self.parts += parts;
        self.values += values;
        let limits = [(depth, MAX_DEPTH), (self.parts, MAX_PARTS), (self.values, MAX_VALUES)];
        match limits.into_iter().find(|(size, max)| size > max) {
            Some((_, max)) => Err(Error::new(Code::QueryTooComplex).field("condition").with("max", max)),
            None => Ok(()),
        }
    }
}

fn unknown(name: &str) -> Error {
    Error::new(Code::FieldUnknown).field(name.chars().take(64).collect::<String>())
}

impl Test {
    fn check(&self, field: &FieldDef) -> Result<()> {
        let wrong = || Error::new(Code::FieldKind).field(field.name).with("expected", field.kind.description());
        let fits = |value: &Value| if value_fits(field.kind, value) { Ok(()) } else { Err(wrong()) };
        // Whoever may ask for less or more, or for a beginning, finds a secret out by and by.
        if field.secret && !matches!(self, Self::Is(_) | Self::In(_)) {
            return Err(Error::new(Code::FieldKind)
                .field(field.name)
                .with("expected", "equality, because it is a secret"));
        }
        match self {
            Self::Is(value) => {
                if value.is_null() {
                    Ok(())
                } else {
                    fits(value)
                }
            }
            Self::In(values) => {
                if values.len() > MAX_LIST {
                    return Err(Error::new(Code::ListTooLong).field(field.name).with("max", MAX_LIST));
                }
                values.iter().try_for_each(fits)
            }
            Self::LessThan(value) | Self::AtMost(value) | Self::MoreThan(value) | Self::AtLeast(value) => {
                if has_order(field.kind) { fits(value) } else { Err(wrong()) }
            }
            Self::Contains(part) | Self::StartsWith(part) | Self::EndsWith(part) => match field.kind {
                Kind::Text if part.len() > 4_000 => {
                    Err(Error::new(Code::TextTooLong).field(field.name).with("max", 4_000))
                }
                Kind::Text if part.contains('\0') => Err(Error::new(Code::TextNul).field(field.name)),
                Kind::Text => Ok(()),
                _ => Err(wrong()),
            },
            Self::Has(item) => {
                if field.kind == Kind::List && !item.contains('\0') {
                    Ok(())
                } else {
                    Err(wrong())
                }
            }
        }
    }

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

fn value_fits(kind: Kind, value: &Value) -> bool {
    match (kind, value) {
        (Kind::Text, Value::Text(text)) => !text.contains('\0'),
        (Kind::Enum(names), Value::Text(_) | Value::Word(_)) => {
            value.as_text().is_some_and(|name| names.contains(&name))
        }
        (Kind::Bool, Value::Bool(_))
        | (Kind::Integer, Value::Integer(_))
        | (Kind::Decimal, Value::Decimal(_))
        | (Kind::Uuid, Value::Uuid(_))
        | (Kind::Timestamp, Value::Timestamp(_))
        | (Kind::Date, Value::Date(_)) => true,
        _ => false,
    }
}

/// Whether values of that kind can be compared and sorted.
pub(crate) fn has_order(kind: Kind) -> bool {
    !matches!(kind, Kind::List | Kind::Bytes | Kind::Json)
}
