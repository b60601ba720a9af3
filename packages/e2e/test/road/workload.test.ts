import { createRoleAuthorisation, type Actor, type Grant, type Storage } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, storages } from "./road.ts"

const person = (id: string): Actor => ({ id, kind: "person" })
const grants: Readonly<Record<string, readonly Grant[]>> = {
  moderator: [{ role: "moderator" }],
  head: [{ role: "supervisor" }],
  curator: [{ role: "curator", authorityIds: ["heat"] }],
  "roads-curator": [{ role: "curator", authorityIds: ["roads"] }],
  anna: [{ role: "executor", authorityIds: ["heat"] }],
  boris: [{ role: "executor", authorityIds: ["heat"] }],
  analyst: [{ role: "analyst" }],
}
const authorisation = createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [] })

describe.each(storages.slice(0, 2))("desk.workload on %s", (_, open) => {
  async function build() {
    const road = await buildRoad(open, { authorisation })
    const { desk, network, clock } = road
    const arrive = async (count: number) => {
      network.messages.push(...Array.from({ length: count }, () => complaint()))
      await desk.pull()
    }
    await arrive(3)
    const ids = (await desk.find({}, { actor: person("head") })).incidents.map(({ incident }) => incident.incidentId)
    const [first = "", second = ""] = ids
    await desk.execute({ type: "take", incidentId: first, executorId: "boris" }, { actor: person("boris") })
    await desk.execute({ type: "take", incidentId: second, executorId: "anna" }, { actor: person("anna") })
    // Raised topics have four hours: the three are late, and the fourth is not.
    clock.set("2026-11-24T05:30:00.000Z")
    await desk.tick()
    await arrive(1)
    return road
  }

  it("gives open and overdue of each executor, by id, and no more of a person", async () => {
    const { desk } = await build()
    const told = await desk.workload({ authorityId: "heat" }, { actor: person("curator") })
    expect(told).toEqual({
      at: "2026-11-24T05:30:00.000Z",
      authorityId: "heat",
      open: 4,
      overdue: 3,
      executors: [
        { executorId: "anna", open: 1, overdue: 1 },
        { executorId: "boris", open: 1, overdue: 1 },
        { executorId: null, open: 2, overdue: 1 },
      ],
    })
    // Every number is that of a list.
    const list = { authorityIds: ["heat"], open: true }
    const actor = person("head")
    expect((await desk.find(list, { actor, count: true })).count).toEqual({ value: told.open, isExact: true })
    expect((await desk.find({ ...list, due: { overdue: true } }, { actor, count: true })).count).toEqual({ value: 3, isExact: true })
    expect((await desk.find({ ...list, executorIds: ["anna"] }, { actor })).incidents).toHaveLength(1)
  })

  it("gives both numbers of one reading, also while work is taken up", async () => {
    const { desk, storage, restart } = await build()
    const { incidents } = await desk.find({}, { actor: person("head") })
    const free = incidents.filter(({ facts }) => facts.executorId === null)
    let asked = 0
    const watched: Storage = {
      ...storage,
      async find(query) {
        const page = await storage.find(query)
        const next = free[asked]?.incident.incidentId
        asked += 1
        if (next !== undefined) await desk.execute({ type: "take", incidentId: next, executorId: "anna" }, { actor: person("anna") })
        return page
      },
    }
    const told = await restart({ storage: watched, authorisation }).workload({ authorityId: "heat" }, { actor: person("head") })
    expect([asked, told.open, told.overdue]).toEqual([1, 4, 3])
    for (const work of told.executors) expect(work.overdue, String(work.executorId)).toBeLessThanOrEqual(work.open)
    expect(told.executors.at(-1)).toEqual({ executorId: null, open: 2, overdue: 1 })
  })

  it("is for whoever shares the work of that body out", async () => {
    const { desk } = await build()
    const ask = async (id: string, authorityId = "heat") => desk.workload({ authorityId }, { actor: person(id) })
    expect((await ask("head")).open).toBe(4)
    expect(await ask("head", "roads")).toMatchObject({ open: 0, overdue: 0, executors: [] })
    for (const id of ["moderator", "anna", "analyst", "nobody"]) await expect(ask(id), id).rejects.toMatchObject({ code: "forbidden" })
    await expect(ask("roads-curator")).rejects.toMatchObject({ code: "forbidden", details: { reason: "authority" } })
    await expect(ask("head", "heet")).rejects.toMatchObject({ details: { issues: [{ path: "authorityId" }] } })
  })
})
