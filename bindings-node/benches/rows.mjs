// The rows of a new ticket as the library leaves them, known beforehand: a peer has nothing to find out, only to write them.
import { randomBytes } from "node:crypto";

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

function key(now) {
  const id = randomBytes(16);
  id.writeUIntBE(now, 0, 6);
  id[6] = 0x70 | (id[6] & 15);
  id[8] = 0x80 | (id[8] & 63);
  return id;
}

/** Returns a new set of rows by table; the columns of the ticket are those of one that the library made. */
export function rows(model, changes, number) {
  const now = Date.now();
  const [ticket, history, audit, message, batch] = Array.from({ length: 5 }, () => key(now));
  const organization_id = model.organization_id;
  const inserted = [ticket, history, audit, message].map((id) => id.toString("hex"));
  return {
    ticket: { ...model, id: ticket, number: `TKT-2026-${number}`, created_at: now, updated_at: now },
    ticket_history: { id: history, organization_id, ticket_id: ticket, action: "created", created_at: now },
    audit_entry: {
      id: audit, organization_id, action: "create", entity: "ticket", entity_id: ticket, changes, created_at: now,
    },
    outbox_message: {
      id: message, organization_id, topic: TOPIC, entity_id: ticket, payload: '{"entity":"ticket"}', available_at: now,
      attempts: 0, claim_epoch: 0, version: 1, created_at: now, updated_at: now,
    },
    change_feed: {
      organization_id, batch_id: batch, entity: "ticket", entity_id: ticket, kind: "insert", fields: "[]", at: now,
    },
    batch: { organization_id, id: batch, result: JSON.stringify({ allocated: [number, number], inserted }), at: now },
  };
}
