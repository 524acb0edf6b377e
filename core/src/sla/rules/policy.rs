//! From the rows of a policy to what it promises, with every refusal before the rows are saved.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::escalation;
use super::target::{Delivery, PauseRule, Promise, ReopenRule, Target, Threshold, ThresholdKey, ThresholdPlace, Until};
use crate::calendar::{Calendar, CalendarDefinition};
use crate::entity::Entity as _;
use crate::error::{Code, Error, Result};
use crate::query::Condition;
use crate::sla::{BusinessCalendar, EscalationRule, SlaMetric, SlaPolicy};
use crate::ticket::{StatusKind, Ticket};

/// The longest target, in minutes: ten years.
const MAX_MINUTES: i64 = 5_256_000;
/// The greatest percentage of a warning.
const MAX_PERCENT: u32 = 1_000;

/// Compiles the calendar of a row.
///
/// # Errors
/// Kind `Invalid`, with the field.
pub(crate) fn calendar(row: &BusinessCalendar) -> Result<Calendar> {
    let (hours, holidays, overrides) = (Some(&row.weekly_hours), row.holidays.as_ref(), row.overrides.as_ref());
    Calendar::new(CalendarDefinition::from_parts(&row.timezone, hours, holidays, overrides)?)
}

/// Checks a calendar before it is saved: it can be compiled, and it opens again.
///
/// # Errors
/// Kind `Invalid`, with the field; [`Code::CalendarNeverOpens`] for one that stays closed.
pub(crate) fn check_calendar(row: &BusinessCalendar) -> Result<()> {
    match calendar(row)?.next_open(row.updated_at) {
        Err(error) if error.code() == Code::CalendarNeverOpens => {
            Err(Error::new(Code::CalendarNeverOpens).field(BusinessCalendar::WEEKLY_HOURS))
        }
        // What is not known yet of a later year is no reason not to keep the calendar.
        _ => Ok(()),
    }
}

/// Checks a policy before it is saved.
///
/// # Errors
/// Kind `Invalid`, with the field.
pub(crate) fn check_policy(policy: &SlaPolicy) -> Result<()> {
    condition(policy)?;
    let promise = promise(policy, &[], &Calendar::always(), Uuid::nil())?;
    if promise.targets.is_empty() {
        // A policy that promises nothing hides those that come after it.
        return Err(Error::new(Code::Required).field(SlaPolicy::TARGETS));
    }
    Ok(())
}

/// Checks a rule of escalation before it is saved: it says in exactly one way when it is due, and what is done can be done.
///
/// # Errors
/// [`Code::Required`] with `at_percent`, and those of [`escalation::act`].
pub(crate) fn check_rule(rule: &EscalationRule) -> Result<()> {
    match (rule.at_percent, rule.minutes_after_breach) {
        (Some(_), None) | (None, Some(_)) => escalation::act(rule).map(drop),
        (None, None) => Err(Error::new(Code::Required).field(EscalationRule::AT_PERCENT)),
        (Some(_), Some(_)) => {
            let expected = "empty when at_percent is given";
            Err(Error::new(Code::FormatInvalid).field(EscalationRule::MINUTES_AFTER_BREACH).with("expected", expected))
        }
    }
}

/// Checks that no later step of a policy's escalation comes before an earlier one, for any of its targets.
///
/// # Errors
/// [`Code::RangeReversed`] with the field of the later step.
pub(crate) fn check_tiers<'a>(policy: &SlaPolicy, rules: impl Iterator<Item = &'a EscalationRule>) -> Result<()> {
    let mut rules: Vec<&EscalationRule> = rules.filter(|rule| rule.is_active).collect();
    rules.sort_by_key(|rule| rule.tier);
    let promise = promise(policy, &[], &Calendar::always(), Uuid::nil())?;
    for target in &promise.targets {
        let duration = target.duration.num_milliseconds();
        let place = |rule: &EscalationRule| place(rule).map(|place| place.elapsed(duration));
        let rules: Vec<_> = rules.iter().filter(|rule| is_about(rule, target.metric)).collect();
        for (index, later) in rules.iter().enumerate() {
            let earlier = rules[..index].iter().find(|rule| rule.tier < later.tier && place(rule) > place(later));
            if let Some(earlier) = earlier {
                let field = if later.at_percent.is_some() {
                    EscalationRule::AT_PERCENT
                } else {
                    EscalationRule::MINUTES_AFTER_BREACH
                };
                return Err(Error::new(Code::RangeReversed)
                    .field(field)
                    .with("other", format!("tier {}", earlier.tier)));
            }
        }
    }
    Ok(())
}

fn is_about(rule: &EscalationRule, metric: SlaMetric) -> bool {
    rule.metric.is_none_or(|of| of == metric)
}

