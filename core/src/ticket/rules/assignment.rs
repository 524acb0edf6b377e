//! Who gets a ticket: a choice among candidates that can be explained afterwards.

use std::cmp::Ordering;

use crate::clock::Timestamp;
use crate::identity::{User, UserId, rules as identity_rules};
use crate::ticket::{Candidate, Ineligibility, Strategy};

/// A member of the team, as the choice sees them.
pub(crate) struct Member {
    /// The person.
    pub(crate) user: User,
    /// What they know.
    pub(crate) skills: Vec<String>,
}

/// Judges every member, the best first: those who can take the ticket in the order in which they would get it, then the others.
pub(crate) fn rank(strategy: &Strategy, members: Vec<Member>) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = members.into_iter().map(|member| judge(strategy, member)).collect();
    candidates.sort_by(|a, b| {
        let able = a.ineligibility.is_some().cmp(&b.ineligibility.is_some());
        able.then_with(|| preference(strategy, a, b)).then_with(|| a.user_id.cmp(&b.user_id))
    });
    candidates
}

/// Returns who gets the ticket.
pub(crate) fn choose(ranked: &[Candidate]) -> Option<UserId> {
    ranked.first().filter(|first| first.ineligibility.is_none()).map(|first| first.user_id)
}

fn judge(strategy: &Strategy, member: Member) -> Candidate {
    let missing = match strategy {
        Strategy::Skill { skills } => skills.iter().find(|skill| !member.skills.contains(skill)),
        Strategy::RoundRobin | Strategy::LeastLoaded => None,
    };
    let full = member.user.ticket_capacity.filter(|capacity| member.user.open_ticket_count >= *capacity);
    let ineligibility = if !identity_rules::may_hold_tickets(&member.user) {
        Some(Ineligibility::Inactive)
    } else if let Some(skill) = missing {
        Some(Ineligibility::LacksSkill { skill: skill.clone() })
    } else {
        full.map(|capacity| Ineligibility::AtCapacity { capacity })
    };
    Candidate {
        user_id: member.user.id,
        open_ticket_count: member.user.open_ticket_count,
        ticket_capacity: member.user.ticket_capacity,
        last_assigned_at: member.user.last_assigned_at,
        ineligibility,
    }
}

/// Returns which of two able members comes first.
fn preference(strategy: &Strategy, a: &Candidate, b: &Candidate) -> Ordering {
    match strategy {
        Strategy::RoundRobin => turn(a, b).then_with(|| load(a, b)),
        Strategy::LeastLoaded | Strategy::Skill { .. } => load(a, b).then_with(|| turn(a, b)),
    }
}

/// Whoever has waited longest, and before them who never got one.
fn turn(a: &Candidate, b: &Candidate) -> Ordering {
    let at = |candidate: &Candidate| candidate.last_assigned_at.map_or(i64::MIN, Timestamp::as_millis);
    at(a).cmp(&at(b))
}

/// Whoever holds fewer tickets.
fn load(a: &Candidate, b: &Candidate) -> Ordering {
    a.open_ticket_count.cmp(&b.open_ticket_count)
}
