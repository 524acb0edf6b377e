// How the generated methods reach the native part: errors become classes, a signal gives up waiting, pages follow each other.
"use strict";

const { AbortError, meant } = require("./errors.js");

const NATIVE = Symbol("native");
const CALL = Symbol("call");

class Area {
  constructor(native) {
    // Not a member that a log would show.
    Object.defineProperty(this, NATIVE, { value: native });
  }

  [CALL](name, given, options) {
    const signal = options?.signal;
    return signal == null ? call(this[NATIVE], name, given) : callUnless(signal, this[NATIVE], name, given);
  }
}

async function call(native, name, given) {
  try {
    return await native.call(name, given);
  } catch (error) {
    throw meant(error);
  }
}

async function callUnless(signal, native, name, given) {
  if (signal.aborted) throw new AbortError(signal);
  let giveUp;
  const abandoned = new Promise((_, reject) => {
    giveUp = () => reject(new AbortError(signal));
    signal.addEventListener("abort", giveUp, { once: true });
  });
  try {
    return await Promise.race([call(native, name, given), abandoned]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

async function* pages(find, list) {
  let after = find?.after ?? null;
  do {
    const page = await list({ ...find, after });
    yield* page.items;
    after = page.next;
  } while (after !== null);
}

/** Does something at once, with the library's own errors. */
function now(work) {
  try {
    return work();
  } catch (error) {
    throw meant(error);
  }
}

module.exports = { Area, CALL, NATIVE, now, pages };
