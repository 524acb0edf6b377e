// The programs of README.md, as a stranger would run them: in a folder of its own, under Node, Bun and Deno.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { newFile, root } from "./places.mjs";

const readme = readFileSync(new URL("README.md", root), "utf8");
const [quickstart, businessTime] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, program]) => program);
const counted =
  "2026-11-23T12:30:00.000Z true\nopen closed holiday closed open\n2026-11-21T12:00:00.000Z\nformat.invalid [ 'weekly_hours.monday[0]' ]\n";
const expected = /^TKT-\d{4}-0001 \d{4}\nA impressora não liga\nrow\.stale_version \| o registro de Ticket foi alterado por outra pessoa\n$/;

/** Lays out a folder in which the package is installed, and returns it. */
function project(program) {
  const folder = dirname(newFile());
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(fileURLToPath(root), join(folder, "node_modules/servicedesk"), "dir");
  writeFileSync(join(folder, "package.json"), '{ "dependencies": { "servicedesk": "0.1.0" } }');
  writeFileSync(join(folder, "program.mjs"), program);
  const { length } = program.split("\n");
  const required = program.replace(/import (.*) from "servicedesk";/, 'const $1 = require("servicedesk");');
  assert.equal(required.split("\n").length, length);
  writeFileSync(join(folder, "program.cjs"), `(async () => {\n${required}\n})();`);
  return folder;
}

/** The program that a package brought. */
const tool = (name) => fileURLToPath(new URL(`node_modules/.bin/${name}`, root));

const hosts = [
  ["Node, imported", process.execPath, ["program.mjs"]],
  ["Node, required", process.execPath, ["program.cjs"]],
  ["Bun", tool("bun"), ["program.mjs"]],
  ["Deno", tool("deno"), ["run", "--allow-all", "--no-lock", "program.mjs"]],
];

/** Runs it in a folder of its own and returns what it printed. */
function printed(text, host, given) {
  // Without the runner's own variables, which would make a child report to it.
  const { NODE_TEST_CONTEXT: _, ...own } = process.env;
  const cwd = project(text);
  // A stranger's Deno has not seen these files before; what it compiled of others at the same paths would be taken for them.
  const env = { ...own, DENO_DIR: join(cwd, ".deno") };
  const ran = spawnSync(host, given, { cwd, encoding: "utf8", env, timeout: 60_000 });
  assert.equal(ran.status, 0, `${ran.error ?? ""}${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

for (const [name, host, given] of hosts) {
  test(`the quickstart runs under ${name}`, () => assert.match(printed(quickstart, host, given), expected));
  // Hosts print lists in their own ways.
  const plain = (text) => text.replace(/["']/g, "'");
  test(`business time runs under ${name}`, () => assert.equal(plain(printed(businessTime, host, given)), counted));
}
