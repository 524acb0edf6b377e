-- Takes back: Changes, what they touch, and when none may happen.

DROP TABLE "freeze_window";
DROP TABLE "change_asset";
DROP TABLE "change_ticket";
DROP TABLE "change_request";
