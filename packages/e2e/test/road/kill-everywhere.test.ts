import { describe, it } from "vitest"
import { checkKilledDays } from "./kill-everywhere.ts"
import { storages } from "./road.ts"

/**
 * Which calls are fatal, the first one and how far to the next. Between two calls nothing goes over the doors, so that
 * a process which dies after one leaves the same behind as one that dies before the next: every call is fatal before
 * it, and every fourth after it. Both SQLite drivers are sent the same statements, and share the calls between them.
 * `deep.ts` beside this file kills before and after every call on each.
 */
const shares: Readonly<Record<string, Readonly<Record<"before" | "after", readonly [first: number, step: number]>>>> = {
  memory: { before: [1, 1], after: [1, 4] },
  "node:sqlite": { before: [1, 4], after: [2, 16] },
  "better-sqlite3": { before: [3, 4], after: [10, 16] },
}

describe.each(storages)("a process killed at every call over the doors on %s", (name, open) => {
  it.each([
    ["before", false],
    ["after", false],
    ["before", true],
    ["after", true],
  ] as const)("%s the call, merging %s: the day ends as if nothing had happened", async (when, merging) => {
    const [first, step] = shares[name]?.[when] ?? [1, 1]
    await checkKilledDays({ open, when, merging, first, step })
  })
})
