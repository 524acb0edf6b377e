-- Roles and permissions, credentials, sessions, tokens and keys.

CREATE TABLE "role" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "key" text COLLATE "C" NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "parent_id" uuid,
    "is_system" boolean NOT NULL,
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "role_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "role_parent_id_fk" FOREIGN KEY ("organization_id", "parent_id") REFERENCES "role" ("organization_id", "id")
);
CREATE UNIQUE INDEX "role_key" ON "role" ("organization_id", "key");
ALTER TABLE "role" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "role" FORCE ROW LEVEL SECURITY;
CREATE POLICY "role_tenant" ON "role" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "permission" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "key" text COLLATE "C" NOT NULL,
    "resource" text COLLATE "C" NOT NULL,
    "action" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "condition" jsonb,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "permission_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "permission_key" ON "permission" ("organization_id", "key");
CREATE INDEX "permission_resource" ON "permission" ("organization_id", "resource", "action");
ALTER TABLE "permission" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "permission" FORCE ROW LEVEL SECURITY;
CREATE POLICY "permission_tenant" ON "permission" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "role_permission" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "role_id" uuid NOT NULL,
    "permission_id" uuid NOT NULL,
    "granted_by_id" uuid,
    "valid_from" timestamptz,
    "expires_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "role_permission_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "role_permission_role_id_fk" FOREIGN KEY ("organization_id", "role_id") REFERENCES "role" ("organization_id", "id"),
    CONSTRAINT "role_permission_permission_id_fk" FOREIGN KEY ("organization_id", "permission_id") REFERENCES "permission" ("organization_id", "id"),
    CONSTRAINT "role_permission_granted_by_id_fk" FOREIGN KEY ("organization_id", "granted_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "role_permission_grant" ON "role_permission" ("organization_id", "role_id", "permission_id");
ALTER TABLE "role_permission" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "role_permission" FORCE ROW LEVEL SECURITY;
CREATE POLICY "role_permission_tenant" ON "role_permission" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "user_role" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "role_id" uuid NOT NULL,
    "granted_by_id" uuid,
    "delegated_by_id" uuid,
    "valid_from" timestamptz,
    "expires_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "user_role_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "user_role_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "user_role_role_id_fk" FOREIGN KEY ("organization_id", "role_id") REFERENCES "role" ("organization_id", "id"),
    CONSTRAINT "user_role_granted_by_id_fk" FOREIGN KEY ("organization_id", "granted_by_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "user_role_delegated_by_id_fk" FOREIGN KEY ("organization_id", "delegated_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "user_role_own" ON "user_role" ("organization_id", "user_id", "role_id") WHERE delegated_by_id IS NULL;
CREATE UNIQUE INDEX "user_role_delegated" ON "user_role" ("organization_id", "user_id", "role_id", "delegated_by_id") WHERE delegated_by_id IS NOT NULL;
CREATE INDEX "user_role_role" ON "user_role" ("organization_id", "role_id", "user_id");
ALTER TABLE "user_role" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "user_role" FORCE ROW LEVEL SECURITY;
CREATE POLICY "user_role_tenant" ON "user_role" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "credential" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "password_hash" text COLLATE "C",
    "algorithm" text COLLATE "C" NOT NULL CHECK ("algorithm" IN ('argon2id', 'bcrypt')),
    "password_changed_at" timestamptz,
    "must_change" boolean NOT NULL,
    "failed_login_attempts" bigint NOT NULL CHECK ("failed_login_attempts" BETWEEN 0 AND 1000000),
    "locked_until" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "credential_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "credential_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "credential_user" ON "credential" ("organization_id", "user_id");
ALTER TABLE "credential" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "credential" FORCE ROW LEVEL SECURITY;
CREATE POLICY "credential_tenant" ON "credential" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "password_policy" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "min_length" bigint NOT NULL CHECK ("min_length" BETWEEN 1 AND 128),
    "max_length" bigint NOT NULL CHECK ("max_length" BETWEEN 1 AND 1024),
    "require_upper" boolean NOT NULL,
    "require_lower" boolean NOT NULL,
    "require_digit" boolean NOT NULL,
    "require_symbol" boolean NOT NULL,
    "refuse_common" boolean NOT NULL,
    "history_depth" bigint NOT NULL CHECK ("history_depth" BETWEEN 0 AND 100),
    "max_age_days" bigint CHECK ("max_age_days" BETWEEN 1 AND 3650),
    "lockout_threshold" bigint NOT NULL CHECK ("lockout_threshold" BETWEEN 1 AND 1000),
    "lockout_minutes" bigint NOT NULL CHECK ("lockout_minutes" BETWEEN 1 AND 525600),
    "is_default" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "password_policy_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "password_policy_name" ON "password_policy" ("organization_id", "name");
ALTER TABLE "password_policy" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "password_policy" FORCE ROW LEVEL SECURITY;
CREATE POLICY "password_policy_tenant" ON "password_policy" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "password_history" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "password_hash" text COLLATE "C" NOT NULL,
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "password_history_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "password_history_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "password_history_user" ON "password_history" ("organization_id", "user_id", "created_at", "id");
ALTER TABLE "password_history" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "password_history" FORCE ROW LEVEL SECURITY;
CREATE POLICY "password_history_tenant" ON "password_history" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "mfa_factor" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('totp', 'backup_codes', 'webauthn')),
    "name" text COLLATE "C",
    "secret" bytea,
    "public_key" jsonb,
    "confirmed_at" timestamptz,
    "last_used_at" timestamptz,
    "last_counter" bigint CHECK ("last_counter" BETWEEN 0 AND 9000000000000000),
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "mfa_factor_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "mfa_factor_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "mfa_factor_user" ON "mfa_factor" ("organization_id", "user_id", "kind", "id");
ALTER TABLE "mfa_factor" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "mfa_factor" FORCE ROW LEVEL SECURITY;
CREATE POLICY "mfa_factor_tenant" ON "mfa_factor" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "sso_identity" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "provider" text COLLATE "C" NOT NULL,
    "subject" text COLLATE "C" NOT NULL,
    "email" text COLLATE "C",
    "claims" jsonb,
    "last_used_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "sso_identity_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "sso_identity_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "sso_identity_subject" ON "sso_identity" ("organization_id", "provider", "subject");
CREATE INDEX "sso_identity_user" ON "sso_identity" ("organization_id", "user_id", "provider");
ALTER TABLE "sso_identity" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sso_identity" FORCE ROW LEVEL SECURITY;
CREATE POLICY "sso_identity_tenant" ON "sso_identity" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "session" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid,
    "session_hash" text COLLATE "C" NOT NULL,
    "data" jsonb,
    "device" text COLLATE "C",
    "ip_address" text COLLATE "C",
    "user_agent" text COLLATE "C",
    "last_seen_at" timestamptz,
    "expires_at" timestamptz NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "session_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "session_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "session_hash" ON "session" ("organization_id", "session_hash");
CREATE INDEX "session_user" ON "session" ("organization_id", "user_id", "last_seen_at", "id") WHERE user_id IS NOT NULL;
CREATE INDEX "session_expiry" ON "session" ("organization_id", "expires_at", "id");
ALTER TABLE "session" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "session" FORCE ROW LEVEL SECURITY;
CREATE POLICY "session_tenant" ON "session" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "refresh_token" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "token_hash" text COLLATE "C" NOT NULL,
    "family" uuid NOT NULL,
    "device" text COLLATE "C",
    "ip_address" text COLLATE "C",
    "user_agent" text COLLATE "C",
    "expires_at" timestamptz NOT NULL,
    "rotated_at" timestamptz,
    "revoked_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "refresh_token_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "refresh_token_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "refresh_token_hash" ON "refresh_token" ("organization_id", "token_hash");
CREATE INDEX "refresh_token_user" ON "refresh_token" ("organization_id", "user_id", "created_at", "id");
CREATE INDEX "refresh_token_family" ON "refresh_token" ("organization_id", "family", "created_at", "id");
ALTER TABLE "refresh_token" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "refresh_token" FORCE ROW LEVEL SECURITY;
CREATE POLICY "refresh_token_tenant" ON "refresh_token" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "one_time_token" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "purpose" text COLLATE "C" NOT NULL CHECK ("purpose" IN ('password_reset', 'email_verification', 'invitation')),
    "token_hash" text COLLATE "C" NOT NULL,
    "expires_at" timestamptz NOT NULL,
    "used_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "one_time_token_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "one_time_token_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "one_time_token_hash" ON "one_time_token" ("organization_id", "token_hash");
CREATE INDEX "one_time_token_user" ON "one_time_token" ("organization_id", "user_id", "purpose", "created_at", "id");
ALTER TABLE "one_time_token" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "one_time_token" FORCE ROW LEVEL SECURITY;
CREATE POLICY "one_time_token_tenant" ON "one_time_token" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "invitation" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "email" text COLLATE "C" NOT NULL,
    "role_id" uuid,
    "department_id" uuid,
    "invited_by_id" uuid,
    "token_hash" text COLLATE "C" NOT NULL,
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('pending', 'accepted', 'expired', 'cancelled')),
    "expires_at" timestamptz NOT NULL,
    "accepted_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "invitation_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "invitation_role_id_fk" FOREIGN KEY ("organization_id", "role_id") REFERENCES "role" ("organization_id", "id"),
    CONSTRAINT "invitation_department_id_fk" FOREIGN KEY ("organization_id", "department_id") REFERENCES "department" ("organization_id", "id"),
    CONSTRAINT "invitation_invited_by_id_fk" FOREIGN KEY ("organization_id", "invited_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "invitation_token" ON "invitation" ("organization_id", "token_hash");
CREATE INDEX "invitation_email" ON "invitation" ("organization_id", "email", "created_at", "id");
CREATE INDEX "invitation_status" ON "invitation" ("organization_id", "status", "expires_at", "id");
ALTER TABLE "invitation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invitation" FORCE ROW LEVEL SECURITY;
CREATE POLICY "invitation_tenant" ON "invitation" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "api_key" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "service" text COLLATE "C" NOT NULL,
    "prefix" text COLLATE "C",
    "key_hash" text COLLATE "C" NOT NULL,
    "scopes" text[] NOT NULL,
    "is_active" boolean NOT NULL,
    "created_by_id" uuid,
    "last_used_at" timestamptz,
    "expires_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "api_key_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "api_key_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "api_key_hash" ON "api_key" ("organization_id", "key_hash");
CREATE INDEX "api_key_service" ON "api_key" ("organization_id", "service", "is_active", "id");
ALTER TABLE "api_key" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "api_key" FORCE ROW LEVEL SECURITY;
CREATE POLICY "api_key_tenant" ON "api_key" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "auth_event" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('sign_in', 'sign_in_failed', 'sign_out', 'locked', 'unlocked', 'password_changed', 'password_reset_requested', 'token_issued', 'token_reused', 'token_revoked', 'factor_added', 'factor_removed', 'factor_used', 'factor_failed')),
    "email" text COLLATE "C",
    "session" text COLLATE "C",
    "ip_address" text COLLATE "C",
    "user_agent" text COLLATE "C",
    "details" jsonb,
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id", "created_at"),
    CONSTRAINT "auth_event_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) PARTITION BY RANGE ("created_at");
CREATE TABLE "auth_event_default" PARTITION OF "auth_event" DEFAULT;
CREATE INDEX "auth_event_user" ON "auth_event" ("organization_id", "user_id", "created_at", "id") WHERE user_id IS NOT NULL;
CREATE INDEX "auth_event_time" ON "auth_event" ("organization_id", "created_at", "id");
ALTER TABLE "auth_event" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "auth_event" FORCE ROW LEVEL SECURITY;
CREATE POLICY "auth_event_tenant" ON "auth_event" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
ALTER TABLE "auth_event_default" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "auth_event_default" FORCE ROW LEVEL SECURITY;
CREATE POLICY "auth_event_default_tenant" ON "auth_event_default" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
