//! The tenant: who uses the desk, within which limits, and how they are divided.

mod model;
mod operations;
pub(crate) mod rules;

pub use model::{
    Department, DepartmentId, DepartmentMember, DepartmentMemberId, DepartmentMemberPatch, DepartmentPatch,
    MembershipKind, NewDepartment, NewDepartmentMember, NewOrganization, NewTeam, NewTeamMember,
    NewTenantConfiguration, Organization, OrganizationId, OrganizationPatch, Team, TeamId, TeamMember, TeamMemberId,
    TeamMemberPatch, TeamPatch, TeamRole, TenantConfiguration, TenantConfigurationId, TenantConfigurationPatch,
};
pub use operations::{ApiAllowance, ApiCall, Departments};
