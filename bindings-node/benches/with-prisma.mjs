// The peer Prisma on better-sqlite3: a client that it generates from the table's columns, instants as dates, documents as values.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";

import { kind } from "./rows.mjs";

const require = createRequire(import.meta.url);

const KINDS = { id: "Bytes", instant: "DateTime", truth: "Boolean", number: "Int", document: "Json", text: "String" };

/** Lets Prisma generate its client into the folder, which has to be below the one where it is installed. */
function generate(database, folder) {
  const columns = database.pragma("table_info(ticket)");
  const fields = columns.map((column) => `  ${column.name} ${KINDS[kind(column)]}${column.notnull || column.pk ? "" : "?"}`);
  const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk).map(({ name }) => name);
  const schema = `generator client {
  provider = "prisma-client-js"
  output = "./client"
  engineType = "client"
}

datasource db {
  provider = "sqlite"
}

model ticket {
${fields.join("\n")}

  @@id([${key.join(", ")}])
}
`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "schema.prisma"), schema);
  const prisma = require.resolve("prisma/build/index.js");
  // A program for the engine that migrates is named, so that none is fetched; generating asks none.
  const quiet = { CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1", PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  execFileSync(process.execPath, [prisma, "generate", "--no-hints", "--schema", join(folder, "schema.prisma")], {
    cwd: folder,
    env: { ...process.env, ...quiet },
    stdio: "pipe",
  });
  return require(join(folder, "client"));
}

/** Returns a function that reads fifty tickets of a status, the newest first, and one that closes the file. */
export async function reader(database, file, folder, organization_id, status_id) {
  const { PrismaClient } = generate(database, folder);
  const adapter = new PrismaBetterSqlite3({ url: `file:${file}` }, { timestampFormat: "unixepoch-ms" });
  const client = new PrismaClient({ adapter });
  await client.$queryRawUnsafe("PRAGMA cache_size=-65536");
  const list = () =>
    client.ticket.findMany({
      where: { organization_id, status_id, deleted_at: null },
      orderBy: [{ created_at: "desc" }, { id: "desc" }],
      take: 50,
    });
  return { list, close: () => client.$disconnect() };
}
