import assert from "node:assert/strict"
import { addMinutes, type Storage } from "@otklik/core"
import { figuresOf, findMetric, metricIds, type CountedCase, type IncidentMark, type MarkKind, type MetricId } from "@otklik/core/reports"
import type { Interval } from "@otklik/core/storage"
import { appendOf, buildIncident } from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const start = "2026-03-02T06:00:00.000Z"
const at = (minutes: number) => addMinutes(start, minutes)
const mark = (kind: MarkKind, minutes: number, subject: string | null = null): IncidentMark => ({
  kind,
  at: at(minutes),
  subject,
  authorityId: null,
})
const always = { from: "1970-01-01T00:00:00.000Z", to: "2100-01-01T00:00:00.000Z" }
const later = at(5000)
const marked = metricIds.filter((id) => findMetric(id)?.anchor === "mark.at")

/** Numbers of a period, as they are counted long after it. */
async function numbersOf(storage: Storage, period: Interval, ...metrics: readonly MetricId[]): Promise<readonly (number | undefined)[]> {
  const [row] = await storage.counts.figures({ period, at: later, metrics })
  return metrics.map((id) => row?.numbers[id])
}

/** Stores an incident with marks of its own choice. */
async function store(storage: Storage, number: number, marks: readonly IncidentMark[]): Promise<void> {
  const built = buildIncident({ incidentId: `incident-${number}`, messageKey: `vk:-1_${number}`, status: "registered" })
  await storage.commit({ appends: [{ ...appendOf(built), marks }] })
}

/** What the cycle counts. */
export const markCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("mark: what happened is counted by it, at every edge of the period", async ({ storage, openSecond }) => {
    const built = (["registered", "closed", "converted", "merged", "replied-final", "reply-review", "closed", "dismissed"] as const).map(
      (status, index) =>
        buildIncident({
          incidentId: `incident-${index}`,
          messageKey: `vk:-1_${index}`,
          status,
          publishedAt: at(index * 30),
          answeredAt: at(index * 30 + 90),
          closedAt: at(index * 30 + 200),
        }),
    )
    await storage.commit({ appends: built.map((one) => appendOf(one)) })
    const cases = built.map((one): CountedCase => ({ ...one.view, marks: appendOf(one).marks ?? [] }))
    const second = await openSecond()
    for (const [from, to] of [
      [0, 60],
      [2, 62],
      [90, 200],
      [200, 5000],
      [-900, 0],
    ] as const) {
      const query = { period: { from: at(from), to: at(to) }, at: later, metrics: marked }
      assert.deepEqual(await second.counts.figures(query), figuresOf(cases, query), `from ${from} to ${to}`)
    }
  }),
  storageCase("mark: what was open before is what is open now without the moves since, and no other marks", async ({ storage }) => {
    await store(storage, 1, [mark("received", 1), mark("refused", 2), mark("closed", 3), mark("reopened", 5)])
    await store(storage, 2, [mark("received", 1), mark("transferred", 2)])
    await store(storage, 3, [mark("received", 1), mark("closed", 2), mark("reopened", 3)])
    const openBefore = async (from: number) => (await numbersOf(storage, { from: at(from), to: at(9) }, "openBefore"))[0]
    assert.deepEqual(await Promise.all([1, 2, 3, 4, 5, 6].map(openBefore)), [0, 3, 2, 2, 2, 3])
  }),
  storageCase("mark: those of a later append are added to the earlier ones", async ({ storage, openSecond }) => {
    const first = buildIncident({ incidentId: "incident-1", status: "registered" })
    const then = buildIncident({ incidentId: "incident-1", status: "assigned" })
    await storage.commit({ appends: [{ ...appendOf(first), marks: [mark("thanked", 1)] }] })
    await storage.commit({ appends: [{ ...appendOf(then, first), marks: [mark("transferred", 2), mark("transferred", 2)] }] })
    assert.deepEqual(await numbersOf(await openSecond(), always, "thanked", "transferred"), [1, 2])
  }),
  storageCase("mark: a repeat counts for the incident that it repeats, when it came by the moment of the report", async ({ storage }) => {
    await store(storage, 1, [mark("first-closed", 1)])
    await store(storage, 2, [mark("first-closed", 2)])
    await store(storage, 3, [
      mark("repeated", 500, "incident-1"),
      mark("repeated", 501, "incident-1"),
      mark("repeated", 5001, "incident-2"),
    ])
    assert.deepEqual(await numbersOf(storage, { from: at(0), to: at(60) }, "firstClosed", "closedThenRepeated"), [2, 1])
  }),
  storageCase("mark: subjects are counted by kind and period, in the order of UTF-16 units", async ({ storage }) => {
    const texts = ["b", "\u{1F525}", "\uFF5E", "b"].map((text, index) => mark("guidance-published", index, text))
    await store(storage, 1, [...texts, mark("repeated", 1, "b"), mark("guidance-published", 60, "late")])
    const subjects = async (from: number) => {
      const period = { from: at(from), to: at(60) }
      const rows = await storage.counts.figures({ period, at: later, metrics: ["guidancePublished"], by: ["subject"] })
      return rows.map(({ keys, numbers }) => [keys[0], numbers.guidancePublished])
    }
    assert.deepEqual(await subjects(0), [
      ["b", 2],
      ["\u{1F525}", 1],
      ["\uFF5E", 1],
    ])
    assert.deepEqual(await subjects(1), [
      ["b", 1],
      ["\u{1F525}", 1],
      ["\uFF5E", 1],
    ])
  }),
  storageCase("mark: a kind that there is not, and moments that do not sort, are refused", async ({ storage }) => {
    const built = buildIncident({ incidentId: "incident-2", messageKey: "vk:-1_2" })
    const wrong = [
      { ...mark("received", 1), at: "2026-03-02T06:00:00Z" },
      { ...mark("received", 1), kind: "eaten" as MarkKind },
    ]
    for (const one of wrong)
      await assert.rejects(storage.commit({ appends: [{ ...appendOf(built), marks: [one] }] }), { code: "config" }, one.kind)
  }),
]
