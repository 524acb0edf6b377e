//! An organization with something of everything, references in all directions included.

use std::sync::Arc;

use servicedesk::clock::{ManualClock, Timestamp};
use servicedesk::identity::{NewUser, UserId, UserKind};
use servicedesk::organization::{
    Department, DepartmentId, DepartmentPatch, NewDepartment, NewOrganization, NewTeam, NewTeamMember, OrganizationId,
    OrganizationPatch, Team, TeamMember,
};
use servicedesk::scope::{Actor, Scope};
use servicedesk::store::Store;
use servicedesk::ticket::{
    Assignee, Category, CategoryId, CategoryPatch, NewCategory, NewComment, NewTag, NewTicket, NewWatcher, Tag,
    TicketId, TicketPatch, Visibility, Watcher, preset,
};
use servicedesk::{Desk, Result};

use crate::sample_log;

/// A desk with one organization.
pub struct Ground {
    /// The desk.
    pub desk: Desk,
    /// The organization.
    pub organization: OrganizationId,
    /// A department that points to one made after it, which points back.
    pub department: DepartmentId,
    /// Its version.
    pub department_version: i64,
    /// A category that was moved below one made after it.
    pub moved_category: CategoryId,
    /// A ticket whose parent was made after it.
    pub parented_ticket: TicketId,
}

/// Returns the organization's own row: two agents, four tickets a month.
pub fn organization() -> NewOrganization {
    NewOrganization {
        name: "Acme \"& Söhne\"".into(),
        slug: "acme".into(),
        timezone: "America/Sao_Paulo".into(),
        monthly_ticket_limit: Some(4),
        agent_limit: Some(2),
        ..NewOrganization::default()
    }
}

/// Returns a ticket.
pub fn ticket(subject: &str) -> NewTicket {
    NewTicket {
        subject: subject.into(),
        requester_name: Some("Ana".into()),
        requester_email: Some("ana@example.com".into()),
        ..NewTicket::default()
    }
}

impl Ground {
    /// Returns an organization with a few rows of every entity.
    pub async fn small(store: Arc<dyn Store>) -> Self {
        Self::made(store).await.expect("the desk takes all of it")
    }

    /// Returns an organization that also imported the sample, so that pages and batches are full.
    pub async fn with_sample(store: Arc<dyn Store>) -> Self {
        let ground = Self::small(store).await;
        sample_log::import(&ground.scope(), sample_log::log(300), |_| {}).await.expect("the import runs");
        ground
    }

    /// Returns where the host works from.
    pub fn scope(&self) -> Scope {
        self.desk.scope(self.organization, Actor::system())
    }

    async fn made(store: Arc<dyn Store>) -> Result<Self> {
        let clock = ManualClock::at(Timestamp::parse("2026-03-10T12:00:00.123Z").expect("an instant"));
        let topics = ["ticket.created", "ticket.updated"];
        let desk = Desk::builder(store).clock(clock.clone()).effects(topics).build();
        let organization = desk.create_organization(organization()).await?;
        let scope = desk.scope(organization.id, Actor::system());
        let logo = OrganizationPatch {
            logo: Some((0..=255).collect::<Vec<u8>>()).into(),
            logo_mime_type: Some("image/png".to_owned()).into(),
            ..OrganizationPatch::default()
        };
        scope.update_organization(organization.version, logo).await?;
        scope.set_up(&preset::itsm()).await?;
        clock.advance_millis(1);
        let agents = people(&scope).await?;
        let (department, department_version) = departments(&scope, agents[0], &clock).await?;
        let moved_category = categories(&scope, &clock).await?;
        let parented_ticket = tickets(&scope, &agents, moved_category, &clock).await?;
        Ok(Self {
            desk,
            organization: organization.id,
            department,
            department_version,
            moved_category,
            parented_ticket,
        })
    }
}

