import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import { createRoleAuthorisation, isDeskError, type Actor, type Authorisation, type DeskCommand, type Grant } from "@otklik/core"
import { buildRoad, complaint, moderator, storages } from "./road.ts"

const person = (id: string): Actor => ({ id, kind: "person" })
const caught = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (error: unknown) => error,
  )
const seen = (error: unknown) => (isDeskError(error) ? { code: error.code, message: error.message, details: error.details } : error)

describe.each(storages)("authority on %s", (_, open) => {
  /** Some incidents of a desk without an authorisation, and the same desk with one. */
  const build = async (authorisation: Authorisation, count = 2) => {
    const road = await buildRoad(open)
    for (let index = 0; index < count; index += 1) road.network.messages.push(complaint(undefined, `vk:-1_9${index}`))
    await road.desk.pull()
    const { incidents } = await road.desk.find({}, { limit: 100 })
    return { ...road, ids: incidents.map(({ incident }) => incident.incidentId), guarded: road.restart({ authorisation }) }
  }
  /** Reaches these incidents alone. */
  const reaching = (reached: () => readonly string[]): Authorisation => {
    return {
      decide: ({ incident }) =>
        incident !== null && reached().includes(incident.incidentId) ? { allowed: true } : { allowed: false, reason: "territory" },
      reach: () => [],
    }
  }

  it("a word that a message is gone erases nothing for somebody who may not erase it", async () => {
    const grants: Readonly<Record<string, readonly Grant[]>> = {
      publisher: [{ role: "publisher", personalData: "none" }],
      officer: [{ role: "data-protection-officer", personalData: "author" }, { role: "publisher" }],
    }
    const road = await build(createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [] }))
    const note = { type: "note-deletion", incidentId: road.ids[0] ?? "", messageKey: "vk:-1_90" } as const
    const noted = await road.guarded.execute(note, { actor: person("publisher") })
    expect(noted.events.map(({ type }) => type)).toEqual(["source-deleted"])
    expect((await road.storage.read("message", ["vk:-1_90"]))[0]?.text).not.toBeNull()
    const other = { ...note, incidentId: road.ids[1] ?? "", messageKey: "vk:-1_91" } as const
    const erased = await road.guarded.execute(other, { actor: person("officer") })
    expect(erased.events.map(({ type }) => type)).toEqual(["source-deleted", "erasure-noted"])
    expect((await road.storage.read("message", ["vk:-1_91"]))[0]?.text).toBeNull()
  })

  it("both incidents of a bond are asked about, also when it is taken back", async () => {
    let reached: readonly string[] = []
    const road = await build(reaching(() => reached))
    const [incidentId = "", into = ""] = road.ids
    reached = [incidentId]
    const bonds: readonly DeskCommand[] = [
      { type: "merge", incidentId, into },
      { type: "link-repeat", incidentId, repeatOf: into },
    ]
    for (const bond of bonds)
      expect(await caught(road.guarded.execute(bond, { actor: moderator })), bond.type).toMatchObject({ code: "forbidden" })
    await road.desk.execute({ type: "merge", incidentId, into }, { actor: moderator })
    const before = (await loadOne(road.storage, into)).version
    const unmerge = { type: "unmerge", incidentId } as const
    expect(await caught(road.guarded.execute(unmerge, { actor: moderator }))).toMatchObject({ code: "forbidden" })
    expect((await loadOne(road.storage, into)).version).toBe(before)
    reached = [incidentId, into]
    expect((await road.guarded.execute(unmerge, { actor: moderator })).incident.status).toBe("assigned")
  })

  it("whoever may do nothing learns neither that an incident is there nor at which version it is", async () => {
    const road = await build({ decide: () => ({ allowed: false, reason: "role" }), reach: () => [] })
    const actor = person("nobody")
    const { guarded } = road
    const key = { messageKey: "vk:-1_90", purpose: "a letter" }
    const asks: readonly ((incidentId: string) => Promise<unknown>)[] = [
      (incidentId) => guarded.execute({ type: "take", incidentId }, { actor }),
      (incidentId) => guarded.execute({ type: "take", incidentId }, { actor, expectedVersion: 99 }),
      (incidentId) => guarded.execute({ type: "merge", incidentId, into: incidentId }, { actor }),
      (incidentId) => guarded.unsealAuthor({ incidentId, ...key }, { actor }),
      (incidentId) => guarded.case(incidentId, { actor }),
    ]
    for (const ask of asks) {
      const there = seen(await caught(ask(road.ids[0] ?? "")))
      expect(there).toMatchObject({ code: "forbidden" })
      expect(seen(await caught(ask("inc_nowhere")))).toEqual(there)
    }
    expect(await guarded.find({}, { limit: 1, actor })).toEqual({ incidents: [], next: null })
  })

  it("a role that is limited hears of an incident that is not there what it hears of one out of reach", async () => {
    const grants: Readonly<Record<string, readonly Grant[]>> = {
      far: [{ role: "moderator", territoryIds: ["nowhere"] }],
      all: [{ role: "moderator" }],
      worker: [{ role: "executor", authorityIds: ["roads"] }],
    }
    const road = await build(createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [] }))
    for (const [id, type] of [
      ["far", "close"],
      ["worker", "take"],
      ["worker", "close"],
    ] as const) {
      const ask = (incidentId: string) => {
        const command: DeskCommand = type === "take" ? { type, incidentId } : { type, incidentId, reason: "decision" }
        return caught(road.guarded.execute(command, { actor: person(id) }))
      }
      const there = seen(await ask(road.ids[0] ?? ""))
      expect(there).toMatchObject({ code: "forbidden" })
      expect(seen(await ask("inc_nowhere")), `${id} ${type}`).toEqual(there)
    }
    const all = { actor: person("all") }
    expect(await road.guarded.case("inc_nowhere", all)).toBeUndefined()
  })

  it("pages of somebody who may read little are full, and the last one says that it is", async () => {
    const grants: readonly Grant[] = [{ role: "moderator", authorityIds: ["roads"] }]
    const road = await build(createRoleAuthorisation({ grantsOf: () => grants }), 25)
    const reached = road.ids.filter((_id, index) => index % 6 === 1)
    for (const incidentId of reached)
      await road.desk.execute({ type: "transfer", incidentId, authorityId: "roads", why: "theirs" }, { actor: moderator })
    const pages: string[][] = []
    for (let after: string | null | undefined; after !== null;) {
      const page = await road.guarded.find({}, { limit: 2, count: true, ...(after === undefined ? {} : { after }), actor: moderator })
      expect(page.count).toEqual({ value: 4, isExact: true })
      pages.push(page.incidents.map(({ incident }) => incident.incidentId))
      after = page.next
    }
    expect(pages).toEqual([reached.slice(0, 2), reached.slice(2, 4)])
  })
})
