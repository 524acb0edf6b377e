// The package, for `import`: the very same classes, so that `instanceof` holds in a program that does both.
import servicedesk from "./index.js";

export const {
  Calendar,
  Desk,
  Scope,
  AbortError,
  ServiceDeskError,
  NotFoundError,
  ConflictError,
  RejectedError,
  InvalidError,
  DeniedError,
  LimitReachedError,
  UnavailableError,
  CorruptError,
  InternalError,
} = servicedesk;
