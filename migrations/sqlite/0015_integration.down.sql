-- Takes back: Other systems, webhooks, and who calls this one.

DROP TABLE "api_usage";
DROP TABLE "webhook_delivery";
DROP TABLE "webhook";
DROP TABLE "integration_log";
DROP TABLE "integration";
