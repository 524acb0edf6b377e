-- What the tables hold to also when another program writes to them: rows that are only ever added stay as they are, and a row that
-- is changed without the library gets its next version. Printed by `cargo xtask schema`; a test compares them with the declarations.

-- With a permit, which the library takes for one transaction, a row may go, and the columns may change that the trigger names.
CREATE FUNCTION servicedesk_append_only() RETURNS trigger
LANGUAGE plpgsql
AS $function$
BEGIN
    IF current_setting('servicedesk.permit', true) = 'on' THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - coalesce(TG_ARGV, '{}') = to_jsonb(OLD) - coalesce(TG_ARGV, '{}') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$function$;

-- The time is left to whoever sets it.
CREATE FUNCTION servicedesk_stamp() RETURNS trigger
LANGUAGE plpgsql
AS $function$
BEGIN
    NEW.version := OLD.version + 1;
    IF NEW.updated_at = OLD.updated_at THEN
        NEW.updated_at := greatest(OLD.updated_at, date_trunc('milliseconds', clock_timestamp()));
    END IF;
    RETURN NEW;
END
$function$;

CREATE TRIGGER "change_feed_kept" BEFORE UPDATE OR DELETE ON "change_feed" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "change_feed_emptied" BEFORE TRUNCATE ON "change_feed" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "organization_stamp" BEFORE UPDATE ON "organization" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "app_user_stamp" BEFORE UPDATE OF "id", "organization_id", "email", "email_verified", "first_name", "last_name", "display_name", "phone", "avatar_url", "timezone", "locale", "kind", "status", "is_approved", "cpf", "cpf_index", "ticket_capacity", "external_id", "version", "created_at", "updated_at", "deleted_at" ON "app_user" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "business_calendar_stamp" BEFORE UPDATE ON "business_calendar" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "department_stamp" BEFORE UPDATE ON "department" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "team_stamp" BEFORE UPDATE ON "team" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "team_member_stamp" BEFORE UPDATE ON "team_member" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "category_stamp" BEFORE UPDATE ON "category" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "sla_policy_stamp" BEFORE UPDATE ON "sla_policy" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "sla_policy_version_kept" BEFORE UPDATE OR DELETE ON "sla_policy_version" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "sla_policy_version_emptied" BEFORE TRUNCATE ON "sla_policy_version" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "priority_stamp" BEFORE UPDATE ON "priority" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "priority_rule_stamp" BEFORE UPDATE ON "priority_rule" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "status_stamp" BEFORE UPDATE ON "status" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "status_transition_stamp" BEFORE UPDATE ON "status_transition" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "tag_stamp" BEFORE UPDATE ON "tag" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "ticket_stamp" BEFORE UPDATE ON "ticket" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "comment_stamp" BEFORE UPDATE ON "comment" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "ticket_history_kept" BEFORE UPDATE OR DELETE ON "ticket_history" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only('old_value', 'new_value');
CREATE TRIGGER "ticket_history_emptied" BEFORE TRUNCATE ON "ticket_history" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "ticket_history_default_emptied" BEFORE TRUNCATE ON "ticket_history_default" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "watcher_stamp" BEFORE UPDATE ON "watcher" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "audit_entry_kept" BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only('changes', 'session', 'request', 'endpoint', 'ip_address', 'user_agent');
CREATE TRIGGER "audit_entry_emptied" BEFORE TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "audit_entry_default_emptied" BEFORE TRUNCATE ON "audit_entry_default" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "outbox_message_stamp" BEFORE UPDATE ON "outbox_message" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "tenant_configuration_stamp" BEFORE UPDATE ON "tenant_configuration" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "department_member_stamp" BEFORE UPDATE ON "department_member" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "role_stamp" BEFORE UPDATE ON "role" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "permission_stamp" BEFORE UPDATE ON "permission" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "role_permission_stamp" BEFORE UPDATE ON "role_permission" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "user_role_stamp" BEFORE UPDATE ON "user_role" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "credential_stamp" BEFORE UPDATE ON "credential" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "password_policy_stamp" BEFORE UPDATE ON "password_policy" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "password_history_kept" BEFORE UPDATE OR DELETE ON "password_history" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "password_history_emptied" BEFORE TRUNCATE ON "password_history" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "mfa_factor_stamp" BEFORE UPDATE ON "mfa_factor" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "sso_identity_stamp" BEFORE UPDATE ON "sso_identity" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "session_stamp" BEFORE UPDATE ON "session" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "refresh_token_stamp" BEFORE UPDATE ON "refresh_token" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "one_time_token_stamp" BEFORE UPDATE ON "one_time_token" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "invitation_stamp" BEFORE UPDATE ON "invitation" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "api_key_stamp" BEFORE UPDATE ON "api_key" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "auth_event_kept" BEFORE UPDATE OR DELETE ON "auth_event" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only('email', 'session', 'ip_address', 'user_agent', 'details');
CREATE TRIGGER "auth_event_emptied" BEFORE TRUNCATE ON "auth_event" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "auth_event_default_emptied" BEFORE TRUNCATE ON "auth_event_default" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "article_category_stamp" BEFORE UPDATE ON "article_category" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "article_stamp" BEFORE UPDATE ON "article" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "article_version_kept" BEFORE UPDATE OR DELETE ON "article_version" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only('title', 'content', 'summary', 'note');
CREATE TRIGGER "article_version_emptied" BEFORE TRUNCATE ON "article_version" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "article_tag_stamp" BEFORE UPDATE ON "article_tag" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "article_ticket_category_stamp" BEFORE UPDATE ON "article_ticket_category" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "article_feedback_stamp" BEFORE UPDATE ON "article_feedback" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "embedding_stamp" BEFORE UPDATE ON "embedding" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "asset_stamp" BEFORE UPDATE ON "asset" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "asset_relationship_stamp" BEFORE UPDATE ON "asset_relationship" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "ticket_asset_stamp" BEFORE UPDATE ON "ticket_asset" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "change_request_stamp" BEFORE UPDATE ON "change_request" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "change_ticket_stamp" BEFORE UPDATE ON "change_ticket" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "change_asset_stamp" BEFORE UPDATE ON "change_asset" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "freeze_window_stamp" BEFORE UPDATE ON "freeze_window" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "attachment_stamp" BEFORE UPDATE ON "attachment" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "ticket_link_stamp" BEFORE UPDATE ON "ticket_link" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "time_entry_stamp" BEFORE UPDATE ON "time_entry" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "satisfaction_survey_stamp" BEFORE UPDATE ON "satisfaction_survey" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "field_definition_stamp" BEFORE UPDATE ON "field_definition" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "ticket_template_stamp" BEFORE UPDATE ON "ticket_template" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "saved_view_stamp" BEFORE UPDATE ON "saved_view" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "macro_stamp" BEFORE UPDATE ON "macro" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "escalation_rule_stamp" BEFORE UPDATE ON "escalation_rule" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "sla_tracking_stamp" BEFORE UPDATE ON "sla_tracking" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "escalation_kept" BEFORE UPDATE OR DELETE ON "escalation" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only('reason', 'outcome');
CREATE TRIGGER "escalation_emptied" BEFORE TRUNCATE ON "escalation" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "sla_decision_kept" BEFORE UPDATE OR DELETE ON "sla_decision" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only('reason');
CREATE TRIGGER "sla_decision_emptied" BEFORE TRUNCATE ON "sla_decision" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "clock_mark_stamp" BEFORE UPDATE ON "clock_mark" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "workflow_definition_stamp" BEFORE UPDATE ON "workflow_definition" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "workflow_version_kept" BEFORE UPDATE OR DELETE ON "workflow_version" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only('note');
CREATE TRIGGER "workflow_version_emptied" BEFORE TRUNCATE ON "workflow_version" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "workflow_step_kept" BEFORE UPDATE OR DELETE ON "workflow_step" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "workflow_step_emptied" BEFORE TRUNCATE ON "workflow_step" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "workflow_execution_stamp" BEFORE UPDATE ON "workflow_execution" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "workflow_step_execution_stamp" BEFORE UPDATE ON "workflow_step_execution" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "approval_request_stamp" BEFORE UPDATE ON "approval_request" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "approval_decision_stamp" BEFORE UPDATE ON "approval_decision" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "automation_stamp" BEFORE UPDATE ON "automation" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "classification_stamp" BEFORE UPDATE ON "classification" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "suggestion_stamp" BEFORE UPDATE ON "suggestion" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "auto_response_stamp" BEFORE UPDATE ON "auto_response" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "complexity_score_stamp" BEFORE UPDATE ON "complexity_score" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "training_example_stamp" BEFORE UPDATE ON "training_example" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "ai_metric_stamp" BEFORE UPDATE ON "ai_metric" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "channel_stamp" BEFORE UPDATE ON "channel" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "message_stamp" BEFORE UPDATE ON "message" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "email_account_stamp" BEFORE UPDATE ON "email_account" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "whatsapp_contact_stamp" BEFORE UPDATE ON "whatsapp_contact" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "whatsapp_message_stamp" BEFORE UPDATE ON "whatsapp_message" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "whatsapp_session_stamp" BEFORE UPDATE ON "whatsapp_session" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "integration_stamp" BEFORE UPDATE ON "integration" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "integration_log_kept" BEFORE UPDATE OR DELETE ON "integration_log" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "integration_log_emptied" BEFORE TRUNCATE ON "integration_log" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "webhook_stamp" BEFORE UPDATE ON "webhook" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "webhook_delivery_stamp" BEFORE UPDATE ON "webhook_delivery" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "api_usage_stamp" BEFORE UPDATE OF "id", "organization_id", "period", "starts_at", "endpoint", "method", "api_key_id", "user_id", "max_duration_ms", "version", "created_at", "updated_at" ON "api_usage" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "notification_stamp" BEFORE UPDATE ON "notification" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "notification_event_stamp" BEFORE UPDATE ON "notification_event" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "notification_preference_stamp" BEFORE UPDATE ON "notification_preference" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "gov_br_identity_stamp" BEFORE UPDATE ON "gov_br_identity" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "consent_kept" BEFORE UPDATE OR DELETE ON "consent" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only('subject', 'guardian', 'evidence');
CREATE TRIGGER "consent_emptied" BEFORE TRUNCATE ON "consent" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "data_subject_request_stamp" BEFORE UPDATE ON "data_subject_request" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "retention_policy_stamp" BEFORE UPDATE ON "retention_policy" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "retention_run_kept" BEFORE UPDATE OR DELETE ON "retention_run" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "retention_run_emptied" BEFORE TRUNCATE ON "retention_run" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "legal_hold_stamp" BEFORE UPDATE ON "legal_hold" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "processing_record_stamp" BEFORE UPDATE ON "processing_record" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "security_incident_stamp" BEFORE UPDATE ON "security_incident" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "daily_metrics_stamp" BEFORE UPDATE ON "daily_metrics" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "agent_metrics_stamp" BEFORE UPDATE ON "agent_metrics" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "category_metrics_stamp" BEFORE UPDATE ON "category_metrics" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "realtime_metric_stamp" BEFORE UPDATE ON "realtime_metric" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "analytics_event_kept" BEFORE UPDATE OR DELETE ON "analytics_event" FOR EACH ROW EXECUTE FUNCTION servicedesk_append_only('user_id', 'session', 'properties');
CREATE TRIGGER "analytics_event_emptied" BEFORE TRUNCATE ON "analytics_event" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "analytics_event_default_emptied" BEFORE TRUNCATE ON "analytics_event_default" FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only();
CREATE TRIGGER "agent_performance_stamp" BEFORE UPDATE ON "agent_performance" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "setting_stamp" BEFORE UPDATE ON "setting" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
CREATE TRIGGER "cache_entry_stamp" BEFORE UPDATE ON "cache_entry" FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION servicedesk_stamp();
