-- Takes back: What people are told, how, and when not.

DROP TABLE "notification_preference";
DROP TABLE "notification_event";
DROP TABLE "notification";
