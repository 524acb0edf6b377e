// Scenarios speak the neutral form (snake_case, texts for ids and instants); this package speaks JavaScript. Here and back, by
// what is declared.
import { Calendar } from "servicedesk";

import { isDocument, itemsOf, memberOf } from "./declared.mjs";

export const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Returns neutral data of that type as a caller in JavaScript gives them. */
export function given(data, type) {
  if (isDocument(type)) return data;
  if (Array.isArray(data)) return data.map((item) => given(item, itemsOf(type)));
  if (typeof data === "string" && type.includes("Uint8Array")) return Buffer.from(data, "base64");
  if (data === null || typeof data !== "object" || data instanceof Calendar) return data;
  const member = ([name, value]) => [camel(name), given(value, memberOf(type, data.type, camel(name)))];
  return Object.fromEntries(Object.entries(data).map(member));
}

/** Returns an answer of that type in the neutral form. */
export function answered(value, type) {
  if (value === undefined) throw new Error("an answer holds undefined");
  if (isDocument(type)) return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((item) => answered(item, itemsOf(type)));
  if (value === null || typeof value !== "object" || value instanceof Calendar) return value;
  const member = ([name, inner]) => [snake(name), answered(inner, memberOf(type, value.type, name))];
  return Object.fromEntries(Object.entries(value).map(member));
}
