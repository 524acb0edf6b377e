-- Takes back: Roles and permissions, credentials, sessions, tokens and keys.

DROP TABLE "auth_event";
DROP TABLE "api_key";
DROP TABLE "invitation";
DROP TABLE "one_time_token";
DROP TABLE "refresh_token";
DROP TABLE "session";
DROP TABLE "sso_identity";
DROP TABLE "mfa_factor";
DROP TABLE "password_history";
DROP TABLE "password_policy";
DROP TABLE "credential";
DROP TABLE "user_role";
DROP TABLE "role_permission";
DROP TABLE "permission";
DROP TABLE "role";
