import fc from "fast-check"
import { millisToInstant, type Instant, type Interval } from "../../src/base/index.ts"
import { movers, type IncidentFacts } from "../../src/report/index.ts"

const start = Date.parse("2026-10-30T00:00:00.000Z")

/** Few distinct moments, so that moments of one incident, of the period's ends and of the report often coincide. */
export const momentArbitrary: fc.Arbitrary<Instant> = fc
  .integer({ min: 0, max: 40 })
  .map((step) => millisToInstant(start + step * 6 * 3_600_000))

const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 3 })

/** Facts of any combination, also of those that no incident reaches: figures must hold on their own. */
export const factsArbitrary: fc.Arbitrary<IncidentFacts> = fc.record({
  incidentId: fc.uuid(),
  status: fc.constantFrom("candidate", "rejected", "registered", "dismissed", "in-work", "replied-interim", "replied-final", "closed"),
  problem: fc.constantFrom("unknown", "planned", "fix-claimed", "explained"),
  intake: fc.constantFrom("network", "hand"),
  topic: perhaps(fc.constantFrom("roads", "heating", "снег")),
  authorityId: perhaps(fc.constantFrom("adm-a", "adm-b")),
  executorId: perhaps(fc.constantFrom("clerk-1", "clerk-2")),
  territoryId: perhaps(fc.constantFrom("chita", "aginskoe")),
  network: fc.constantFrom("vk", "ok"),
  kind: perhaps(fc.constantFrom("problem", "question")),
  importance: perhaps(fc.constantFrom("normal", "raised")),
  publishedAt: momentArbitrary,
  detectedAt: momentArbitrary,
  registeredAt: perhaps(momentArbitrary),
  dueAt: perhaps(momentArbitrary),
  answeredAt: perhaps(momentArbitrary),
  answeredWorkingMinutes: perhaps(fc.nat(5000)),
  finalAt: perhaps(momentArbitrary),
  windowUntil: perhaps(momentArbitrary),
  openSince: perhaps(momentArbitrary),
  closedAt: perhaps(momentArbitrary),
  closing: perhaps(fc.constantFrom("author-satisfied", "no-objection", "decision")),
  dismissedAt: perhaps(momentArbitrary),
  dismissal: perhaps(fc.constantFrom("advert", "news")),
  cycle: fc.integer({ min: 1, max: 3 }),
  repeatOf: perhaps(fc.constant("inc_0")),
  voices: fc.nat(3),
  score: perhaps(fc.integer({ min: 1, max: 5 })),
  waitsFor: perhaps(fc.constantFrom(...movers)),
  waitingSince: perhaps(momentArbitrary),
  nextDueAt: perhaps(momentArbitrary),
  nextGoal: perhaps(fc.constantFrom("first-reply", "promise")),
  updatedAt: momentArbitrary,
})

/** A half-open interval, not empty. */
export const intervalArbitrary: fc.Arbitrary<Interval> = fc
  .tuple(momentArbitrary, momentArbitrary)
  .filter(([one, other]) => one !== other)
  .map(([one, other]) => (one < other ? { from: one, to: other } : { from: other, to: one }))
