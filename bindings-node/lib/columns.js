// Many rows at once: the native part hands them over as one JSON text of their columns.
"use strict";

const { parse } = JSON;

/** Returns what `make` makes of each row; what is the same in all rows comes once. */
function rows(text, make) {
  const columns = parse(text);
  const count = columns[0];
  for (let index = 1; index < columns.length; index += 1) {
    if (!Array.isArray(columns[index])) columns[index] = new Array(count).fill(columns[index]);
  }
  const made = [];
  for (let index = 0; index < count; index += 1) made.push(make(columns, index));
  return made;
}

/** Instants cross as milliseconds. */
const at = (millis) => (millis === null ? null : new Date(millis));

module.exports = { at, rows };
