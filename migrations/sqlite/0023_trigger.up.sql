-- What the tables hold to also when another program writes to them: rows that are only ever added stay as they are, and a row that
-- is changed without the library gets its next version. Printed by `cargo xtask schema`; a test compares them with the declarations.

-- Whoever removes rows that are only ever added, or erases what is personal in them, names their table here, and takes the name
-- back before the transaction ends.
CREATE TABLE "write_permit" (
    "table" TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TRIGGER "change_feed_kept" BEFORE UPDATE ON "change_feed"
BEGIN
    SELECT RAISE(ABORT, 'change_feed only grows');
END;
CREATE TRIGGER "change_feed_removed" BEFORE DELETE ON "change_feed"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'change_feed')
BEGIN
    SELECT RAISE(ABORT, 'change_feed only grows');
END;
CREATE TRIGGER "organization_stamp" AFTER UPDATE ON "organization" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "organization" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "app_user_stamp" AFTER UPDATE OF "id", "organization_id", "email", "email_verified", "first_name", "last_name", "display_name", "phone", "avatar_url", "timezone", "locale", "kind", "status", "is_approved", "cpf", "cpf_index", "ticket_capacity", "external_id", "version", "created_at", "updated_at", "deleted_at" ON "app_user" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "app_user" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "business_calendar_stamp" AFTER UPDATE ON "business_calendar" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "business_calendar" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "department_stamp" AFTER UPDATE ON "department" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "department" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "team_stamp" AFTER UPDATE ON "team" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "team" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "team_member_stamp" AFTER UPDATE ON "team_member" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "team_member" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "category_stamp" AFTER UPDATE ON "category" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "category" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "sla_policy_stamp" AFTER UPDATE ON "sla_policy" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "sla_policy" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "sla_policy_version_kept" BEFORE UPDATE OF "id", "organization_id", "sla_policy_id", "number", "definition", "effective_from", "created_at" ON "sla_policy_version"
BEGIN
    SELECT RAISE(ABORT, 'sla_policy_version only grows');
END;
CREATE TRIGGER "sla_policy_version_removed" BEFORE DELETE ON "sla_policy_version"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'sla_policy_version')
BEGIN
    SELECT RAISE(ABORT, 'sla_policy_version only grows');
END;
CREATE TRIGGER "priority_stamp" AFTER UPDATE ON "priority" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "priority" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "priority_rule_stamp" AFTER UPDATE ON "priority_rule" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "priority_rule" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "status_stamp" AFTER UPDATE ON "status" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "status" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "status_transition_stamp" AFTER UPDATE ON "status_transition" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "status_transition" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "tag_stamp" AFTER UPDATE ON "tag" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "tag" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "ticket_stamp" AFTER UPDATE ON "ticket" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "ticket" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "comment_stamp" AFTER UPDATE ON "comment" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "comment" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "ticket_history_kept" BEFORE UPDATE OF "id", "organization_id", "ticket_id", "actor_id", "action", "field", "created_at" ON "ticket_history"
BEGIN
    SELECT RAISE(ABORT, 'ticket_history only grows');
END;
CREATE TRIGGER "ticket_history_erased" BEFORE UPDATE OF "old_value", "new_value" ON "ticket_history"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'ticket_history')
BEGIN
    SELECT RAISE(ABORT, 'ticket_history only grows');
END;
CREATE TRIGGER "ticket_history_removed" BEFORE DELETE ON "ticket_history"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'ticket_history')
BEGIN
    SELECT RAISE(ABORT, 'ticket_history only grows');
END;
CREATE TRIGGER "watcher_stamp" AFTER UPDATE ON "watcher" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "watcher" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "audit_entry_kept" BEFORE UPDATE OF "id", "organization_id", "actor_id", "action", "entity", "entity_id", "created_at" ON "audit_entry"
BEGIN
    SELECT RAISE(ABORT, 'audit_entry only grows');
END;
CREATE TRIGGER "audit_entry_erased" BEFORE UPDATE OF "changes", "session", "request", "endpoint", "ip_address", "user_agent" ON "audit_entry"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'audit_entry')
BEGIN
    SELECT RAISE(ABORT, 'audit_entry only grows');
END;
CREATE TRIGGER "audit_entry_removed" BEFORE DELETE ON "audit_entry"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'audit_entry')
BEGIN
    SELECT RAISE(ABORT, 'audit_entry only grows');
