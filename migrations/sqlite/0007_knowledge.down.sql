-- Takes back: Articles, their versions, and what belongs to them.

DROP TABLE "embedding";
DROP TABLE "article_feedback";
DROP TABLE "article_ticket_category";
DROP TABLE "article_tag";
DROP TABLE "article_version";
DROP TABLE "article";
DROP TABLE "article_category";
