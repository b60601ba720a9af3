import type { FieldQuery } from "../query/query.ts"

/** Whether a field that holds makes another hold: the same value, or the full key of a source beside its short one. */
export function fieldSays(narrow: FieldQuery, broad: FieldQuery): boolean {
  if (narrow.field !== broad.field) return false
  if (narrow.value === broad.value) return true
  return narrow.field === "source" && narrow.value.slice(narrow.value.indexOf(":") + 1) === broad.value
}
