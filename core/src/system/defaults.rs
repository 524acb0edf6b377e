//! The settings that every desk knows: what each is when nobody set it, of which type, and whether everybody may see it. A host has
//! settings of its own beside them.

use serde_json::Value as Json;

use super::SettingKind;

/// A setting that every desk knows.
pub(crate) struct Default {
    /// The name that programs use.
    pub(crate) key: &'static str,
    /// What it holds.
    pub(crate) kind: SettingKind,
    /// What it is when nobody set it.
    pub(crate) value: Value,
    /// Whether everybody may see it: what a page shows before anybody signed in.
    pub(crate) is_public: bool,
    /// What it does.
    pub(crate) description: &'static str,
}

/// A value that stands in the source.
pub(crate) enum Value {
    Nothing,
    Bool(bool),
    Number(i64),
    Text(&'static str),
}

impl Default {
    /// Returns what it is when nobody set it.
    pub(crate) fn json(&self) -> Option<Json> {
        match self.value {
            Value::Nothing => None,
            Value::Bool(value) => Some(value.into()),
            Value::Number(value) => Some(value.into()),
            Value::Text(value) => Some(value.into()),
        }
    }

    /// What it belongs to: the first part of its name.
    pub(crate) fn category(&self) -> &'static str {
        self.key.split('.').next().unwrap_or_default()
    }
}

macro_rules! defaults {
    ($($key:literal: $kind:ident = $value:expr, $visibility:ident, $description:literal;)+) => {
        /// Every setting that every desk knows, by name.
        pub(crate) static DEFAULTS: &[Default] = &[$(Default {
            key: $key,
            kind: SettingKind::$kind,
            value: $value,
            is_public: defaults!(@ $visibility),
            description: $description,
        }),+];
    };
    (@ public) => { true };
    (@ private) => { false };
}

defaults! {
    "auth.email_verification_enabled": Boolean = Value::Bool(true), public, "Whether new people have to show that an address is theirs.";
    "auth.ldap_enabled": Boolean = Value::Bool(false), public, "Whether people sign in through a directory (LDAP).";
    "auth.password_reset_enabled": Boolean = Value::Bool(true), public, "Whether people may ask for a new password.";
    "auth.registration_enabled": Boolean = Value::Bool(false), public, "Whether people may register themselves.";
    "auth.sso_enabled": Boolean = Value::Bool(false), public, "Whether people sign in through another service.";
    "branding.logo_url": String = Value::Nothing, public, "Where the logo is.";
    "branding.primary_color": String = Value::Text("#2563eb"), public, "The first colour of pages.";
    "branding.secondary_color": String = Value::Text("#64748b"), public, "The second colour of pages.";
    "file.max_upload_size": Number = Value::Number(104_857_600), public, "The largest file that pages offer to upload, in bytes.";
    "sla.default_policy_id": String = Value::Nothing, private, "The service-level policy of tickets that no other one is for.";
}

/// Returns the setting of that name that every desk knows.
pub(crate) fn of(key: &str) -> Option<&'static Default> {
    DEFAULTS.iter().find(|default| default.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::rules;

    #[test]
    fn every_default_is_of_its_type_and_in_order() {
        assert!(DEFAULTS.windows(2).all(|pair| pair[0].key < pair[1].key));
        for default in DEFAULTS {
            assert!(rules::check_key(default.key).is_ok(), "{}", default.key);
            assert!(default.json().is_none_or(|value| rules::fits(default.kind, &value)), "{}", default.key);
        }
    }
}
