-- Takes back: The audit log, and effects that wait for a worker.

DROP TABLE "outbox_message";
DROP TABLE "audit_entry";
