import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { auditRules, createMatcher, type Rule } from "../../../src/match/index.ts"
import { createTrial, later } from "./samples.ts"

const rules: readonly Rule[] = [
  { id: "any-water", query: "вода", topic: "water" },
  { id: "no-water", query: "вода & нет", topic: "outage" },
  { id: "light", query: "свет", topic: "light" },
  { id: "plain", query: "нет" },
  { id: "moon", query: "луна", topic: "moon" },
]
const messages = ["нет: вода ушла", "вода", "вода, свет", "нет", "нет, свет погас", "погода"]

describe("auditing rules", () => {
  it("counts hits, firsts and topics", async () => {
    const audit = await auditRules(rules, messages)
    expect([audit.messages, audit.matched]).toEqual([6, 5])
    expect(audit.rules).toEqual([
      { ruleId: "any-water", hits: 3, share: 0.5, first: 3, alone: 1 },
      { ruleId: "no-water", hits: 1, share: 1 / 6, first: 0, alone: 0 },
      { ruleId: "light", hits: 2, share: 1 / 3, first: 1, alone: 0 },
      { ruleId: "plain", hits: 3, share: 0.5, first: 1, alone: 1 },
      { ruleId: "moon", hits: 0, share: 0, first: 0, alone: 0 },
    ])
    expect(audit.topics).toEqual([
      { topic: "water", messages: 3 },
      { topic: null, messages: 1 },
      { topic: "light", messages: 1 },
    ])
  })

  it("tells rules that never fire or never come first, and behind which", async () => {
    const audit = await auditRules(rules, messages)
    expect(audit.neverFired).toEqual(["moon"])
    expect(audit.shadowed).toEqual([{ ruleId: "no-water", hits: 1, behind: [{ ruleId: "any-water", messages: 1 }] }])
  })

  it("tells which rules hold together, and which inside another", async () => {
    const audit = await auditRules(rules, messages, { pairs: 2 })
    expect(audit.overlaps).toEqual([
      { ruleIds: ["any-water", "no-water"], both: 1, jaccard: 1 / 3 },
      { ruleIds: ["no-water", "plain"], both: 1, jaccard: 1 / 3 },
    ])
    expect(audit.contained).toEqual([
      { ruleId: "no-water", withinRuleId: "any-water", both: 1, containment: 1 },
      { ruleId: "no-water", withinRuleId: "plain", both: 1, containment: 1 },
    ])
    expect(audit.allPairsCounted).toBe(true)
  })

  it("says so when there are more pairs than it may count, and keeps the rest exact", async () => {
    const whole = await auditRules(rules, messages)
    const part = await auditRules(rules, messages, { trackedPairs: 1 })
    expect(part.allPairsCounted).toBe(false)
    expect(part.overlaps).toEqual(whole.overlaps.slice(0, 1))
    expect([part.rules, part.topics, part.neverFired]).toEqual([whole.rules, whole.topics, whole.neverFired])
  })

  it("says nothing of no messages, and refuses what it can't read", async () => {
    const audit = await auditRules(rules, [])
    expect([audit.messages, audit.matched, audit.topics, audit.overlaps, audit.shadowed]).toEqual([0, 0, [], [], []])
    expect(audit.neverFired).toHaveLength(rules.length)
    expect(audit.rules.every(({ share }) => share === 0)).toBe(true)
    await expect(auditRules([{ id: "x", query: "(" }], [])).rejects.toMatchObject({ code: "invalid-rule" })
    await expect(auditRules(rules, [], { pairs: 0.5 })).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "pairs" }] } })
    await expect(auditRules(rules, "свет")).rejects.toThrow(TypeError)
  })

  it("counts what a direct loop counts, and the same for asynchronous messages", async () => {
    let shadowed = 0
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const trial = createTrial(seed)
        const audit = await auditRules(trial.after, trial.messages, { pairs: 1000 })
        expect(await auditRules(trial.after, later(trial.messages), { pairs: 1000 })).toEqual(audit)

        const matcher = createMatcher(trial.after)
        const hits = trial.messages.map((message) => matcher.match(message).map(({ ruleId }) => ruleId))
        const countOf = (test: (ids: readonly string[]) => boolean) => hits.filter(test).length
        for (const { ruleId, hits: count, share, first, alone } of audit.rules) {
          expect(count).toBe(countOf((ids) => ids.includes(ruleId)))
          expect(share).toBe(count / trial.messages.length)
          expect(first).toBe(countOf(([id]) => id === ruleId))
          expect(alone).toBe(countOf((ids) => ids.length === 1 && ids[0] === ruleId))
          expect(audit.neverFired.includes(ruleId)).toBe(count === 0)
          expect(audit.shadowed.some((rule) => rule.ruleId === ruleId)).toBe(count > 0 && first === 0)
        }
        const ids = trial.after.map(({ id }) => id)
        const together = ids
          .flatMap((one, at) => ids.slice(at + 1).map((other) => [one, other] as const))
          .filter(([one, other]) => countOf((found) => found.includes(one) && found.includes(other)) > 0)
        expect(audit.overlaps.map(({ ruleIds }) => ruleIds.join()).toSorted()).toEqual(together.map((pair) => pair.join()).toSorted())
        for (const {
          ruleIds: [one, other],
          both,
          jaccard,
        } of audit.overlaps) {
          expect(both).toBe(countOf((found) => found.includes(one) && found.includes(other)))
          expect(jaccard).toBe(both / countOf((found) => found.includes(one) || found.includes(other)))
        }
        expect(audit.contained).toHaveLength(audit.overlaps.length)
        for (const { ruleId, withinRuleId, both, containment } of audit.contained) {
          expect(containment).toBe(
            countOf((found) => found.includes(ruleId) && found.includes(withinRuleId)) / countOf((found) => found.includes(ruleId)),
          )
          expect(containment).toBeGreaterThanOrEqual(both / countOf((found) => found.includes(withinRuleId)))
        }
        for (const { ruleId, behind } of audit.shadowed) {
          shadowed += 1
          for (const { ruleId: front, messages: count } of behind)
            expect(count).toBe(countOf((found) => found[0] === front && found.includes(ruleId)))
        }
        expect(audit.topics.reduce((sum, { messages: count }) => sum + count, 0)).toBe(audit.matched)
        expect(audit.matched).toBe(countOf((found) => found.length > 0))
      }),
      { numRuns: 60, seed: 9 },
    )
    expect(shadowed).toBeGreaterThan(20)
  })
})
