// The rows of a new ticket as the library leaves them, known beforehand: a peer has nothing to find out, only to write them.
import { randomBytes } from "node:crypto";

import Database from "better-sqlite3";

export const TOPIC = "ticket.created";

export const NEW = {
  subject: "The printer on the second floor does not print",
  description: "It blinks, and nothing comes out of it. ".repeat(5),
  requesterName: "Ana",
  requesterEmail: "ana@example.com",
  impact: "high",
  urgency: "low",
  tags: ["printer", "floor 2"],
  customFields: { room: "214", asset: 17 },
};

/** What a column of tickets holds, for the peers that have kinds of their own. */
export function kind({ name, type }) {
  if (type === "BLOB") return "id";
  if (name.endsWith("_at")) return "instant";
  if (name.startsWith("is_")) return "truth";
  if (type === "INTEGER") return "number";
  return name === "tags" || name === "custom_fields" ? "document" : "text";
}

function key(now) {
  const id = randomBytes(16);
  id.writeUIntBE(now, 0, 6);
  id[6] = 0x70 | (id[6] & 15);
  id[8] = 0x80 | (id[8] & 63);
  return id;
}

/** What tickets point to, and a ticket that the library made, from which the peers take every column. */
export class Ground {
  constructor(database) {
    this.model = database.prepare("SELECT * FROM ticket LIMIT 1").get();
    const { id, organization_id } = this.model;
    this.changes = database.prepare("SELECT changes FROM audit_entry WHERE entity_id = ? AND action = 'create'").pluck().get(id);
    this.sequences = database.prepare("SELECT name FROM sequence WHERE organization_id = ?").pluck().all(organization_id);
    this.members = database.prepare("SELECT field, name, value FROM json_member WHERE row_id = ?").all(id);
    this.words = indexed(database, id);
  }

  /** Returns a new set of rows, each with its table; what is in the index of words follows the row of `search_entry`. */
  rows(number) {
    const { model, changes } = this;
    const now = Date.now();
    const [ticket, history, audit, message, batch] = Array.from({ length: 5 }, () => key(now));
    const organization_id = model.organization_id;
    const inserted = [ticket, history, audit, message].map((id) => id.toString("hex"));
    return [
      ["ticket", { ...model, id: ticket, number: `TKT-2026-${number}`, created_at: now, updated_at: now }],
      ...this.members.map((member) => ["json_member", { organization_id, ...member, row_id: ticket }]),
      ["search_entry", { organization_id, entity: "ticket", row_id: ticket }],
      ["ticket_history", { id: history, organization_id, ticket_id: ticket, action: "created", created_at: now }],
      ["audit_entry", {
        id: audit, organization_id, action: "create", entity: "ticket", entity_id: ticket, changes, created_at: now,
      }],
      ["outbox_message", {
        id: message, organization_id, topic: TOPIC, entity_id: ticket, payload: '{"entity":"ticket"}', available_at: now,
        attempts: 0, claim_epoch: 0, version: 1, created_at: now, updated_at: now,
      }],
      ["change_feed", {
        organization_id, batch_id: batch, entity: "ticket", entity_id: ticket, kind: "insert", fields: "[]", at: now,
      }],
      ["batch", { organization_id, id: batch, result: JSON.stringify({ allocated: [number, number], inserted }), at: now }],
    ];
  }
}

/** Returns what the index of words holds of a ticket, which it only tells word by word. */
function indexed(database, ticket) {
  const number = database.prepare("SELECT number FROM search_entry WHERE row_id = ?").pluck().get(ticket);
  database.exec("CREATE VIRTUAL TABLE temp.word USING fts5vocab('main', 'search_text', 'instance')");
  const found = database.prepare("SELECT col, term FROM temp.word WHERE doc = ? ORDER BY col, offset").all(number);
  database.exec("DROP TABLE temp.word");
  const words = (name) => found.filter(({ col }) => col === name).map(({ term }) => term).join(" ");
  return { title: words("title"), body: words("body"), words: words("words") };
}

/** Returns how many rows each table of the file has more after a create, and how far the sequences were counted up. */
export async function leftBy(file, create) {
  const before = counted(file);
  await create();
  return Object.fromEntries(Object.entries(counted(file)).map(([name, count]) => [name, count - before[name]]));
}

function counted(file) {
  const database = new Database(file, { readonly: true });
  const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  const isKept = (name) => !/^(sqlite_|search_text)/.test(name) || name === "search_text_docsize";
  const counts = names.filter(isKept).map((name) => [name, `SELECT count(*) FROM ${name}`]);
  counts.push(["counted", "SELECT sum(value) FROM sequence"]);
  const result = counts.map(([name, sql]) => [name, database.prepare(sql).pluck().get()]);
  database.close();
  return Object.fromEntries(result);
}
