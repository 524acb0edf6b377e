-- Takes back: when things fall due.

DROP POLICY "clock_mark_agenda" ON "clock_mark";
DROP INDEX "clock_mark_agenda";
DROP POLICY "sla_tracking_agenda" ON "sla_tracking";
DROP INDEX "sla_tracking_agenda";
DROP POLICY "cache_entry_agenda" ON "cache_entry";
DROP INDEX "cache_entry_agenda";
DROP POLICY "realtime_metric_agenda" ON "realtime_metric";
DROP INDEX "realtime_metric_agenda";
DROP POLICY "satisfaction_survey_agenda" ON "satisfaction_survey";
DROP INDEX "satisfaction_survey_agenda";
DROP POLICY "invitation_agenda" ON "invitation";
DROP INDEX "invitation_agenda";
DROP POLICY "outbox_message_agenda" ON "outbox_message";
DROP INDEX "outbox_message_agenda";
