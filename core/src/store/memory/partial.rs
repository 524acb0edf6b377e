//! The conditions of partial indexes and of agendas, which are SQL for the databases: here only `x IS NULL`, `x IS NOT NULL` and
//! `x = 'name'`, joined by `AND`, are understood, because there is no other one.

use crate::entity::{EntityDef, Value};
use crate::error::{Code, Error, Result};

/// Returns whether the index covers the row.
pub(super) fn covers(def: &EntityDef, condition: Option<&str>, row: &[Value]) -> Result<bool> {
    let Some(condition) = condition else { return Ok(true) };
    for test in condition.split(" AND ") {
        if let Some((column, name)) = test.split_once(" = '") {
            let index = def.index_of(column).ok_or_else(|| unknown(def))?;
            if row[index].as_text() != name.strip_suffix('\'') {
                return Ok(false);
            }
            continue;
        }
        let (column, absent) = match test.strip_suffix(" IS NOT NULL") {
            Some(column) => (column, false),
            None => (test.strip_suffix(" IS NULL").ok_or_else(|| unknown(def))?, true),
        };
        let index = def.index_of(column.trim().trim_matches('"')).ok_or_else(|| unknown(def))?;
        if row[index].is_null() != absent {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cold]
fn unknown(def: &EntityDef) -> Error {
    let reason = format!("the condition of an index of {} is not one that a store in memory knows", def.table);
    Error::new(Code::Internal).with("reason", reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Entity as _;
    use crate::ticket::Tag;

    #[track_caller]
    fn check(condition: Option<&str>, color: Value, expected: bool) {
        let mut row = vec![Value::Text("x".to_owned()); Tag::DEF.fields.len()];
        row[Tag::DEF.index_of("color").unwrap()] = color;
        assert_eq!(covers(Tag::DEF, condition, &row).unwrap(), expected);
    }

    #[test]
    fn every_test_must_hold() {
        check(None, Value::Null, true);
        check(Some("color IS NULL"), Value::Null, true);
        check(Some("color IS NULL"), "red".into(), false);
        check(Some("color IS NOT NULL"), "red".into(), true);
        check(Some("name IS NOT NULL AND color IS NULL"), Value::Null, true);
        check(Some("name IS NOT NULL AND color IS NULL"), "red".into(), false);
    }

    #[test]
    fn a_name_is_compared() {
        check(Some("color = 'red'"), "red".into(), true);
        check(Some("color = 'red' AND name IS NOT NULL"), "red".into(), true);
        check(Some("color = 'red'"), "blue".into(), false);
        check(Some("color = 'red'"), Value::Null, false);
    }

    #[test]
    fn another_condition_is_refused_instead_of_guessed() {
        let row = vec![Value::Null; Tag::DEF.fields.len()];
        for condition in
            ["color = red", "colour = 'red'", "color > 'red'", "colour IS NULL", "color IS NULL OR name IS NULL"]
        {
            assert_eq!(covers(Tag::DEF, Some(condition), &row).unwrap_err().code(), Code::Internal, "{condition}");
        }
    }

    #[test]
    fn the_condition_of_every_index_is_known() {
        for def in crate::ENTITIES {
            let row = vec![Value::Null; def.fields.len()];
            for index in def.indexes {
                assert!(covers(def, index.condition, &row).is_ok(), "{}", index.name);
            }
        }
    }
}
