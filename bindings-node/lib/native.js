// Finds the native part: the file that was built beside this package, or the package of this platform.
"use strict";

function platforms() {
  const { platform, arch } = process;
  if (platform === "darwin") return [`darwin-${arch}`];
  if (platform === "win32") return [`win32-${arch}-msvc`];
  // Some hosts have no report; then both are tried.
  const isGnu = process.report?.getReport?.()?.header?.glibcVersionRuntime !== undefined;
  const both = [`${platform}-${arch}-gnu`, `${platform}-${arch}-musl`];
  return isGnu ? both : both.reverse();
}

function load() {
  const failures = [];
  for (const platform of platforms()) {
    for (const place of [`../servicedesk.${platform}.node`, `servicedesk-${platform}`]) {
      try {
        return require(place);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  const tried = platforms().join(" or ");
  const found = failures.find((error) => error.code !== "MODULE_NOT_FOUND");
  throw new Error(`servicedesk has no native part for ${tried} here`, { cause: found ?? failures[0] });
}

const native = load();
const { one, many } = require("./generated/rows.js");
native.prepare(one, many);

module.exports = native;
