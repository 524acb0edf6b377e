// The peer better-sqlite3 with SQL written by hand: statements prepared once, the same columns into the same object.
import { kind } from "./rows.mjs";

const COUNT =
  "INSERT INTO sequence (organization_id, name, value) VALUES (?, ?, 1) " +
  "ON CONFLICT (organization_id, name) DO UPDATE SET value = value + 1 RETURNING value";
const WORDS = "INSERT INTO search_text (rowid, title, body, words) VALUES (?, @title, @body, @words)";

const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

function uuid(bytes) {
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const READ = {
  id: (value) => `${value} === null ? null : uuid(${value})`,
  instant: (value) => `${value} === null ? null : new Date(${value})`,
  truth: (value) => `${value} === 1`,
  document: (value) => `${value} === null ? null : JSON.parse(${value})`,
};

/** A function that turns a row of that table into an object, column by column. */
function reader(columns) {
  const read = (column) => (READ[kind(column)] ?? ((value) => value))(`row.${column.name}`);
  const members = columns.map((column) => `${camel(column.name)}: ${read(column)}`);
  return new Function("uuid", `return (row) => ({ ${members.join(", ")} })`)(uuid);
}

/** Returns what a program would write to create and to read tickets. */
export function byHand(database, ground) {
  const { model, sequences, words } = ground;
  const inserts = Object.fromEntries(
    ground.rows(0).map(([table, row]) => {
      const names = Object.keys(row);
      const places = names.map((name) => `@${name}`);
      return [table, database.prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${places.join(", ")})`)];
    }),
  );
  const [count, enter] = [database.prepare(COUNT), database.prepare(WORDS)];
  let made = 1_000_000;
  const create = database.transaction(() => {
    made += 1;
    for (const name of sequences) count.get(model.organization_id, name);
    for (const [table, row] of ground.rows(made)) {
      const { lastInsertRowid } = inserts[table].run(row);
      if (table === "search_entry") enter.run(lastInsertRowid, words);
    }
  }).immediate;
  const read = reader(database.pragma("table_info(ticket)"));
  const columns = database.pragma("table_info(ticket)").map(({ name }) => name).join(", ");
  const one = database.prepare(`SELECT ${columns} FROM ticket WHERE organization_id = ? AND id = ? AND deleted_at IS NULL`);
  const get = (id) => read(one.get(model.organization_id, Buffer.from(id.replaceAll("-", ""), "hex")));
  const fifty = database.prepare(
    `SELECT ${columns} FROM ticket WHERE organization_id = ? AND status_id = ? AND deleted_at IS NULL ` +
      "ORDER BY created_at DESC, id DESC LIMIT 50",
  );
  const list = () => fifty.all(model.organization_id, model.status_id).map(read);
  return { create, get, list };
}
