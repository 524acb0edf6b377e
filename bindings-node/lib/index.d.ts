/**
 * An embedded service desk: tickets and their life, people and queues, history and audit, on SQLite, PostgreSQL or in memory.
 *
 * @packageDocumentation
 */
export type { CallOptions } from "./calls.js";
export type { JsonInput, JsonValue } from "./documents.js";
export type { Asked, Condition, Find, Page, Sort, Test } from "./find.js";
export * from "./desk.js";
export * from "./errors.js";
export * from "./generated/calendar.js";
export type * from "./generated/areas.js";
export type * from "./generated/codes.js";
export type * from "./generated/entities.js";
export type * from "./generated/names.js";
export type * from "./generated/questions.js";
export type * from "./generated/shapes.js";
