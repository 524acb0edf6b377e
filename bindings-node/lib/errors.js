// Errors as JavaScript has them: one class for each kind, since the kind says what the caller has to do.
"use strict";

const MARK = "servicedesk:";

class ServiceDeskError extends Error {
  #messages;

  constructor({ kind, code, fields, parameters, retryable, messages, cause }) {
    super(messages.en, cause ? { cause } : undefined);
    this.kind = kind;
    this.code = code;
    this.fields = fields;
    this.parameters = parameters;
    this.retryable = retryable;
    this.#messages = messages;
  }

  messageIn(language) {
    return this.#messages[language] ?? this.#messages.en;
  }
}

class NotFoundError extends ServiceDeskError {}
class ConflictError extends ServiceDeskError {}
class RejectedError extends ServiceDeskError {}
class InvalidError extends ServiceDeskError {}
class DeniedError extends ServiceDeskError {}
class LimitReachedError extends ServiceDeskError {}
class UnavailableError extends ServiceDeskError {}
class CorruptError extends ServiceDeskError {}
class InternalError extends ServiceDeskError {}

const CLASSES = {
  not_found: NotFoundError,
  conflict: ConflictError,
  rejected: RejectedError,
  invalid: InvalidError,
  denied: DeniedError,
  limit_reached: LimitReachedError,
  unavailable: UnavailableError,
  corrupt: CorruptError,
  internal: InternalError,
};

for (const kind of [ServiceDeskError, ...Object.values(CLASSES)]) {
  Object.defineProperty(kind.prototype, "name", { value: kind.name, configurable: true, writable: true });
}

class AbortError extends Error {
  constructor(signal) {
    super("The call was given up; what it began may still be completed.", { cause: signal.reason });
    this.code = "ABORT_ERR";
  }
}
Object.defineProperty(AbortError.prototype, "name", { value: "AbortError", configurable: true, writable: true });

/** Returns the error that the native part meant by what it threw; what it did not make stays as it is. */
function meant(thrown) {
  const message = thrown?.message;
  if (typeof message !== "string") return thrown;
  if (message.startsWith(MARK)) {
    const described = JSON.parse(message.slice(MARK.length));
    return new (CLASSES[described.kind] ?? ServiceDeskError)(described);
  }
  if (thrown.code !== "GenericFailure") return thrown;
  const sentence = "an assumption of the library does not hold: the native part failed";
  const messages = { en: sentence, "pt-BR": "uma suposição da biblioteca não se confirma: a parte nativa falhou" };
  return new InternalError({
    kind: "internal", code: "internal", fields: [], parameters: { reason: message }, retryable: false, messages, cause: thrown,
  });
}

module.exports = {
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
  meant,
};
