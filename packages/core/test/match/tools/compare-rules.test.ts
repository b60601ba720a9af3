import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compareRules, createMatcher, type Match, type MatchableMessage, type Rule, type RuleDifference } from "../../../src/match/index.ts"
import { createTrial, later } from "./samples.ts"

const before: readonly Rule[] = [
  { id: "water", query: "вода & нет", topic: "water" },
  { id: "light", query: "свет", topic: "light" },
  { id: "old", query: "яма" },
]
const after: readonly Rule[] = [
  { id: "road", query: "яма | дорога", topic: "road" },
  { id: "water", query: "вода -реклама", topic: "water" },
  { id: "light", query: "свет", topic: "lamps", version: "2" },
]
const messages = [
  { key: "vk:-1_1", text: "нет: вода ушла" },
  { key: "vk:-1_2", text: "вода грязная, яма" },
  "нет, вода — реклама",
  "свет",
  "яма",
  "погода",
]

describe("comparing rules", () => {
  it("tells what appears and disappears, for each rule that differs, with reasons", async () => {
    const comparison = await compareRules(before, after, messages)
    expect(comparison.messages).toEqual({ read: 6, matchedBefore: 5, matchedAfter: 4, caught: 0, lost: 1 })
    expect(
      comparison.rules.map(({ ruleId, change, fields, hitsBefore, hitsAfter }) => [ruleId, change, fields.join(), hitsBefore, hitsAfter]),
    ).toEqual([
      ["road", "added", "", 0, 2],
      ["water", "changed", "query", 2, 2],
      ["light", "changed", "topic,version", 1, 1],
      ["old", "removed", "", 2, 0],
    ])
    const [road, water, light, old] = comparison.rules
    expect(road?.appeared).toEqual({
      count: 2,
      samples: [
        { index: 1, key: "vk:-1_2", clauses: [{ term: "яма", start: 14, end: 17, text: "яма" }], because: [] },
        { index: 4, clauses: [{ term: "яма", start: 0, end: 3, text: "яма" }], because: [] },
      ],
    })
    expect(water?.appeared.samples).toEqual([
      {
        index: 1,
        key: "vk:-1_2",
        clauses: [{ term: "вода", start: 0, end: 4, text: "вода" }],
        because: [{ clause: "нет", holds: false, excluded: false, places: [] }],
      },
    ])
    expect(water?.disappeared.samples).toEqual([
      {
        index: 2,
        clauses: [
          { term: "нет", start: 0, end: 3, text: "нет" },
          { term: "вода", start: 5, end: 9, text: "вода" },
        ],
        because: [{ clause: "реклама", holds: true, excluded: true, places: [{ start: 12, end: 19, text: "реклама" }] }],
      },
    ])
    expect([light?.appeared.count, light?.disappeared.count, old?.disappeared.count]).toEqual([0, 0, 2])
  })

  it("tells how first topics move, passing over rules without one", async () => {
    const { topics } = await compareRules(before, after, messages)
    expect(topics).toEqual([
      { before: null, after: "road", count: 2, samples: [{ index: 1, key: "vk:-1_2" }, { index: 4 }] },
      { before: "light", after: "lamps", count: 1, samples: [{ index: 3 }] },
      { before: "water", after: null, count: 1, samples: [{ index: 2 }] },
    ])
  })

  it("shows a change of order in the topics only", async () => {
    const rules: Rule[] = [
      { id: "a", query: "вода", topic: "one" },
      { id: "b", query: "нет", topic: "two" },
    ]
    const comparison = await compareRules(rules, rules.toReversed(), ["нет, вода ушла", "вода"])
    expect(comparison.rules).toEqual([])
    expect(comparison.topics).toEqual([{ before: "one", after: "two", count: 1, samples: [{ index: 0 }] }])
  })

  it("keeps no more samples than asked for, and counts on", async () => {
    const many = Array.from({ length: 500 }, () => "яма")
    for (const samples of [0, 3]) {
      const { rules, topics } = await compareRules([], after.slice(0, 1), many, { samples })
      expect(rules[0]?.appeared.count).toBe(500)
      expect(rules[0]?.appeared.samples).toHaveLength(samples)
      expect(topics[0]?.samples).toHaveLength(samples)
    }
  })

  it("reads one message at a time, and closes the source when one of them is wrong", async () => {
    let given = 0
    let closed = false
    async function* source() {
      try {
        for (const message of [{ text: "тайный текст" }, { text: null }, { text: "после" }]) {
          given += 1
          yield await Promise.resolve(message as { text: string })
        }
      } finally {
        closed = true
      }
    }
    const failure = compareRules(before, after, source())
    await expect(failure).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "messages[1].text" }] } })
    await expect(failure).rejects.not.toThrow(/тайн|после/)
    expect([given, closed]).toEqual([2, true])
  })

  it("says which set a bad rule stands in", async () => {
    const bad = [
      { id: "x", query: "вода" },
      { id: "y", query: "(вода" },
    ]
    await expect(compareRules(bad, after, [])).rejects.toMatchObject({
      code: "invalid-rule",
      details: { ruleId: "y", issues: [{ path: "before[1].query", span: { start: 0, end: 1 } }] },
    })
    await expect(compareRules(before, bad, [])).rejects.toMatchObject({ details: { issues: [{ path: "after[1].query" }] } })
    await expect(compareRules(before, after, [], { samples: -1 })).rejects.toMatchObject({ code: "config" })
    await expect(compareRules(before, after, "текст")).rejects.toThrow(TypeError)
  })
})

