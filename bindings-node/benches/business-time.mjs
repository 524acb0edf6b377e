// Business time: a calendar of ours beside the loop over days that many programs have instead, in the zone of the process.
// Run by `peers.mjs`; by itself it measures this part alone. Both know the same hours, the same break and the same holidays, and
// before anything is measured, both have to agree.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { Calendar } from "servicedesk";

import { compare, figure } from "./pairs.mjs";

const PLACE = "America/Sao_Paulo";
const HOUR = 3_600_000;
const SPANS = { "4 hours": 4, "a year of working hours": 2_000 };
const HOURS = [
  [9, 12],
  [13, 18],
];

/** The national holidays, which both sides are told. */
function holidays() {
  const years = Array.from({ length: 10 }, (_, index) => 2020 + index);
  return new Set(years.flatMap((year) => Calendar.presetHolidays("br.national", year).map(({ date }) => date)));
}

/** What many programs have: a walk over the days, with the hours of each. */
class DayLoop {
  constructor(closed) {
    this.closed = closed;
  }

  isOpen(day) {
    const weekday = day.getDay();
    if (weekday === 0 || weekday === 6) return false;
    const two = (number) => String(number).padStart(2, "0");
    return !this.closed.has(`${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`);
  }

  deadline(start, length) {
    let left = length;
    const from = +start;
    const day = new Date(from);
    for (day.setHours(0, 0, 0, 0); ; day.setDate(day.getDate() + 1)) {
      if (!this.isOpen(day)) continue;
      for (const [opens, closes] of HOURS) {
        const begin = Math.max(from, +day + opens * HOUR);
        const end = +day + closes * HOUR;
        if (begin >= end) continue;
        if (end - begin >= left) return new Date(begin + left);
        left -= end - begin;
      }
    }
  }

  elapsed(start, end) {
    let total = 0;
    const day = new Date(+start);
    for (day.setHours(0, 0, 0, 0); day <= end; day.setDate(day.getDate() + 1)) {
      if (!this.isOpen(day)) continue;
      for (const [opens, closes] of HOURS) {
        total += Math.max(0, Math.min(+end, +day + closes * HOUR) - Math.max(+start, +day + opens * HOUR));
      }
    }
    return total;
  }
}

/** Instants of the years 2021 to 2025, the same in every run. */
function instants() {
  let state = 1;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const first = Date.UTC(2021, 0, 1);
  return Array.from({ length: 500 }, () => new Date(first + Math.floor(next() * 5 * 365 * 86_400) * 1000));
}

/** Asks for a hundred items, one after the other, round and round: a look at the clock takes as long as a question. */
function over(items, ask) {
  let place = 0;
  return () => {
    for (let count = 0; count < 100; count += 1) {
      ask(items[place]);
      place = (place + 1) % items.length;
    }
    return 100;
  };
}

/** Measures this part. */
export async function businessTime() {
  const zone = process.env.TZ;
  process.env.TZ = PLACE;
  const days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
  const weeklyHours = Object.fromEntries(days.map((day) => [day, ["09:00-12:00", "13:00-18:00"]]));
  const ours = new Calendar({ timezone: PLACE, weeklyHours, holidays: [{ preset: "br.national" }] });
  const loop = new DayLoop(holidays());
  const starts = instants();
  for (const [name, hours] of Object.entries(SPANS)) {
    const length = hours * HOUR;
    const pairs = starts.map((start) => [start, ours.deadline(start, length)]);
    for (const [start, end] of pairs.slice(0, 100)) {
      assert.deepEqual(loop.deadline(start, length), end);
      assert.equal(loop.elapsed(start, end), length);
      assert.equal(ours.elapsed(start, end), length);
    }
    const asked = over(starts, (start) => ours.deadline(start, length));
    await compare(`deadline after ${name}`, "faster", "a loop over days", asked, over(starts, (start) => loop.deadline(start, length)), 1);
    const measured = over(pairs, ([start, end]) => ours.elapsed(start, end));
    await compare(`time elapsed over ${name}`, "faster", "a loop over days", measured, over(pairs, ([start, end]) => loop.elapsed(start, end)), 1);
  }
  await figure("a deadline after 4 hours by a calendar", over(starts, (start) => ours.deadline(start, 4 * HOUR)));
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await businessTime();
