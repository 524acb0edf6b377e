// Where tests keep their desks: files in folders of their own, and the database that was announced.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

/** The root of this package. */
export const root = new URL("../", import.meta.url);

/** The address of the announced PostgreSQL database, if there is one. */
export const database = process.env.DATABASE_URL;

/** Returns the path of a file that is not there yet; its folder goes when the tests of the file are done. */
export function newFile(name = "desk.db") {
  const folder = mkdtempSync(join(tmpdir(), "servicedesk-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}
