// The scenarios that every language plays, on both stores.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { database, newFile, root } from "./places.mjs";
import { play } from "./scenario/run.mjs";

const folder = process.env.SERVICEDESK_SCENARIOS ?? fileURLToPath(new URL("../tests/scenarios/", root));
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];

test("there are scenarios", () => {
  assert.ok(files.length > 0, `${folder} holds scenarios`);
});

for (const file of files.sort()) {
  const scenario = JSON.parse(readFileSync(join(folder, file), "utf8"));
  test(`${scenario.name}, on SQLite`, () => play(scenario, newFile()));
  if (database) test(`${scenario.name}, on PostgreSQL`, () => play(scenario, database));
}
