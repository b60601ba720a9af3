import { describe, it } from "vitest"
import { checkKilledDays } from "./kill-everywhere.ts"
import { storages } from "./road.ts"

/**
 * Which calls are fatal, the first one and how far to the next: both SQLite drivers are sent the same statements, and share the calls between them. `deep.ts` beside
 * this file kills at every call on each.
 */
const shares: Readonly<Record<string, readonly [number, number]>> = { "node:sqlite": [1, 2], "better-sqlite3": [2, 2] }

describe.each(storages)("a process killed at every call over the doors on %s", (name, open) => {
  const [first, step] = shares[name] ?? [1, 1]
  it.each([
    ["before", false],
    ["after", false],
    ["before", true],
    ["after", true],
  ] as const)("%s the call, merging %s: the day ends as if nothing had happened", async (when, merging) =>
    checkKilledDays({ open, when, merging, first, step }),
  )
})
