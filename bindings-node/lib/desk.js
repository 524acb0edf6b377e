// The way in: a desk that is opened, and scopes in which an actor works with an organization.
"use strict";

const native = require("./native.js");
const { NATIVE, now } = require("./calls.js");
const { meant } = require("./errors.js");
const { DeskOperations, ScopeOperations } = require("./generated/areas.js");

class Desk extends DeskOperations {
  static async open(address, options) {
    try {
      return new Desk(await native.open({ ...options, address }));
    } catch (error) {
      throw meant(error);
    }
  }

  static memory(options) {
    return now(() => new Desk(native.openMemory({ ...options, address: null })));
  }

  scope(organizationId, entry) {
    return now(() => new Scope(this[NATIVE].scope({ ...entry, organizationId }), organizationId));
  }

  setNow(instant) {
    now(() => this[NATIVE].setNow(instant));
  }

  async close() {
    try {
      await this[NATIVE].close();
    } catch (error) {
      throw meant(error);
    }
  }
}

// The symbol is younger than the oldest Node that this package runs on.
if (Symbol.asyncDispose) {
  Object.defineProperty(Desk.prototype, Symbol.asyncDispose, { value: Desk.prototype.close, configurable: true });
}

class Scope extends ScopeOperations {
  constructor(native, organizationId) {
    super(native);
    this.organizationId = organizationId;
  }
}

module.exports = { Desk, Scope };
