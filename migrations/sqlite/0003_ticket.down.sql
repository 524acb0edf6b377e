-- Takes back: Tickets, what an organization sets up for them, and what hangs on them.

DROP TABLE "watcher";
DROP TABLE "ticket_history";
DROP TABLE "comment";
DROP TABLE "ticket";
DROP TABLE "tag";
DROP TABLE "status_transition";
DROP TABLE "status";
DROP TABLE "priority_rule";
DROP TABLE "priority";
DROP TABLE "sla_policy";
DROP TABLE "category";
