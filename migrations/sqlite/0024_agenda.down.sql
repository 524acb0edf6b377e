-- Takes back: when things fall due.

DROP INDEX "clock_mark_agenda";
DROP INDEX "sla_tracking_agenda";
DROP INDEX "cache_entry_agenda";
DROP INDEX "realtime_metric_agenda";
DROP INDEX "satisfaction_survey_agenda";
DROP INDEX "invitation_agenda";
DROP INDEX "outbox_message_agenda";