fn place(rule: &EscalationRule) -> Option<ThresholdPlace> {
    match (rule.at_percent, rule.minutes_after_breach) {
        (Some(percent), _) => Some(ThresholdPlace::Percent(u32::try_from(percent).unwrap_or(MAX_PERCENT))),
        (None, Some(minutes)) if minutes < 0 => Some(ThresholdPlace::Before(TimeDelta::minutes(-minutes))),
        (None, Some(minutes)) => Some(ThresholdPlace::After(TimeDelta::minutes(minutes))),
        (None, None) => None,
    }
}

/// Returns the condition that a ticket has to meet.
///
/// # Errors
/// Those of a wrong condition, with the field.
pub(crate) fn condition(policy: &SlaPolicy) -> Result<Condition> {
    let Some(json) = policy.condition.as_ref().filter(|json| !json.is_null()) else { return Ok(Condition::always()) };
    let condition = Condition::from_json(Ticket::DEF, json)?;
    condition.check(Ticket::DEF)?;
    Ok(condition)
}

/// Returns what a policy promises by `calendar`, as the version of that id.
///
/// # Errors
/// Kind `Invalid`, with the field.
pub(crate) fn promise(policy: &SlaPolicy, rules: &[EscalationRule], calendar: &Calendar, id: Uuid) -> Result<Promise> {
    let pauses = pause_rules(policy.pause_rules.as_ref())?;
    let warnings: Vec<Threshold> =
        policy.warn_at_percentages.iter().map(|text| warning(text)).collect::<Result<_>>()?;
    let mut targets = Vec::new();
    for (name, json) in object(&policy.targets, SlaPolicy::TARGETS)? {
        let field = format!("{}.{name}", SlaPolicy::TARGETS);
        let metric = metric(name, &field)?;
        let own = pauses.iter().find(|(of, _)| *of == metric).map(|(_, rule)| rule.clone());
        let mut thresholds = warnings.clone();
        for rule in rules.iter().filter(|rule| rule.is_active && is_about(rule, metric)) {
            let Some(place) = place(rule) else { continue };
            thresholds.push(Threshold { key: ThresholdKey::Rule(rule.id.into()), place, delivery: Delivery::AtOnce });
        }
        targets.push(Arc::new(target(metric, json, &field, calendar, own.unwrap_or_default(), thresholds)?));
    }
    Ok(Promise { id, on_change: policy.on_change, targets })
}

fn target(
    metric: SlaMetric,
    json: &Json,
    field: &str,
    calendar: &Calendar,
    pauses: PauseRule,
    mut thresholds: Vec<Threshold>,
) -> Result<Target> {
    let at = |name: &str| format!("{field}.{name}");
    let members = object(json, field)?;
    let known = ["minutes", "business", "reopening", "restart_after_minutes", "until", "warn"];
    if let Some(unknown) = members.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(Error::new(Code::FieldUnknown).field(at(unknown)));
    }
    let minutes = members.get("minutes").ok_or_else(|| Error::new(Code::Required).field(at("minutes")))?;
    let minutes = whole(minutes, &at("minutes"))?;
    let is_business = match members.get("business") {
        None => true,
        Some(json) => json.as_bool().ok_or_else(|| kind(&at("business"), "true or false"))?,
    };
    let after =
        members.get("restart_after_minutes").map(|json| whole(json, &at("restart_after_minutes"))).transpose()?;
    let reopening = match (members.get("reopening").map(|json| json.as_str().unwrap_or_default()), after) {
        (None, None) => ReopenRule::of(metric),
        (None, Some(minutes)) => ReopenRule::RestartAfter(TimeDelta::minutes(minutes)),
        (Some("resume"), None) => ReopenRule::Resume,
        (Some("first_only"), None) => ReopenRule::FirstOnly,
        (Some("new_cycle"), None) => ReopenRule::NewCycle,
        _ => return Err(unknown(at("reopening"), "resume, first_only, new_cycle")),
    };
    let until = match members.get("until").map(|json| json.as_str().unwrap_or_default()) {
        None | Some("resolved") => Until::Resolved,
        Some("closed") => Until::Closed,
        Some(_) => return Err(unknown(at("until"), "resolved, closed")),
    };
    let delivery = match members.get("warn").map(|json| json.as_str().unwrap_or_default()) {
        None | Some("at_once") => Delivery::AtOnce,
        Some("at_next_opening") => Delivery::AtNextOpening(calendar.clone()),
        Some(_) => return Err(unknown(at("warn"), "at_once, at_next_opening")),
    };
    for threshold in thresholds.iter_mut().filter(|threshold| matches!(threshold.key, ThresholdKey::Warning(_))) {
        threshold.delivery = delivery.clone();
    }
    let duration = TimeDelta::minutes(minutes);
    thresholds.sort_by_key(|threshold| threshold.place.elapsed(duration.num_milliseconds()));
    let calendar = if is_business { calendar.clone() } else { Calendar::always() };
    Ok(Target { metric, duration, calendar, pauses, reopening, until, thresholds })
}

