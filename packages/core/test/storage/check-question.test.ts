import { describe, expect, it } from "vitest"
import { isDeskError } from "@otklik/core"
import type { MetricId } from "@otklik/core/reports"
import { checkFind } from "../../src/storage/define/check-find.ts"
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

  it("let good questions through", () => {
    expect(pathsOf(() => checkLease({ kind: "clock", owner: "w", now, ttlMillis: 1, limit: 1 }))).toEqual([])
    expect(pathsOf(() => checkFigures({ period, at: now, metrics: ["term:repair:first:due"] }))).toEqual([])
    expect(pathsOf(() => checkFind({ limit: 1, metric: { id: "term:repair:first:due", period, at: now } }))).toEqual([])
    expect(pathsOf(() => checkSettlement({ lease, retry: { nextTryAt: now, attempts: 1 } }))).toEqual([])
    expect(pathsOf(() => checkSettlement({ lease }))).toEqual([])
  })
})
