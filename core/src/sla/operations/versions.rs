//! Whatever a policy is made of changes, and its next version is written in the same commit.

use super::lives::Promised;
use crate::entity::{Entity, EntityDef, Row};
use crate::error::Result;
use crate::query::{Query, Sort, field};
use crate::scope::{Refusal, Scope};
use crate::sla::rules::policy;
use crate::sla::rules::version::Parts;
use crate::sla::{BusinessCalendar, EscalationRule, SlaPolicy, SlaPolicyVersion};
use crate::ticket::Priority;
use crate::unit_of_work::UnitOfWork;

/// Adds to a commit that changes a row from `before` to `after`, where nothing means that it is not there, the versions of policies that
/// follow from it. Rows of which no policy is made are left alone.
///
/// # Errors
/// [`Code::RangeReversed`](crate::Code::RangeReversed) for rules of escalation of which a later one comes before an earlier one.
pub(crate) async fn follow(
    scope: &Scope,
    work: &mut UnitOfWork<'_>,
    def: &'static EntityDef,
    before: Option<&Row>,
    after: Option<&Row>,
) -> Result<()> {
    if !is_part(def, before, after) {
        return Ok(());
    }
    let mut promised = Promised::load(scope).await?;
    replace(&mut promised.parts, def, before, after)?;
    for of in &promised.parts.policies {
        let Some(next) = promised.parts.next_version(of, promised.latest(of), scope.stamp(work.now())) else {
            continue;
        };
        policy::check_tiers(of, promised.parts.rules.iter().filter(|rule| rule.sla_policy_id == of.id))?;
        let latest = promised.latest(of).cloned();
        work.expect_unchanged(latest_of(scope, of), latest.into_iter().map(Entity::into_row).collect());
        work.insert(next)?;
    }
    Ok(())
}

/// Returns the policies with versions of everything that they promise, making those that are missing.
pub(crate) async fn settled(scope: &Scope) -> Result<Promised> {
    let attempt = async || {
        let mut promised = Promised::load(scope).await?;
        let now = scope.desk().now();
        let missing = promised.missing(|_| scope.stamp(now));
        if missing.is_empty() {
            return Ok(promised);
        }
        let mut work = scope.unit_of_work();
        for next in &missing {
            let of = promised.parts.policies.iter().find(|policy| policy.id == next.sla_policy_id);
            if let Some(of) = of {
                let latest = promised.latest(of).cloned();
                work.expect_unchanged(latest_of(scope, of), latest.into_iter().map(Entity::into_row).collect());
            }
            work.insert(next.clone())?;
        }
        work.commit().await?;
        promised.versions.extend(missing);
        Ok::<_, Refusal>(promised)
    };
    scope.retry(attempt).await
}

fn latest_of(scope: &Scope, policy: &SlaPolicy) -> Query {
    let own = field(SlaPolicyVersion::SLA_POLICY_ID).is(policy.id);
    scope.query::<SlaPolicyVersion>().filter(own).sort([Sort::descending(SlaPolicyVersion::NUMBER)]).limit(1)
}

fn is_part(def: &EntityDef, before: Option<&Row>, after: Option<&Row>) -> bool {
    if *def == *Priority::DEF {
        let index = Priority::DEF.index_of(Priority::SLA_POLICY_ID);
        let named = |row: Option<&Row>| index.and_then(|index| row?[index].as_uuid());
        return named(before) != named(after);
    }
    *def == *SlaPolicy::DEF || *def == *EscalationRule::DEF || *def == *BusinessCalendar::DEF
}

fn replace(parts: &mut Parts, def: &EntityDef, before: Option<&Row>, after: Option<&Row>) -> Result<()> {
    fn put<E: Entity>(rows: &mut Vec<E>, before: Option<&Row>, after: Option<&Row>) -> Result<()> {
        if let Some(before) = before {
            let before = E::from_row(before.clone())?;
            rows.retain(|row| row.id() != before.id());
        }
        rows.extend(after.map(|row| E::from_row(row.clone())).transpose()?);
        Ok(())
    }
    if *def == *SlaPolicy::DEF {
        put(&mut parts.policies, before, after)
    } else if *def == *EscalationRule::DEF {
        put(&mut parts.rules, before, after)
    } else if *def == *BusinessCalendar::DEF {
        put(&mut parts.calendars, before, after)
    } else {
        put(&mut parts.priorities, before, after)
    }
}
