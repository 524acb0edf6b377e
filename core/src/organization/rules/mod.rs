//! The pure decisions about organizations: what they may look like, switch on and use, and who belongs where.

mod configuration;
mod limits;
mod membership;
mod tenant;

use crate::entity::{Entity as _, EntityDef, Row};
use crate::error::{Code, Error, Result};
use crate::organization::{Department, TeamMember, TenantConfiguration};

pub(crate) use configuration::{CONFIGURATION, check_name as check_feature_name, is_on};
pub(crate) use limits::{AGENT_COUNTER, Limits, PEOPLE_COUNTER, STORAGE_COUNTER, api_call_counter, monthly_counter};
pub(crate) use membership::{check_leader, check_membership, holds_at, overlapping};
pub(crate) use tenant::{check, zone};

/// Checks a row of an area's entity that is new or changes from `before`, beyond its single values; other rows are left alone.
///
/// # Errors
/// Kind `Invalid` with the field.
pub(crate) fn check_row(def: &EntityDef, before: Option<&Row>, after: &Row) -> Result<()> {
    if *def == *TenantConfiguration::DEF {
        let before = before.map(|row| TenantConfiguration::from_row(row.clone())).transpose()?;
        return configuration::check_configuration(before.as_ref(), &TenantConfiguration::from_row(after.clone())?);
    }
    if *def == *TeamMember::DEF {
        return membership::check_skills(&TeamMember::from_row(after.clone())?);
    }
    if *def == *Department::DEF {
        let department = Department::from_row(after.clone())?;
        if department.escalation_department_id == Some(department.id) {
            let field = Department::ESCALATION_DEPARTMENT_ID;
            return Err(Error::new(Code::FormatInvalid).field(field).with("expected", "another department"));
        }
    }
    Ok(())
}
