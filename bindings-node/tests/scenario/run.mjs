// Plays one scenario against a desk, through the methods that every caller uses.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import { Calendar, Desk, ServiceDeskError } from "servicedesk";

import { declared } from "./declared.mjs";
import { newFile } from "../places.mjs";
import { matches } from "./matching.mjs";
import { answered, camel, given } from "./neutral.mjs";

/** Opens the desk that `address` names for the scenario and plays every step. */
export async function play(scenario, address) {
  const run = randomUUID().slice(0, 8);
  const { now, effects = [] } = scenario;
  const desk = await Desk.open(address, { now, effects, files: newFile("files"), sequentialIds: false });
  const stage = { desk, run, results: {}, scopes: {}, last: null };
  try {
    for (const [index, step] of scenario.steps.entries()) {
      try {
        await one(step, stage);
      } catch (error) {
        throw new Error(`step ${index + 1}, ${JSON.stringify(step)}: ${error.message}`, { cause: error });
      }
    }
  } finally {
    await desk.close();
  }
}

async function one(step, stage) {
  if ("now" in step) {
    stage.desk.setNow(step.now);
  } else if ("enter" in step) {
    const { organizationId, ...entry } = given(resolved(step.enter, stage), "Entry");
    stage.last = stage.desk.scope(organizationId, entry);
    if (step.as) stage.scopes[step.as] = stage.last;
  } else if (step.error) {
    const { code, kind, fields } = resolved(step.error, stage);
    const error = await call(step, stage).then(() => assert.fail("it was not refused"), (error) => error);
    assert.ok(error instanceof ServiceDeskError, `${error}`);
    matches({ code, kind, ...(fields && { fields }) }, error, "error");
  } else {
    const found = await call(step, stage);
    if (step.as) stage.results[step.as] = found;
    if ("expect" in step) matches(resolved(step.expect, stage), found, "answer");
  }
}

/** Calls the method that the step means, with its arguments in their places, and returns its answer in the neutral form. */
async function call(step, stage) {
  const [area, operation] = (step.call ?? step.iterate).split(".");
  if (area === "calendar") return ask(step, operation, stage);
  const scope = step.in ? stage.scopes[step.in] : stage.last;
  const place = area === "desk" ? stage.desk : area === "scope" ? scope : scope[camel(area)];
  const iterating = operation === "list" ? "iterate" : `iterate${camel(`_${operation}`)}`;
  const name = step.iterate ? iterating : camel(operation);
  const { taken, answer } = declared(place, name);
  const parameters = /\(([^)]*)\)/.exec(place[name].toString())[1].split(", ");
  const known = parameters.map((parameter) => (parameter === "input" ? "new" : parameter));
  const values = Object.entries(resolved(step.with ?? {}, stage)).map(([key, value]) => [camel(key), value]);
  const strange = values.map(([key]) => key).filter((key) => !known.includes(key));
  assert.deepEqual(strange, [], `${name} takes ${known}`);
  const typed = new Map(values.map(([key, value]) => [key, given(value, taken[known.indexOf(key)])]));
  const answering = place[name](...known.slice(0, -1).map((key) => typed.get(key)));
  return answered((step.iterate ? await collected(answering) : await answering) ?? null, answer);
}

/** Makes or asks a calendar, which answers at once. */
function ask(step, operation, stage) {
  const made = step.of ? stage.results[step.of] : Calendar;
  const name = camel(operation);
  const { taken, answer } = declared(step.of ? made : Calendar.prototype, operation === "new" ? "constructor" : name);
  const parameters = operation === "new" ? ["definition"] : /\(([^)]*)\)/.exec(made[name].toString())[1].split(", ");
  const values = Object.entries(resolved(step.with ?? {}, stage)).map(([key, value]) => [camel(key), value]);
  const strange = values.map(([key]) => key).filter((key) => !parameters.includes(key));
  assert.deepEqual(strange, [], `${name} takes ${parameters}`);
  const typed = new Map(values.map(([key, value]) => [key, given(value, taken[parameters.indexOf(key)])]));
  const passed = parameters.map((key) => typed.get(key));
  return operation === "new" ? new Calendar(...passed) : answered(made[name](...passed), answer);
}

async function collected(rows) {
  const all = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** Puts the run's token and earlier results where a text asks for them. */
function resolved(data, stage) {
  if (typeof data === "string") {
    const text = data.replaceAll("{run}", stage.run);
    if (!text.startsWith("$")) return text;
    const [name, ...path] = text.slice(1).split(".");
    assert.ok(name in stage.results, `there is a result ${name}`);
    return path.reduce((value, part) => value?.[part], stage.results[name]) ?? null;
  }
  if (Array.isArray(data)) return data.map((item) => resolved(item, stage));
  if (data === null || typeof data !== "object" || data instanceof Calendar) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, resolved(value, stage)]));
}
