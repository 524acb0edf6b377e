// Calls: many at once, given up, repeated, by an actor, under a clock that is set, and on a desk that is closed.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import { AbortError, Desk, UnavailableError } from "servicedesk";

import { printer, staffed } from "./desks.mjs";
import { database, newFile } from "./places.mjs";

async function sixtyFourAtOnce(address) {
  const { desk, scope } = await staffed(address);
  const made = await Promise.all(Array.from({ length: 64 }, () => scope.tickets.create(printer)));
  const numbers = made.map((ticket) => Number(ticket.number.slice(-4))).sort((a, b) => a - b);
  assert.deepEqual(numbers, Array.from({ length: 64 }, (_, index) => index + 1));
  assert.equal(await scope.tickets.count(), 64);
  await desk.close();
}

test("64 creations at once get numbers without gaps, in a file", () => sixtyFourAtOnce(newFile()));
if (database) test("64 creations at once get numbers without gaps, on PostgreSQL", () => sixtyFourAtOnce(database));

test("the thread of the program goes on while calls wait", async () => {
  const { desk, scope } = await staffed(newFile());
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  for (let made = 0; made < 20; made += 1) await scope.tickets.create(printer);
  clearInterval(timer);
  assert.ok(turns > 5, `${turns} turns`);
  await desk.close();
});

test("a signal gives up waiting, not writing", async () => {
  const { desk, scope } = await staffed(newFile());
  const controller = new AbortController();
  const waiting = scope.tickets.create(printer, { signal: controller.signal });
  controller.abort("enough");
  await assert.rejects(waiting, (error) => {
    assert.ok(error instanceof AbortError);
    assert.deepEqual([error.name, error.code, error.cause], ["AbortError", "ABORT_ERR", "enough"]);
    return true;
  });
  await assert.rejects(scope.tickets.list({}, { signal: AbortSignal.abort() }), AbortError);
  const quiet = new AbortController();
  assert.equal((await scope.tickets.list({}, { signal: quiet.signal })).next, null);
  quiet.abort();
  await desk.close();
});

test("iterating stops when its signal is given", async () => {
  const { scope } = await staffed();
  for (let made = 0; made < 5; made += 1) await scope.tickets.create(printer);
  const controller = new AbortController();
  const seen = [];
  await assert.rejects(async () => {
    for await (const ticket of scope.tickets.iterate({ limit: 2 }, { signal: controller.signal })) {
      seen.push(ticket.number);
      if (seen.length === 2) controller.abort();
    }
  }, AbortError);
  assert.equal(seen.length, 2);
});

test("iterating follows every page, from where it is told to begin", async () => {
  const { scope } = await staffed();
  for (let made = 0; made < 7; made += 1) await scope.tickets.create(printer);
  const first = await scope.tickets.list({ limit: 2, sort: ["number"] });
  const rest = [];
  for await (const ticket of scope.tickets.iterate({ limit: 2, sort: ["number"], after: first.next })) {
    rest.push(Number(ticket.number.slice(-4)));
  }
  assert.deepEqual(rest, [3, 4, 5, 6, 7]);
  const history = [];
  for await (const entry of scope.tickets.iterateHistory(first.items[0].id)) history.push(entry.action);
  assert.deepEqual(history, ["created"]);
});

test("a key makes a repeated write answer what the first one made", async () => {
  const { desk, acme } = await staffed();
  const idempotencyKey = randomUUID();
  const once = await desk.scope(acme.id, { idempotencyKey }).tickets.create(printer);
  const again = await desk.scope(acme.id, { idempotencyKey }).tickets.create(printer);
  assert.deepEqual(again, once);
});

test("an actor may do what the permissions say, and leaves traces", async () => {
  const { desk, acme, scope } = await staffed();
  const ana = await scope.users.create({ displayName: "Ana", email: "ana@example.com", kind: "agent" });
  const request = { session: "s1", ipAddress: "192.0.2.1" };
  const own = desk.scope(acme.id, { userId: ana.id, permissions: ["ticket.close"], request });
  const ticket = await own.tickets.create(printer);
  assert.equal(ticket.createdById, ana.id);
  const [entry] = (await scope.auditEntries.list({ filter: { field: "entity_id", is: ticket.id } })).items;
  assert.deepEqual([entry.actorId, entry.ipAddress], [ana.id, "192.0.2.1"]);
});

test("the clock stands where it is set", async () => {
  const { desk, scope } = await staffed(undefined, { now: new Date("2026-01-05T12:00:00Z") });
  assert.equal((await scope.tickets.create(printer)).createdAt.toISOString(), "2026-01-05T12:00:00.000Z");
  desk.setNow("2027-01-05T13:00:00Z");
  assert.equal((await scope.tickets.create(printer)).number, "TKT-2027-0001");
  assert.throws(() => desk.setNow(new Date(Number.NaN)), { code: "field.kind", fields: ["now"] });
  assert.throws(() => Desk.memory().setNow(new Date()), { code: "field.kind" });
});

test("a closed desk refuses, lets running calls end, and can be opened again", async () => {
  const address = newFile();
  const { desk, acme, scope } = await staffed(address);
  const running = scope.tickets.create(printer);
  await desk.close();
  const { id } = await running;
  await assert.rejects(scope.tickets.get(id), (error) => error instanceof UnavailableError && error.code === "store.closed");
  assert.throws(() => desk.scope(acme.id), { code: "store.closed" });
  await desk.close();
  const again = await Desk.open(address);
  assert.equal((await again.scope(acme.id).tickets.get(id)).id, id);
  await again.close();
});
