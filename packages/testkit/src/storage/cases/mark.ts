import assert from "node:assert/strict"
import { addMinutes, type Storage } from "@otklik/core"
import { countSubjects, tallyMarks, type IncidentMark, type MarkKind } from "@otklik/core/reports"
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

/** Stores an incident with marks of its own choice. */
async function store(storage: Storage, number: number, marks: readonly IncidentMark[]) {
  const built = buildIncident({ incidentId: `incident-${number}`, messageKey: `vk:-1_${number}`, status: "registered" })
  await storage.commit({ appends: [{ ...appendOf(built), marks }] })
  return { facts: built.view.facts, marks }
}

/** What the cycle counts. */
export const markCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("mark: the counts are those of tallyMarks, at every edge of the period", async ({ storage, openSecond }) => {
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
    const incidents = built.map((one) => ({ facts: one.view.facts, marks: appendOf(one).marks ?? [] }))
    const second = await openSecond()
    for (const [from, to] of [
      [0, 60],
      [2, 62],
      [90, 200],
      [200, 5000],
      [-900, 0],
    ] as const) {
      const period = { from: at(from), to: at(to) }
      assert.deepEqual(await second.counts.tallyCycle(period), tallyMarks(incidents, period), `from ${from} to ${to}`)
    }
  }),
  storageCase("mark: what was open before is the moves before the period, and no other marks", async ({ storage }) => {
    await store(storage, 1, [mark("received", 1), mark("refused", 2), mark("closed", 3), mark("reopened", 5)])
    await store(storage, 2, [mark("received", 1), mark("transferred", 2)])
    await store(storage, 3, [mark("received", 1), mark("dismissed", 2), mark("restored", 3), mark("dismissed", 4)])
    assert.equal((await storage.counts.tallyCycle({ from: at(4), to: at(9) })).openBefore, 2)
    assert.equal((await storage.counts.tallyCycle({ from: at(1), to: at(9) })).openBefore, 0)
    assert.equal((await storage.counts.tallyCycle({ from: at(6), to: at(9) })).openBefore, 2)
  }),
  storageCase("mark: those of a later append are added to the earlier ones", async ({ storage, openSecond }) => {
    const first = buildIncident({ incidentId: "incident-1", status: "registered" })
    const later = buildIncident({ incidentId: "incident-1", status: "assigned" })
    await storage.commit({ appends: [{ ...appendOf(first), marks: [mark("received", 1)] }] })
    await storage.commit({ appends: [{ ...appendOf(later, first), marks: [mark("transferred", 2), mark("transferred", 2)] }] })
    const { counts } = await (await openSecond()).counts.tallyCycle(always)
    assert.deepEqual([counts.received, counts.transferred], [1, 2])
  }),
  storageCase("mark: a repeat counts for the incident that it repeats, whenever it came", async ({ storage }) => {
    await store(storage, 1, [mark("first-closed", 1), mark("first-closed", 2)])
    await store(storage, 2, [mark("first-closed", 2)])
    await store(storage, 3, [mark("repeated", 500, "incident-1"), mark("repeated", 501, "incident-1")])
    const { firstClosed, firstClosedRepeated } = await storage.counts.tallyCycle({ from: at(0), to: at(9) })
    assert.deepEqual([firstClosed, firstClosedRepeated], [2, 1])
  }),
  storageCase("mark: subjects are counted by kind and period, in the order of UTF-16 units", async ({ storage }) => {
    const texts = ["b", "\u{1F525}", "\uFF5E", "b"].map((text, index) => mark("guidance-published", index, text))
    const { marks } = await store(storage, 1, [...texts, mark("repeated", 1, "b"), mark("guidance-published", 9, "late")])
    for (const query of [
      { kind: "guidance-published" },
      { kind: "guidance-published", period: { from: at(1), to: at(9) } },
      { kind: "repeated" },
      { kind: "received" },
    ] as const)
      assert.deepEqual(await storage.counts.countSubjects(query), countSubjects(marks, query), JSON.stringify(query))
  }),
  storageCase("mark: a kind that there is not, and moments that do not sort, are refused", async ({ storage }) => {
    const { facts } = await store(storage, 1, [])
    const built = buildIncident({ incidentId: "incident-2", messageKey: "vk:-1_2" })
    const wrong = [
      { ...mark("received", 1), at: "2026-03-02T06:00:00Z" },
      { ...mark("received", 1), kind: "eaten" as MarkKind },
    ]
    for (const one of wrong)
      await assert.rejects(storage.commit({ appends: [{ ...appendOf(built), marks: [one] }] }), { code: "config" }, one.kind)
    await assert.rejects(storage.counts.tallyCycle({ from: facts.publishedAt, to: "tomorrow" }), { code: "config" })
    await assert.rejects(storage.counts.countSubjects({ kind: "eaten" as MarkKind }), { code: "config" })
  }),
]
