// The calendar as a value in JavaScript: its types, what it refuses, and what a log shows. What it answers, stories tell.
import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";

import { Calendar, InvalidError } from "servicedesk";

const weeklyHours = { monday: ["09:00-17:00"], wednesday: ["09:00-17:00"] };
const noon = new Date("2026-11-18T12:00:00Z");

/** Checks that it is refused, with these fields. */
function refused(work, ...fields) {
  assert.throws(work, (error) => error instanceof InvalidError && assert.deepEqual(error.fields, fields) === undefined);
}

test("answers are of the types of JavaScript", () => {
  const calendar = new Calendar({ weeklyHours });
  assert.ok(calendar instanceof Calendar);
  assert.deepEqual(calendar.deadline(noon, 3_600_000), new Date("2026-11-18T13:00:00Z"));
  assert.deepEqual(calendar.deadline("2026-11-18T12:00:00Z", 3_600_000n), new Date("2026-11-18T13:00:00Z"));
  assert.equal(calendar.isOpen(noon), true);
  assert.equal(calendar.businessDay("2026-11-18", 1), "2026-11-23");
  const [segment] = calendar.segments(noon, "2026-11-18T13:00:00Z");
  assert.deepEqual(segment, { startedAt: noon, endedAt: new Date("2026-11-18T13:00:00Z"), reason: "open", name: null });
  assert.ok(Calendar.union([calendar, Calendar.always()]) instanceof Calendar);
  assert.equal(new Calendar().isOpen(noon), false);
});

test("what is no instant and no calendar is refused by name", () => {
  const calendar = new Calendar({ weeklyHours });
  refused(() => calendar.deadline(new Date(NaN), 1), "start");
  refused(() => calendar.deadline(noon, "an hour"), "milliseconds");
  refused(() => calendar.deadline(noon), "milliseconds");
  refused(() => Calendar.union([calendar, weeklyHours]), "calendars");
  refused(() => Calendar.union([Object.create(Calendar.prototype)]), "calendars");
  refused(() => new Calendar({ hours: weeklyHours }), "hours");
  assert.throws(() => Calendar.prototype.isOpen.call({}, noon));
});

test("a log shows nothing of the inside", () => {
  assert.equal(inspect(new Calendar({ weeklyHours })), "Calendar {}");
});
