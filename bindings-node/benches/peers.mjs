// The package beside better-sqlite3, Drizzle and Prisma: the same rows in copies of one file, with the same durability.
// `cargo xtask bench node` builds the package for speed, runs this, and makes a table of the lines that it prints.
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import Database from "better-sqlite3";
import { Desk } from "servicedesk";

import { businessTime } from "./business-time.mjs";
import { byHand } from "./by-hand.mjs";
import { compare, figure } from "./pairs.mjs";
import { Ground, NEW, TOPIC, leftBy } from "./rows.mjs";
import { lister } from "./with-drizzle.mjs";
import { reader } from "./with-prisma.mjs";

const TICKETS = 20_000;
const TOGETHER = 64;

const modules = new URL("./node_modules/", import.meta.url);
const version = (name) => `${name} ${JSON.parse(readFileSync(new URL(`${name}/package.json`, modules))).version}`;
const together = (count, work) => Promise.all(Array.from({ length: count }, work));

async function fill(file) {
  const desk = await Desk.open(file, { effects: [TOPIC] });
  const acme = await desk.createOrganization({ name: "Acme", slug: "acme", monthlyTicketLimit: null });
  const scope = desk.scope(acme.id);
  await scope.setUp(await desk.preset("itsm"));
  for (let made = 0; made < TICKETS; made += 500) await together(500, () => scope.tickets.create(NEW));
  await desk.close();
}

/** The same picks in every run, for both sides. */
function picker(items) {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return items[state % items.length];
  };
}

async function measure(folder) {
  const [ours, theirs] = ["ours.db", "theirs.db"].map((name) => join(folder, name));
  await fill(ours);
  // While the desk is closed: one process must not have a file open by two copies of SQLite.
  const left = await leftBy(ours, async () => {
    const desk = await Desk.open(ours, { effects: [TOPIC] });
    await desk.scope((await desk.organizationBySlug("acme")).id).tickets.create(NEW);
    await desk.close();
  });
  copyFileSync(ours, theirs);

  const desk = await Desk.open(ours, { effects: [TOPIC] });
  const acme = await desk.organizationBySlug("acme");
  const scope = desk.scope(acme.id);
  const ids = [];
  for await (const { id } of scope.tickets.iterate({ limit: 500 })) ids.push(id);
  assert.equal(ids.length, TICKETS + 1);

  const database = new Database(theirs);
  for (const pragma of ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"]) database.pragma(pragma);
  const ground = new Ground(database);
  const { model } = ground;
  const peer = byHand(database, ground);
  const [hand, drizzle, prisma] = ["better-sqlite3", "drizzle-orm", "@prisma/client"].map(version);
  const pick = picker(ids);
  assert.deepEqual(await scope.tickets.get(ids[0]), peer.get(ids[0]));

  const theirGet = () => {
    peer.get(pick());
    return 1;
  };
  const get = async () => {
    await scope.tickets.get(pick());
    return 1;
  };
  const gets = async () => (await together(TOGETHER, () => scope.tickets.get(pick()))).length;
  await compare("get by id, one after the other", "time", hand, get, theirGet, "2");
  await compare(`get by id, ${TOGETHER} at once, beside the peer's one after the other`, "time", hand, gets, theirGet, "2");

  const statusId = (await scope.tickets.get(ids[0])).statusId;
  const find = { filter: { field: "status_id", is: statusId }, sort: ["-created_at"], limit: 50 };
  const theirList = lister(database, model.organization_id, model.status_id);
  const list = async () => {
    assert.equal((await scope.tickets.list(find)).items.length, 50);
    return 1;
  };
  const listed = () => {
    assert.equal(theirList().length, 50);
    return 1;
  };
  const lists = async () => (await together(8, list)).length;
  const generated = fileURLToPath(new URL("./prisma", import.meta.url));
  const other = await reader(database, theirs, generated, model.organization_id, model.status_id);
  const numbers = (await scope.tickets.list(find)).items.map(({ number }) => number);
  for (const rows of [theirList(), peer.list(), await other.list()]) {
    assert.deepEqual(rows.map(({ number }) => number), numbers);
  }
  const otherList = async () => {
    assert.equal((await other.list()).length, 50);
    return 1;
  };
  const otherLists = async () => (await together(8, otherList)).length;
  await compare("list of 50 by status, one after the other", "faster", prisma, list, otherList, "5");
  await compare("list of 50 by status, 8 at once on both sides", "faster", prisma, lists, otherLists, "5");
  await compare("list of 50 by status, one after the other", "faster", drizzle, list, listed, "5");
  await compare("list of 50 by status, 8 at once, beside the peer's one after the other", "faster", drizzle, lists, listed, "5");
  await other.close();

  // How far the driver itself is from the peer: what is left when nothing stands between a program and SQLite.
  const handList = () => {
    assert.equal(peer.list().length, 50);
    return 1;
  };
  await compare(`not ours but SQL by hand (${hand}): list of 50 by status`, "faster", drizzle, handList, listed, "");

  const short = { ...find, limit: 1 };
  await figure("a list of one ticket from the file, one after the other", () => scope.tickets.list(short).then(() => 1));

  const create = async () => {
    await scope.tickets.create(NEW);
    return 1;
  };
  const creates = async () => (await together(TOGETHER, () => scope.tickets.create(NEW))).length;
  const theirCreate = () => {
    peer.create();
    return 1;
  };
  assert.deepEqual(await leftBy(theirs, theirCreate), left);
  await compare("create, one after the other", "rate", hand, create, theirCreate, "");
  await compare(`create, ${TOGETHER} at once, beside the peer's one after the other`, "rate", hand, creates, theirCreate, "1.5");
  await desk.close();
  database.close();
  await overhead();
  await businessTime();
}

/** What a call costs when the library has next to nothing to do: a desk in memory, from the method to its answer. */
async function overhead() {
  const desk = Desk.memory();
  const acme = await desk.createOrganization({ name: "Acme", slug: "acme" });
  const scope = desk.scope(acme.id);
  const person = await scope.users.create({ displayName: "Ana", email: "ana@example.com", kind: "agent" });
  const nothing = () => scope.tags.find(acme.id);
  const read = () => scope.users.get(person.id);
  const fields = Object.keys(person).length;
  for (const [what, work] of [
    ["a call that finds nothing, in memory", nothing],
    [`a row of ${fields} fields by its id, in memory`, read],
  ]) {
    await figure(`${what}, one after the other`, () => work().then(() => 1));
    await figure(`${what}, ${TOGETHER} at once`, () => together(TOGETHER, work).then(() => TOGETHER));
  }
}

const folder = mkdtempSync(join(process.argv[2], "node-"));
try {
  await measure(folder);
} finally {
  rmSync(folder, { recursive: true });
}
