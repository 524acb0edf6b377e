-- Takes back: Assets, what depends on what, and the tickets about them.

DROP TABLE "ticket_asset";
DROP TABLE "asset_relationship";
DROP TABLE "asset";
