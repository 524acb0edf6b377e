// How the generated methods reach the native part: errors become classes, a signal gives up waiting, pages follow each other.
"use strict";

const { AbortError, meant } = require("./errors.js");

const NATIVE = Symbol("native");
const CALL = Symbol("call");
const PAGE = Symbol("page");

class Area {
  constructor(native) {
    // Not a member that a log would show.
    Object.defineProperty(this, NATIVE, { value: native });
  }

  [CALL](name, given, options, mayList = false) {
    const signal = options?.signal;
    const native = this[NATIVE];
    return signal == null ? call(native, name, given, mayList) : callUnless(signal, native, name, given, mayList);
  }

  /** Calls what answers a page of rows. */
  [PAGE](name, given, options) {
    return this[CALL](name, given, options, takesTurn());
  }
}

/** How many pages may be read on this thread before it looks after everything else that waits for it. */
const PAGES = 16;
let left = PAGES;
let isTaken = false;

/**
 * Returns whether a page may be read on this thread, which is sooner done than waking another: not when one was already asked for
 * without waiting for it, because those that are wanted at once are read by several threads.
 */
function takesTurn() {
  if (isTaken || left === 0) return false;
  if (left === PAGES) setImmediate(() => (left = PAGES));
  left -= 1;
  isTaken = true;
  queueMicrotask(() => (isTaken = false));
  return true;
}

async function call(native, name, given, mayList) {
  try {
    return await native.call(name, given, mayList);
  } catch (error) {
    throw meant(error);
  }
}

async function callUnless(signal, native, name, given, mayList) {
  if (signal.aborted) throw new AbortError(signal);
  let giveUp;
  const abandoned = new Promise((_, reject) => {
    giveUp = () => reject(new AbortError(signal));
    signal.addEventListener("abort", giveUp, { once: true });
  });
  try {
    return await Promise.race([call(native, name, given, mayList), abandoned]);
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

module.exports = { Area, CALL, NATIVE, PAGE, now, pages };
