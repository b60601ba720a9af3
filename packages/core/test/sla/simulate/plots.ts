import fc from "fast-check"
import { policySchema, type Policy } from "../../../src/sla/index.ts"
import { acts, type Plot, type Step } from "./history.ts"

/** Steps that often follow each other, and single ones that fit anywhere or nowhere. */
const stretches: readonly (readonly (typeof acts)[number][])[] = [
  ["clarify", "end-wait"],
  ["clarify", "end-wait"],
  ["clarify", "miss", "end-wait"],
  ["clarify"],
  ["reclassify"],
  ["reclassify", "clarify", "end-wait"],
  ["clarify", "reclassify", "end-wait", "miss"],
  ["reclassify", "adopt"],
  ["reclassify", "miss", "adopt", "clarify", "end-wait"],
  ["interim", "final"],
  ["interim", "clarify", "end-wait", "final"],
  ["final", "reopen", "take"],
  ["final", "close", "reopen", "assign"],
  ["return-draft", "interim"],
  ["transfer", "take"],
  ["refuse", "assign", "take"],
  ["dismiss", "restore", "assign"],
  ["clarify", "dismiss", "restore", "assign"],
  ["reclassify", "dismiss", "restore", "miss"],
  ...acts.map((act) => [act]),
]

export const plots: fc.Arbitrary<Plot> = fc.record({
  topic: fc.option(fc.constantFrom("roads", "heating")),
  importance: fc.constantFrom("normal", "raised"),
  network: fc.constantFrom("vk", "ok"),
  start: fc.integer({ min: 0, max: 14 * 1440 }).map((minutes) => Date.parse("2026-11-16T00:00:00.000Z") + minutes * 60_000),
  steps: fc
    .array(
      fc.tuple(
        fc.constantFrom(...stretches),
        fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 4, maxLength: 4 }),
        fc.constantFrom("a", "b"),
        fc.boolean(),
      ),
      { maxLength: 8 },
    )
    .map((list): readonly Step[] => [
      { minutes: 5, act: "register", authorityId: "a" },
      { minutes: 5, act: "assign", authorityId: "a" },
      { minutes: 5, act: "take", authorityId: "a" },
      ...list.flatMap(([stretch, waits, authorityId, newOnly]) =>
        // What a correction left alone, a person brings under the present policies.
        stretch.map((act, index): Step => ({ minutes: waits[index] ?? 0, act, authorityId, newOnly: newOnly && act !== "adopt" })),
      ),
    ]),
})

const terms = fc.oneof(
  fc.record({ minutes: fc.integer({ min: 1, max: 3000 }), time: fc.constantFrom("wall" as const) }),
  fc.record({ minutes: fc.integer({ min: 1, max: 1500 }), time: fc.constantFrom("working" as const), calendarId: fc.constant("office") }),
  fc.record({ days: fc.integer({ min: 0, max: 5 }), time: fc.constantFrom("calendar-days" as const), calendarId: fc.constant("office") }),
  fc.record({ days: fc.integer({ min: 1, max: 5 }), time: fc.constantFrom("working-days" as const), calendarId: fc.constant("office") }),
)

export const policyLists: fc.Arbitrary<readonly Policy[]> = fc
  .array(
    fc.record({
      goal: fc.constantFrom("first-reply", "final-reply", "acceptance", "approval", "visit", "first-reply"),
      startsAt: fc.constantFrom(
        ...(["published", "detected", "registered", "registered", "assigned", "assigned"] as const),
        ...(["interim-published", "draft-submitted", "reopened"] as const),
      ),
      term: terms,
      topics: fc.option(fc.constant(["roads"]), { nil: undefined, freq: 2 }),
      importance: fc.option(fc.constantFrom("normal", "raised"), { nil: undefined, freq: 2 }),
      authorityIds: fc.option(fc.constant(["b"]), { nil: undefined, freq: 2 }),
    }),
    { minLength: 2, maxLength: 8 },
  )
  .map((list) =>
    list.map(({ goal, startsAt, term, ...conditions }, index) => {
      const appliesTo = Object.fromEntries(Object.entries(conditions).filter(([, wanted]) => wanted !== undefined))
      return policySchema.parse({ id: `p${index}`, version: "1", goal, startsAt, term, appliesTo })
    }),
  )
