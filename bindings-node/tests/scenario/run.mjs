// Plays one scenario against a desk, through the methods that every caller uses.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import { Desk, ServiceDeskError } from "servicedesk";

import { matches } from "./matching.mjs";
import { answered, given } from "./neutral.mjs";

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** Opens the desk that `address` names for the scenario and plays every step. */
export async function play(scenario, address) {
  const run = randomUUID().slice(0, 8);
  const { now, effects = [] } = scenario;
  const desk = await Desk.open(address, { now, effects, sequentialIds: false });
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
    const { organizationId, ...entry } = given(resolved(step.enter, stage));
    stage.last = stage.desk.scope(organizationId, entry);
    if (step.as) stage.scopes[step.as] = stage.last;
  } else if (step.error) {
    const { code, kind, fields } = resolved(step.error, stage);
    const error = await answer(step, stage).then(() => assert.fail("it was not refused"), (error) => error);
    assert.ok(error instanceof ServiceDeskError, `${error}`);
    matches({ code, kind, ...(fields && { fields }) }, error, "error");
  } else {
    const found = answered((await answer(step, stage)) ?? null);
    if (step.as) stage.results[step.as] = found;
    if ("expect" in step) matches(resolved(step.expect, stage), found, "answer");
  }
}

/** Calls the method that the step means, with its arguments in their places. */
async function answer(step, stage) {
  const [area, operation] = (step.call ?? step.iterate).split(".");
  const scope = step.in ? stage.scopes[step.in] : stage.last;
  const place = area === "desk" ? stage.desk : area === "scope" ? scope : scope[camel(area)];
  const iterating = operation === "list" ? "iterate" : `iterate${camel(`_${operation}`)}`;
  const name = step.iterate ? iterating : camel(operation);
  const values = given(resolved(step.with ?? {}, stage));
  const parameters = /\(([^)]*)\)/.exec(place[name].toString())[1].split(", ");
  const known = parameters.map((parameter) => (parameter === "input" ? "new" : parameter));
  const strange = Object.keys(values).filter((key) => !known.includes(key));
  assert.deepEqual(strange, [], `${name} takes ${known}`);
  const answered = place[name](...known.slice(0, -1).map((key) => values[key]));
  return step.iterate ? collected(answered) : answered;
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
  if (data === null || typeof data !== "object") return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, resolved(value, stage)]));
}
