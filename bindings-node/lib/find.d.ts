/** What may be asked of a field, by what it holds. */
export namespace Asked {
  /** Whether it is this, or `null` for nothing at all; or one of these. */
  type Is<T> = { is: T | null } | { in: readonly T[] };
  /** How it compares. */
  type Order<T> = { less_than: T } | { at_most: T } | { more_than: T } | { at_least: T };
  /** A part of it, whatever its case and accents. */
  type Part = { contains: string } | { starts_with: string } | { ends_with: string };
  /** Questions to a field that has an order. */
  type Value<T> = Is<T> | Order<T>;
  /** Questions to a text. */
  type Text = Is<string> | Order<string> | Part;
  /** Questions to a list of texts. */
  type List = { has: string } | { is: null };
  /** Questions to a document or to bytes. */
  type Presence = { is: null };
}

/** One test on one field. A test on an absent value is false, except `is` null. */
export type Test<Columns> = {
  [Field in keyof Columns & string]: { field: Field } & Columns[Field];
}[keyof Columns & string];

/** A condition on rows: a test, or a group of conditions. Fields have the names that they have in the database. */
export type Condition<Columns> =
  | { all: readonly Condition<Columns>[] }
  | { any: readonly Condition<Columns>[] }
  | { none: readonly Condition<Columns>[] }
  | Test<Columns>;

/** A field by which rows are sorted, descending with a `-` in front. */
export type Sort<Columns> = (keyof Columns & string) | `-${keyof Columns & string}`;

/** Which rows are wanted. */
export interface Find<Columns> {
  /** What they have to meet; all, when it is absent. */
  filter?: Condition<Columns> | null;
  /** Their order. */
  sort?: readonly Sort<Columns>[];
  /** The `next` of the page before. */
  after?: string | null;
  /** How many rows there are on a page. */
  limit?: number | null;
  /** Whether rows that were deleted softly are among them. */
  withDeleted?: boolean | null;
}

/** One page of rows. */
export interface Page<Row> {
  /** The rows. */
  items: Row[];
  /** Where the next page begins, or `null` on the last one. */
  next: string | null;
}
