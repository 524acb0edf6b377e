//! The one filter language: a tree of tests on fields. Views, service-level matching, triggers, permissions and retention
//! all speak it; it is compiled to SQL for both databases and evaluated in memory, with the same answers.
//!
//! The logic has two values. A test on an absent value is false, except `is` null; so `none` of it is true. Text equality
//! is exact; `contains`, `starts_with` and `ends_with` ignore case and accents.

mod check;
mod json;

pub(crate) use check::has_order;

use std::fmt;

use crate::entity::Value;

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
}
