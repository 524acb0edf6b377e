// Many rows cross another way than one does, and must come out the same.
import assert from "node:assert/strict";
import test from "node:test";

import { printer, staffed } from "./desks.mjs";
import { newFile } from "./places.mjs";

const { desk, acme, scope } = await staffed();

/** Checks that each row of a list is what looking it up gives. */
async function same(made) {
  const { items } = await scope.tickets.list({ filter: { field: "id", in: made.map(({ id }) => id) }, limit: 50 });
  assert.ok(Array.isArray(items) && items.length === made.length);
  for (const item of items) {
    const alone = await scope.tickets.get(item.id);
    assert.deepStrictEqual(item, alone);
    assert.deepEqual(Object.keys(item), Object.keys(alone));
  }
  return items;
}

const create = (all) => Promise.all(all.map((one) => scope.tickets.create({ ...printer, ...one })));

for (const [script, subject] of [
  ["ASCII", 'A "quoted" \\ text,\n with\tcontrols \u0001 and </script>'],
  ["Latin 1", "Impressão não funciona, ação já é ÿ"],
  ["any script", "Olá \u{1F5A8}\u{FE0F} принтер 打印机 \u2028 \uFFFD fim"],
]) {
  test(`rows with texts of ${script}`, async () => {
    await same(await create(Array.from({ length: 5 }, (_, index) => ({ subject: `${subject} ${index}` }))));
  });
}

test("rows with values of every kind, and without them", async () => {
  const document = JSON.parse('{"__proto__": {"a": [1, 0.1, 1e300, -5, null, true]}, "camelCase": {"": "x"}, "7": []}');
  const items = await same(
    await create([
      {},
      { customFields: document, tags: ["a", "á"], estimatedHours: "1.50" },
      { customFields: {}, tags: [], dueAt: "1969-12-31T23:59:59.999Z" },
      { dueAt: "2026-02-01T00:00:00Z", description: "null" },
      { customFields: { list: [[]] }, impact: "high" },
    ]),
  );
  assert.ok(items.every(({ createdAt }) => createdAt instanceof Date));
  const found = items.find(({ estimatedHours }) => estimatedHours !== null);
  assert.equal(Object.getPrototypeOf(found.customFields), Object.prototype);
});

test("no two rows share what can be changed", async () => {
  const custom = { customFields: { room: "214" }, tags: ["a"], dueAt: "2026-02-01T00:00:00Z" };
  const [first, second] = await same(await create(Array.from({ length: 6 }, () => custom)));
  first.customFields.room = "none";
  first.tags.push("b");
  first.dueAt.setTime(0);
  first.createdAt.setTime(0);
  assert.deepEqual([second.customFields, second.tags], [custom.customFields, custom.tags]);
  assert.equal(second.dueAt.getTime(), Date.parse(custom.dueAt));
  assert.notEqual(second.createdAt.getTime(), 0);
});

test("rows with bytes", async () => {
  const logo = new Uint8Array([0, 1, 254, 255]);
  for (let index = 0; index < 4; index += 1) {
    const slug = `${acme.slug}-${index}`;
    await desk.createOrganization({ name: "Logo", slug, ...(index === 2 && { logo, logoMimeType: "image/png" }) });
  }
  const { items } = await desk.organizations({ sort: ["slug"], limit: 50 });
  assert.deepEqual(items.map(({ logo }) => logo), [null, null, null, logo, null]);
});

test("pages one after the other leave the thread of the program time for others", async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  const until = performance.now() + 200;
  while (performance.now() < until) await scope.tickets.list({ limit: 1 });
  clearInterval(timer);
  assert.ok(turns > 5, `${turns} turns`);
});

test("a page that takes long is the same, asked for alone or with others", async () => {
  const { desk, scope } = await staffed(newFile());
  for (let made = 0; made < 3_000; made += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, index) => scope.tags.create({ name: `tag ${made + index}` })));
  }
  // No index helps to find a part of a name.
  const last = { filter: { field: "name", contains: "ag 2999" }, limit: 5 };
  const alone = await scope.tags.list(last);
  assert.deepEqual(alone.items.map(({ name }) => name), ["tag 2999"]);
  const together = await Promise.all(Array.from({ length: 8 }, () => scope.tags.list(last)));
  for (const page of together) assert.deepEqual(page, alone);
  await desk.close();
});
