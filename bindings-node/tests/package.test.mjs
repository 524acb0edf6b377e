// The package as programs load it.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";

import * as imported from "servicedesk";

const required = createRequire(import.meta.url)("servicedesk");

test("import and require give the same classes", () => {
  const { default: _, ...names } = imported;
  assert.deepEqual(Object.keys(names).sort(), Object.keys(required).sort());
  for (const name of Object.keys(names)) assert.equal(imported[name], required[name], name);
});

test("a required desk throws what an importer catches", async () => {
  const desk = required.Desk.memory();
  await assert.rejects(desk.preset("nothing"), (error) => error instanceof imported.InvalidError);
});

test("the native part is no part of what is exported", () => {
  assert.equal(required.NativeDesk, undefined);
  assert.equal(required.meant, undefined);
});
