// Worker threads: each has its own desk on the same file, and ends without taking the process along.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import test from "node:test";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";

import { staffed } from "./desks.mjs";
import { newFile } from "./places.mjs";

// A module in a text, so that it has to be told where the package is.
const program = `
  import { parentPort, workerData } from "node:worker_threads";
  import { Desk } from ${JSON.stringify(import.meta.resolve("servicedesk"))};
  const desk = await Desk.open(workerData.address);
  const scope = desk.scope(workerData.organization);
  const made = [];
  for (let index = 0; index < workerData.count; index += 1) {
    const requester = { requesterName: "Ana", requesterEmail: "ana@example.com" };
    made.push((await scope.tickets.create({ subject: "From a thread", ...requester })).number);
  }
  parentPort.postMessage(made);
  if (workerData.closes) await desk.close();
`;

const module = new URL(`data:text/javascript,${encodeURIComponent(program)}`);

function work(workerData) {
  return new Promise((resolve, reject) => {
    let found = null;
    const worker = new Worker(module, { workerData });
    worker.on("message", (made) => (found = made)).on("error", reject);
    worker.on("exit", (code) => (code === 0 ? resolve(found) : reject(new Error(`ended with ${code}`))));
  });
}

test("threads share a file, also when they end without closing", async () => {
  const address = newFile();
  const { desk, acme, scope } = await staffed(address);
  const threads = [0, 1, 2, 3].map((index) =>
    work({ address, organization: acme.id, count: 5, closes: index % 2 === 0 }));
  const numbers = (await Promise.all(threads)).flat();
  assert.equal(new Set(numbers).size, 20);
  assert.equal(await scope.tickets.count(), 20);
  await desk.close();
});

test("a thread may be ended in the middle of its calls", async () => {
  const address = newFile();
  const { desk, acme, scope } = await staffed(address);
  const workerData = { address, organization: acme.id, count: 1_000_000, closes: false };
  const worker = new Worker(module, { workerData });
  while ((await scope.tickets.count()) < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  await worker.terminate();
  const ticket = (await scope.tickets.list({ limit: 1 })).items[0];
  assert.equal(ticket.subject, "From a thread");
  await desk.close();
});

test("the native part may come and go with the threads", async () => {
  const only = new URL("threads/only.mjs", import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, [only.pathname]);
  assert.equal(stdout, "came and went\n");
});
