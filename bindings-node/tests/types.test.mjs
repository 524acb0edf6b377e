// The declarations, by the compiler itself: what has to be accepted is, what has to be refused is.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { root } from "./places.mjs";

test("types accept and refuse what they should", () => {
  const compiler = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));
  const checked = spawnSync(process.execPath, [compiler, "--project", fileURLToPath(new URL("tests/types", root))], {
    encoding: "utf8",
  });
  assert.equal(checked.stdout + checked.stderr, "");
  assert.equal(checked.status, 0);
});