async fn people(scope: &Scope) -> Result<Vec<UserId>> {
    let mut agents = Vec::new();
    for name in ["Ève", "Bruno"] {
        let new = NewUser { display_name: name.into(), kind: UserKind::Agent, ..NewUser::default() };
        agents.push(scope.users().create(new).await?.id);
    }
    let team = scope.repository::<Team>().create(NewTeam { name: "Desk".into(), ..NewTeam::default() }).await?;
    for user_id in &agents {
        let new = NewTeamMember {
            team_id: team.id,
            user_id: *user_id,
            skills: vec!["printers".into(), "sql".into()],
            ..NewTeamMember::default()
        };
        scope.repository::<TeamMember>().create(new).await?;
    }
    Ok(agents)
}

/// Two departments to which the other one's late tickets go: neither can be there first.
async fn departments(scope: &Scope, manager: UserId, clock: &ManualClock) -> Result<(DepartmentId, i64)> {
    let departments = scope.repository::<Department>();
    let first = departments.create(NewDepartment { name: "First".into(), ..NewDepartment::default() }).await?;
    clock.advance_millis(1);
    let second = NewDepartment {
        name: "Second".into(),
        escalation_department_id: Some(first.id),
        manager_id: Some(manager),
        ..NewDepartment::default()
    };
    let second = departments.create(second).await?;
    let patch = DepartmentPatch { escalation_department_id: Some(second.id).into(), ..DepartmentPatch::default() };
    let first = departments.update(first.id, first.version, patch).await?;
    Ok((first.id, first.version))
}

/// A category below one made later, with the very name that a root has: it must never be a root for a moment.
async fn categories(scope: &Scope, clock: &ManualClock) -> Result<CategoryId> {
    let categories = scope.repository::<Category>();
    let named = |name: &str| NewCategory { name: name.into(), ..NewCategory::default() };
    let below = |parent_id| CategoryPatch { parent_id: Some(parent_id).into(), ..CategoryPatch::default() };
    let moved = categories.create(named("Software")).await?;
    clock.advance_millis(1);
    let deeper = categories.create(named("Deeper")).await?;
    clock.advance_millis(1);
    let parent = categories.create(named("Everything")).await?;
    categories.update(deeper.id, deeper.version, below(parent.id)).await?;
    categories.update(moved.id, moved.version, below(deeper.id)).await?;
    categories.create(named("Software")).await?;
    Ok(moved.id)
}

async fn tickets(scope: &Scope, agents: &[UserId], category: CategoryId, clock: &ManualClock) -> Result<TicketId> {
    scope.repository::<Tag>().create(NewTag { name: "vip".into(), ..NewTag::default() }).await?;
    let child = NewTicket {
        category_id: Some(category),
        tags: vec!["vip".into(), "printer \"3\"".into()],
        custom_fields: Some(serde_json::json!({ "z": 1, "a": { "c": [1.5, null], "b": "ç" } })),
        estimated_hours: Some("2.50".parse().expect("a number")),
        ..ticket("Der Drucker 🔥 brennt\u{2028}")
    };
    let child = scope.tickets().create(child).await?;
    clock.advance_millis(1);
    let parent = scope.tickets().create(ticket("All printers")).await?;
    let patch = TicketPatch { parent_id: Some(parent.id).into(), ..TicketPatch::default() };
    let child = scope.tickets().update(child.id, child.version, patch).await?;
    scope.tickets().assign(child.id, child.version, &Assignee::User(agents[0])).await?;
    let answer = NewComment {
        ticket_id: child.id,
        body: "On my way.\nReally.".into(),
        visibility: Visibility::Public,
        ..NewComment::default()
    };
    let agent = scope.desk().scope(scope.organization_id(), Actor::user(agents[1]));
    agent.comments().add(answer).await?;
    let watcher = NewWatcher { ticket_id: child.id, user_id: agents[1] };
    scope.repository::<Watcher>().create(watcher).await?;
    // A ticket that is deleted keeps its number.
    let gone = scope.tickets().create(ticket("A mistake")).await?;
    scope.tickets().delete(gone.id, gone.version).await?;
    Ok(child.id)
}
