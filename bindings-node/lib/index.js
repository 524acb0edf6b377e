// The package, for `require`.
"use strict";

const { meant, ...errors } = require("./errors.js");

module.exports = { ...require("./desk.js"), ...require("./generated/calendar.js"), ...errors };
