-- When things fall due, over all organizations.

CREATE INDEX "outbox_message_agenda" ON "outbox_message" ("claimed_until", "id") WHERE claimed_until IS NOT NULL AND completed_at IS NULL;
CREATE INDEX "invitation_agenda" ON "invitation" ("expires_at", "id") WHERE status = 'pending';
CREATE INDEX "satisfaction_survey_agenda" ON "satisfaction_survey" ("expires_at", "id") WHERE expires_at IS NOT NULL AND answered_at IS NULL AND expired_at IS NULL;
CREATE INDEX "realtime_metric_agenda" ON "realtime_metric" ("expires_at", "id");
CREATE INDEX "cache_entry_agenda" ON "cache_entry" ("expires_at", "id") WHERE expires_at IS NOT NULL;
CREATE INDEX "sla_tracking_agenda" ON "sla_tracking" ("next_at", "id") WHERE next_at IS NOT NULL;
CREATE INDEX "clock_mark_agenda" ON "clock_mark" ("created_at", "id");
