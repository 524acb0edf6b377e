//! The entities of this area.

mod configuration;
mod division;

pub use configuration::{
    DepartmentMember, DepartmentMemberId, DepartmentMemberPatch, MembershipKind, NewDepartmentMember,
    NewTenantConfiguration, TenantConfiguration, TenantConfigurationId, TenantConfigurationPatch,
};
pub use division::{
    Department, DepartmentId, DepartmentPatch, NewDepartment, NewOrganization, NewTeam, NewTeamMember, Organization,
    OrganizationId, OrganizationPatch, Team, TeamId, TeamMember, TeamMemberId, TeamMemberPatch, TeamPatch, TeamRole,
};
