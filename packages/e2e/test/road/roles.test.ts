import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import {
  createRoleAuthorisation,
  deskCommandSchema,
  isDeskError,
  type Actor,
  type AuthorisationRequest,
  type DeskCommand,
  type Grant,
  type Reader,
} from "@otklik/core"
import { approver, buildRoad, complaint, executor, moderator, only, storages } from "./road.ts"

const grants: Readonly<Record<string, readonly Grant[]>> = {
  "moderator-1": [{ role: "moderator", territoryIds: ["region"] }],
  "moderator-elsewhere": [{ role: "moderator", territoryIds: ["other-town"] }],
  "moderator-blind": [{ role: "moderator", personalData: "none" }],
  "executor-1": [{ role: "executor", authorityIds: ["heat"] }],
  "executor-roads": [{ role: "executor", authorityIds: ["roads"] }, { role: "analyst" }],
  "executor-water": [{ role: "executor", topics: ["water"] }],
  "supervisor-1": [{ role: "supervisor" }],
  "officer-1": [{ role: "data-protection-officer", personalData: "author" }],
}
const territories = [
  { id: "region", title: "Region", kind: "region" },
  { id: "town", title: "Town", kind: "settlement", parentId: "region", communities: ["vk:-1"] },
  { id: "other-town", title: "Other", kind: "settlement", parentId: "region" },
] as const
const authorisation = createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [], territories })
const routing = {
  authorities: [
    { id: "heat", title: "Heat", kind: "utility" as const },
    { id: "roads", title: "Roads", kind: "administration" as const },
  ],
  territories: territories.map((territory) => ({
    ...territory,
    communities: "communities" in territory ? [...territory.communities] : [],
  })),
  rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
}

