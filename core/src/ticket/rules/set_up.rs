//! What the rows that set a desk up must look like, beyond what the reflection table can say of a field.

use super::{custom_fields, macros, view};
use crate::entity::{Entity as _, EntityDef, FieldDef, Row, Value};
use crate::error::{Code, Error, Result};
use crate::sla::rules::policy;
use crate::sla::{BusinessCalendar, EscalationRule, SlaPolicy};
use crate::ticket::{FieldDefinition, Macro, SavedView, StatusTransition, Ticket};

/// The field of every entity that is shown in a colour.
const COLOR: &str = "color";

/// Checks a new value of a row that sets a desk up; other rows are left alone.
///
/// # Errors
/// [`Code::FormatInvalid`] for a colour that is none, [`Code::FieldUnknown`] for a field that tickets do not have.
pub(crate) fn check(def: &EntityDef, field: &FieldDef, value: &Value) -> Result<()> {
    match value {
        Value::Text(color) if field.name == COLOR && !is_color(color) => {
            Err(Error::new(Code::FormatInvalid).field(COLOR).with("expected", "a colour like #1a2b3c"))
        }
        Value::List(names) if *def == *StatusTransition::DEF && field.name == StatusTransition::REQUIRED_FIELDS => {
            match names.iter().find(|name| Ticket::DEF.index_of(name).is_none()) {
                // A step that waits for it could never be taken.
                Some(name) => Err(Error::new(Code::FieldUnknown).field(name.clone())),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Checks a new form of a row that sets a desk up as a whole, beyond its single values; other rows are left alone.
///
/// # Errors
/// Kind `Invalid` with the field.
pub(crate) fn check_row(def: &EntityDef, row: &Row) -> Result<()> {
    if *def == *FieldDefinition::DEF {
        return custom_fields::check_definition(&FieldDefinition::from_row(row.clone())?);
    }
    if *def == *SavedView::DEF {
        return view::check(&SavedView::from_row(row.clone())?);
    }
    if *def == *BusinessCalendar::DEF {
        return policy::check_calendar(&BusinessCalendar::from_row(row.clone())?);
    }
    if *def == *SlaPolicy::DEF {
        return policy::check_policy(&SlaPolicy::from_row(row.clone())?);
    }
    if *def == *EscalationRule::DEF {
        return policy::check_rule(&EscalationRule::from_row(row.clone())?);
    }
    if *def == *Macro::DEF {
        return macros::changes(&Macro::from_row(row.clone())?).map(drop);
    }
    Ok(())
}

/// CSS Color 4, 5.2: a number sign and six hexadecimal digits.
pub(crate) fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::Tag;

    #[test]
    fn a_colour_has_six_digits() {
        let field = Tag::DEF.field(COLOR).unwrap();
        let code = |text: &str| check(Tag::DEF, field, &text.into()).map_err(|error| error.code());
        for good in ["#000000", "#ff8800", "#FF8800", "#1a2B3c"] {
            assert_eq!(code(good), Ok(()), "{good}");
        }
        for bad in ["", "#", "red", "ff8800", "#f80", "#ff880", "#ff88000", "#gg8800", " #ff8800", "#ff88é"] {
            assert_eq!(code(bad), Err(Code::FormatInvalid), "{bad}");
        }
        assert!(check(Tag::DEF, field, &Value::Null).is_ok());
        assert!(check(Tag::DEF, Tag::DEF.field(Tag::NAME).unwrap(), &"red".into()).is_ok());
    }

    #[test]
    fn a_step_waits_for_fields_that_there_are() {
        let field = StatusTransition::DEF.field(StatusTransition::REQUIRED_FIELDS).unwrap();
        let check = |names: &[&str]| {
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            check(StatusTransition::DEF, field, &Value::List(names))
        };
        assert!(check(&[]).is_ok() && check(&["category_id", "assignee_id"]).is_ok());
        let error = check(&["category_id", "categoria"]).unwrap_err();
        assert_eq!((error.code(), error.fields()), (Code::FieldUnknown, &["categoria".to_owned()][..]));
    }
}
