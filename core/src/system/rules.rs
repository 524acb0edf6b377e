//! What a setting may be: its value is of its type, its type that of its default, and a secret is nobody's to see.

use serde_json::Value as Json;

use super::{Setting, SettingKind, defaults};
use crate::entity::{Entity as _, EntityDef, Row};
use crate::error::{Code, Error, Result};

/// Returns whether a value is of that type.
pub(crate) fn fits(kind: SettingKind, value: &Json) -> bool {
    match kind {
        SettingKind::String => value.is_string(),
        SettingKind::Number => value.is_number(),
        SettingKind::Boolean => value.is_boolean(),
        SettingKind::Json => true,
    }
}

/// Returns the type of a value that nobody named the type of.
pub(crate) fn kind_of(value: &Json) -> SettingKind {
    [SettingKind::String, SettingKind::Number, SettingKind::Boolean]
        .into_iter()
        .find(|kind| fits(*kind, value))
        .unwrap_or(SettingKind::Json)
}

/// Checks a value against the type that the setting has.
///
/// # Errors
/// [`Code::FieldKind`] with `value`.
pub(crate) fn check_value(kind: SettingKind, value: &Json) -> Result<()> {
    if fits(kind, value) {
        return Ok(());
    }
    let expected = match kind {
        SettingKind::String => "a text",
        SettingKind::Number => "a number",
        SettingKind::Boolean => "true or false",
        SettingKind::Json => "a document",
    };
    Err(Error::new(Code::FieldKind).field(Setting::VALUE).with("expected", expected))
}

/// Checks the name of a setting: letters, digits, underscores, hyphens, and dots between them.
///
/// # Errors
/// [`Code::FormatInvalid`] with `key`.
pub(crate) fn check_key(key: &str) -> Result<()> {
    let is_letter = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_' || letter == b'-';
    if key.split('.').all(|part| !part.is_empty() && part.bytes().all(is_letter)) {
        return Ok(());
    }
    let expected = "a name of letters, digits, underscores and hyphens, with dots between its parts";
    Err(Error::new(Code::FormatInvalid).field(Setting::KEY).with("expected", expected))
}

/// Checks a setting that is new or changes from `before`; what came from elsewhere and does not change is left alone, and so are
/// the rows of other entities.
///
/// # Errors
/// Kind `Invalid` with the field.
pub(crate) fn check_row(def: &EntityDef, before: Option<&Row>, after: &Row) -> Result<()> {
    if *def != *Setting::DEF {
        return Ok(());
    }
    let before = before.map(|row| Setting::from_row(row.clone())).transpose()?;
    check(before.as_ref(), &Setting::from_row(after.clone())?)
}

fn check(before: Option<&Setting>, after: &Setting) -> Result<()> {
    let refuse =
        |field: &str, expected: String| Err(Error::new(Code::FormatInvalid).field(field).with("expected", expected));
    if before.is_none() {
        check_key(&after.key)?;
        if let Some(default) = defaults::of(&after.key).filter(|default| default.kind != after.kind) {
            let expected = format!("the type of its default, {}", default.kind.name());
            return Err(Error::new(Code::FieldKind).field(Setting::KIND).with("expected", expected));
        }
    }
    if let Some(value) = after.value.as_ref().filter(|_| before.is_none_or(|before| before.value != after.value)) {
        check_value(after.kind, value)?;
    }
    if after.secret.is_some() {
        if after.value.is_some() {
            return refuse(Setting::VALUE, "left out of a secret".to_owned());
        }
        if after.is_public {
            return refuse(Setting::IS_PUBLIC, "false for a secret".to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::clock::Timestamp;
    use crate::entity::{Draft as _, Stamp};
    use crate::system::NewSetting;

    fn setting(key: &str, kind: SettingKind, value: Json) -> Setting {
        let stamp = Stamp { id: uuid::Uuid::nil(), organization_id: uuid::Uuid::nil().into(), at: Timestamp::EPOCH };
        Setting::build(NewSetting { key: key.into(), kind, value: Some(value), ..Default::default() }, stamp)
    }

    #[test]
    fn a_value_is_of_its_type_and_a_type_that_of_the_default() {
        use SettingKind::{Boolean, Json as Document, Number, String};
        let refused =
            |key, kind, value| check(None, &setting(key, kind, value)).err().map(|error| error.fields().to_vec());
        for (kind, value) in
            [(String, json!("x")), (Number, json!(1.5)), (Boolean, json!(false)), (Document, json!([1]))]
        {
            assert_eq!(refused("host.own", kind, value), None);
        }
        for (kind, value) in [(String, json!(1)), (Number, json!("1")), (Boolean, json!("true"))] {
            assert_eq!(refused("host.own", kind, value), Some(vec!["value".to_owned()]));
        }
        assert_eq!(refused("auth.sso_enabled", Boolean, json!(true)), None);
        assert_eq!(refused("auth.sso_enabled", String, json!("yes")), Some(vec!["kind".to_owned()]));
        for key in ["", ".", "a.", ".a", "a..b", "a b", "é"] {
            assert_eq!(refused(key, String, json!("x")), Some(vec!["key".to_owned()]), "{key}");
        }
    }

    #[test]
    fn a_secret_is_nobodys_to_see() {
        let secret =
            Setting { value: None, secret: Some(vec![1]), ..setting("host.key", SettingKind::String, json!("x")) };
        assert!(check(None, &secret).is_ok());
        let shown = Setting { is_public: true, ..secret.clone() };
        assert_eq!(check(None, &shown).unwrap_err().fields(), ["is_public"]);
        let both = Setting { value: Some(json!("x")), ..secret };
        assert_eq!(check(None, &both).unwrap_err().fields(), ["value"]);
    }
}
