/** How a call is made. */
export interface CallOptions {
  /**
   * Gives up waiting: the promise is rejected with an `AbortError`. A write that has begun may still be completed;
   * use a scope with an `idempotencyKey` to be able to ask again.
   */
  signal?: AbortSignal | null;
}
