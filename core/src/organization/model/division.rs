//! The tenant and how it is divided: organization, departments, teams and their members.

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::sla::{BusinessCalendar, BusinessCalendarId};

crate::ids! {
    /// The id of an [`Organization`]: the tenant of every other row.
    OrganizationId,
    /// The id of a [`Department`].
    DepartmentId,
    /// The id of a [`Team`].
    TeamId,
    /// The id of a [`TeamMember`].
    TeamMemberId,
}

/// A tenant: everything else belongs to exactly one.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "organization", tenant)]
#[entity(index(name = "organization_slug", on = "slug", unique))]
pub struct Organization {
    /// The identifier, a UUID of version 7.
    pub id: OrganizationId,
    /// The name that people see.
    #[entity(max = 255, public)]
    pub name: String,
    /// The name in addresses: lower-case letters, digits and hyphens; unique among all organizations.
    #[entity(max = 63, public, on_create)]
    pub slug: String,
    /// The name of the plan, such as `free`.
    #[entity(max = 50, public, default = "free".to_owned())]
    pub plan: String,
    /// Whether it may be used.
    #[entity(default = true)]
    pub is_active: bool,
    /// How many tickets it may create in a calendar month of its time zone; without one, any number.
    #[entity(range(0, 1_000_000_000), default = Some(50))]
    pub monthly_ticket_limit: Option<i64>,
    /// How many active agents it may have; without one, any number.
    #[entity(range(0, 1_000_000), default = Some(3))]
    pub agent_limit: Option<i64>,
    /// What ticket numbers begin with.
    #[entity(max = 10, public, default = "TKT".to_owned())]
    pub ticket_prefix: String,
    /// The language of texts for people, as a BCP 47 tag.
    #[entity(max = 35, public, default = "en".to_owned())]
    pub locale: String,
    /// The IANA time zone in which its months and years begin.
    #[entity(max = 64, public, default = "UTC".to_owned())]
    pub timezone: String,
    /// Where its data have to stay, such as `br`.
    #[entity(max = 20, public)]
    pub data_residency: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
    /// The logo's bytes, 1 MiB at most. The last columns, so that reading the others never touches them.
    #[entity(max = 1_048_576, public)]
    pub logo: Option<Vec<u8>>,
    /// The logo's MIME type.
    #[entity(max = 100, public)]
    pub logo_mime_type: Option<String>,
}

/// A part of an organization, in a tree.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "department", editable)]
#[entity(index(name = "department_name", on = "parent_id, name", unique, when = "parent_id IS NOT NULL"))]
#[entity(index(name = "department_root_name", on = "name", unique, when = "parent_id IS NULL"))]
pub struct Department {
    /// The identifier, a UUID of version 7.
    pub id: DepartmentId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in its parent.
    #[entity(max = 100, public)]
    pub name: String,
    /// What it does.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// The department that it is part of.
    #[entity(references = Department)]
    pub parent_id: Option<DepartmentId>,
    /// Who leads it: a person of the organization, neither a customer nor a program.
    #[entity(references = User, personal(link, erase = null))]
    pub manager_id: Option<UserId>,
    /// When its people work; without one, the organization's default.
    #[entity(references = BusinessCalendar)]
    pub calendar_id: Option<BusinessCalendarId>,
    /// Where its tickets go when they are late.
    #[entity(references = Department)]
    pub escalation_department_id: Option<DepartmentId>,
    /// Whether it is in use.
    #[entity(default = true)]
    pub is_active: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// People who work on tickets together; a ticket may be assigned to a team before it is to a person.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "team", editable)]
#[entity(index(name = "team_name", on = "name", unique))]
pub struct Team {
    /// The identifier, a UUID of version 7.
    pub id: TeamId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 100, public)]
    pub name: String,
    /// What it does.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// Who leads it: a person of the organization, neither a customer nor a program.
    #[entity(references = User, personal(link, erase = null))]
    pub manager_id: Option<UserId>,
    /// Whether it is in use.
    #[entity(default = true)]
    pub is_active: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What a member may do in a team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum TeamRole {
    /// Works on its tickets.
    #[default]
    Member,
    /// May also change the team.
    Admin,
}

/// A person's place in a team.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "team_member", editable)]
#[entity(index(name = "team_member_user", on = "team_id, user_id", unique))]
pub struct TeamMember {
    /// The identifier, a UUID of version 7.
    pub id: TeamMemberId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The team.
    #[entity(references = Team, on_create)]
    pub team_id: TeamId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// What the member may do.
    pub role: TeamRole,
    /// What the member knows, for assignment by skill: each once, without blanks around it.
    #[entity(max = 50, public)]
    pub skills: Vec<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
