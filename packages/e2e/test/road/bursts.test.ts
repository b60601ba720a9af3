import { createBurstWatch } from "@otklik/bursts"
import { addMinutes, createRoleAuthorisation, type Desk, type DeskOptions, type Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { buildRoad, moderator, storages } from "./road.ts"

const began = "2026-11-24T01:00:00.000Z"

const routing: DeskOptions["routing"] = {
  authorities: [
    { id: "heat", title: "Heat", kind: "utility" },
    { id: "roads", title: "Roads", kind: "utility" },
  ],
  territories: [
    { id: "city", title: "City", kind: "district" },
    { id: "town", title: "Town", kind: "settlement", parentId: "city", communities: ["vk:-1"] },
    { id: "village", title: "Village", kind: "settlement", parentId: "city", communities: ["vk:-2"] },
  ],
  rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
}

const bursts = createBurstWatch({ zone: "Asia/Chita" })

/** A desk that watches; complaints are written by the minute. */
async function build(open: () => Storage, change: Partial<DeskOptions> = {}) {
  const road = await buildRoad(open, { routing, bursts, ...change })
  let written = 0
  const write = (count: number, from: string, community = "vk:-1"): void => {
    for (let index = 0; index < count; index += 1) {
      written += 1
      const publishedAt = addMinutes(from, index)
      road.network.messages.push(
        buildMessage({
          key: `${community}_${written}`,
          communityKey: community,
          text: "Батареи холодные",
          authorId: `c-${written}`,
          publishedAt,
        }),
      )
    }
  }
  return { ...road, write }
}

/** What a desk reports of mass events. */
function hear(desk: Desk): string[] {
  const heard: string[] = []
  for (const name of ["burst-found", "burst-grew", "burst-over"] as const)
    desk.events.on(name, ({ burst }) => void heard.push(`${name} ${burst.count}`))
  return heard
}

async function onlyBurst(desk: Desk) {
  const { bursts: found } = await desk.bursts({}, { actor: moderator })
  expect(found).toHaveLength(1)
  return found[0]
}

describe.each(storages)("a mass event on %s", (_, open) => {
  it("is reported in the tick after its first messages, again when it has doubled, and when it is over", async () => {
    const { desk, clock, write } = await build(open)
    const heard = hear(desk)
    write(7, began)
    clock.set(addMinutes(began, 8))
    await desk.pull()
    await desk.tick()
    expect(heard).toEqual(["burst-found 7"])
    await desk.tick()
    write(8, addMinutes(began, 8))
    clock.set(addMinutes(began, 17))
    await desk.pull()
    await desk.tick()
    expect(heard).toEqual(["burst-found 7", "burst-grew 15"])
    expect(await onlyBurst(desk)).toMatchObject({
      state: "open",
      topicIds: ["heating"],
      territoryId: "town",
      since: began,
      count: 15,
      curve: [
        { at: "2026-11-24T01:00:00.000Z", count: 14 },
        { at: "2026-11-24T01:15:00.000Z", count: 1 },
      ],
    })
    clock.set(addMinutes(began, 15 + 180))
    await desk.tick()
    await desk.tick()
    expect(heard).toEqual(["burst-found 7", "burst-grew 15", "burst-over 15"])
    expect((await desk.bursts({ open: true }, { actor: moderator })).bursts).toEqual([])
    expect((await desk.bursts({ open: false }, { actor: moderator })).bursts).toHaveLength(1)
  })

  it("is one, found once, by several workers that look at once and take turns", async () => {
    const road = await build(open)
    const desks = [road.desk, road.restart({ workerId: "second" }), road.restart({ workerId: "third" })]
    const heard = desks.map(hear)
    road.write(30, began)
    for (let minute = 1; minute <= 40; minute += 1) {
      road.clock.set(addMinutes(began, minute))
      await desks[minute % 3]?.pull()
      await Promise.all(desks.map((desk) => desk.tick()))
    }
    for (const desk of desks) await desk.tick()
    expect(heard.flat().filter((one) => one.startsWith("burst-found"))).toHaveLength(1)
    expect(heard.flat().filter((one) => one.startsWith("burst-grew")).length).toBeLessThanOrEqual(3)
    expect(await onlyBurst(road.desk)).toMatchObject({ count: 30 })
  })

  it("is none when a source is read late", async () => {
    const { desk, clock, write } = await build(open)
    write(30, began)
    clock.set(addMinutes(began, 8 * 60))
    await desk.pull({ pageSize: 1000 })
    await desk.tick()
    expect((await desk.bursts({}, { actor: moderator })).bursts).toEqual([])
  })

  it("shows a reader the incidents that they reach, and counts no others", async () => {
    const authorisation = createRoleAuthorisation({
      grantsOf: (id) => {
        if (id === "moderator") return [{ role: "moderator" }]
        return id === "village" ? [{ role: "moderator", territoryIds: ["village"] }] : [{ role: "moderator", territoryIds: ["elsewhere"] }]
      },
    })
    const { desk, clock, write } = await build(open, { authorisation })
    for (let at = 0; at < 12; at += 1) write(1, addMinutes(began, at), at % 3 === 0 ? "vk:-2" : "vk:-1")
    clock.set(addMinutes(began, 13))
    await desk.pull()
    await desk.tick()
    const as = async (id: string) => (await desk.bursts({}, { actor: { id, kind: "person" } })).bursts
    const [whole] = await as("moderator")
    expect(whole?.count).toBeGreaterThanOrEqual(8)
    const visible = (await desk.find({ territoryIds: ["village"] }, { actor: { id: "village", kind: "person" } })).incidents
    const ids = new Set(visible.map(({ facts }) => facts.incidentId))
    for (const part of await as("village")) {
      expect(part.incidents.every((id) => ids.has(id))).toBe(true)
      expect(part).toMatchObject({ count: part.incidents.length, cells: [] })
    }
    expect(await as("nobody")).toEqual([])
    await expect(desk.bursts()).rejects.toMatchObject({ code: "config" })
  })
})

describe("the watch for mass events", () => {
  const open = (): Storage => createMemoryStorage()

  it("says which option is missing where nobody watches", async () => {
    const { desk } = await buildRoad(open, { routing })
    await expect(desk.bursts({}, { actor: moderator })).rejects.toMatchObject({ code: "config" })
  })

  it("that fails is reported, keeps no clock waiting, and goes on at the next tick", async () => {
    const road = await build(open)
    let isBroken = true
    const storage: Storage = {
      ...road.storage,
      learned: {
        ...road.storage.learned,
        async readLearned(name) {
          if (isBroken) throw new Error("broken")
          return road.storage.learned.readLearned(name)
        },
      },
    }
    const desk = road.restart({ storage })
    const failed: string[] = []
    desk.events.on("work-failed", ({ work }) => void failed.push(work))
    const heard = hear(desk)
    road.write(8, began)
    road.clock.set(addMinutes(began, 9))
    await desk.pull()
    await desk.tick()
    expect(failed).toEqual(["bursts"])
    isBroken = false
    await desk.tick()
    expect(heard).toEqual(["burst-found 8"])
  })

  it("begins anew from the feed where what is stored is of another format, and reports nothing twice", async () => {
    const road = await build(open)
    road.write(8, began)
    road.clock.set(addMinutes(began, 9))
    await road.desk.pull()
    await road.desk.tick()
    const before = await onlyBurst(road.desk)
    const desk = road.restart({ bursts: { ...bursts, format: "another" } })
    const heard = hear(desk)
    await desk.tick()
    expect(await onlyBurst(desk)).toEqual(before)
    expect(heard).toEqual([])
  })

  it("holds neither a text nor an author", async () => {
    const road = await build(open)
    road.write(8, began)
    road.clock.set(addMinutes(began, 9))
    await road.desk.pull()
    await road.desk.tick()
    const state = await road.storage.learned.readLearned("habit")
    const rows = await road.storage.learned.readBursts({ after: null, limit: 10 })
    const written = `${new TextDecoder().decode(state?.body)} ${JSON.stringify(rows)}`
    expect(written).toContain("heating")
    for (const secret of ["Батареи", "холодн", "c-1", "vk:-1_"]) expect(written).not.toContain(secret)
  })
})

/** A storage whose process dies before or after its n-th call of those by which the watch works. */
function dying(storage: Storage, fatal: number, when: "before" | "after"): { readonly storage: Storage; readonly count: () => number } {
  let count = 0
  let isDead = false
  const guard =
    <Given extends readonly unknown[], Result>(call: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      if (isDead) throw new Error("killed")
      count += 1
      isDead = count === fatal
      if (isDead && when === "before") throw new Error("killed")
      const result = await call(...given)
      if (isDead) throw new Error("killed")
      return result
    }
  const { readLearned, writeLearned, readBursts } = storage.learned
  return {
    storage: {
      ...storage,
      readEvents: guard(storage.readEvents),
      lease: guard(storage.lease),
      settle: guard(storage.settle),
      learned: { readLearned: guard(readLearned), writeLearned: guard(writeLearned), readBursts: guard(readBursts) },
    },
    count: () => count,
  }
}

describe.each(storages)("a worker killed at every call of the watch on %s", (_, open) => {
  /** Two halves of an event, with a worker that dies in the second half's tick; gives what was stored and heard. */
  async function play(fatal: number, when: "before" | "after") {
    const road = await build(open)
    const killer = dying(road.storage, fatal, when)
    const doomed = road.restart({ storage: killer.storage, workerId: "doomed" })
    const heard = [hear(doomed)]
    for (const half of [0, 1]) {
      road.write(8, addMinutes(began, half * 10))
      road.clock.set(addMinutes(began, half * 10 + 9))
      await road.desk.pull({ pageSize: 1000 })
      await doomed.tick().catch(() => undefined)
    }
    const calls = killer.count()
    // The leases of the dead run out.
    road.clock.advance(6)
    const next = road.restart({ workerId: "next" })
    heard.push(hear(next))
    await next.tick()
    road.clock.advance(240)
    await next.tick()
    const { bursts: found } = await next.bursts({}, { actor: moderator })
    return { found: found.map(({ foundAt: _foundAt, ...rest }) => rest), heard: heard.flat(), calls }
  }

  it.each(["before", "after"] as const)("%s the call: there is one event, with all its incidents, and it was reported", async (when) => {
    const whole = await play(Number.POSITIVE_INFINITY, when)
    expect(whole.heard).toEqual(["burst-found 8", "burst-grew 16", "burst-over 16"])
    expect(whole.calls).toBeGreaterThan(12)
    for (let fatal = 1; fatal <= whole.calls; fatal += 1) {
      const { found, heard } = await play(fatal, when)
      expect(found, `killed ${when} call ${fatal}`).toEqual(whole.found)
      const times = (name: string): number => heard.filter((one) => one.startsWith(name)).length
      // Reported, and not noted before it died: reported once more.
      expect(times("burst-found"), `killed ${when} call ${fatal}`).toBeGreaterThanOrEqual(1)
      expect(times("burst-found")).toBeLessThanOrEqual(2)
      expect(times("burst-over")).toBe(1)
    }
  })
})
