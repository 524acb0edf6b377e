// What the generated calendar stands on: a value that the native part holds, made and asked at once.
"use strict";

const native = require("./native.js");
const { now } = require("./calls.js");
const { meant } = require("./errors.js");

/** By which call a value is made. */
class Making {
  constructor(name, given) {
    this.name = name;
    this.given = given;
  }
}

class Value extends native.NativeCalendar {
  constructor({ name, given }) {
    try {
      super(name, given);
    } catch (error) {
      throw meant(error);
    }
  }

  /** Asks by the number of the question, because a name takes longer to read than most answers to find. */
  answer(question, first, second, third, fourth) {
    try {
      return this.ask(question, first, second, third, fourth);
    } catch (error) {
      throw meant(error);
    }
  }
}

/** Returns the number of the question of that name. */
const question = (name) => native.question(name);

/** Answers what needs no value. */
const reckon = (name, given) => now(() => native.reckon(name, given));

module.exports = { Making, Value, question, reckon };
