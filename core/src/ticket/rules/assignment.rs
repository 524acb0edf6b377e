//! Who gets a ticket: a choice among candidates that can be explained afterwards.

use std::cmp::Ordering;

use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::identity::{User, UserId, rules as identity_rules};
use crate::ticket::{Candidate, Ineligibility, Strategy, Ticket};

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

/// Notes that it was the person's turn: later than the last one, even when the clock stands still, so that turns have an order.
pub(crate) fn take_turn(user: &mut User, now: Timestamp) {
    user.last_assigned_at = Some(user.last_assigned_at.map_or(now, |last| last.plus_millis(1).max(now)));
}

/// Refuses a person who cannot hold the ticket.
///
/// # Errors
/// [`Code::AssigneeInactive`] or [`Code::AssigneeFull`].
pub(crate) fn check_assignee(user: &User) -> Result<()> {
    if !identity_rules::may_hold_tickets(user) {
        return Err(Error::new(Code::AssigneeInactive).field(Ticket::ASSIGNEE_ID));
    }
    match user.ticket_capacity {
        Some(capacity) if user.open_ticket_count >= capacity => {
            Err(Error::new(Code::AssigneeFull).field(Ticket::ASSIGNEE_ID).with("max", capacity))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Draft as _, Stamp};
    use crate::identity::{NewUser, UserKind, UserStatus};
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

    fn member(id: u128, open: i64, last: Option<i64>, capacity: Option<i64>, skills: &[&str]) -> Member {
        let stamp = Stamp { id: uuid::Uuid::from_u128(id), organization_id: Default::default(), at: Timestamp::EPOCH };
        let new = NewUser { kind: UserKind::Agent, ticket_capacity: capacity, ..NewUser::default() };
        let mut user = User::build(new, stamp);
        user.open_ticket_count = open;
        user.last_assigned_at = last.map(Timestamp::clamped);
        Member { user, skills: skills.iter().map(|skill| (*skill).to_owned()).collect() }
    }

    fn chosen(strategy: &Strategy, members: Vec<Member>) -> Option<u128> {
        choose(&rank(strategy, members)).map(|id| id.as_uuid().as_u128())
    }

    #[test]
    fn round_robin_takes_who_has_waited_longest_and_first_who_never_got_one() {
        let members = || vec![member(1, 0, Some(30), None, &[]), member(2, 9, Some(10), None, &[])];
        assert_eq!(chosen(&Strategy::RoundRobin, members()), Some(2));
        let with_new = members().into_iter().chain([member(3, 50, None, None, &[])]).collect();
        assert_eq!(chosen(&Strategy::RoundRobin, with_new), Some(3));
    }

    #[test]
    fn least_loaded_takes_who_holds_the_fewest() {
        let members = vec![member(1, 3, None, None, &[]), member(2, 2, Some(99), None, &[])];
        assert_eq!(chosen(&Strategy::LeastLoaded, members), Some(2));
    }

    #[test]
    fn a_skill_is_needed_and_its_absence_is_told() {
        let strategy = Strategy::Skill { skills: vec!["network".to_owned()] };
        let ranked = rank(&strategy, vec![member(1, 0, None, None, &["mail"]), member(2, 7, None, None, &["network"])]);
        assert_eq!(choose(&ranked).map(|id| id.as_uuid().as_u128()), Some(2));
        assert_eq!(ranked[1].ineligibility, Some(Ineligibility::LacksSkill { skill: "network".to_owned() }));
    }

    #[test]
    fn nobody_gets_more_than_they_can_hold_and_nobody_inactive_gets_one() {
        let mut away = member(1, 0, None, None, &[]);
        away.user.status = UserStatus::Suspended;
        let ranked = rank(&Strategy::LeastLoaded, vec![away, member(2, 5, None, Some(5), &[])]);
        assert_eq!(choose(&ranked), None);
        let reasons: Vec<_> = ranked.into_iter().map(|candidate| candidate.ineligibility).collect();
        assert_eq!(reasons, [Some(Ineligibility::Inactive), Some(Ineligibility::AtCapacity { capacity: 5 })]);
    }

    proptest! {
        #[test]
        fn the_choice_does_not_depend_on_the_order_of_members(
            members in prop::collection::vec((0_i64..4, prop::option::of(0_i64..4), prop::option::of(0_i64..4)), 1..8),
            by_turn: bool,
        ) {
            let build = |reverse: bool| {
                let made = (1_u128..).zip(&members).map(|(id, (open, last, capacity))| member(id, *open, *last, *capacity, &[]));
                let mut made: Vec<Member> = made.collect();
                if reverse { made.reverse(); }
                made
            };
            let strategy = if by_turn { Strategy::RoundRobin } else { Strategy::LeastLoaded };
            prop_assert_eq!(rank(&strategy, build(false)), rank(&strategy, build(true)));
        }

        #[test]
        fn round_robin_is_fair(size in 1_usize..7, turns in 1_usize..40) {
            let mut members: Vec<Member> = (1..=size as u128).map(|id| member(id, 0, None, None, &[])).collect();
            for turn in 0..turns {
                let copies = members.iter().map(|member| Member { user: member.user.clone(), skills: Vec::new() }).collect();
                let id = choose(&rank(&Strategy::RoundRobin, copies)).expect("everybody can");
                let user = &mut members.iter_mut().find(|member| member.user.id == id).expect("one of them").user;
                user.open_ticket_count += 1;
                user.last_assigned_at = Some(Timestamp::clamped(turn as i64));
            }
            let counts: Vec<i64> = members.iter().map(|member| member.user.open_ticket_count).collect();
            let (least, most) = (counts.iter().min().expect("some"), counts.iter().max().expect("some"));
            prop_assert!(most - least <= 1, "{counts:?}");
        }
    }
}
