/**
 * A PostgreSQL array literal, to be cast as `$1::text::text[]`: drivers disagree about arrays as values.
 *
 * @param values - any strings; those that no text column holds (U+0000, a lone surrogate) are equal to nothing that is
 * stored and become NULL
 */
export function textArray(values: readonly string[]): string {
  return `{${values.map((value) => (isStorable(value) ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : "NULL")).join(",")}}`
}

/** Whether a text column of a UTF-8 database holds a string. */
export function isStorable(value: string): boolean {
  return value.isWellFormed() && !value.includes("\u0000")
}

/** A value to compare with: NULL, which is equal to nothing, for a string that cannot be stored. */
export function storable(value: string): string | null {
  return isStorable(value) ? value : null
}
