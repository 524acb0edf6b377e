-- When things fall due, over all organizations.

-- Whoever asks what is due sees the rows of all organizations, and changes none. The setting is asked in a question of its own, once
-- for all rows, and because the planner would otherwise expect that hardly any row passes, and sort them instead of reading in order.
CREATE INDEX "outbox_message_agenda" ON "outbox_message" ("claimed_until", "id") WHERE claimed_until IS NOT NULL AND completed_at IS NULL;
CREATE POLICY "outbox_message_agenda" ON "outbox_message" FOR SELECT USING ((SELECT current_setting('servicedesk.directory', true) = 'agenda'));
CREATE INDEX "invitation_agenda" ON "invitation" ("expires_at", "id") WHERE status = 'pending';
CREATE POLICY "invitation_agenda" ON "invitation" FOR SELECT USING ((SELECT current_setting('servicedesk.directory', true) = 'agenda'));
CREATE INDEX "satisfaction_survey_agenda" ON "satisfaction_survey" ("expires_at", "id") WHERE expires_at IS NOT NULL AND answered_at IS NULL AND expired_at IS NULL;
CREATE POLICY "satisfaction_survey_agenda" ON "satisfaction_survey" FOR SELECT USING ((SELECT current_setting('servicedesk.directory', true) = 'agenda'));
CREATE INDEX "realtime_metric_agenda" ON "realtime_metric" ("expires_at", "id");
CREATE POLICY "realtime_metric_agenda" ON "realtime_metric" FOR SELECT USING ((SELECT current_setting('servicedesk.directory', true) = 'agenda'));
CREATE INDEX "cache_entry_agenda" ON "cache_entry" ("expires_at", "id") WHERE expires_at IS NOT NULL;
CREATE POLICY "cache_entry_agenda" ON "cache_entry" FOR SELECT USING ((SELECT current_setting('servicedesk.directory', true) = 'agenda'));
CREATE INDEX "sla_tracking_agenda" ON "sla_tracking" ("next_at", "id") WHERE next_at IS NOT NULL;
CREATE POLICY "sla_tracking_agenda" ON "sla_tracking" FOR SELECT USING ((SELECT current_setting('servicedesk.directory', true) = 'agenda'));
CREATE INDEX "clock_mark_agenda" ON "clock_mark" ("created_at", "id");
CREATE POLICY "clock_mark_agenda" ON "clock_mark" FOR SELECT USING ((SELECT current_setting('servicedesk.directory', true) = 'agenda'));
