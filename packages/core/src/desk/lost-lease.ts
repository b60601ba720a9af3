import { isDeskError } from "../base/index.ts"
import type { Lease } from "../storage/index.ts"

/** Whether a write failed because another worker holds the work by now: then it is done there, and nothing went wrong here. */
export function isLeaseLost(error: unknown, { kind, id }: Lease): boolean {
  if (!isDeskError(error, "conflict")) return false
  // A source's cursor has the id of the source: who moved it held the lease.
  const { details } = error
  return details.what === "lease" ? details.id === `${kind}:${id}` : details.what === "cursor" && kind === "source" && details.id === id
}
