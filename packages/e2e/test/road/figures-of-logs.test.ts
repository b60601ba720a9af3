import type { IncidentEvent, Storage } from "@otklik/core"
import { countedCase, createPeriod, figuresOf, type DurationId, type MetricId } from "@otklik/core/reports"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, executor, moderator, reply, storages } from "./road.ts"

/** A storage that counts what it is asked. */
function counting(storage: Storage): { readonly storage: Storage; readonly calls: Map<string, number> } {
  const calls = new Map<string, number>()
  const counted = <Part extends object>(part: Part): Part =>
    Object.fromEntries(
      Object.entries(part).map(([name, member]: [string, unknown]) => {
        if (typeof member === "object" && member !== null) return [name, counted(member)]
        if (typeof member !== "function") return [name, member]
        const call = (...given: unknown[]): unknown => {
          calls.set(name, (calls.get(name) ?? 0) + 1)
          return Reflect.apply(member, part, given)
        }
        return [name, call]
      }),
    ) as Part
  return { storage: counted(storage), calls }
}

const days = (from: string, to: string) => ({ zone: "Asia/Chita", from, to })

describe.each(storages)("failure mode 25: figures agree whoever counts them, on %s", (_, open) => {
  it("are one question to the storage, however many events there are, and what the logs say", async () => {
    const road = await buildRoad(open)
    for (let round = 0; round < 12; round += 1) {
      road.network.messages.push(complaint())
      await road.desk.pull()
      const { incidents } = await road.desk.find({}, { limit: 100 })
      const incidentId = incidents.at(-1)?.incident.incidentId ?? ""
      await road.desk.execute({ type: "take", incidentId }, { actor: executor })
      if (round % 3 > 0) await reply(road, incidentId, { replyKind: "final", outcome: { value: "explained" } })
      if (round % 3 > 1) await road.desk.execute({ type: "close", incidentId, reason: "decision" }, { actor: moderator })
      if (round % 6 > 4) await road.desk.execute({ type: "reopen", incidentId, cause: "repeat" }, { actor: moderator })
      road.clock.advance(300)
    }
    const { storage, calls } = counting(road.storage)
    const desk = road.restart({ storage })
    const logs = new Map<string, IncidentEvent[]>()
    for (const { incidentId, event } of await road.storage.readEvents(null, 10_000))
      logs.set(incidentId, [...(logs.get(incidentId) ?? []), event])
    for (const period of [days("2026-11-24", "2026-11-25"), days("2026-11-25", "2026-11-26"), days("2026-11-24", "2026-12-24")]) {
      calls.clear()
      const { totals } = await desk.report({ period, tables: [] })
      // What the desk was set up with then is a page of the journal.
      expect(Object.fromEntries(calls)).toEqual({ figures: 1, readJournal: 1 })
      const [expected] = figuresOf([...logs.values()].map(countedCase), {
        period: createPeriod(period),
        at: road.clock.now(),
        metrics: Object.keys(totals.numbers) as MetricId[],
        durations: Object.keys(totals.durations) as DurationId[],
      })
      expect(totals.numbers).toEqual(expected?.numbers)
      expect(totals.durations["toFirstReply"]?.count).toBe(expected?.durations.toFirstReply?.count)
      expect(totals.numbers["received"]).toBeGreaterThan(0)
    }
  })
})
