//! How a ticket finds somebody, that nobody gets more than they can hold, and why it was that one.

use std::collections::BTreeMap;

use servicedesk::Code;
use servicedesk::identity::{NewUser, User, UserId, UserKind, UserPatch, UserStatus};
use servicedesk::organization::{NewTeam, Team, TeamPatch};
use servicedesk::ticket::{Assignee, Ineligibility, Placement, Strategy, TicketId};

use super::fixture::{Fixture, agent, beginning, refused};
use super::{DeskFactory, consistency, together};

impl Fixture {
    fn member(&self, strategy: Strategy) -> Assignee {
        Assignee::Member { team_id: self.team.id, strategy }
    }

    async fn pick(&self, strategy: Strategy) -> UserId {
        let ticket = self.open().await;
        let assigned = self.scope.tickets().assign(ticket.id, 1, &self.member(strategy)).await.expect("somebody can");
        assert_eq!(assigned.ticket.team_id, Some(self.team.id));
        let chosen = assigned.ticket.assignee_id.expect("somebody was chosen");
        assert_eq!(assigned.candidates[0].user_id, chosen, "the chosen one comes first");
        chosen
    }

    async fn loads(&self) -> Vec<i64> {
        let mut loads = Vec::new();
        for agent in &self.agents {
            loads.push(self.person(agent.id).await.open_ticket_count);
        }
        loads
    }

    async fn change_agent(&self, number: usize, patch: UserPatch) -> User {
        let version = self.person(self.agent(number)).await.version;
        self.scope.users().update(self.agent(number), version, patch).await.expect("the agent is changed")
    }

    async fn set_capacity(&self, capacity: Option<i64>) {
        for number in 0..self.agents.len() {
            self.change_agent(number, UserPatch { ticket_capacity: capacity.into(), ..Default::default() }).await;
        }
    }

    async fn open_many(&self, count: usize) -> Vec<TicketId> {
        let mut ids = Vec::new();
        for _ in 0..count {
            ids.push(self.open().await.id);
        }
        ids
    }
}

pub async fn a_person_is_chosen_by_hand(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let queued = desk.scope.tickets().assign(ticket.id, 1, &Assignee::Queue(desk.team.id)).await.unwrap();
    assert_eq!((queued.ticket.team_id, queued.ticket.assignee_id), (Some(desk.team.id), None));
    assert!(queued.candidates.is_empty());
    desk.clock.advance_millis(1);
    let given =
        desk.by(desk.agent(2)).tickets().assign(ticket.id, 2, &Assignee::User(desk.agent(1))).await.unwrap().ticket;
    assert_eq!((given.team_id, given.assignee_id), (Some(desk.team.id), Some(desk.agent(1))));
    assert_eq!((given.assigned_at, given.assigned_by_id), (Some(beginning().plus_millis(1)), Some(desk.agent(2))));
    let freed = desk.scope.tickets().assign(ticket.id, 3, &Assignee::Nobody).await.unwrap().ticket;
    assert_eq!((freed.team_id, freed.assignee_id, freed.assigned_at), (Some(desk.team.id), None, None));
}

pub async fn only_who_works_on_tickets_can_get_one(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let person = |kind, status, is_approved| NewUser { kind, status, is_approved, ..agent("Somebody") };
    let unable = [
        person(UserKind::Requester, UserStatus::Active, true),
        person(UserKind::Customer, UserStatus::Active, true),
        person(UserKind::Analyst, UserStatus::Active, true),
        person(UserKind::Service, UserStatus::Active, true),
        person(UserKind::Agent, UserStatus::Invited, true),
        person(UserKind::Agent, UserStatus::PendingApproval, true),
        person(UserKind::Agent, UserStatus::Suspended, true),
        person(UserKind::Agent, UserStatus::Deactivated, true),
        person(UserKind::Agent, UserStatus::Active, false),
    ];
    for new in unable {
        let somebody = desk.scope.users().create(new).await.unwrap();
        let error = refused(desk.scope.tickets().assign(ticket.id, 1, &Assignee::User(somebody.id)).await);
        assert_eq!((error.code(), error.fields()), (Code::AssigneeInactive, &["assignee_id".to_owned()][..]));
        let placement = Placement { assignee_id: Some(somebody.id), ..Default::default() };
        let error = refused(desk.scope.tickets().create_with(desk.question(), placement).await);
        assert_eq!((error.code(), error.fields()), (Code::AssigneeInactive, &["assignee_id".to_owned()][..]));
    }
    let admin = desk.scope.users().create(person(UserKind::Admin, UserStatus::Active, true)).await.unwrap();
    desk.scope.tickets().assign(ticket.id, 1, &Assignee::User(admin.id)).await.expect("an administrator can");
    desk.scope.users().delete(desk.agent(0), 1).await.unwrap();
    let error = refused(desk.scope.tickets().assign(ticket.id, 2, &Assignee::User(desk.agent(0))).await);
    assert_eq!(error.code(), Code::ReferenceMissing, "who is deleted is not there");
}

