// Memory stays flat over many calls: as many as fit into some seconds, since a debug build makes far fewer than a release. A
// million take a debug build some minutes; SERVICEDESK_MEMORY_SECONDS=900 leaves the time for them.
import assert from "node:assert/strict";
import test from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { printer, staffed } from "./desks.mjs";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** More calls are not made, however much time is left. */
const MOST = 1_000_000;
const SECONDS = Number(process.env.SERVICEDESK_MEMORY_SECONDS ?? 12);

test("memory stays flat over many calls", async (context) => {
  const { desk, acme, scope } = await staffed();
  const ticket = await scope.tickets.create({ ...printer, customFields: { rooms: [1, 2, 3], note: "x".repeat(200) } });
  let calls = 0;
  const round = async () => {
    const waiting = [];
    for (let index = 0; index < 250; index += 1) {
      waiting.push(scope.tickets.get(ticket.id));
      waiting.push(scope.tickets.list({ filter: { field: "subject", contains: "printer" }, limit: 5 }));
      waiting.push(desk.scope(acme.id).tickets.find(acme.id));
      waiting.push(scope.tickets.get("no id").catch((error) => error.messageIn("pt-BR")));
    }
    await Promise.all(waiting);
    calls += waiting.length;
  };
  const resident = async () => {
    for (let index = 0; index < 3; index += 1) {
      collect();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return process.memoryUsage.rss() / 1024 ** 2;
  };
  const until = async (end, most) => {
    while (performance.now() < end && calls < most) await round();
  };
  // The first third fills caches and the engine's pools.
  await until(performance.now() + (SECONDS * 1000) / 3, MOST / 3);
  const before = await resident();
  const counted = calls;
  await until(performance.now() + (SECONDS * 2000) / 3, MOST);
  const after = await resident();
  const growth = after - before;
  context.diagnostic(`${calls - counted} calls after ${counted}: ${before.toFixed(1)} MiB, then ${growth.toFixed(1)} more`);
  assert.ok(growth < 16, `${growth} MiB more after ${calls - counted} calls`);
});