END;
CREATE TRIGGER "outbox_message_stamp" AFTER UPDATE ON "outbox_message" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "outbox_message" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "tenant_configuration_stamp" AFTER UPDATE ON "tenant_configuration" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "tenant_configuration" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "department_member_stamp" AFTER UPDATE ON "department_member" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "department_member" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "role_stamp" AFTER UPDATE ON "role" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "role" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "permission_stamp" AFTER UPDATE ON "permission" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "permission" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "role_permission_stamp" AFTER UPDATE ON "role_permission" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "role_permission" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "user_role_stamp" AFTER UPDATE ON "user_role" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "user_role" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "credential_stamp" AFTER UPDATE ON "credential" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "credential" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "password_policy_stamp" AFTER UPDATE ON "password_policy" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "password_policy" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "password_history_kept" BEFORE UPDATE OF "id", "organization_id", "user_id", "password_hash", "created_at" ON "password_history"
BEGIN
    SELECT RAISE(ABORT, 'password_history only grows');
END;
CREATE TRIGGER "password_history_removed" BEFORE DELETE ON "password_history"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'password_history')
BEGIN
    SELECT RAISE(ABORT, 'password_history only grows');
END;
CREATE TRIGGER "mfa_factor_stamp" AFTER UPDATE ON "mfa_factor" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "mfa_factor" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "sso_identity_stamp" AFTER UPDATE ON "sso_identity" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "sso_identity" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "session_stamp" AFTER UPDATE ON "session" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "session" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "refresh_token_stamp" AFTER UPDATE ON "refresh_token" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "refresh_token" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "one_time_token_stamp" AFTER UPDATE ON "one_time_token" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "one_time_token" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "invitation_stamp" AFTER UPDATE ON "invitation" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "invitation" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "api_key_stamp" AFTER UPDATE ON "api_key" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "api_key" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "auth_event_kept" BEFORE UPDATE OF "id", "organization_id", "user_id", "kind", "created_at" ON "auth_event"
BEGIN
    SELECT RAISE(ABORT, 'auth_event only grows');
END;
CREATE TRIGGER "auth_event_erased" BEFORE UPDATE OF "email", "session", "ip_address", "user_agent", "details" ON "auth_event"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'auth_event')
BEGIN
    SELECT RAISE(ABORT, 'auth_event only grows');
END;
CREATE TRIGGER "auth_event_removed" BEFORE DELETE ON "auth_event"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'auth_event')
BEGIN
    SELECT RAISE(ABORT, 'auth_event only grows');
END;
CREATE TRIGGER "article_category_stamp" AFTER UPDATE ON "article_category" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "article_category" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "article_stamp" AFTER UPDATE ON "article" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "article" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "article_version_kept" BEFORE UPDATE OF "id", "organization_id", "article_id", "number", "author_id", "created_at" ON "article_version"
BEGIN
    SELECT RAISE(ABORT, 'article_version only grows');
END;
CREATE TRIGGER "article_version_erased" BEFORE UPDATE OF "title", "content", "summary", "note" ON "article_version"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'article_version')
BEGIN
    SELECT RAISE(ABORT, 'article_version only grows');
END;
CREATE TRIGGER "article_version_removed" BEFORE DELETE ON "article_version"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'article_version')
BEGIN
    SELECT RAISE(ABORT, 'article_version only grows');
END;
CREATE TRIGGER "article_tag_stamp" AFTER UPDATE ON "article_tag" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "article_tag" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "article_ticket_category_stamp" AFTER UPDATE ON "article_ticket_category" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "article_ticket_category" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "article_feedback_stamp" AFTER UPDATE ON "article_feedback" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "article_feedback" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "embedding_stamp" AFTER UPDATE ON "embedding" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "embedding" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "asset_stamp" AFTER UPDATE ON "asset" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "asset" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "asset_relationship_stamp" AFTER UPDATE ON "asset_relationship" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "asset_relationship" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "ticket_asset_stamp" AFTER UPDATE ON "ticket_asset" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "ticket_asset" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "change_request_stamp" AFTER UPDATE ON "change_request" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "change_request" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "change_ticket_stamp" AFTER UPDATE ON "change_ticket" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "change_ticket" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "change_asset_stamp" AFTER UPDATE ON "change_asset" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "change_asset" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "freeze_window_stamp" AFTER UPDATE ON "freeze_window" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "freeze_window" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "attachment_stamp" AFTER UPDATE ON "attachment" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "attachment" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "ticket_link_stamp" AFTER UPDATE ON "ticket_link" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "ticket_link" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "time_entry_stamp" AFTER UPDATE ON "time_entry" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "time_entry" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "satisfaction_survey_stamp" AFTER UPDATE ON "satisfaction_survey" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "satisfaction_survey" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "field_definition_stamp" AFTER UPDATE ON "field_definition" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "field_definition" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "ticket_template_stamp" AFTER UPDATE ON "ticket_template" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "ticket_template" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "saved_view_stamp" AFTER UPDATE ON "saved_view" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "saved_view" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "macro_stamp" AFTER UPDATE ON "macro" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "macro" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "escalation_rule_stamp" AFTER UPDATE ON "escalation_rule" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "escalation_rule" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "sla_tracking_stamp" AFTER UPDATE ON "sla_tracking" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "sla_tracking" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "escalation_kept" BEFORE UPDATE OF "id", "organization_id", "ticket_id", "escalation_rule_id", "occasion", "tier", "action", "fired_at", "fired_by_id", "created_at" ON "escalation"
BEGIN
    SELECT RAISE(ABORT, 'escalation only grows');
