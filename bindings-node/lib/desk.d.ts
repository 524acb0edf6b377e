import type { DeskOperations, ScopeOperations } from "./generated/areas.js";
import type { OrganizationId } from "./generated/names.js";
import type { Entry, Opening } from "./generated/shapes.js";

/** How a desk is opened. */
export type OpenOptions = Omit<Opening, "address">;

/** Who works with an organization, and from where. */
export type EntryOptions = Omit<Entry, "organizationId">;

/**
 * A service desk on a store. Share one in a process; other threads and processes open their own on the same address.
 */
export class Desk extends DeskOperations implements AsyncDisposable {
  private constructor();

  /**
   * Opens the desk at `address`: the path of a SQLite file, which is made when it is not there, or a `postgres://` URL,
   * whose database is given its tables when it is empty.
   *
   * @throws {@link ServiceDeskError} `store.address`, `schema.older`, `schema.newer`; kind `unavailable` or `corrupt`.
   */
  static open(address: string, options?: OpenOptions): Promise<Desk>;

  /** Opens a desk in memory, which ends with the process. */
  static memory(options?: OpenOptions): Desk;

  /**
   * Enters an organization: as the host program itself, which may do everything, or as `userId` with `permissions`.
   * Costs nothing, so that every request may have its own.
   */
  scope(organizationId: OrganizationId, entry?: EntryOptions): Scope;

  /** Sets the clock of a desk that was opened with `now`, for tests. */
  setNow(instant: Date | string): void;

  /** Lets go of the store: calls that run end as they would have, later ones fail with `store.closed`. */
  close(): Promise<void>;

  /** The same as {@link Desk.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** One actor at work in one organization. */
export class Scope extends ScopeOperations {
  private constructor();

  /** The organization. */
  readonly organizationId: OrganizationId;
}
