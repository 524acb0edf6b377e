// Values on their way in and out: nothing is lost without a word, and nothing makes the process fall.
import assert from "node:assert/strict";
import test from "node:test";

import { Desk, InvalidError, NotFoundError, ServiceDeskError } from "servicedesk";

import { printer, staffed } from "./desks.mjs";

const { desk, acme, scope } = await staffed();
const withFields = async (customFields) => (await scope.tickets.create({ ...printer, customFields })).customFields;

function refused(promise, code, field) {
  return assert.rejects(promise, (error) => {
    assert.ok(error instanceof InvalidError, `${error}`);
    assert.deepEqual([error.code, error.fields[0]], [code, field]);
    return true;
  });
}

test("names inside documents stay as they are", async () => {
  const document = { camelCase: { snake_case: [{ requesterName: 1 }] }, "with blank": true, 7: "seven" };
  assert.deepEqual(await withFields(document), document);
});

test("names that every object has are members like others", async () => {
  const document = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "toString": null}');
  const found = await withFields(document);
  assert.deepEqual(Object.keys(found).sort(), ["__proto__", "constructor", "toString"]);
  assert.equal(Object.getPrototypeOf(found), Object.prototype);
  assert.equal({}.polluted, undefined);
});

test("numbers of documents keep their values", async () => {
  const document = { whole: 9007199254740991, negative: -5, part: 0.1, huge: 1e300, zero: 0 };
  assert.deepEqual(await withFields(document), document);
  assert.deepEqual(await withFields({ big: 9007199254740993n }), { big: 9007199254740992 });
});

test("dates, undefined members and holes of lists become what JSON has", async () => {
  const at = new Date("2026-01-05T12:00:00.123Z");
  assert.deepEqual(await withFields({ at, gone: undefined, list: [undefined, 1] }), {
    at: "2026-01-05T12:00:00.123Z",
    list: [null, 1],
  });
});

test("what is absent is null, never undefined", async () => {
  const ticket = await scope.tickets.create(printer);
  assert.ok(Object.values(ticket).every((value) => value !== undefined));
  assert.equal(await scope.tickets.findByNumber("TKT-0"), null);
  assert.equal((await scope.tickets.list()).next, null);
  assert.equal(await scope.tickets.delete(ticket.id, ticket.version), null);
});

test("an absent field stays, null clears, undefined is absent", async () => {
  const made = await scope.tickets.create({ ...printer, description: "Smoke", dueAt: "2026-02-01T00:00:00Z" });
  const kept = await scope.tickets.update(made.id, made.version, { description: undefined, subject: "Fire" });
  assert.deepEqual([kept.description, kept.subject], ["Smoke", "Fire"]);
  const cleared = await scope.tickets.update(kept.id, kept.version, { description: null });
  assert.deepEqual([cleared.description, cleared.dueAt], [null, new Date("2026-02-01T00:00:00Z")]);
});

test("bytes come back as bytes", async () => {
  const logo = new Uint8Array([0, 1, 254, 255]);
  const own = await desk.createOrganization({ name: "Logo", slug: `logo-${Date.now()}`, logo, logoMimeType: "image/png" });
  assert.ok(own.logo instanceof Uint8Array);
  assert.deepEqual(own.logo, logo);
  const part = Buffer.from("xabc").subarray(1);
  const changed = await desk.scope(own.id).updateOrganization(own.version, { logo: part });
  assert.deepEqual([...changed.logo], [97, 98, 99]);
});

test("decimals are texts, and may be given as numbers", async () => {
  const given = [["1.50", "1.50"], [2, "2"], [0.25, "0.25"]];
  for (const [estimatedHours, expected] of given) {
    const ticket = await scope.tickets.create({ ...printer, estimatedHours });
    assert.equal(Number(ticket.estimatedHours), Number(expected));
    assert.equal(typeof ticket.estimatedHours, "string");
  }
});

test("texts of every script come back whole", async () => {
  const subject = "Olá \u{1F5A8}\u{FE0F} принтер 打印机 \uFFFD fim";
  assert.equal((await scope.tickets.create({ ...printer, subject })).subject, subject);
  const description = "é".repeat(5000);
  assert.equal((await scope.tickets.create({ ...printer, description })).description, description);
});

