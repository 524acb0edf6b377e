// What the package declares of its methods and structures, read off its declarations, so that a story is translated by what a
// member is and not by what it is called.
import { readdirSync, readFileSync } from "node:fs";

const generated = new URL("../../lib/generated/", import.meta.url);
const files = readdirSync(generated).filter((name) => name.endsWith(".d.ts")).map((name) => new URL(name, generated));
const source = [...files, new URL("../find.d.ts", generated)]
  .map((file) => readFileSync(file, "utf8"))
  .join("\n")
  .replace(/\/\*\*[\s\S]*?\*\//g, "");

/** The members of a structure with their types. */
const membersOf = (text) => new Map([...text.matchAll(/(\w+)\??: ([^;]+)(?:;|$)/gm)].map(([, name, type]) => [name, type]));

/** The structures by name: one form of an interface, several of a choice. */
const forms = new Map();
for (const [, name, body] of source.matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)\n\}/gm)) {
  forms.set(name, [membersOf(body)]);
}
for (const [, name, body] of source.matchAll(/^export type (\w+) =\n((?:  \| \{.*\};?\n)+)/gm)) {
  forms.set(name, [...body.matchAll(/\{ (.*) \}/g)].map(([, inner]) => membersOf(inner)));
}

/** The methods of the classes: what each takes and answers. */
const methods = new Map();
for (const [, name, body] of source.matchAll(/^export (?:abstract )?class (\w+)[^{]*\{\n([\s\S]*?)\n\}/gm)) {
  const found = [...body.matchAll(/^  (?:static )?(\w+)\((.*)\)(?:: (.*))?;$/gm)];
  methods.set(name, new Map(found.map(([, method, taken, answer]) => [method, { taken: argumentsOf(taken), answer }])));
}

/** The types of the arguments; commas inside of angle brackets do not separate them. */
function argumentsOf(text) {
  const pieces = text.split(/, (?=\w+\??: )/);
  return pieces.map((piece) => /^\w+\??: (.*)$/.exec(piece)?.[1] ?? "unknown");
}

/** Returns what a method of an object takes and answers. */
export function declared(place, method) {
  for (let form = place; form; form = Object.getPrototypeOf(form)) {
    const found = methods.get(form.constructor.name)?.get(method);
    if (found) return found;
  }
  throw new Error(`${method} is not declared`);
}

/** Takes away what says only whether something is there, or when. */
const bare = (type) => type.replace(/^Promise<(.*)>$/, "$1").replace(/ \| null\b/g, "").replace(/^readonly /, "").trim();

/** Returns whether a value of that type is a document, which nobody may touch inside. */
export const isDocument = (type) => /^(?:Json(?:Value|Input)|Condition<.*>)$/.test(bare(type));

/** Returns the type of the items of a list. */
export function itemsOf(type) {
  const name = bare(type);
  return /^(.*)\[\]$/.exec(name)?.[1].replace(/^\((.*)\)$/, "$1") ?? /^Async\w+<([^,>]+).*>$/.exec(name)?.[1] ?? "unknown";
}

/** Returns the type of a member of a structure; that of the form that the structure says it has, where there are several. */
export function memberOf(type, form, member) {
  const page = /^Page<(.*)>$/.exec(bare(type));
  if (page) return member === "items" ? `${page[1]}[]` : "string";
  const all = forms.get(bare(type).replace(/<.*>$/, "")) ?? [];
  const fitting = all.filter((members) => !members.has("type") || members.get("type") === `"${form}"`);
  return (fitting.length > 0 ? fitting : all).map((members) => members.get(member)).find(Boolean) ?? "unknown";
}
