-- Takes back: Figures that can be computed again.

DROP TABLE "agent_performance";
DROP TABLE "analytics_event";
DROP TABLE "realtime_metric";
DROP TABLE "category_metrics";
DROP TABLE "agent_metrics";
DROP TABLE "daily_metrics";
