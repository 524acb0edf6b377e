//! Who belongs to a department, from when until when, and who may lead one. A time begins with its first instant and ends before
//! its last, so that one can follow another without a gap.

use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::identity::{User, UserKind};
use crate::organization::{DepartmentMember, MembershipKind, TeamMember};
use crate::query::{Condition, field};

/// Checks that a membership does not end before it begins.
///
/// # Errors
/// [`Code::FormatInvalid`] with `valid_until`.
pub(crate) fn check_membership(member: &DepartmentMember) -> Result<()> {
    match (member.valid_from, member.valid_until) {
        (Some(from), Some(until)) if until < from => Err(Error::new(Code::FormatInvalid)
            .field(DepartmentMember::VALID_UNTIL)
            .with("expected", "an instant at or after valid_from")),
        _ => Ok(()),
    }
}

/// Returns what holds of the memberships that are valid at that instant.
pub(crate) fn holds_at(at: Timestamp) -> Condition {
    let begun = field(DepartmentMember::VALID_FROM);
    let lasts = field(DepartmentMember::VALID_UNTIL);
    Condition::any([begun.clone().is_absent(), begun.at_most(at)])
        .and(Condition::any([lasts.clone().is_absent(), lasts.more_than(at)]))
}

/// Returns what holds of the other memberships of the same person that this one cannot stand beside: one in the same department at
/// the same time, and another primary one at the same time.
pub(crate) fn overlapping(member: &DepartmentMember) -> Condition {
    let same = field(DepartmentMember::DEPARTMENT_ID).is(member.department_id);
    let rival = match member.kind {
        MembershipKind::Primary => Condition::any([same, field(DepartmentMember::KIND).is(MembershipKind::Primary)]),
        MembershipKind::Secondary => same,
    };
    let mut parts =
        vec![field(DepartmentMember::USER_ID).is(member.user_id), field(DepartmentMember::ID).is_not(member.id), rival];
    parts.extend(member.valid_until.map(|until| {
        let begun = field(DepartmentMember::VALID_FROM);
        Condition::any([begun.clone().is_absent(), begun.less_than(until)])
    }));
    parts.extend(member.valid_from.map(|from| {
        let lasts = field(DepartmentMember::VALID_UNTIL);
        Condition::any([lasts.clone().is_absent(), lasts.more_than(from)])
    }));
    Condition::all(parts)
}

/// Checks that a person may lead a department or a team: somebody who belongs to the organization, and is there.
///
/// # Errors
/// [`Code::ReferenceMissing`] with `field` when they were deleted, [`Code::FormatInvalid`] for a customer or a program.
pub(crate) fn check_leader(field: &str, leader: Option<&User>) -> Result<()> {
    let leader = leader.ok_or_else(|| Error::new(Code::ReferenceMissing).field(field))?;
    match leader.kind {
        UserKind::Customer | UserKind::Service => {
            Err(Error::new(Code::FormatInvalid).field(field).with("expected", "a person of the organization"))
        }
        UserKind::Agent | UserKind::Requester | UserKind::Analyst | UserKind::Admin => Ok(()),
    }
}

/// Checks what a member of a team is said to know: no skill twice, none blank at an end, because skills are compared as they are.
///
/// # Errors
/// [`Code::FormatInvalid`] with `skills`.
pub(crate) fn check_skills(member: &TeamMember) -> Result<()> {
    let skills = &member.skills;
    let is_sound = |(index, skill): (usize, &String)| skill.trim() == skill && !skills[..index].contains(skill);
    if skills.iter().enumerate().all(is_sound) {
        return Ok(());
    }
    let expected = "a list of different skills without blanks around them";
    Err(Error::new(Code::FormatInvalid).field(TeamMember::SKILLS).with("expected", expected))
}
