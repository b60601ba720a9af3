import type { PostgresRow } from "./postgres-client.ts"

const decoder = new TextDecoder()

/**
 * A row of a driver as texts. Handles that ask for the binary format give bytes: those of a text column are its text.
 *
 * @throws TypeError when the driver gives something else, as when rows come by names
 */
export function rowTexts(row: unknown): PostgresRow {
  if (!Array.isArray(row)) throw new TypeError("storage-postgres: rows as arrays were asked for")
  return row.map((value: unknown) => {
    if (value === null || typeof value === "string") return value
    if (value instanceof Uint8Array) return decoder.decode(value)
    throw new TypeError(`storage-postgres: a column arrived as ${typeof value} instead of text`)
  })
}