describe.each(storages)("roles on %s", (_, open) => {
  const build = async () => {
    const road = await buildRoad(open, { authorisation, routing })
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incident } = await only(road)
    return { ...road, incidentId: incident.incidentId, messageKey: incident.messageKeys[0] ?? "" }
  }
  const reasonOf = async (act: Promise<unknown>): Promise<string> => {
    const error = await act.then(
      () => undefined,
      (caught: unknown) => caught,
    )
    return isDeskError(error, "forbidden") ? error.details.reason : String(error)
  }

  it("hold for everything that is read, and nobody reads without a name", async () => {
    const road = await build()
    const { incidentId, desk } = road
    const period = { zone: "Asia/Chita", from: "2026-11-24", to: "2026-11-25" }
    const by = (id: string) => ({ actor: { id, kind: "person" } as const })
    const readings = [
      (reader: Reader) => desk.case(incidentId, reader as { readonly actor: Actor }),
      (reader: Reader) => desk.report({ period, ...reader }),
      (reader: Reader) => desk.coverage(period, reader),
      (reader: Reader) => desk.guidance(reader),
    ]
    const reasons = async (id: string) => Promise.all(readings.map(async (read) => reasonOf(read(by(id)).then(() => "read"))))
    expect(await reasons("nobody")).toEqual(Array(4).fill("role"))
    expect(await reasons("supervisor-1")).toEqual(Array(4).fill("undefined"))
    // Whoever reaches a part of the region gets the figures of that part.
    expect(await reasons("moderator-elsewhere")).toEqual(["territory", "undefined", "undefined", "territory"])
    expect(await reasons("moderator-1")).toEqual([...Array<string>(3).fill("undefined"), "territory"])
    const received = async (id: string) => (await desk.report({ period, ...by(id) })).totals.numbers["received"]
    expect(await Promise.all(["supervisor-1", "moderator-1", "moderator-elsewhere"].map(received))).toEqual([1, 1, 0])
    expect(await reasons("executor-1")).toEqual(["undefined", ...Array<string>(3).fill("role")])
    expect(await reasons("moderator-blind")).toEqual(Array(4).fill("undefined"))
    for (const read of readings) {
      const unnamed = await read({}).catch((error: unknown) => error)
      expect(isDeskError(unnamed, "config") && unnamed.details.issues[0]?.path).toBe("actor")
    }
    const found = async (id: string) => (await desk.find({}, { limit: 10, ...by(id) })).incidents.length
    expect(await Promise.all(["moderator-1", "supervisor-1", "moderator-elsewhere", "nobody"].map(found))).toEqual([1, 1, 0, 0])
  })

  it("give each district its own figures, which add up to the region's, and are its row there", async () => {
    const places = [
      { id: "region", title: "Region", kind: "region", communities: [] },
      { id: "north", title: "North", kind: "district", parentId: "region", communities: ["vk:-1"] },
      { id: "village", title: "Village", kind: "settlement", parentId: "north", communities: ["vk:-2"] },
      { id: "south", title: "South", kind: "district", parentId: "region", communities: ["vk:-3"] },
    ] as const
    const grantsOf = (id: string): readonly Grant[] =>
      id === "head" ? [{ role: "supervisor" }] : [{ role: "moderator", territoryIds: [id] }]
    const districts = createRoleAuthorisation({ grantsOf, territories: places })
    const road = await buildRoad(open, {
      authorisation: districts,
      routing: { ...routing, territories: places.map((place) => ({ ...place, communities: [...place.communities] })) },
    })
    const write = async (counts: readonly number[]) => {
      for (const [at, count] of counts.entries())
        for (let index = 0; index < count; index += 1)
          road.network.messages.push({ ...complaint(), communityKey: `vk:-${at + 1}`, authorId: `citizen-${at}-${index}` })
      await road.desk.pull()
    }
    await write([3, 2, 4])
    const { incidents } = await road.desk.find({}, { actor: { id: "head", kind: "person" }, limit: 100 })
    for (const { facts } of incidents.slice(0, 4))
      await road.desk.execute({ type: "dismiss", incidentId: facts.incidentId, reason: "news" }, { actor: { id: "head", kind: "person" } })
    road.clock.advance(300)
    await road.desk.tick()
    await write([1, 1, 2])
    const period = { zone: "UTC", from: "2026-11-24", to: "2026-11-25" }
    const by = async (id: string) =>
      road.desk.report({ period, tables: [{ by: ["territory"], rollUp: true }], actor: { id, kind: "person" } })
    const [region, north, south] = [await by("head"), await by("north"), await by("south")]
    expect(region.totals.numbers).toMatchObject({ received: 13, dismissed: 4 })
    expect([north, south].map(({ totals }) => totals.numbers["received"])).toEqual([7, 6])
    for (const [id, number] of Object.entries(region.totals.numbers))
      expect([id, (north.totals.numbers[id] ?? 0) + (south.totals.numbers[id] ?? 0)]).toEqual([id, number])
    for (const [id, own] of [
      ["north", north],
      ["south", south],
    ] as const) {
      const row = region.tables[0]?.rows.find(({ keys }) => keys[0] === id)
      for (const [metric, number] of Object.entries(row?.numbers ?? {}))
        expect([metric, number]).toEqual([metric, own.totals.numbers[metric]])
      expect(own.notes.map((note) => note.id)).toContain("scoped")
    }
  })

  it("name the respect in which a person does not reach, and write nothing", async () => {
    const road = await build()
    const { incidentId, messageKey } = road
    const ask = (command: DeskCommand, id: string) => reasonOf(road.desk.execute(command, { actor: { id, kind: "person" } }))
    const take = { type: "take", incidentId } as const
    expect(await ask(take, "nobody")).toBe("role")
    expect(await ask(take, "moderator-1")).toBe("role")
    expect(await ask(take, "executor-roads")).toBe("authority")
    expect(await ask(take, "executor-water")).toBe("topic")
    expect(await ask({ type: "reclassify", incidentId, topic: "roads" }, "moderator-elsewhere")).toBe("territory")
    expect(await ask({ type: "reclassify", incidentId, topic: "roads" }, "moderator-blind")).toBe("personal-data")
    expect(await ask({ type: "erase", incidentId, messageKey }, "moderator-1")).toBe("role")
    expect(await ask({ type: "reopen", incidentId, cause: "supervisor-order" }, "moderator-1")).toBe("role")
    expect((await loadOne(road.storage, incidentId)).events.at(-1)?.type).toBe("incident-assigned")
    expect((await road.storage.read("message", [messageKey]))[0]?.text).not.toBeNull()
  })

  it("let everyone do their own", async () => {
    const road = await build()
    const { incidentId, messageKey } = road
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    const done = await road.desk.execute({ type: "erase", incidentId, messageKey }, { actor: { id: "officer-1", kind: "person" } })
    expect(done.events.map((event) => event.type)).toEqual(["erasure-noted"])
    const moved = { type: "transfer", incidentId, authorityId: "roads", why: "theirs" } as const
    expect((await road.desk.execute(moved, { actor: moderator })).incident.status).toBe("assigned")
    // It is no business of the old owner's any more.
    expect(await reasonOf(road.desk.execute({ type: "take", incidentId }, { actor: executor }))).toBe("authority")
  })

  it("hold for both incidents of a merging, and for the second call of an idempotency key", async () => {
    const road = await build()
    road.network.messages.push({ ...complaint(undefined, "vk:-2_77"), communityKey: "vk:-2" })
    await road.desk.pull()
    const other = (await road.storage.find({ limit: 2 })).incidents[1]?.incident.incidentId ?? ""
    const merge = { type: "merge", incidentId: road.incidentId, into: other } as const
    expect(await reasonOf(road.desk.execute(merge, { actor: moderator }))).toBe("territory")
    const take = { type: "take", incidentId: road.incidentId } as const
    await road.desk.execute(take, { actor: executor, idempotencyKey: "click" })
    expect(await reasonOf(road.desk.execute(take, { actor: approver, idempotencyKey: "click" }))).toBe("role")
  })

  it("do not bind the desk itself: clocks and replies go on", async () => {
    const road = await build()
    road.clock.advance(240)
    expect(await road.desk.tick()).toMatchObject({ missed: 1 })
  })
})

