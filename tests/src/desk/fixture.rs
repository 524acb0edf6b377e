//! Where a point of the suite stands: a desk with an organization, the general lifecycle, a team of three agents, and
//! somebody who asks.

use std::collections::BTreeMap;
use std::sync::Arc;

use servicedesk::clock::{ManualClock, Timestamp};
use servicedesk::identity::{NewUser, User, UserId, UserKind};
use servicedesk::organization::{NewOrganization, NewTeam, NewTeamMember, Organization, Team, TeamMember};
use servicedesk::query::Find;
use servicedesk::scope::{Actor, Scope};
use servicedesk::ticket::preset::{self, Preset};
use servicedesk::ticket::{
    Assignee, NewComment, NewTicket, Priority, PriorityId, Status, StatusId, Ticket, TicketId, Visibility,
};
use servicedesk::{Desk, Error};

use super::DeskFactory;
use super::gate::Gate;

/// A desk with one organization that is set up.
pub struct Fixture {
    /// The desk.
    pub desk: Desk,
    /// Its clock, which stands still.
    pub clock: ManualClock,
    /// The organization.
    pub organization: Organization,
    /// The host's own scope, which may do everything.
    pub scope: Scope,
    /// The team.
    pub team: Team,
    /// Its members, active agents without a capacity.
    pub agents: Vec<User>,
    /// Somebody who asks.
    pub requester: User,
    statuses: BTreeMap<String, StatusId>,
    priorities: BTreeMap<String, PriorityId>,
}

/// The instant at which every desk begins: a Tuesday, nine in the morning in São Paulo.
pub fn beginning() -> Timestamp {
    instant("2026-03-10T12:00:00Z")
}

/// Reads an instant.
#[track_caller]
pub fn instant(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("an instant")
}

/// Returns an organization without limits.
pub fn acme() -> NewOrganization {
    NewOrganization {
        name: "Acme".into(),
        slug: "acme".into(),
        timezone: "America/Sao_Paulo".into(),
        monthly_ticket_limit: None,
        agent_limit: None,
        ..Default::default()
    }
}

/// Returns an agent.
pub fn agent(name: &str) -> NewUser {
    NewUser { display_name: name.into(), kind: UserKind::Agent, ..Default::default() }
}

impl Fixture {
    /// Returns a desk for Acme with the general preset.
    pub async fn new(factory: &impl DeskFactory) -> Self {
        Self::with(factory, acme(), &preset::itsm()).await
    }

    /// Returns a desk for that organization and preset.
    pub async fn with(factory: &impl DeskFactory, new: NewOrganization, preset: &Preset) -> Self {
        let clock = ManualClock::at(beginning());
        let desk = Desk::builder(factory.store().await).clock(clock.clone()).build();
        Self::on(desk, clock, new, preset).await
    }

    /// Returns a desk for Acme whose host waits for these topics.
    pub async fn listening<const N: usize>(factory: &impl DeskFactory, topics: [&str; N]) -> Self {
        let clock = ManualClock::at(beginning());
        let desk = Desk::builder(factory.store().await).clock(clock.clone()).effects(topics).build();
        Self::on(desk, clock, acme(), &preset::itsm()).await
    }

    /// Returns a desk for Acme behind a gate, where commits can be made to meet.
    pub async fn gated(factory: &impl DeskFactory) -> (Self, Arc<Gate>) {
        let (gate, clock) = (Gate::new(factory.store().await), ManualClock::at(beginning()));
        let desk = Desk::builder(Arc::clone(&gate)).clock(clock.clone()).build();
        (Self::on(desk, clock, acme(), &preset::itsm()).await, gate)
    }

    /// Sets that organization up on a desk.
    pub async fn on(desk: Desk, clock: ManualClock, new: NewOrganization, preset: &Preset) -> Self {
        let organization = desk.create_organization(new).await.expect("the organization is made");
        let scope = desk.scope(organization.id, Actor::system());
        scope.set_up(preset).await.expect("the preset is set up");
        let team = NewTeam { name: "Support".into(), ..Default::default() };
        let team = scope.repository::<Team>().create(team).await.expect("the team is made");
        let requester = NewUser { display_name: "Rita".into(), ..Default::default() };
        let requester = scope.users().create(requester).await.expect("the requester is made");
        let (statuses, priorities) = (BTreeMap::new(), BTreeMap::new());
        let mut fixture =
            Self { desk, clock, organization, scope, team, agents: Vec::new(), requester, statuses, priorities };
        if fixture.organization.agent_limit.is_none() {
            for name in ["Ana", "Bruno", "Carla"] {
                let agent = fixture.scope.users().create(agent(name)).await.expect("the agent is made");
                fixture.join(&agent, &[]).await;
                fixture.agents.push(agent);
            }
        }
        fixture.look_up().await;
        fixture
    }

