-- Roles and permissions, credentials, sessions, tokens and keys.

CREATE TABLE "role" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "parent_id" BLOB CHECK (length("parent_id") = 16),
    "is_system" INTEGER NOT NULL CHECK ("is_system" IN (0, 1)),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "role_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "role_parent_id_fk" FOREIGN KEY ("organization_id", "parent_id") REFERENCES "role" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "role_key" ON "role" ("organization_id", "key");

CREATE TABLE "permission" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "key" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "description" TEXT,
    "condition" TEXT CHECK (json_valid("condition")),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "permission_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "permission_key" ON "permission" ("organization_id", "key");
CREATE INDEX "permission_resource" ON "permission" ("organization_id", "resource", "action");

CREATE TABLE "role_permission" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "role_id" BLOB NOT NULL CHECK (length("role_id") = 16),
    "permission_id" BLOB NOT NULL CHECK (length("permission_id") = 16),
    "granted_by_id" BLOB CHECK (length("granted_by_id") = 16),
    "valid_from" INTEGER,
    "expires_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "role_permission_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "role_permission_role_id_fk" FOREIGN KEY ("organization_id", "role_id") REFERENCES "role" ("organization_id", "id"),
    CONSTRAINT "role_permission_permission_id_fk" FOREIGN KEY ("organization_id", "permission_id") REFERENCES "permission" ("organization_id", "id"),
    CONSTRAINT "role_permission_granted_by_id_fk" FOREIGN KEY ("organization_id", "granted_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "role_permission_grant" ON "role_permission" ("organization_id", "role_id", "permission_id");

CREATE TABLE "user_role" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "role_id" BLOB NOT NULL CHECK (length("role_id") = 16),
    "granted_by_id" BLOB CHECK (length("granted_by_id") = 16),
    "delegated_by_id" BLOB CHECK (length("delegated_by_id") = 16),
    "valid_from" INTEGER,
    "expires_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "user_role_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "user_role_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "user_role_role_id_fk" FOREIGN KEY ("organization_id", "role_id") REFERENCES "role" ("organization_id", "id"),
    CONSTRAINT "user_role_granted_by_id_fk" FOREIGN KEY ("organization_id", "granted_by_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "user_role_delegated_by_id_fk" FOREIGN KEY ("organization_id", "delegated_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "user_role_own" ON "user_role" ("organization_id", "user_id", "role_id") WHERE delegated_by_id IS NULL;
CREATE UNIQUE INDEX "user_role_delegated" ON "user_role" ("organization_id", "user_id", "role_id", "delegated_by_id") WHERE delegated_by_id IS NOT NULL;
CREATE INDEX "user_role_role" ON "user_role" ("organization_id", "role_id", "user_id");

CREATE TABLE "credential" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "password_hash" TEXT,
    "algorithm" TEXT NOT NULL CHECK ("algorithm" IN ('argon2id', 'bcrypt')),
    "password_changed_at" INTEGER,
    "must_change" INTEGER NOT NULL CHECK ("must_change" IN (0, 1)),
    "failed_login_attempts" INTEGER NOT NULL CHECK ("failed_login_attempts" BETWEEN 0 AND 1000000),
    "locked_until" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "credential_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "credential_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "credential_user" ON "credential" ("organization_id", "user_id");

CREATE TABLE "password_policy" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "min_length" INTEGER NOT NULL CHECK ("min_length" BETWEEN 1 AND 128),
    "max_length" INTEGER NOT NULL CHECK ("max_length" BETWEEN 1 AND 1024),
    "require_upper" INTEGER NOT NULL CHECK ("require_upper" IN (0, 1)),
    "require_lower" INTEGER NOT NULL CHECK ("require_lower" IN (0, 1)),
    "require_digit" INTEGER NOT NULL CHECK ("require_digit" IN (0, 1)),
    "require_symbol" INTEGER NOT NULL CHECK ("require_symbol" IN (0, 1)),
    "refuse_common" INTEGER NOT NULL CHECK ("refuse_common" IN (0, 1)),
    "history_depth" INTEGER NOT NULL CHECK ("history_depth" BETWEEN 0 AND 100),
    "max_age_days" INTEGER CHECK ("max_age_days" BETWEEN 1 AND 3650),
    "lockout_threshold" INTEGER NOT NULL CHECK ("lockout_threshold" BETWEEN 1 AND 1000),
    "lockout_minutes" INTEGER NOT NULL CHECK ("lockout_minutes" BETWEEN 1 AND 525600),
    "is_default" INTEGER NOT NULL CHECK ("is_default" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "password_policy_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "password_policy_name" ON "password_policy" ("organization_id", "name");

CREATE TABLE "password_history" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "password_hash" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "password_history_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "password_history_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "password_history_user" ON "password_history" ("organization_id", "user_id", "created_at", "id");

CREATE TABLE "mfa_factor" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('totp', 'backup_codes', 'webauthn')),
    "name" TEXT,
    "secret" BLOB,
    "public_key" TEXT CHECK (json_valid("public_key")),
    "confirmed_at" INTEGER,
    "last_used_at" INTEGER,
    "last_counter" INTEGER CHECK ("last_counter" BETWEEN 0 AND 9000000000000000),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "mfa_factor_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "mfa_factor_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "mfa_factor_user" ON "mfa_factor" ("organization_id", "user_id", "kind", "id");

CREATE TABLE "sso_identity" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT,
    "claims" TEXT CHECK (json_valid("claims")),
    "last_used_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "sso_identity_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "sso_identity_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "sso_identity_subject" ON "sso_identity" ("organization_id", "provider", "subject");
CREATE INDEX "sso_identity_user" ON "sso_identity" ("organization_id", "user_id", "provider");

CREATE TABLE "session" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB CHECK (length("user_id") = 16),
    "session_hash" TEXT NOT NULL,
    "data" TEXT CHECK (json_valid("data")),
    "device" TEXT,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "last_seen_at" INTEGER,
    "expires_at" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "session_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "session_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "session_hash" ON "session" ("organization_id", "session_hash");
CREATE INDEX "session_user" ON "session" ("organization_id", "user_id", "last_seen_at", "id") WHERE user_id IS NOT NULL;
CREATE INDEX "session_expiry" ON "session" ("organization_id", "expires_at", "id");

CREATE TABLE "refresh_token" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "token_hash" TEXT NOT NULL,
    "family" BLOB NOT NULL CHECK (length("family") = 16),
    "device" TEXT,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "expires_at" INTEGER NOT NULL,
    "rotated_at" INTEGER,
    "revoked_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "refresh_token_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "refresh_token_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "refresh_token_hash" ON "refresh_token" ("organization_id", "token_hash");
CREATE INDEX "refresh_token_user" ON "refresh_token" ("organization_id", "user_id", "created_at", "id");
CREATE INDEX "refresh_token_family" ON "refresh_token" ("organization_id", "family", "created_at", "id");

CREATE TABLE "one_time_token" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "purpose" TEXT NOT NULL CHECK ("purpose" IN ('password_reset', 'email_verification', 'invitation')),
    "token_hash" TEXT NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "used_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "one_time_token_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "one_time_token_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "one_time_token_hash" ON "one_time_token" ("organization_id", "token_hash");
CREATE INDEX "one_time_token_user" ON "one_time_token" ("organization_id", "user_id", "purpose", "created_at", "id");

CREATE TABLE "invitation" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "email" TEXT NOT NULL,
    "role_id" BLOB CHECK (length("role_id") = 16),
    "department_id" BLOB CHECK (length("department_id") = 16),
    "invited_by_id" BLOB CHECK (length("invited_by_id") = 16),
    "token_hash" TEXT NOT NULL,
    "status" TEXT NOT NULL CHECK ("status" IN ('pending', 'accepted', 'expired', 'cancelled')),
    "expires_at" INTEGER NOT NULL,
    "accepted_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "invitation_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "invitation_role_id_fk" FOREIGN KEY ("organization_id", "role_id") REFERENCES "role" ("organization_id", "id"),
    CONSTRAINT "invitation_department_id_fk" FOREIGN KEY ("organization_id", "department_id") REFERENCES "department" ("organization_id", "id"),
    CONSTRAINT "invitation_invited_by_id_fk" FOREIGN KEY ("organization_id", "invited_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "invitation_token" ON "invitation" ("organization_id", "token_hash");
CREATE INDEX "invitation_email" ON "invitation" ("organization_id", "email", "created_at", "id");
CREATE INDEX "invitation_status" ON "invitation" ("organization_id", "status", "expires_at", "id");

CREATE TABLE "api_key" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "prefix" TEXT,
    "key_hash" TEXT NOT NULL,
    "scopes" TEXT NOT NULL CHECK (json_valid("scopes")),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "created_by_id" BLOB CHECK (length("created_by_id") = 16),
    "last_used_at" INTEGER,
    "expires_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "api_key_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "api_key_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "api_key_hash" ON "api_key" ("organization_id", "key_hash");
CREATE INDEX "api_key_service" ON "api_key" ("organization_id", "service", "is_active", "id");

CREATE TABLE "auth_event" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB CHECK (length("user_id") = 16),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('sign_in', 'sign_in_failed', 'sign_out', 'locked', 'unlocked', 'password_changed', 'password_reset_requested', 'token_issued', 'token_reused', 'token_revoked', 'factor_added', 'factor_removed', 'factor_used', 'factor_failed')),
    "email" TEXT,
    "session" TEXT,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "details" TEXT CHECK (json_valid("details")),
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "auth_event_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE INDEX "auth_event_user" ON "auth_event" ("organization_id", "user_id", "created_at", "id") WHERE user_id IS NOT NULL;
CREATE INDEX "auth_event_time" ON "auth_event" ("organization_id", "created_at", "id");
