//! The tenant: who uses the desk, within which limits, and how they are divided.

mod model;

pub use model::{
    Department, DepartmentId, DepartmentPatch, NewDepartment, NewOrganization, NewTeam, NewTeamMember, Organization,
    OrganizationId, OrganizationPatch, Team, TeamId, TeamMember, TeamMemberId, TeamMemberPatch, TeamPatch, TeamRole,
};