test("what cannot be kept is refused by name", async () => {
  const create = (values) => scope.tickets.create({ ...printer, ...values });
  await refused(create({ subject: "half \uD83D" }), "format.invalid", "subject");
  await refused(create({ subject: 7 }), "field.kind", "subject");
  await refused(create({ subject: () => 1 }), "field.kind", "subject");
  await refused(create({ subject: Symbol("x") }), "field.kind", "subject");
  await refused(create({ estimatedHours: Number.NaN }), "field.kind", "estimated_hours");
  await refused(create({ estimatedHours: Number.POSITIVE_INFINITY }), "field.kind", "estimated_hours");
  await refused(create({ dueAt: new Date(Number.NaN) }), "field.kind", "due_at");
  await refused(create({ customFields: { a: 2n ** 63n } }), "number.range", "a");
  await refused(create({ customFields: new Map([["a", 1]]) }), "field.kind", "custom_fields");
  await refused(create({ customFields: { a: Promise.resolve() } }), "field.kind", "a");
  await refused(create({ customFields: new Float64Array(1) }), "field.kind", "custom_fields");
  await refused(create({ subjekt: "x" }), "field.unknown", "subjekt");
  await refused(scope.tickets.create(), "field.required", "subject");
  await refused(scope.tickets.create("Printer"), "field.kind", "new");
  await refused(scope.tickets.get("no id"), "field.kind", "id");
  await refused(scope.tickets.list({ limit: -1 }), "number.range", "limit");
  await refused(scope.tickets.list({ withdeleted: true }), "field.unknown", "withdeleted");
});

test("what never ends is refused", async () => {
  const round = {};
  round.round = round;
  await refused(scope.tickets.create({ ...printer, customFields: round }), "json.too_deep", "round");
  const list = [];
  list.push(list);
  await assert.rejects(scope.tickets.create({ ...printer, tags: list }), { code: "json.too_deep" });
});

test("an error of the caller's own object is thrown as it is", async () => {
  const own = new RangeError("mine");
  const subject = { get subject() { throw own; } };
  await assert.rejects(scope.tickets.create(subject), (error) => error === own);
});

test("variants are told by their type", async () => {
  const ticket = await scope.tickets.create(printer);
  const team = await scope.teams.create({ name: "Hardware" });
  const { ticket: queued } = await scope.tickets.assign(ticket.id, ticket.version, { type: "queue", teamId: team.id });
  assert.equal(queued.teamId, team.id);
  const strategy = { type: "skill", skills: ["paper"] };
  assert.deepEqual(await scope.tickets.explainAssignment(team.id, strategy), []);
  await assert.rejects(scope.tickets.explainAssignment(team.id, { type: "luck" }), ServiceDeskError);
});

test("conditions and orders speak of fields as the database does", async () => {
  await scope.tickets.create({ ...printer, subject: "Condition A", tags: ["one"] });
  await scope.tickets.create({ ...printer, subject: "Condition B", tags: ["two"] });
  const filter = {
    all: [
      { field: "subject", starts_with: "condition" },
      { none: [{ field: "tags", has: "two" }] },
      { field: "created_at", more_than: new Date(0) },
    ],
  };
  const found = await scope.tickets.list({ filter, sort: ["-requester_name", "number"] });
  assert.deepEqual(found.items.map((ticket) => ticket.subject), ["Condition A"]);
  await assert.rejects(scope.tickets.list({ filter: { field: "createdAt", is: null } }), { code: "field.unknown" });
});

test("errors tell what to do, in two languages", async () => {
  await assert.rejects(scope.tickets.get(acme.id), (error) => {
    assert.ok(error instanceof NotFoundError && error instanceof ServiceDeskError && error instanceof Error);
    assert.deepEqual([error.name, error.kind, error.code, error.retryable], ["NotFoundError", "not_found", "row.not_found", false]);
    assert.deepEqual(error.parameters, { entity: "Ticket" });
    assert.equal(error.message, "there is no such Ticket");
    assert.equal(error.messageIn("en"), error.message);
    assert.equal(error.messageIn("pt-BR"), "não existe esse registro de Ticket");
    assert.match(error.stack, /values\.test\.mjs/);
    return true;
  });
});

test("opening tells what is wrong", async () => {
  await assert.rejects(Desk.open(""), { code: "store.address", fields: ["address"] });
  await assert.rejects(Desk.open("x.db", { nonsense: 1 }), { code: "field.unknown", fields: ["nonsense"] });
  await assert.rejects(Desk.open("/nowhere/at/all/desk.db"), { kind: "unavailable" });
  assert.throws(() => desk.scope("no id"), { code: "field.kind", fields: ["organization_id"] });
});
