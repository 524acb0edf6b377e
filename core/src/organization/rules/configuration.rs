//! What may stand in an organization's configuration, and what it says of a feature.

use serde_json::{Map, Value as Json};

use crate::error::{Code, Error, Result};
use crate::organization::TenantConfiguration;

/// The configuration that the library itself reads.
pub(crate) const CONFIGURATION: &str = "default";
/// How many switches and integrations there may be.
const MAX_MEMBERS: usize = 200;
/// The longest name of a switch or an integration.
const MAX_NAME: usize = 50;

/// Returns what the configuration says of a feature that has a field of its own.
fn own_switch(configuration: &TenantConfiguration, name: &str) -> Option<bool> {
    match name {
        "ai" => Some(configuration.ai_enabled),
        "whatsapp" => Some(configuration.whatsapp_enabled),
        "govbr" => Some(configuration.govbr_enabled),
        "advanced_analytics" => Some(configuration.advanced_analytics_enabled),
        TenantConfiguration::PROBLEMS_RESOLVE_INCIDENTS => Some(configuration.problems_resolve_incidents),
        _ => None,
    }
}

/// Returns whether a feature is switched on. What nobody switched on is off.
pub(crate) fn is_on(configuration: &TenantConfiguration, name: &str) -> bool {
    own_switch(configuration, name).unwrap_or_else(|| {
        configuration.custom_features.as_ref().and_then(|features| features.get(name)) == Some(&Json::Bool(true))
    })
}

/// Checks the name of a feature or an integration: lower-case letters, digits and underscores, a letter first.
///
/// # Errors
/// [`Code::FormatInvalid`] with the field.
pub(crate) fn check_name(field: &str, name: &str) -> Result<()> {
    let is_letter = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_';
    let first = name.bytes().next().is_some_and(|letter| letter.is_ascii_lowercase());
    if first && name.len() <= MAX_NAME && name.bytes().all(is_letter) {
        return Ok(());
    }
    let expected = "named with at most 50 lower-case letters, digits and underscores, a letter first";
    Err(Error::new(Code::FormatInvalid).field(field).with("expected", expected))
}

/// Checks the documents of a configuration that is new or changes from `before`; what does not change may be older than the rules.
///
/// # Errors
/// [`Code::FieldKind`], [`Code::FormatInvalid`] or [`Code::ListTooLong`] with the field.
pub(crate) fn check_configuration(before: Option<&TenantConfiguration>, after: &TenantConfiguration) -> Result<()> {
    let changed = |of: fn(&TenantConfiguration) -> &Option<Json>| {
        of(after).as_ref().filter(|_| before.is_none_or(|before| of(before) != of(after)))
    };
    if let Some(features) = changed(|configuration| &configuration.custom_features) {
        check_features(after, features)?;
    }
    if let Some(branding) = changed(|configuration| &configuration.branding) {
        check_branding(branding)?;
    }
    if let Some(integrations) = changed(|configuration| &configuration.integrations) {
        let field = TenantConfiguration::INTEGRATIONS;
        for (name, integration) in members(field, integrations, "an object by provider")? {
            check_name(field, name)?;
            if !integration.is_object() {
                return refuse(field, "an object for each provider");
            }
        }
    }
    Ok(())
}

fn refuse<T>(field: &str, expected: &str) -> Result<T> {
    Err(Error::new(Code::FieldKind).field(field).with("expected", expected))
}

fn members<'a>(field: &str, document: &'a Json, expected: &str) -> Result<&'a Map<String, Json>> {
    let Some(members) = document.as_object() else { return refuse(field, expected) };
    if members.len() > MAX_MEMBERS {
        return Err(Error::new(Code::ListTooLong).field(field).with("max", MAX_MEMBERS));
    }
    Ok(members)
}

fn check_features(configuration: &TenantConfiguration, features: &Json) -> Result<()> {
    let field = TenantConfiguration::CUSTOM_FEATURES;
    for (name, value) in members(field, features, "an object of truth values")? {
        check_name(field, name)?;
        if own_switch(configuration, name).is_some() {
            // Two switches of one name could contradict each other.
            let expected = "free of the features that have fields of their own";
            return Err(Error::new(Code::FormatInvalid).field(field).with("expected", expected));
        }
        if !value.is_boolean() {
            return refuse(field, "an object of truth values");
        }
    }
    Ok(())
}

