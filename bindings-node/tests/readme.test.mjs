// The quickstart of README.md, as a stranger would run it: in a folder of its own, under Node, Bun and Deno.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { newFile, root } from "./places.mjs";

const [, quickstart] = /```js\n(.*?)```/s.exec(readFileSync(new URL("README.md", root), "utf8"));
const expected = /^TKT-\d{4}-0001 \d{4}\nA impressora não liga\nrow\.stale_version \| o registro de Ticket foi alterado por outra pessoa\n$/;

/** Lays out a folder in which the package is installed, and returns it. */
function project() {
  const folder = dirname(newFile());
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(fileURLToPath(root), join(folder, "node_modules/servicedesk"), "dir");
  writeFileSync(join(folder, "package.json"), '{ "dependencies": { "servicedesk": "0.1.0" } }');
  writeFileSync(join(folder, "quickstart.mjs"), quickstart);
  const { length } = quickstart.split("\n");
  const required = quickstart.replace(/import (.*) from "servicedesk";/, 'const $1 = require("servicedesk");');
  assert.equal(required.split("\n").length, length);
  writeFileSync(join(folder, "quickstart.cjs"), `(async () => {\n${required}\n})();`);
  return folder;
}

/** The program that a package brought. */
const tool = (name) => fileURLToPath(new URL(`node_modules/.bin/${name}`, root));

const hosts = [
  ["Node, imported", process.execPath, ["quickstart.mjs"]],
  ["Node, required", process.execPath, ["quickstart.cjs"]],
  ["Bun", tool("bun"), ["quickstart.mjs"]],
  ["Deno", tool("deno"), ["run", "--allow-all", "--no-lock", "quickstart.mjs"]],
];

for (const [name, program, given] of hosts) {
  test(`the quickstart runs under ${name}`, () => {
    // Without the runner's own variables, which would make a child report to it.
    const { NODE_TEST_CONTEXT: _, ...own } = process.env;
    const cwd = project();
    // A stranger's Deno has not seen these files before; what it compiled of others at the same paths would be taken for them.
    const env = { ...own, DENO_DIR: join(cwd, ".deno") };
    const ran = spawnSync(program, given, { cwd, encoding: "utf8", env, timeout: 60_000 });
    assert.equal(ran.status, 0, `${ran.error ?? ""}${ran.stdout}${ran.stderr}`);
    assert.match(ran.stdout, expected);
  });
}
