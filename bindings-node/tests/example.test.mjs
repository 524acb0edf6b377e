// The example application, driven from outside: a ticket from opening through reopening to closing, a list, a filter, errors.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { newFile, root } from "./places.mjs";

test("the web application takes a ticket from opening to closing", async () => {
  const example = fileURLToPath(new URL("examples/web.mjs", root));
  const env = { ...process.env, DESK: newFile(), PORT: "0" };
  const program = spawn(process.execPath, [example], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(program, "exit");
  try {
    const [address] = await once(createInterface(program.stdout), "line");
    await drive(address);
  } finally {
    program.kill("SIGTERM");
  }
  assert.equal((await ended)[0], 0);
});

async function drive(address) {
  const ask = async (method, path, body, headers = {}) => {
    const answer = await fetch(address + path, {
      method,
      headers: { "content-type": "application/json", connection: "close", ...headers },
      body: body && JSON.stringify(body),
    });
    return [answer.status, await answer.json()];
  };
  const key = { "idempotency-key": "0198a5c0-0000-7000-8000-000000000001" };
  const input = { subject: "The printer is on fire", requesterName: "Ana", requesterEmail: "ana@example.com" };
  const [created, ticket] = await ask("POST", "/tickets", input, key);
  assert.deepEqual([created, ticket.version], [201, 1]);
  assert.equal((await ask("POST", "/tickets", input, key))[1].id, ticket.id);

  let { version } = ticket;
  for (const status of ["open", "resolved", "open", "resolved", "closed"]) {
    const [moved, found] = await ask("POST", `/tickets/${ticket.id}/status`, { status, version });
    assert.equal(moved, 200, JSON.stringify(found));
    ({ version } = found);
  }
  const [, closed] = await ask("GET", `/tickets/${ticket.id}`);
  assert.deepEqual([closed.reopenCount, typeof closed.closedAt], [1, "string"]);

  assert.deepEqual((await ask("GET", "/tickets?status=open"))[1].items, []);
  assert.equal((await ask("GET", "/tickets?status=closed"))[1].items[0].number, ticket.number);
  const [, history] = await ask("GET", `/tickets/${ticket.id}/history`);
  assert.ok(history.items.length >= 6);

  const portuguese = { "accept-language": "pt-BR" };
  const [refused, error] = await ask("POST", "/tickets", { requesterName: "Ana" }, portuguese);
  assert.deepEqual([refused, error.code, error.fields, error.message], [400, "field.required", ["subject"], "subject é obrigatório"]);
  const [stale, conflict] = await ask("POST", `/tickets/${ticket.id}/status`, { status: "open", version: 1 });
  assert.deepEqual([stale, conflict.code], [409, "row.stale_version"]);
  assert.equal((await ask("GET", "/tickets/0198a5c0-0000-7000-8000-000000000009"))[0], 404);
}