END;
CREATE TRIGGER "escalation_erased" BEFORE UPDATE OF "reason", "outcome" ON "escalation"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'escalation')
BEGIN
    SELECT RAISE(ABORT, 'escalation only grows');
END;
CREATE TRIGGER "escalation_removed" BEFORE DELETE ON "escalation"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'escalation')
BEGIN
    SELECT RAISE(ABORT, 'escalation only grows');
END;
CREATE TRIGGER "sla_decision_kept" BEFORE UPDATE OF "id", "organization_id", "ticket_id", "kind", "metric", "team_id", "cycle", "sla_policy_version_id", "mode", "decided_by_id", "created_at" ON "sla_decision"
BEGIN
    SELECT RAISE(ABORT, 'sla_decision only grows');
END;
CREATE TRIGGER "sla_decision_erased" BEFORE UPDATE OF "reason" ON "sla_decision"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'sla_decision')
BEGIN
    SELECT RAISE(ABORT, 'sla_decision only grows');
END;
CREATE TRIGGER "sla_decision_removed" BEFORE DELETE ON "sla_decision"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'sla_decision')
BEGIN
    SELECT RAISE(ABORT, 'sla_decision only grows');
END;
CREATE TRIGGER "clock_mark_stamp" AFTER UPDATE ON "clock_mark" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "clock_mark" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "workflow_definition_stamp" AFTER UPDATE ON "workflow_definition" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "workflow_definition" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "workflow_version_kept" BEFORE UPDATE OF "id", "organization_id", "workflow_definition_id", "number", "definition", "published_by_id", "created_at" ON "workflow_version"
BEGIN
    SELECT RAISE(ABORT, 'workflow_version only grows');
END;
CREATE TRIGGER "workflow_version_erased" BEFORE UPDATE OF "note" ON "workflow_version"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'workflow_version')
BEGIN
    SELECT RAISE(ABORT, 'workflow_version only grows');
END;
CREATE TRIGGER "workflow_version_removed" BEFORE DELETE ON "workflow_version"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'workflow_version')
BEGIN
    SELECT RAISE(ABORT, 'workflow_version only grows');
END;
CREATE TRIGGER "workflow_step_kept" BEFORE UPDATE OF "id", "organization_id", "workflow_version_id", "name", "kind", "position", "definition", "created_at" ON "workflow_step"
BEGIN
    SELECT RAISE(ABORT, 'workflow_step only grows');
END;
CREATE TRIGGER "workflow_step_removed" BEFORE DELETE ON "workflow_step"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'workflow_step')
BEGIN
    SELECT RAISE(ABORT, 'workflow_step only grows');
END;
CREATE TRIGGER "workflow_execution_stamp" AFTER UPDATE ON "workflow_execution" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "workflow_execution" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "workflow_step_execution_stamp" AFTER UPDATE ON "workflow_step_execution" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "workflow_step_execution" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "approval_request_stamp" AFTER UPDATE ON "approval_request" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "approval_request" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "approval_decision_stamp" AFTER UPDATE ON "approval_decision" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "approval_decision" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "automation_stamp" AFTER UPDATE ON "automation" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "automation" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "classification_stamp" AFTER UPDATE ON "classification" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "classification" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "suggestion_stamp" AFTER UPDATE ON "suggestion" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "suggestion" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "auto_response_stamp" AFTER UPDATE ON "auto_response" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "auto_response" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "complexity_score_stamp" AFTER UPDATE ON "complexity_score" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "complexity_score" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "training_example_stamp" AFTER UPDATE ON "training_example" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "training_example" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "ai_metric_stamp" AFTER UPDATE ON "ai_metric" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "ai_metric" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "channel_stamp" AFTER UPDATE ON "channel" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "channel" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "message_stamp" AFTER UPDATE ON "message" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "message" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "email_account_stamp" AFTER UPDATE ON "email_account" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "email_account" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "whatsapp_contact_stamp" AFTER UPDATE ON "whatsapp_contact" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "whatsapp_contact" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "whatsapp_message_stamp" AFTER UPDATE ON "whatsapp_message" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "whatsapp_message" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "whatsapp_session_stamp" AFTER UPDATE ON "whatsapp_session" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "whatsapp_session" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "integration_stamp" AFTER UPDATE ON "integration" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "integration" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "integration_log_kept" BEFORE UPDATE OF "id", "organization_id", "integration_id", "operation", "is_success", "status_code", "duration_ms", "error", "created_at" ON "integration_log"
BEGIN
    SELECT RAISE(ABORT, 'integration_log only grows');
