import { DeskError } from "../../base/index.ts"

/**
 * The error of a query that cannot be read.
 *
 * @param start - first character that is wrong
 * @param end - after the last one
 * @param expected - what was expected there, as a noun phrase
 * @param hint - how to write what was probably meant
 */
export function queryError(start: number, end: number, expected: string, hint?: string): DeskError<"invalid-query"> {
  const message = `invalid query at ${start}-${end}: ${expected}${hint === undefined ? "" : ` (${hint})`}`
  return new DeskError("invalid-query", message, { span: { start, end }, expected, ...(hint === undefined ? {} : { hint }) })
}
