-- Takes back: Files, links, hours, surveys, fields, templates, views and macros.

DROP TABLE "macro";
DROP TABLE "saved_view";
DROP TABLE "ticket_template";
DROP TABLE "field_definition";
DROP TABLE "satisfaction_survey";
DROP TABLE "time_entry";
DROP TABLE "ticket_link";
DROP TABLE "attachment";
