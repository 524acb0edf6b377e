/** A JSON document, as it is answered. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [name: string]: JsonValue };

/** A JSON document, as it may be given: dates become texts, members that are undefined are left out. */
export type JsonInput =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | readonly JsonInput[]
  | { readonly [name: string]: JsonInput | undefined };
