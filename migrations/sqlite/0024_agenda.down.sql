-- Takes back: when things fall due.

DROP INDEX "cache_entry_agenda";
DROP INDEX "realtime_metric_agenda";
DROP INDEX "satisfaction_survey_agenda";
DROP INDEX "invitation_agenda";
DROP INDEX "outbox_message_agenda";