pub async fn round_robin_is_fair(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let mut turns = Vec::new();
    for _ in 0..30 {
        turns.push(desk.pick(Strategy::RoundRobin).await);
    }
    assert_eq!(desk.loads().await, [10, 10, 10]);
    for round in turns.chunks(3) {
        assert_eq!(round, &turns[..3], "everybody has their turn before anybody has another one");
    }
}

pub async fn round_robin_is_fair_under_concurrency(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tickets = desk.open_many(30).await;
    together(6, |worker| {
        let (desk, tickets) = (&desk, &tickets);
        async move {
            for id in tickets.iter().skip(worker).step_by(6) {
                desk.scope.tickets().assign(*id, 1, &desk.member(Strategy::RoundRobin)).await.expect("somebody can");
            }
        }
    });
    assert_eq!(desk.loads().await, [10, 10, 10]);
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn who_holds_least_gets_the_next(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    for (number, count) in [(0, 3), (1, 1), (2, 2)] {
        for id in desk.open_many(count).await {
            desk.give(id, desk.agent(number)).await;
        }
    }
    assert_eq!(desk.pick(Strategy::LeastLoaded).await, desk.agent(1));
    for _ in 0..5 {
        desk.pick(Strategy::LeastLoaded).await;
    }
    assert_eq!(desk.loads().await, [4, 4, 4]);
}

pub async fn only_who_has_the_skills_gets_the_ticket(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let skill = |skills: &[&str]| Strategy::Skill { skills: skills.iter().map(|skill| (*skill).to_owned()).collect() };
    let expert = desk.scope.users().create(agent("Expert")).await.unwrap();
    desk.join(&expert, &["network", "printers", "sap"]).await;
    let printers = desk.scope.users().create(agent("Printers")).await.unwrap();
    desk.join(&printers, &["printers"]).await;
    assert_eq!(desk.pick(skill(&["network", "printers"])).await, expert.id);
    assert_eq!(desk.pick(skill(&["printers"])).await, printers.id, "of two who can, who holds less");
    assert!(
        [0, 1, 2].map(|number| desk.agent(number)).contains(&desk.pick(skill(&[])).await),
        "nothing asked, nobody refused"
    );
    let ticket = desk.open().await;
    let error = refused(desk.scope.tickets().assign(ticket.id, 1, &desk.member(skill(&["cobol"]))).await);
    assert_eq!(error.code(), Code::NobodyAvailable);
    let ranked = desk.scope.tickets().explain_assignment(desk.team.id, &skill(&["cobol"])).await.unwrap();
    assert_eq!(ranked.len(), 5);
    let lacks = Some(Ineligibility::LacksSkill { skill: "cobol".to_owned() });
    assert!(ranked.iter().all(|candidate| candidate.ineligibility == lacks));
}

pub async fn an_explanation_names_every_refusal(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let capacity = |capacity| UserPatch { ticket_capacity: Some(capacity).into(), ..Default::default() };
    desk.change_agent(0, capacity(2)).await;
    for id in desk.open_many(2).await {
        desk.give(id, desk.agent(0)).await;
    }
    desk.change_agent(1, UserPatch { status: UserStatus::Suspended.into(), ..Default::default() }).await;
    let ticket = desk.open().await;
    let mark = desk.mark().await;
    let told = desk.scope.tickets().explain_assignment(desk.team.id, &Strategy::LeastLoaded).await.unwrap();
    desk.since(mark).await.assert_nothing();
    let assigned = desk.scope.tickets().assign(ticket.id, 1, &desk.member(Strategy::LeastLoaded)).await.unwrap();
    assert_eq!(assigned.candidates, told, "the explanation is the choice");
    assert_eq!((told[0].user_id, &told[0].ineligibility, told[0].open_ticket_count), (desk.agent(2), &None, 0));
    let of = |number: usize| told.iter().find(|candidate| candidate.user_id == desk.agent(number)).unwrap();
    assert_eq!(of(0).ineligibility, Some(Ineligibility::AtCapacity { capacity: 2 }));
    assert_eq!((of(0).open_ticket_count, of(0).ticket_capacity), (2, Some(2)));
    assert_eq!(of(1).ineligibility, Some(Ineligibility::Inactive));
    assert_eq!(told.len(), 3);
}

pub async fn an_empty_or_inactive_team_takes_nothing(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let empty =
        desk.scope.repository::<Team>().create(NewTeam { name: "Empty".into(), ..Default::default() }).await.unwrap();
    let ticket = desk.open().await;
    let to_member = Assignee::Member { team_id: empty.id, strategy: Strategy::RoundRobin };
    assert_eq!(refused(desk.scope.tickets().assign(ticket.id, 1, &to_member).await).code(), Code::NobodyAvailable);
    let patch = TeamPatch { is_active: false.into(), ..Default::default() };
    desk.scope.repository::<Team>().update(empty.id, 1, patch).await.unwrap();
    for target in [to_member, Assignee::Queue(empty.id)] {
        let error = refused(desk.scope.tickets().assign(ticket.id, 1, &target).await);
        assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &["team_id".to_owned()][..]));
    }
    assert_eq!(desk.now(ticket.id).await, ticket);
}

