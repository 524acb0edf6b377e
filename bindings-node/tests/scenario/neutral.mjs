// Scenarios speak the neutral form (snake_case, texts for ids and instants); this package speaks JavaScript. Here and back.
import { readdirSync, readFileSync } from "node:fs";

const generated = new URL("../../lib/generated/", import.meta.url);

/** The members that hold documents, which nobody may touch inside; read off the declarations. */
const documents = new Set(["filter"]);
for (const name of readdirSync(generated).filter((name) => name.endsWith(".d.ts"))) {
  const text = readFileSync(new URL(name, generated), "utf8");
  for (const [, member] of text.matchAll(/(\w+)\??: Json(?:Value|Input)/g)) documents.add(member);
}

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Returns neutral data as a caller in JavaScript gives them. */
export function given(data) {
  if (Array.isArray(data)) return data.map(given);
  if (data === null || typeof data !== "object") return data;
  const member = ([name, value]) => [camel(name), documents.has(camel(name)) ? value : given(value)];
  return Object.fromEntries(Object.entries(data).map(member));
}

/** Returns an answer in the neutral form. */
export function answered(value) {
  if (value === undefined) throw new Error("an answer holds undefined");
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(answered);
  if (value === null || typeof value !== "object") return value;
  const member = ([name, inner]) => [snake(name), documents.has(name) ? inner : answered(inner)];
  return Object.fromEntries(Object.entries(value).map(member));
}