END;
CREATE TRIGGER "integration_log_removed" BEFORE DELETE ON "integration_log"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'integration_log')
BEGIN
    SELECT RAISE(ABORT, 'integration_log only grows');
END;
CREATE TRIGGER "webhook_stamp" AFTER UPDATE ON "webhook" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "webhook" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "webhook_delivery_stamp" AFTER UPDATE ON "webhook_delivery" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "webhook_delivery" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "api_usage_stamp" AFTER UPDATE OF "id", "organization_id", "period", "starts_at", "endpoint", "method", "api_key_id", "user_id", "max_duration_ms", "version", "created_at", "updated_at" ON "api_usage" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "api_usage" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "notification_stamp" AFTER UPDATE ON "notification" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "notification" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "notification_event_stamp" AFTER UPDATE ON "notification_event" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "notification_event" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "notification_preference_stamp" AFTER UPDATE ON "notification_preference" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "notification_preference" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "gov_br_identity_stamp" AFTER UPDATE ON "gov_br_identity" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "gov_br_identity" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "consent_kept" BEFORE UPDATE OF "id", "organization_id", "user_id", "purpose", "event", "legal_basis", "text_version", "text_hash", "channel", "occurred_at", "created_at" ON "consent"
BEGIN
    SELECT RAISE(ABORT, 'consent only grows');
END;
CREATE TRIGGER "consent_erased" BEFORE UPDATE OF "subject", "guardian", "evidence" ON "consent"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'consent')
BEGIN
    SELECT RAISE(ABORT, 'consent only grows');
END;
CREATE TRIGGER "consent_removed" BEFORE DELETE ON "consent"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'consent')
BEGIN
    SELECT RAISE(ABORT, 'consent only grows');
END;
CREATE TRIGGER "data_subject_request_stamp" AFTER UPDATE ON "data_subject_request" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "data_subject_request" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "retention_policy_stamp" AFTER UPDATE ON "retention_policy" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "retention_policy" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "retention_run_kept" BEFORE UPDATE OF "id", "organization_id", "retention_policy_id", "is_dry_run", "examined_count", "affected_count", "held_count", "started_at", "finished_at", "details", "created_at" ON "retention_run"
BEGIN
    SELECT RAISE(ABORT, 'retention_run only grows');
END;
CREATE TRIGGER "retention_run_removed" BEFORE DELETE ON "retention_run"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'retention_run')
BEGIN
    SELECT RAISE(ABORT, 'retention_run only grows');
END;
CREATE TRIGGER "legal_hold_stamp" AFTER UPDATE ON "legal_hold" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "legal_hold" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "processing_record_stamp" AFTER UPDATE ON "processing_record" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "processing_record" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "security_incident_stamp" AFTER UPDATE ON "security_incident" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "security_incident" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "daily_metrics_stamp" AFTER UPDATE ON "daily_metrics" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "daily_metrics" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "agent_metrics_stamp" AFTER UPDATE ON "agent_metrics" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "agent_metrics" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "category_metrics_stamp" AFTER UPDATE ON "category_metrics" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "category_metrics" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "realtime_metric_stamp" AFTER UPDATE ON "realtime_metric" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "realtime_metric" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "analytics_event_kept" BEFORE UPDATE OF "id", "organization_id", "kind", "entity", "entity_id", "created_at" ON "analytics_event"
BEGIN
    SELECT RAISE(ABORT, 'analytics_event only grows');
END;
CREATE TRIGGER "analytics_event_erased" BEFORE UPDATE OF "user_id", "session", "properties" ON "analytics_event"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'analytics_event')
BEGIN
    SELECT RAISE(ABORT, 'analytics_event only grows');
END;
CREATE TRIGGER "analytics_event_removed" BEFORE DELETE ON "analytics_event"
WHEN NOT EXISTS (SELECT 1 FROM "write_permit" WHERE "table" = 'analytics_event')
BEGIN
    SELECT RAISE(ABORT, 'analytics_event only grows');
END;
CREATE TRIGGER "agent_performance_stamp" AFTER UPDATE ON "agent_performance" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "agent_performance" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "setting_stamp" AFTER UPDATE ON "setting" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "setting" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER "cache_entry_stamp" AFTER UPDATE ON "cache_entry" WHEN NEW."version" <= OLD."version"
BEGIN
    UPDATE "cache_entry" SET "version" = OLD."version" + 1, "updated_at" = CASE WHEN NEW."updated_at" <> OLD."updated_at" THEN NEW."updated_at" ELSE max(OLD."updated_at", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid;
END;
