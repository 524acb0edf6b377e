import type { ErrorCode } from "./generated/codes.js";

/** What the caller has to do about an error. */
export type ErrorKind =
  | "not_found"
  | "conflict"
  | "rejected"
  | "invalid"
  | "denied"
  | "limit_reached"
  | "unavailable"
  | "corrupt"
  | "internal";

/** A language in which sentences for people exist. */
export type Language = "en" | "pt-BR";

/** Why something did not happen; one of the classes below, by its kind. Never holds a value that a person wrote. */
export class ServiceDeskError extends Error {
  protected constructor();
  /** What the caller has to do about it. */
  readonly kind: ErrorKind;
  /** The precise reason; stable, and the same in every language. */
  readonly code: ErrorCode;
  /** The fields concerned, the most important first, by the names that conditions use, such as `requester_email`. */
  readonly fields: readonly string[];
  /** The parameters of the sentence, such as `max` or `resets_at`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether the same call may succeed later without any change by the caller. */
  readonly retryable: boolean;
  /** Returns the sentence for a person, without a full stop. */
  messageIn(language: Language): string;
}

/** There is no such row, or not in this organization: stop looking. */
export class NotFoundError extends ServiceDeskError {}
/** Somebody was faster: load again, decide again, write again. */
export class ConflictError extends ServiceDeskError {}
/** A rule of the domain said no: show the reason to the person. */
export class RejectedError extends ServiceDeskError {}
/** The arguments are wrong: correct the fields that are named. */
export class InvalidError extends ServiceDeskError {}
/** The actor may not do this. */
export class DeniedError extends ServiceDeskError {}
/** A limit of the organization's plan is reached; the parameters tell which, its value and when it resets. */
export class LimitReachedError extends ServiceDeskError {}
/** The store cannot answer now: try again later. */
export class UnavailableError extends ServiceDeskError {}
/** Stored data contradict themselves: restore or repair. */
export class CorruptError extends ServiceDeskError {}
/** A defect of this library: report it. */
export class InternalError extends ServiceDeskError {}

/** A call was given up by its `AbortSignal`, whose reason is the `cause`. What it began may still be completed. */
export class AbortError extends Error {
  protected constructor();
  readonly name: "AbortError";
  readonly code: "ABORT_ERR";
}
