import { describe, it } from "vitest"
import { checkOutage } from "./check.ts"
import { day, networkNames } from "./places.ts"

// A few posts and comments for every day; `deep.ts` beside this file plays hundreds, also with too few calls to read
// everything.
describe.each(networkNames)("after an outage of all workers, at %s", (name) => {
  it.each([
    ["an hour", 60],
    ["a day", day],
    ["eight days", 8 * day],
    ["forty days", 40 * day],
  ])("of %s, what the network still shows is found once, and the rest is a gap", (_, minutes) =>
    checkOutage({ name, minutes, steps: 3, maxCalls: 200 }),
  )
})
