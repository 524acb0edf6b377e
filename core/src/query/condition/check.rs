//! What a condition may ask of an entity, and how much of it: names, kinds and limits.

use super::{Condition, MAX_DEPTH, MAX_LIST, MAX_PARTS, MAX_VALUES, Test};
use crate::entity::{EntityDef, FieldDef, Kind, Value};
use crate::error::{Code, Error, Result};
use crate::query::member::{self, Subject};

impl Condition {
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
}

/// How large a condition has been found to be, so that its work is bounded before it begins.
#[derive(Default)]
pub(super) struct Size {
    parts: usize,
    values: usize,
}

impl Size {
    pub(super) fn grow(&mut self, depth: usize, parts: usize, values: usize) -> Result<()> {
        self.parts += parts;
        self.values += values;
        let limits = [(depth, MAX_DEPTH), (self.parts, MAX_PARTS), (self.values, MAX_VALUES)];
        match limits.into_iter().find(|(size, max)| size > max) {
            Some((_, max)) => Err(Error::new(Code::QueryTooComplex).field("condition").with("max", max)),
            None => Ok(()),
        }
    }
}

pub(super) fn unknown(name: &str) -> Error {
    Error::new(Code::FieldUnknown).field(name.chars().take(64).collect::<String>())
}

impl Test {
    pub(super) fn check(&self, field: &FieldDef) -> Result<()> {
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
