//! The entities of this area.

mod access;
mod credential;
mod person;
mod role;

pub use access::{
    ApiKey, ApiKeyId, ApiKeyPatch, AuthEvent, AuthEventId, AuthEventKind, Invitation, InvitationId, InvitationPatch,
    InvitationStatus, NewApiKey, NewAuthEvent, NewInvitation, NewOneTimeToken, NewRefreshToken, NewSession,
    OneTimeToken, OneTimeTokenId, OneTimeTokenPatch, RefreshToken, RefreshTokenId, RefreshTokenPatch, Session,
    SessionId, SessionPatch, TokenPurpose,
};
pub use credential::{
    Credential, CredentialId, CredentialPatch, MfaFactor, MfaFactorId, MfaFactorPatch, MfaKind, NewCredential,
    NewMfaFactor, NewPasswordHistory, NewPasswordPolicy, NewSsoIdentity, PasswordAlgorithm, PasswordHistory,
    PasswordHistoryId, PasswordPolicy, PasswordPolicyId, PasswordPolicyPatch, SsoIdentity, SsoIdentityId,
    SsoIdentityPatch,
};
pub use person::{NewUser, User, UserId, UserKind, UserPatch, UserStatus};
pub use role::{
    NewPermission, NewRole, NewRolePermission, NewUserRole, Permission, PermissionId, PermissionPatch, Role, RoleId,
    RolePatch, RolePermission, RolePermissionId, RolePermissionPatch, UserRole, UserRoleId, UserRolePatch,
};
