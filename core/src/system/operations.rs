//! Reading and writing settings by their names: what nobody set has its default, what is private is not there for requesters, and
//! what is secret is told to nobody.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{Setting, SettingId, SettingKind, SettingValue, defaults, rules};
use crate::entity::Draft as _;
use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::query::{MAX_LIMIT, Query, Sort, field};
use crate::scope::{Scope, not_found};
use crate::store::Commit;
use crate::system::NewSetting;
use crate::ticket::Audience;

/// The settings of an organization.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    scope: &'a Scope,
}

impl Scope {
    /// Returns the settings of the organization.
    pub fn settings(&self) -> Settings<'_> {
        Settings { scope: self }
    }
}

#[operations(VALUES)]
impl Settings<'_> {
    /// Returns what a setting says: what it was set to, or its default. A private one is not there for
    /// [`Audience::Requester`]; of a secret one the value is left out.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a setting that was never set and has no default; [`Code::FormatInvalid`] with `key`.
    pub async fn read(&self, key: &str, audience: Audience) -> Result<SettingValue> {
        rules::check_key(key)?;
        let stored: Option<Setting> = self.scope.snapshot(&[self.of(key)]).await?.optional()?;
        effective(key, stored)
            .filter(|setting| audience == Audience::Staff || setting.is_public)
            .ok_or_else(not_found::<Setting>)
    }

    /// Returns what every setting says, by name: those that were set and those that have a default. Otherwise as
    /// [`Settings::read`].
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`.
    pub async fn read_all(&self, audience: Audience) -> Result<Vec<SettingValue>> {
        let defaults = defaults::DEFAULTS.iter().filter_map(|default| effective(default.key, None));
        let mut all: BTreeMap<String, SettingValue> = defaults.map(|setting| (setting.key.clone(), setting)).collect();
        let mut last: Option<SettingId> = None;
        loop {
            let mut query = self.scope.query::<Setting>().sort([Sort::ascending(Setting::ID)]).limit(MAX_LIMIT);
            if let Some(last) = last {
                query = query.filter(field(Setting::ID).more_than(last));
            }
            let page = self.scope.snapshot(&[query]).await?.list::<Setting>()?;
            let is_last = page.len() < MAX_LIMIT as usize;
            last = page.last().map(|setting| setting.id);
            for setting in page {
                let key = setting.key.clone();
                all.extend(effective(&key, Some(setting)).map(|setting| (key, setting)));
            }
            if is_last {
                break;
            }
        }
        Ok(all.into_values().filter(|setting| audience == Audience::Staff || setting.is_public).collect())
    }

    /// Sets a setting, which is made when it is not there: a known one as its default is, any other one private and of the type of
    /// its first value. Nothing brings the default back.
    ///
    /// # Errors
    /// [`Code::FieldKind`] with `value` for a value of another type than its default or its first one, and for a secret;
    /// [`Code::FormatInvalid`] with `key`; [`Code::Required`] with `value` for nothing where nothing was set.
    pub async fn write(&self, key: &str, value: Option<Json>) -> Result<SettingValue> {
        rules::check_key(key)?;
        let attempt = async || {
            let before: Option<Setting> = self.scope.snapshot(&[self.of(key)]).await?.optional()?;
            let mut work = self.scope.unit_of_work();
            let after = match before {
                Some(before) => {
                    check(before.kind, &before, value.as_ref())?;
                    let mut after = before.clone();
                    after.value.clone_from(&value);
                    after.updated_by_id = self.scope.actor().user_id();
                    work.update(before, after)?
                }
                None => {
                    let new = self.new_setting(key, value.clone())?;
                    work.expect_unchanged(self.of(key), Vec::new());
                    work.insert(Setting::build(new, self.scope.stamp(work.now())))?
                }
            };
            work.commit().await?;
            effective(key, Some(after)).ok_or_else(|| not_found::<Setting>().into())
        };
        self.scope.once(attempt, |_: Commit| self.read(key, Audience::Staff)).await
    }

    fn of(&self, key: &str) -> Query {
        self.scope.query::<Setting>().filter(field(Setting::KEY).is(key)).limit(1)
    }

    fn new_setting(&self, key: &str, value: Option<Json>) -> Result<NewSetting> {
        let default = defaults::of(key);
        let kind = match (default, &value) {
            (Some(default), _) => default.kind,
            (None, Some(value)) => rules::kind_of(value),
            (None, None) => return Err(Error::new(Code::Required).field(Setting::VALUE)),
        };
        value.as_ref().map_or(Ok(()), |value| rules::check_value(kind, value))?;
        Ok(NewSetting {
            key: key.to_owned(),
            kind,
            value,
            category: default.map(|default| default.category().to_owned()),
            is_public: default.is_some_and(|default| default.is_public),
            updated_by_id: self.scope.actor().user_id(),
            ..NewSetting::default()
        })
    }
}

fn check(kind: SettingKind, before: &Setting, value: Option<&Json>) -> Result<()> {
    if before.secret.is_some() {
        let expected = "nothing, because the setting is a secret";
        return Err(Error::new(Code::FieldKind).field(Setting::VALUE).with("expected", expected));
    }
    value.map_or(Ok(()), |value| rules::check_value(kind, value))
}

/// Returns what a setting says, from its row and its default; nothing when there is neither.
fn effective(key: &str, stored: Option<Setting>) -> Option<SettingValue> {
    let default = defaults::of(key);
    let value = default.and_then(defaults::Default::json);
    match stored {
        Some(stored) => {
            let is_secret = stored.secret.is_some();
            let is_default = stored.value.is_none() && !is_secret;
            Some(SettingValue {
                key: stored.key,
                kind: stored.kind,
                value: if is_secret { None } else { stored.value.or(value) },
                category: stored.category,
                description: stored.description.or(default.map(|default| default.description.to_owned())),
                is_public: stored.is_public && !is_secret,
                is_secret,
                is_default,
            })
        }
        None => default.map(|default| SettingValue {
            key: default.key.to_owned(),
            kind: default.kind,
            value,
            category: Some(default.category().to_owned()),
            description: Some(default.description.to_owned()),
            is_public: default.is_public,
            is_secret: false,
            is_default: true,
        }),
    }
}
