-- Takes back: What became of what was promised.

DROP TABLE "escalation";
DROP TABLE "sla_tracking";
DROP TABLE "escalation_rule";