describe("roles", () => {
  it("are asked about every command: one that nobody may give would be a hole or a wall", async () => {
    const everybody = createRoleAuthorisation({ grantsOf: (role) => [{ role: role as Grant["role"], personalData: "author" }] })
    const road = await buildRoad(
      storages[0]?.[1] ??
        (() => {
          throw new Error("no storage")
        }),
    )
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incident } = await only(road)
    const roles = [
      "moderator",
      "curator",
      "executor",
      "approver",
      "publisher",
      "supervisor",
      "inspector",
      "data-protection-officer",
      "analyst",
    ]
    for (const option of deskCommandSchema.options) {
      const type = option.shape.type.value
      const command = { type, incidentId: incident.incidentId, mode: "recompute" } as NonNullable<AuthorisationRequest["command"]>
      const allowed = []
      for (const id of roles) if ((await everybody.decide({ actor: { id, kind: "person" }, command, incident })).allowed) allowed.push(id)
      expect(allowed, type).not.toEqual([])
      expect(allowed, type).not.toContain("analyst")
    }
  })

  it("refuse a grant that is wrong with its place", async () => {
    const broken = createRoleAuthorisation({ grantsOf: () => [{ role: "moderator", topics: [] }] })
    const road = await buildRoad(
      storages[0]?.[1] ??
        (() => {
          throw new Error("no storage")
        }),
      { authorisation: broken },
    )
    road.network.messages.push(complaint())
    await road.desk.pull()
    const [found] = (await road.storage.find({ limit: 1 })).incidents
    const incidentId = found?.facts.incidentId ?? ""
    const error = await road.desk.execute({ type: "take", incidentId }, { actor: executor }).catch((caught: unknown) => caught)
    expect(isDeskError(error, "config") && error.details.issues[0]?.path).toBe("[0].topics")
  })
})
