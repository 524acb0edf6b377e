//! Puts declared service levels into a desk: a calendar, and a policy for each set of priorities.

use servicedesk::Result;
use servicedesk::clock::Timestamp;
use servicedesk::entity::Change;
use servicedesk::query::field;
use servicedesk::scope::Scope;
use servicedesk::sla::{
    BusinessCalendar, BusinessCalendarId, BusinessCalendarPatch, NewBusinessCalendar, NewSlaPolicy, SlaPolicy,
};
use servicedesk::ticket::{Priority, Ticket};

use super::declaration::{Declaration, Policy};
use crate::pages;

/// Returns whether the organization promises anything.
///
/// # Errors
/// Those of the store.
pub async fn are_there(scope: &Scope) -> Result<bool> {
    Ok(pages::all::<SlaPolicy>(scope).await?.iter().any(|policy| policy.is_active))
}

/// Puts the declared policies in the place of the organization's, unless they are there already.
///
/// # Errors
/// Kind `Invalid`, with the field, for what the library refuses; those of the store.
pub async fn set_up(scope: &Scope, declaration: &Declaration) -> Result<()> {
    let (calendar, is_new) = calendar(scope, declaration).await?;
    let mut priorities: Vec<Priority> = pages::all(scope).await?;
    priorities.sort_by_key(|priority| priority.level);
    let declared = (0..).zip(&declaration.policies);
    let wanted: Vec<NewSlaPolicy> =
        declared.filter_map(|(position, policy)| new_policy(position, policy, &priorities, calendar)).collect();
    let mut present: Vec<SlaPolicy> = pages::all(scope).await?;
    present.sort_by_key(|policy| policy.position);
    let same = present.len() == wanted.len() && present.iter().zip(&wanted).all(|(is, new)| promises(is, new));
    // Other hours make another version of a policy, which would judge nothing that lies behind.
    if same && !is_new {
        return Ok(());
    }
    let policies = scope.repository::<SlaPolicy>();
    for policy in present {
        policies.delete(policy.id, policy.version).await?;
    }
    for policy in wanted {
        policies.create(policy).await?;
    }
    Ok(())
}

/// Returns the declared calendar, which is made or changed if need be, and whether it was.
async fn calendar(scope: &Scope, declaration: &Declaration) -> Result<(BusinessCalendarId, bool)> {
    let hours = &declaration.calendar;
    let timezone = match &hours.timezone {
        Some(timezone) => timezone.clone(),
        None => scope.organization().await?.timezone,
    };
    let calendars = scope.repository::<BusinessCalendar>();
    let all: Vec<BusinessCalendar> = pages::all(scope).await?;
    let Some(present) = all.into_iter().find(|calendar| calendar.name == hours.name) else {
        let new = NewBusinessCalendar {
            name: hours.name.clone(),
            timezone,
            weekly_hours: hours.weekly_hours.clone(),
            holidays: hours.holidays.clone(),
            overrides: hours.overrides.clone(),
            ..NewBusinessCalendar::default()
        };
        return Ok((calendars.create(new).await?.id, true));
    };
    let is = (&present.timezone, &present.weekly_hours, &present.holidays, &present.overrides);
    if is != (&timezone, &hours.weekly_hours, &hours.holidays, &hours.overrides) {
        let patch = BusinessCalendarPatch {
            timezone: Change::Set(timezone),
            weekly_hours: Change::Set(hours.weekly_hours.clone()),
            holidays: Change::Set(hours.holidays.clone()),
            overrides: Change::Set(hours.overrides.clone()),
            ..BusinessCalendarPatch::default()
        };
        calendars.update(present.id, present.version, patch).await?;
        return Ok((present.id, true));
    }
    Ok((present.id, false))
}

/// Returns the policy as it is made; nothing when no priority of the organization has one of its levels.
fn new_policy(
    position: i64,
    policy: &Policy,
    priorities: &[Priority],
    calendar: BusinessCalendarId,
) -> Option<NewSlaPolicy> {
    let named = priorities.iter().filter(|priority| policy.levels.contains(&priority.level));
    let named: Vec<_> = named.map(|priority| priority.id).collect();
    let condition = match (policy.levels.is_empty(), named.is_empty()) {
        (true, _) => None,
        (false, true) => return None,
        (false, false) => Some(field(Ticket::PRIORITY_ID).is_in(named).to_json()),
    };
    Some(NewSlaPolicy {
        name: policy.name.clone(),
        position,
        condition,
        targets: policy.targets.clone(),
        pause_rules: policy.pause_rules.clone(),
        calendar_id: Some(calendar),
        // The tickets of a log lie in the past, and the promises were made before them.
        effective_from: Some(Timestamp::EPOCH),
        ..NewSlaPolicy::default()
    })
}

fn promises(is: &SlaPolicy, new: &NewSlaPolicy) -> bool {
    is.is_active
        && (&is.name, is.position, &is.condition, &is.targets)
            == (&new.name, new.position, &new.condition, &new.targets)
        && (&is.pause_rules, is.calendar_id) == (&new.pause_rules, new.calendar_id)
}