describe("the laws of comparing rules", () => {
  const runs = { numRuns: 60, seed: 5 }

  it("finds nothing between a set and itself", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const { before: rules, messages: list } = createTrial(seed)
        const { rules: differences, topics, messages: counts } = await compareRules(rules, structuredClone(rules), list)
        expect([differences, topics, counts.caught, counts.lost]).toEqual([[], [], 0, 0])
      }),
      runs,
    )
  })

  it("swaps what appears and disappears when the sets are swapped", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const trial = createTrial(seed)
        const options = { samples: 1000 }
        const there = await compareRules(trial.before, trial.after, trial.messages, options)
        const back = await compareRules(trial.after, trial.before, trial.messages, options)
        const turned = (one: RuleDifference): RuleDifference => ({
          ...one,
          change: one.change === "added" ? "removed" : one.change === "removed" ? "added" : "changed",
          hitsBefore: one.hitsAfter,
          hitsAfter: one.hitsBefore,
          appeared: one.disappeared,
          disappeared: one.appeared,
        })
        const byId = (a: RuleDifference, b: RuleDifference) => (a.ruleId < b.ruleId ? -1 : 1)
        expect(back.rules.map(turned).toSorted(byId)).toEqual(there.rules.toSorted(byId))
        const name = ({ before: one, after: other, count }: { before: string | null; after: string | null; count: number }) =>
          `${one} ${other} ${count}`
        expect(back.topics.map((topic) => name({ before: topic.after, after: topic.before, count: topic.count })).toSorted()).toEqual(
          there.topics.map(name).toSorted(),
        )
        expect([back.messages.caught, back.messages.matchedBefore]).toEqual([there.messages.lost, there.messages.matchedAfter])
      }),
      runs,
    )
  })

  it("finds what two whole matchers find, message by message", async () => {
    let appeared = 0
    let disappeared = 0
    let moved = 0
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const trial = createTrial(seed)
        const found = await compareRules(trial.before, trial.after, trial.messages, { samples: 1000 })
        const expected = directly(trial.before, trial.after, trial.messages)
        const side = (pick: (rule: RuleDifference) => RuleDifference["appeared"]) =>
          found.rules
            .flatMap((rule) => pick(rule).samples.map(({ index, clauses }) => `${rule.ruleId} ${index} ${JSON.stringify(clauses)}`))
            .toSorted()
        expect(side((rule) => rule.appeared)).toEqual(expected.appeared)
        expect(side((rule) => rule.disappeared)).toEqual(expected.disappeared)
        for (const rule of found.rules) {
          expect([rule.appeared.count, rule.disappeared.count]).toEqual([rule.appeared.samples.length, rule.disappeared.samples.length])
          expect(rule.hitsAfter - rule.hitsBefore).toBe(rule.appeared.count - rule.disappeared.count)
          for (const sample of [...rule.appeared.samples, ...rule.disappeared.samples])
            expect(sample.because.length > 0).toBe(rule.change === "changed")
        }
        expect(
          found.topics.flatMap((topic) => topic.samples.map(({ index }) => `${index} ${topic.before} ${topic.after}`)).toSorted(),
        ).toEqual(expected.topics)
        appeared += expected.appeared.length
        disappeared += expected.disappeared.length
        moved += expected.topics.length
      }),
      runs,
    )
    // The trials are worth something only if enough happens in them.
    expect(Math.min(appeared, disappeared, moved)).toBeGreaterThan(100)
  })

  it("gives the same for asynchronous and synchronous messages", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const trial = createTrial(seed)
        const list = await compareRules(trial.before, trial.after, trial.messages)
        expect(await compareRules(trial.before, trial.after, later(trial.messages))).toEqual(list)
        expect(await compareRules(trial.before, trial.after, trial.messages.values())).toEqual(list)
      }),
      { numRuns: 20, seed: 6 },
    )
  })
})

function directly(rules: readonly Rule[], edited: readonly Rule[], list: readonly (MatchableMessage | string)[]) {
  const [was, now] = [createMatcher(rules), createMatcher(edited)]
  const result = { appeared: new Array<string>(), disappeared: new Array<string>(), topics: new Array<string>() }
  const topicOf = (matches: readonly Match[]) => matches.find(({ topic }) => topic !== undefined)?.topic ?? null
  list.forEach((message, index) => {
    const [old, fresh] = [was.match(message), now.match(message)]
    const line = ({ ruleId, clauses }: Match) => `${ruleId} ${index} ${JSON.stringify(clauses)}`
    result.appeared.push(...fresh.filter((match) => !old.some(({ ruleId }) => ruleId === match.ruleId)).map(line))
    result.disappeared.push(...old.filter((match) => !fresh.some(({ ruleId }) => ruleId === match.ruleId)).map(line))
    if (topicOf(old) !== topicOf(fresh)) result.topics.push(`${index} ${topicOf(old)} ${topicOf(fresh)}`)
  })
  return { appeared: result.appeared.toSorted(), disappeared: result.disappeared.toSorted(), topics: result.topics.toSorted() }
}