fn pause_rules(json: Option<&Json>) -> Result<Vec<(SlaMetric, PauseRule)>> {
    let Some(json) = json.filter(|json| !json.is_null()) else { return Ok(Vec::new()) };
    let rule = |(name, kinds): (&String, &Json)| {
        let field = format!("{}.{name}", SlaPolicy::PAUSE_RULES);
        let kinds = kinds.as_array().ok_or_else(|| kind(&field, "a list of kinds of status"))?;
        let kind_of = |json: &Json| {
            let found = json.as_str().and_then(StatusKind::from_name);
            found.ok_or_else(|| unknown(field.clone(), &StatusKind::NAMES.join(", ")))
        };
        Ok((metric(name, &field)?, PauseRule::In(kinds.iter().map(kind_of).collect::<Result<_>>()?)))
    };
    object(json, SlaPolicy::PAUSE_RULES)?.iter().map(rule).collect()
}

fn warning(text: &str) -> Result<Threshold> {
    let percent = text.parse().ok().filter(|percent| (1..=MAX_PERCENT).contains(percent));
    let wrong =
        || Error::new(Code::NumberRange).field(SlaPolicy::WARN_AT_PERCENTAGES).with("min", 1).with("max", MAX_PERCENT);
    let percent = percent.ok_or_else(wrong)?;
    let place = ThresholdPlace::Percent(percent);
    Ok(Threshold { key: ThresholdKey::Warning(percent), place, delivery: Delivery::AtOnce })
}

fn metric(name: &str, field: &str) -> Result<SlaMetric> {
    SlaMetric::from_name(name).ok_or_else(|| Error::new(Code::FieldUnknown).field(field))
}

/// Reads a number of minutes: more than none, at most ten years.
fn whole(json: &Json, field: &str) -> Result<i64> {
    let minutes = json.as_i64().ok_or_else(|| kind(field, "a whole number of minutes"))?;
    if (1..=MAX_MINUTES).contains(&minutes) {
        return Ok(minutes);
    }
    Err(Error::new(Code::NumberRange).field(field).with("min", 1).with("max", MAX_MINUTES))
}

fn object<'a>(json: &'a Json, field: &str) -> Result<&'a Map<String, Json>> {
    json.as_object().ok_or_else(|| kind(field, "an object"))
}

fn kind(field: &str, expected: &str) -> Error {
    Error::new(Code::FieldKind).field(field).with("expected", expected)
}

