import type { Desk, DeskOptions, Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSuggester } from "@otklik/suggest"
import { describe, expect, it } from "vitest"
import { approver, buildRoad, complaint, moderator, storages, type Road } from "./road.ts"

const suggester = createSuggester({
  locale: { formsOf: () => [] },
  key: new TextEncoder().encode("a secret of one tenant"),
  topics: [
    { id: "heating", title: "Отопление" },
    { id: "roads", title: "Дороги" },
  ],
})
const officer = { actor: moderator }

/** Candidates about holes, which only a person registers. */
async function registerPits(road: Road, desk: Desk, count: number, topic = "roads"): Promise<readonly string[]> {
  const known = new Set((await desk.find({}, { limit: 1000, ...officer })).incidents.map(({ facts }) => facts.incidentId))
  for (let index = 0; index < count; index += 1) road.network.messages.push(complaint(`Глубокая яма у дома ${index}, асфальт провалился`))
  await desk.pull()
  const found = (await desk.find({}, { limit: 1000, ...officer })).incidents.map(({ facts }) => facts.incidentId)
  const ids = found.filter((id) => !known.has(id))
  for (const incidentId of ids) await desk.execute({ type: "register", incidentId, topic }, officer)
  return ids
}

async function build(open: () => Storage = createMemoryStorage, change: Partial<DeskOptions> = {}) {
  const road = await buildRoad(open)
  return { ...road, desk: road.restart({ suggester, ...change }) }
}

const stored = async ({ storage }: Pick<Road, "storage">) => (await storage.learned.readLearned("suggester"))?.body

describe("suggestions of a desk", () => {
  it("need a suggester, and say so", async () => {
    const { desk } = await buildRoad(createMemoryStorage)
    await expect(desk.suggest("incident-1", officer)).rejects.toMatchObject({
      code: "config",
      details: { issues: [{ path: "suggester" }] },
    })
    await expect(desk.learn()).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "suggester" }] } })
    await expect(buildRoad(createMemoryStorage, { suggester: {} as never })).rejects.toThrow(/suggester/)
  })

  it.each(storages.slice(0, 2))(
    "are learned from what a person registered, with words and incidents as reasons, on %s",
    async (_, open) => {
      const road = await build(open)
      const { desk } = road
      const ids = await registerPits(road, desk, 5)
      expect(await desk.learn()).toMatchObject({ learned: 5, more: false })
      expect(await desk.learn()).toEqual({ read: 0, learned: 0, more: false })
      road.network.messages.push(complaint("Опять яма, провалился асфальт"))
      await desk.pull()
      const newest = (await desk.find({}, { limit: 1, order: "number", ...officer })).incidents[0]
      const answer = await desk.suggest(newest?.facts.incidentId ?? "", officer)
      expect(answer?.topics[0]).toMatchObject({ topic: "roads", share: null })
      expect(answer?.topics[0]?.because.rules).toEqual(["pit"])
      expect(ids).toContain(answer?.topics[0]?.because.incidents[0]?.id)
      expect(await desk.suggest("no such incident", officer)).toBeUndefined()
    },
  )

  it("are not learned from what a rule alone filed, until a person corrects it", async () => {
    const road = await build()
    road.network.messages.push(complaint())
    await road.desk.pull()
    expect(await road.desk.learn()).toMatchObject({ learned: 0 })
    const [incident] = (await road.desk.find({}, { limit: 1, ...officer })).incidents
    await road.desk.execute({ type: "reclassify", incidentId: incident?.facts.incidentId ?? "", topic: "roads" }, officer)
    expect(await road.desk.learn()).toMatchObject({ learned: 1 })
    expect((await road.desk.suggest(incident?.facts.incidentId ?? "", officer))?.learned.incidents).toBe(1)
  })

  it("are learned by tick, once a minute", async () => {
    const road = await build()
    await registerPits(road, road.desk, 3)
    await road.desk.tick()
    const first = await stored(road)
    expect(first).toBeDefined()
    await registerPits(road, road.desk, 3)
    await road.desk.tick()
    expect(await stored(road)).toEqual(first)
    road.clock.advance(2)
    await road.desk.tick()
    expect(await stored(road)).not.toEqual(first)
  })

  it("come to the same bytes, wherever the learning worker was killed", async () => {
    const road = await build()
    await registerPits(road, road.desk, 12)
    const copy = async () => {
      for (;;) if (!(await road.desk.learn({ limit: 7 })).more) return stored(road)
    }
    const whole = await copy()
    for (let fatal = 1; fatal < 12; fatal += 1) {
      for (const isDone of [true, false]) {
        const again = createMemoryStorage()
        await again.migrate()
        const { storage } = road
        const shared: Storage = { ...storage, learned: again.learned, lease: again.lease, settle: again.settle }
        const dying = road.restart({ suggester, storage: killedAt(shared, fatal, isDone) })
        await dying.learn({ limit: 7 }).catch(() => {})
        road.clock.advance(10)
        const next = road.restart({ suggester, storage: shared })
        while ((await next.learn({ limit: 7 })).more);
        expect((await again.learned.readLearned("suggester"))?.body, `killed at call ${fatal}`).toEqual(whole)
      }
    }
  })

  it("know nothing of a message that was erased, nor of one that goes by age", async () => {
    const road = await build()
    const { desk, storage } = road
    const ids = await registerPits(road, desk, 4)
    await desk.learn()
    const [erased = ""] = ids
    expect(new TextDecoder().decode(await stored(road))).toContain(erased)
    const incident = await storage.get(erased)
    const messageKey = incident?.incident.messageKeys[0] ?? ""
    await desk.execute({ type: "erase", incidentId: erased, messageKey }, { actor: approver })
    const left = await stored(road)
    expect(new TextDecoder().decode(left)).not.toContain(erased)
    expect((await desk.suggest(ids[1] ?? "", officer))?.learned.incidents).toBe(3)
    // Another worker that has the old state in memory learns on, and it does not come back.
    await registerPits(road, desk, 1)
    await road.restart({ suggester }).learn()
    expect(new TextDecoder().decode(await stored(road))).not.toContain(erased)
  })

  it("are learned anew where the stored bytes are of another form", async () => {
    const road = await build()
    await registerPits(road, road.desk, 4)
    await road.desk.learn()
    const other = createSuggester({ locale: { formsOf: () => [] }, key: new Uint8Array(16), topics: [{ id: "roads", title: "Дороги" }] })
    const desk = road.restart({ suggester: other })
    expect(await desk.learn()).toMatchObject({ learned: 4 })
    expect((await road.storage.learned.readLearned("suggester"))?.format).toBe(other.format)
  })
})

/** A storage whose process dies at the n-th call of those that learning makes. */
function killedAt(storage: Storage, fatal: number, isDone: boolean): Storage {
  let calls = 0
  const dying = <Values extends readonly unknown[], Answer>(call: (...values: Values) => Promise<Answer>) => {
    return async (...values: Values): Promise<Answer> => {
      if ((calls += 1) < fatal) return call(...values)
      if (calls === fatal && isDone) await call(...values)
      throw new Error("the power is gone")
    }
  }
  const { readLearned, writeLearned } = storage.learned
  return {
    ...storage,
    readEvents: dying(storage.readEvents),
    load: dying(storage.load),
    lease: dying(storage.lease),
    settle: dying(storage.settle),
    learned: { ...storage.learned, readLearned: dying(readLearned), writeLearned: dying(writeLearned) },
  }
}
