import { describe, expect, it } from "vitest"
import { isDeskError } from "@otklik/core"
import type { MetricId } from "@otklik/core/reports"
import { checkCounts, checkFind } from "../../src/storage/define/check-find.ts"
import { knownFigureDimensions } from "../../src/report/index.ts"
import { checkFeed, checkFigures, checkLease, checkSettlement } from "../../src/storage/define/check-question.ts"

const now = "2026-03-02T06:00:00.000Z"
const period = { from: now, to: "2026-03-03T06:00:00.000Z" }
const lease = { kind: "reply", id: "outbox-1", token: 1, until: now, takenOver: false, reply: null } as const

function pathsOf(work: () => unknown): readonly string[] {
  try {
    work()
  } catch (error) {
    if (isDeskError(error, "config")) return error.details.issues.map((issue) => issue.path)
    throw error
  }
  return []
}

describe("the doors of questions", () => {
  it("read where a part of the feed begins", () => {
    expect(checkFeed(null, 1)).toBe(0)
    expect(checkFeed("17", 1)).toBe(17)
  })

  it("refuse what cannot be answered, and name every place", () => {
    expect(pathsOf(() => checkFind({ limit: 0, after: { value: null, number: -1 } }))).toEqual(["limit", "after"])
    expect(pathsOf(() => checkFind({ limit: 1001, order: "oldest", after: { value: null, number: 1 } }))).toEqual(["limit", "after"])
    expect(pathsOf(() => checkFind({ limit: 1, topics: [], labels: [{ kind: "message", values: [] }] }))).toEqual([
      "topics",
      "labels[0].values",
    ])
    const metric = { id: "constructor" as MetricId, period: { from: "x", to: "y" }, at: "z" }
    expect(pathsOf(() => checkFind({ limit: 1, metric }))).toEqual(["metric.id", "metric.period.from", "metric.period.to", "metric.at"])
    expect(pathsOf(() => checkFeed("1e3", 0.5))).toEqual(["after", "limit"])
    expect(pathsOf(() => checkLease({ kind: "clock", owner: "w", now: "now", ttlMillis: 0, limit: -1 }))).toEqual([
      "now",
      "ttlMillis",
      "limit",
    ])
    expect(pathsOf(() => checkFigures({ period, at: "", metrics: ["received"] }))).toEqual(["at"])
    expect(pathsOf(() => checkFigures({ period, at: now, metrics: ["due", "recieved" as MetricId] }))).toEqual(["metrics[1]"])
    expect(pathsOf(() => checkSettlement({ lease, retry: { nextTryAt: "", attempts: -1 } }))).toEqual(["retry.nextTryAt", "retry.attempts"])
    expect(pathsOf(() => checkSettlement({ lease: { ...lease, kind: "clock" }, retry: { nextTryAt: now, attempts: 1 } }))).toEqual([
      "retry",
    ])
  })

  it("refuse a search in every part of it that is wrong, and no other", () => {
    const wrong = (filter: object) => pathsOf(() => checkFind({ limit: 1, ...filter }))
    expect(wrong({ order: "newst", after: { value: now, number: 1 } })).toEqual(["order"])
    expect(wrong({ order: "newest", after: { value: "yesterday", number: 1 } })).toEqual(["after"])
    expect(wrong({ topics: "roads", statuses: ["closd"], waitsFor: ["nobody"] })).toEqual(["statuses[0]", "waitsFor[0]", "topics"])
    expect(wrong({ numbers: [] })).toEqual(["numbers"])
    expect(wrong({ numbers: [1.5] })).toEqual(["numbers"])
    expect(wrong({ numbers: 7 })).toEqual(["numbers"])
    expect(wrong({ open: "yes", unowned: 1 })).toEqual(["open", "unowned"])
    expect(wrong({ registered: { from: "2026" } })).toEqual(["registered.from"])
    expect(wrong({ due: { from: now, to: "later", goals: [] } })).toEqual(["due.to", "due.goals"])
    expect(wrong({ labels: [{ kind: "massage", values: ["a"], not: false }] })).toEqual(["labels[0].kind", "labels[0].not"])
    expect(wrong({ words: { in: ["text"], groups: [] } })).toEqual(["words.in[0]", "words.groups"])
    expect(wrong({ words: { in: ["message"], groups: [[]] } })).toEqual(["words.groups[0]"])
    expect(wrong({ reach: [{ topics: [] }, { town: ["a"] }] })).toEqual(["reach[0].topics", "reach[1].town"])
    expect(wrong({ metric: { id: 7, period, at: now } })).toEqual(["metric.id"])
    expect(wrong({ topic: ["roads"] })).toEqual(["topic"])
  })

  it("refuse counts of no list, of too many filters, and beyond what is counted", () => {
    const wrong = (filters: unknown, limit: number) => pathsOf(() => checkCounts(filters as [], limit))
    expect(wrong({}, 1)).toEqual(["filters"])
    expect(
      wrong(
        Array.from({ length: 1000 }, () => ({})),
        1,
      ),
    ).toEqual(["filters"])
    expect(wrong([{ topics: [] }, { colour: 1 }], 1)).toEqual(["[0].topics", "[1].colour"])
    for (const limit of [0, 0.5, 1e9]) expect(wrong([], limit)).toEqual(["limit"])
    expect(wrong([{ topics: ["roads"] }], 1)).toEqual([])
  })

  it("refuse figures by more dimensions than a row has keys, or by one twice", () => {
    const wrong = (by: readonly string[]) => pathsOf(() => checkFigures({ period, at: now, metrics: ["received"], by: by as [] }))
    expect(wrong(["topic", "network"])).toEqual([])
    expect(wrong(["topic", "topic"])).toEqual(["by"])
    expect(wrong([...knownFigureDimensions].filter((one) => !["bucket", "weekday", "hour"].includes(one)))).toEqual(["by"])
  })

  it("let good questions through", () => {
    expect(pathsOf(() => checkLease({ kind: "clock", owner: "w", now, ttlMillis: 1, limit: 1 }))).toEqual([])
    expect(pathsOf(() => checkFigures({ period, at: now, metrics: ["term:repair:first:due"] }))).toEqual([])
    expect(pathsOf(() => checkFind({ limit: 1, metric: { id: "term:repair:first:due", period, at: now } }))).toEqual([])
    expect(pathsOf(() => checkSettlement({ lease, retry: { nextTryAt: now, attempts: 1 } }))).toEqual([])
    expect(pathsOf(() => checkSettlement({ lease }))).toEqual([])
  })
})