/// Members whose names end with `color` are colours, those that end with `_url` addresses, and `locale` is a text; others are the
/// host's.
fn check_branding(branding: &Json) -> Result<()> {
    let field = TenantConfiguration::BRANDING;
    for (name, value) in members(field, branding, "an object")? {
        check_name(field, name)?;
        let text = value.as_str();
        if name.ends_with("color") && !text.is_some_and(crate::ticket::rules::set_up::is_color) {
            let expected = "an object whose colours are like #1a2b3c";
            return Err(Error::new(Code::FormatInvalid).field(field).with("expected", expected));
        }
        let is_address = |text: &str| text.starts_with("https://") || text.starts_with("http://");
        if name.ends_with("_url") && !text.is_some_and(is_address) {
            let expected = "an object whose addresses begin with https:// or http://";
            return Err(Error::new(Code::FormatInvalid).field(field).with("expected", expected));
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
    use crate::organization::NewTenantConfiguration;

    fn configuration(new: NewTenantConfiguration) -> TenantConfiguration {
        let stamp = Stamp { id: uuid::Uuid::nil(), organization_id: uuid::Uuid::nil().into(), at: Timestamp::EPOCH };
        TenantConfiguration::build(new, stamp)
    }

    #[test]
    fn switches_are_truth_values_with_names_of_their_own() {
        let with = |features: Json| {
            let new = NewTenantConfiguration { custom_features: Some(features), ..Default::default() };
            check_configuration(None, &configuration(new)).map_err(|error| (error.code(), error.fields().to_vec()))
        };
        assert_eq!(with(json!({})), Ok(()));
        assert_eq!(with(json!({ "beta_ui": true, "x2": false })), Ok(()));
        let refused = |code| Err((code, vec!["custom_features".to_owned()]));
        for bad in [json!([]), json!(true), json!({ "beta": 1 }), json!({ "beta": "yes" }), json!({ "beta": null })] {
            assert_eq!(with(bad.clone()), refused(Code::FieldKind), "{bad}");
        }
        for name in ["", "Beta", "2x", "beta-ui", "béta", "_x", "ai", "govbr", &"x".repeat(51)] {
            assert_eq!(with(json!({ name: true })), refused(Code::FormatInvalid), "{name}");
        }
        let many: Map<String, Json> = (0..201).map(|number| (format!("f{number}"), true.into())).collect();
        assert_eq!(with(many.into()), refused(Code::ListTooLong));
    }

    #[test]
    fn what_does_not_change_may_be_older_than_the_rules() {
        let old = NewTenantConfiguration { custom_features: Some(json!({ "A": 1 })), ..Default::default() };
        let before = configuration(old);
        let after = TenantConfiguration { user_limit: Some(1), ..before.clone() };
        assert!(check_configuration(Some(&before), &after).is_ok() && check_configuration(None, &after).is_err());
    }

    #[test]
    fn colours_and_addresses_are_what_they_are_called() {
        let with = |branding: Json| {
            let new = NewTenantConfiguration { branding: Some(branding), ..Default::default() };
            check_configuration(None, &configuration(new)).is_ok()
        };
        assert!(with(json!({ "primary_color": "#003366", "logo_url": "https://example.com/l.png", "motto": "Olá" })));
        for bad in
            [json!("x"), json!({ "primary_color": "blue" }), json!({ "color": 1 }), json!({ "logo_url": "l.png" })]
        {
            assert!(!with(bad.clone()), "{bad}");
        }
    }

    #[test]
    fn what_nobody_switched_on_is_off() {
        let new = NewTenantConfiguration {
            ai_enabled: true,
            custom_features: Some(json!({ "beta": true, "old": false })),
            ..Default::default()
        };
        let configuration = configuration(new);
        let on = ["ai", "beta", "old", "whatsapp", "unheard_of"].map(|name| is_on(&configuration, name));
        assert_eq!(on, [true, true, false, false, false]);
    }
}