    /// Reads the ids of statuses and priorities again.
    pub async fn look_up(&mut self) {
        let statuses = self.scope.repository::<Status>().list(Find::new()).await.expect("statuses").items;
        self.statuses = statuses.into_iter().map(|status| (status.key, status.id)).collect();
        let priorities = self.scope.repository::<Priority>().list(Find::new()).await.expect("priorities").items;
        self.priorities = priorities.into_iter().map(|priority| (priority.key, priority.id)).collect();
    }

    /// Makes a person a member of the team.
    pub async fn join(&self, user: &User, skills: &[&str]) -> TeamMember {
        let skills = skills.iter().map(|skill| (*skill).to_owned()).collect();
        let new = NewTeamMember { team_id: self.team.id, user_id: user.id, skills, ..Default::default() };
        self.scope.repository::<TeamMember>().create(new).await.expect("the member joins")
    }

    /// Returns the scope of a person without permissions.
    pub fn by(&self, user: UserId) -> Scope {
        self.desk.scope(self.organization.id, Actor::user(user))
    }

    /// Returns the id of an agent.
    pub fn agent(&self, number: usize) -> UserId {
        self.agents[number].id
    }

    /// Returns the status of that key.
    #[track_caller]
    pub fn status(&self, key: &str) -> StatusId {
        *self.statuses.get(key).expect("the preset has the status")
    }

    /// Returns the key of a status.
    #[track_caller]
    pub fn status_key(&self, id: StatusId) -> &str {
        self.statuses.iter().find(|(_, known)| **known == id).expect("a known status").0
    }

    /// Returns the priority of that key.
    #[track_caller]
    pub fn priority(&self, key: &str) -> PriorityId {
        *self.priorities.get(key).expect("the preset has the priority")
    }

    /// Returns the key of a priority.
    #[track_caller]
    pub fn priority_key(&self, id: PriorityId) -> &str {
        self.priorities.iter().find(|(_, known)| **known == id).expect("a known priority").0
    }

    /// Returns what the requester says when they ask.
    pub fn question(&self) -> NewTicket {
        NewTicket { subject: "It does not print".into(), requester_id: Some(self.requester.id), ..Default::default() }
    }

    /// Opens a ticket.
    pub async fn open(&self) -> Ticket {
        self.scope.tickets().create(self.question()).await.expect("the ticket is opened")
    }

    /// Returns the ticket as it is now.
    pub async fn now(&self, id: TicketId) -> Ticket {
        self.scope.tickets().get(id).await.expect("the ticket is there")
    }

    /// Takes a ticket to the status of that key.
    pub async fn step(&self, id: TicketId, key: &str) -> Ticket {
        let version = self.now(id).await.version;
        self.scope.tickets().transition(id, version, self.status(key)).await.expect("the step is allowed")
    }

    /// Gives a ticket to a person.
    pub async fn give(&self, id: TicketId, user: UserId) -> Ticket {
        let version = self.now(id).await.version;
        let given = self.scope.tickets().assign(id, version, &Assignee::User(user)).await;
        given.expect("the person can take the ticket").ticket
    }

    /// Returns the person as they are now.
    pub async fn person(&self, id: UserId) -> User {
        self.scope.users().get(id).await.expect("the person is there")
    }

    /// Returns another organization on the same store, set up like this one.
    pub async fn neighbour(&self) -> Self {
        let new = NewOrganization { slug: "neighbour".into(), name: "Neighbour".into(), ..acme() };
        Self::on(self.desk.clone(), self.clock.clone(), new, &preset::itsm()).await
    }
}

/// Returns a public comment.
pub fn public(ticket_id: TicketId, body: &str) -> NewComment {
    NewComment { visibility: Visibility::Public, ..note(ticket_id, body) }
}

/// Returns an internal comment.
pub fn note(ticket_id: TicketId, body: &str) -> NewComment {
    NewComment { ticket_id, body: body.into(), ..Default::default() }
}

/// Returns the error of what must not succeed.
#[track_caller]
pub fn refused<T>(result: servicedesk::Result<T>) -> Error {
    match result {
        Ok(_) => panic!("this must be refused"),
        Err(error) => error,
    }
}