pub async fn nobody_gets_more_than_they_can_hold(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    desk.set_capacity(Some(1)).await;
    let tickets = desk.open_many(4).await;
    desk.give(tickets[0], desk.agent(0)).await;
    let error = refused(desk.scope.tickets().assign(tickets[1], 1, &Assignee::User(desk.agent(0))).await);
    assert_eq!((error.code(), error.fields()), (Code::AssigneeFull, &["assignee_id".to_owned()][..]));
    assert_eq!(error.parameter("max"), Some("1"));
    let placement = Placement { assignee_id: Some(desk.agent(0)), ..Default::default() };
    assert_eq!(refused(desk.scope.tickets().create_with(desk.question(), placement).await).code(), Code::AssigneeFull);
    let queue = desk.scope.tickets().assign(tickets[0], 2, &Assignee::Queue(desk.team.id)).await.unwrap();
    assert_eq!(queue.ticket.assignee_id, None);
    let placement = Placement { assignee_id: Some(desk.agent(0)), ..Default::default() };
    desk.scope.tickets().create_with(desk.question(), placement).await.expect("the place is free again");
    let full = desk.agent(0);
    let held = desk.scope.tickets().list(servicedesk::query::Find::new()).await.unwrap().items;
    let held = held.into_iter().find(|ticket| ticket.assignee_id == Some(full)).unwrap();
    let same = desk.scope.tickets().assign(held.id, held.version, &Assignee::User(full)).await.unwrap();
    assert_eq!(same.ticket, held, "who holds it already can hold it");
}

pub async fn capacity_holds_under_concurrency(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    desk.set_capacity(Some(4)).await;
    let tickets = desk.open_many(24).await;
    let results = together(8, |worker| {
        let (desk, tickets) = (&desk, &tickets);
        async move {
            let mut codes: BTreeMap<Option<Code>, usize> = BTreeMap::new();
            for (round, id) in tickets.iter().skip(worker).step_by(8).enumerate() {
                let target = match (worker + round) % 3 {
                    0 => desk.member(Strategy::LeastLoaded),
                    1 => desk.member(Strategy::RoundRobin),
                    _ => Assignee::User(desk.agent(worker % 3)),
                };
                let result = desk.scope.tickets().assign(*id, 1, &target).await;
                *codes.entry(result.err().map(|error| error.code())).or_default() += 1;
            }
            codes
        }
    });
    for codes in &results {
        let known = [None, Some(Code::NobodyAvailable), Some(Code::AssigneeFull)];
        assert!(codes.keys().all(|code| known.contains(code)), "{codes:?}");
    }
    let loads = desk.loads().await;
    assert!(loads.iter().all(|load| *load <= 4), "{loads:?}");
    let given: usize = results.iter().filter_map(|codes| codes.get(&None)).sum();
    assert_eq!(loads.iter().sum::<i64>() as usize, given);
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn the_last_free_place_is_given_once(factory: &impl DeskFactory) {
    let (desk, gate) = Fixture::gated(factory).await;
    desk.set_capacity(Some(1)).await;
    let tickets = desk.open_many(2).await;
    gate.meet(4);
    let results = together(4, |number| {
        let (desk, tickets) = (&desk, &tickets);
        async move {
            let target = Assignee::User(desk.agent(0));
            match number {
                0 | 1 => desk.scope.tickets().assign(tickets[number], 1, &target).await.map(drop),
                _ => {
                    let placement = Placement { assignee_id: Some(desk.agent(0)), ..Default::default() };
                    desk.scope.tickets().create_with(desk.question(), placement).await.map(drop)
                }
            }
        }
    });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    for error in results.into_iter().filter_map(Result::err) {
        assert_eq!(error.code(), Code::AssigneeFull);
    }
    assert_eq!(desk.loads().await, [1, 0, 0]);
}
