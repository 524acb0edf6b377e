-- Takes back: What became of what was promised.

DROP TABLE "clock_mark";
DROP TABLE "sla_decision";
DROP TABLE "escalation";
DROP TABLE "sla_tracking";
DROP TABLE "sla_policy_version";
DROP TABLE "escalation_rule";
