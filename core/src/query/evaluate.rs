//! The in-memory evaluator: what a condition and an order mean. The two SQL compilers are tested against it.

use std::cmp::Ordering;

use super::Sort;
use super::condition::{Condition, Test};
use super::fold::fold;
use super::member::{self, Subject};
use crate::entity::{EntityDef, Value};

/// Returns whether the row meets the condition; an unknown field counts as absent.
pub fn matches(def: &EntityDef, condition: &Condition, row: &[Value]) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| matches(def, part, row)),
        Condition::Any(parts) => parts.iter().any(|part| matches(def, part, row)),
        Condition::None(parts) => !parts.iter().any(|part| matches(def, part, row)),
        Condition::Test { field, test } => {
            let value = |name: &str| def.index_of(name).and_then(|index| row.get(index)).unwrap_or(&Value::Null);
            match Subject::named(def, field) {
                Some(Subject::Member(field, member)) => member::meets(test, value(field.name), member),
                _ => meets(test, value(field)),
            }
        }
    }
}

fn meets(test: &Test, value: &Value) -> bool {
    if let Test::Is(Value::Null) = test {
        return value.is_null();
    }
    if value.is_null() {
        return false;
    }
    match test {
        Test::Is(wanted) => compare(value, wanted) == Ordering::Equal,
        Test::In(wanted) => wanted.iter().any(|wanted| compare(value, wanted) == Ordering::Equal),
        Test::LessThan(bound) => compare(value, bound) == Ordering::Less,
        Test::AtMost(bound) => compare(value, bound) != Ordering::Greater,
        Test::MoreThan(bound) => compare(value, bound) == Ordering::Greater,
        Test::AtLeast(bound) => compare(value, bound) != Ordering::Less,
        Test::Contains(part) => value.as_text().is_some_and(|text| fold(text).contains(&fold(part))),
        Test::StartsWith(part) => value.as_text().is_some_and(|text| fold(text).starts_with(&fold(part))),
        Test::EndsWith(part) => value.as_text().is_some_and(|text| fold(text).ends_with(&fold(part))),
        Test::Has(item) => matches!(value, Value::List(items) if items.contains(item)),
    }
}

/// Compares two values of the same kind: texts by their bytes, absent values before all others.
pub fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
        (Value::Uuid(a), Value::Uuid(b)) => a.cmp(b),
        (Value::Timestamp(a), Value::Timestamp(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        // Lists, bytes and documents have no order; checked queries never compare them.
        _ => match (a.as_text(), b.as_text()) {
            (Some(a), Some(b)) => a.as_bytes().cmp(b.as_bytes()),
            _ => Ordering::Equal,
        },
    }
}

/// Compares two rows in that order.
pub fn compare_rows(def: &EntityDef, order: &[Sort], a: &[Value], b: &[Value]) -> Ordering {
    for sort in order {
        let Some(index) = def.index_of(&sort.field) else { continue };
        let ordering = compare(&a[index], &b[index]);
        let ordering = if sort.descending { ordering.reverse() } else { ordering };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    Ordering::Equal
}
