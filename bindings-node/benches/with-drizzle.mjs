// The peer Drizzle on better-sqlite3, with columns of its own kinds: instants as dates, documents as values, truths as such.
import { and, desc, eq, isNull } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { blob, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

import { kind } from "./rows.mjs";

const KINDS = {
  id: (name) => blob(name, { mode: "buffer" }),
  instant: (name) => integer(name, { mode: "timestamp_ms" }),
  truth: (name) => integer(name, { mode: "boolean" }),
  number: (name) => integer(name),
  document: (name) => text(name, { mode: "json" }),
  text: (name) => text(name),
};

/** Returns a function that reads fifty tickets of a status, the newest first. */
export function lister(database, organization, status) {
  const columns = database.pragma("table_info(ticket)").map((info) => [info.name, KINDS[kind(info)](info.name)]);
  const ticket = sqliteTable("ticket", Object.fromEntries(columns));
  const db = drizzle(database);
  return () =>
    db
      .select()
      .from(ticket)
      .where(and(eq(ticket.organization_id, organization), eq(ticket.status_id, status), isNull(ticket.deleted_at)))
      .orderBy(desc(ticket.created_at), desc(ticket.id))
      .limit(50)
      .all();
}