fn unknown(field: String, options: &str) -> Error {
    Error::new(Code::EnumUnknown).field(field).with("options", options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::entity::{Draft as _, Stamp};
    use crate::sla::{NewBusinessCalendar, NewEscalationRule, NewSlaPolicy};
    use serde_json::json;

    fn stamp() -> Stamp {
        Stamp { id: Uuid::from_u128(1), organization_id: Default::default(), at: Timestamp::EPOCH }
    }

    fn policy(fill: impl FnOnce(&mut NewSlaPolicy)) -> SlaPolicy {
        let mut new = NewSlaPolicy { name: "Gold".into(), ..Default::default() };
        fill(&mut new);
        SlaPolicy::build(new, stamp())
    }

    fn refusal(outcome: Result<()>) -> (Code, String) {
        let error = outcome.unwrap_err();
        (error.code(), error.fields()[0].clone())
    }

    #[test]
    fn targets_are_checked_member_by_member() {
        let cases = [
            (json!([]), Code::FieldKind, "targets"),
            (json!({ "tea": { "minutes": 5 } }), Code::FieldUnknown, "targets.tea"),
            (json!({ "resolution": 5 }), Code::FieldKind, "targets.resolution"),
            (json!({ "resolution": {} }), Code::Required, "targets.resolution.minutes"),
            (json!({ "resolution": { "minutes": 0 } }), Code::NumberRange, "targets.resolution.minutes"),
            (json!({ "resolution": { "minutes": -5 } }), Code::NumberRange, "targets.resolution.minutes"),
            (json!({ "resolution": { "minutes": 5_256_001 } }), Code::NumberRange, "targets.resolution.minutes"),
            (json!({ "resolution": { "minutes": 1.5 } }), Code::FieldKind, "targets.resolution.minutes"),
            (
                json!({ "resolution": { "minutes": 5, "business": "yes" } }),
                Code::FieldKind,
                "targets.resolution.business",
            ),
            (json!({ "resolution": { "minutes": 5, "hours": 1 } }), Code::FieldUnknown, "targets.resolution.hours"),
            (
                json!({ "resolution": { "minutes": 5, "reopening": "never" } }),
                Code::EnumUnknown,
                "targets.resolution.reopening",
            ),
            (
                json!({ "resolution": { "minutes": 5, "until": "never" } }),
                Code::EnumUnknown,
                "targets.resolution.until",
            ),
            (json!({ "resolution": { "minutes": 5, "warn": "later" } }), Code::EnumUnknown, "targets.resolution.warn"),
            (
                json!({ "resolution": { "minutes": 5, "reopening": "resume", "restart_after_minutes": 5 } }),
                Code::EnumUnknown,
                "targets.resolution.reopening",
            ),
        ];
        for (targets, code, field) in cases {
            let policy = policy(|new| new.targets = targets.clone());
            assert_eq!(refusal(check_policy(&policy)), (code, field.to_owned()), "{targets}");
        }
    }

    #[test]
    fn conditions_pauses_and_warnings_are_checked() {
        let wrong = policy(|new| new.condition = Some(json!({ "field": "shoe_size", "is": 44 })));
        assert_eq!(refusal(check_policy(&wrong)).0, Code::FieldUnknown);
        let wrong = policy(|new| new.pause_rules = Some(json!({ "resolution": ["asleep"] })));
        assert_eq!(refusal(check_policy(&wrong)), (Code::EnumUnknown, "pause_rules.resolution".into()));
        for text in ["0", "1001", "-5", "many", ""] {
            let wrong = policy(|new| new.warn_at_percentages = vec![text.to_owned()]);
            assert_eq!(refusal(check_policy(&wrong)), (Code::NumberRange, "warn_at_percentages".into()));
        }
    }

    #[test]
    fn a_policy_says_what_it_promises() {
        let gold = policy(|new| {
            new.targets = json!({
                "first_response": { "minutes": 60, "warn": "at_next_opening" },
                "resolution": { "minutes": 480, "business": false, "restart_after_minutes": 60 }
            });
            new.pause_rules = Some(json!({ "resolution": ["pending"] }));
            new.warn_at_percentages = vec!["80".into(), "50".into()];
        });
        let rule = |fill: fn(&mut NewEscalationRule)| {
            let mut new = NewEscalationRule::default();
            fill(&mut new);
            EscalationRule::build(new, stamp())
        };
        let late = rule(|new| new.minutes_after_breach = Some(30));
        assert!(check_rule(&late).is_ok());
        let promise = promise(&gold, &[late], &Calendar::always(), Uuid::from_u128(9)).unwrap();
        let resolution = promise.target(SlaMetric::Resolution).unwrap();
        assert_eq!(resolution.reopening, ReopenRule::RestartAfter(TimeDelta::hours(1)));
        assert_eq!(resolution.pauses, PauseRule::In(vec![StatusKind::Pending]));
        let places: Vec<_> = resolution.thresholds.iter().map(|threshold| threshold.place).collect();
        let after = ThresholdPlace::After(TimeDelta::minutes(30));
        assert_eq!(places, [ThresholdPlace::Percent(50), ThresholdPlace::Percent(80), after]);
        let response = promise.target(SlaMetric::FirstResponse).unwrap();
        assert!(matches!(response.thresholds[0].delivery, Delivery::AtNextOpening(_)));
        assert_eq!((response.reopening, response.duration), (ReopenRule::FirstOnly, TimeDelta::hours(1)));

        let of_response = rule(|new| (new.metric, new.at_percent) = (Some(SlaMetric::FirstResponse), Some(20)));
        let promise = super::promise(&gold, &[of_response], &Calendar::always(), Uuid::nil()).unwrap();
        let thresholds = |metric| promise.target(metric).unwrap().thresholds.len();
        assert_eq!((thresholds(SlaMetric::FirstResponse), thresholds(SlaMetric::Resolution)), (3, 2));

        assert_eq!(refusal(check_rule(&rule(|_| {}))), (Code::Required, "at_percent".into()));
        let both = rule(|new| (new.at_percent, new.minutes_after_breach) = (Some(50), Some(5)));
        assert_eq!(refusal(check_rule(&both)), (Code::FormatInvalid, "minutes_after_breach".into()));
    }

    #[test]
    fn a_calendar_that_stays_closed_is_not_saved() {
        let calendar = |hours: Json| {
            let new = NewBusinessCalendar { name: "Office".into(), weekly_hours: hours, ..Default::default() };
            check_calendar(&BusinessCalendar::build(new, stamp()))
        };
        assert!(calendar(json!({ "monday": ["09:00-17:00"] })).is_ok());
        assert_eq!(refusal(calendar(json!({}))), (Code::CalendarNeverOpens, "weekly_hours".into()));
        assert_eq!(
            refusal(calendar(json!({ "monday": ["9-17"] }))),
            (Code::FormatInvalid, "weekly_hours.monday[0]".into())
        );
    }
}
