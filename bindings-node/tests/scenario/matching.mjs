// Whether an answer is what a scenario expects.
import assert from "node:assert/strict";

/** Fails, naming the place, unless `found` matches `expected`. */
export function matches(expected, found, place) {
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(found), `${place} is a list`);
    assert.equal(found.length, expected.length, `${place} has that length`);
    expected.forEach((item, index) => matches(item, found[index], `${place}.${index}`));
  } else if (expected === null || typeof expected !== "object") {
    assert.deepEqual(found ?? null, expected, place);
  } else if ("$length" in expected) {
    assert.equal(found?.length, expected.$length, `${place} has that length`);
  } else if ("$any" in expected) {
    assert.ok(found !== null && found !== undefined, `${place} is something`);
  } else if ("$matches" in expected) {
    assert.match(found, new RegExp(expected.$matches), place);
  } else {
    assert.ok(found !== null && typeof found === "object", `${place} has members`);
    for (const [name, inner] of Object.entries(expected)) matches(inner, found[name], `${place}.${name}`);
  }
}
