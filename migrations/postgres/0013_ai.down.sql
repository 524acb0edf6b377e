-- Takes back: What models said about tickets, and what they learn from.

DROP TABLE "ai_metric";
DROP TABLE "training_example";
DROP TABLE "complexity_score";
DROP TABLE "auto_response";
DROP TABLE "suggestion";
DROP TABLE "classification";
