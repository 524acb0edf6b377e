//! People and programs that use the desk.

mod model;
mod operations;
pub(crate) mod rules;

pub use model::{
    ApiKey, ApiKeyId, ApiKeyPatch, AuthEvent, AuthEventId, AuthEventKind, Credential, CredentialId, CredentialPatch,
    Invitation, InvitationId, InvitationPatch, InvitationStatus, MfaFactor, MfaFactorId, MfaFactorPatch, MfaKind,
    NewApiKey, NewAuthEvent, NewCredential, NewInvitation, NewMfaFactor, NewOneTimeToken, NewPasswordHistory,
    NewPasswordPolicy, NewPermission, NewRefreshToken, NewRole, NewRolePermission, NewSession, NewSsoIdentity, NewUser,
    NewUserRole, OneTimeToken, OneTimeTokenId, OneTimeTokenPatch, PasswordAlgorithm, PasswordHistory,
    PasswordHistoryId, PasswordPolicy, PasswordPolicyId, PasswordPolicyPatch, Permission, PermissionId,
    PermissionPatch, RefreshToken, RefreshTokenId, RefreshTokenPatch, Role, RoleId, RolePatch, RolePermission,
    RolePermissionId, RolePermissionPatch, Session, SessionId, SessionPatch, SsoIdentity, SsoIdentityId,
    SsoIdentityPatch, TokenPurpose, User, UserId, UserKind, UserPatch, UserRole, UserRoleId, UserRolePatch, UserStatus,
};
pub use operations::Users;
