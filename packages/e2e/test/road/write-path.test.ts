import { DeskError, type Desk, type DeskOptions, type Storage } from "@otklik/core"
import { lostRace, type UnitOfWork } from "@otklik/core/storage"
import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, expect, it } from "vitest"
import { approveReply, buildRoad, complaint, executor, moderator, only, takeOne, type Road } from "./road.ts"

/** A storage that counts what it is asked. */
function counting(storage: Storage): { readonly storage: Storage; readonly calls: Record<string, number> } {
  const calls: Record<string, number> = {}
  const counted = new Proxy(storage, {
    get(target, name: keyof Storage) {
      const member: unknown = target[name]
      if (typeof member !== "function") return member
      return (...given: unknown[]): unknown => {
        const asked = name === "read" ? `read ${String(given[0])}` : name
        calls[asked] = (calls[asked] ?? 0) + 1
        return Reflect.apply(member, target, given)
      }
    },
  })
  return { storage: counted, calls }
}

/** A storage whose next commits fail, as many as are given. */
function failingWith(storage: Storage, errors: DeskError[]): { readonly storage: Storage; readonly tried: { commits: number } } {
  const tried = { commits: 0 }
  return {
    tried,
    storage: {
      ...storage,
      async commit(unit) {
        tried.commits += 1
        const error = errors.shift()
        if (error !== undefined) throw error
        return storage.commit(unit)
      },
    },
  }
}

/** The callers of the one write path: what is there before, and what each does. */
const callers: Readonly<
  Record<string, { readonly before: (road: Road) => Promise<unknown>; readonly run: (desk: Desk, road: Road) => Promise<unknown> }>
> = {
  "a page": {
    before: async (road) => {
      await road.desk.pull()
      road.network.messages.push(complaint())
    },
    run: async (desk) => desk.pull(),
  },
  "a push": {
    before: async (road) => road.desk.pull(),
    run: async (desk) =>
      desk.receive("vk:wall", new Request("https://host.example", { method: "POST", body: JSON.stringify([complaint()]) })),
  },
  "a command": {
    before: async (road) => {
      road.network.messages.push(complaint())
      await road.desk.pull()
    },
    run: async (desk, road) => desk.execute({ type: "take", incidentId: (await only(road)).incident.incidentId }, { actor: executor }),
  },
  "a registration by hand": {
    before: async (road) => road.desk.pull(),
    run: async (desk) => desk.register({ from: "phone", text: "Яма на дороге" }, { actor: executor, idempotencyKey: "form-1" }),
  },
  "a tick": {
    before: async (road) => {
      await takeOne(road)
      road.clock.advance(241)
    },
    run: async (desk) => {
      const [failure] = (await desk.tick()).failures
      if (failure !== undefined) throw failure.error
    },
  },
  "the outcome of a reply": {
    before: async (road) => {
      road.network.messages.push(complaint())
      await road.desk.pull()
      await approveReply(road)
    },
    run: async (desk) => desk.publish(),
  },
  "a reply that is read back": {
    before: async (road) => {
      road.network.messages.push(complaint())
      await road.desk.pull()
      await approveReply(road)
      await road.desk.publish()
      road.clock.advance(60)
    },
    run: async (desk) => desk.publish(),
  },
  retention: {
    before: async (road) => {
      const incidentId = await takeOne(road)
      await road.desk.execute({ type: "dismiss", incidentId, reason: "not-a-complaint" }, { actor: moderator })
      road.clock.advance(31 * 1440)
    },
    run: async (desk) => desk.retain({ batches: 1 }),
  },
}

const retention: DeskOptions["retention"] = [{ id: "old", erases: "text", statuses: ["rejected", "dismissed", "closed"], afterDays: 30 }]
const overtaken: Readonly<Record<string, () => DeskError>> = {
  "wrote to the incident": () => lostRace("incident", "inc", "somebody else wrote"),
  "wrote to a message": () => lostRace("message", "vk:-1_1", "somebody else wrote"),
  "took a claim": () => new DeskError("duplicate", "a claim was taken", { keys: ["message:vk:-1_1"] }),
}

async function prepared(name: keyof typeof callers, errors: DeskError[]) {
  const road = await buildRoad(() => createMemoryStorage(), { retention })
  await callers[name]?.before(road)
  const failing = failingWith(road.storage, errors)
  const desk = road.restart({ storage: failing.storage })
  return { tried: failing.tried, run: async () => callers[name]?.run(desk, road) }
}

describe.each(Object.keys(callers))("one write path: %s", (name) => {
  it.each(Object.keys(overtaken))("is decided anew where somebody else %s first, four times", async (why) => {
    const errors = Array.from({ length: 4 }, () => overtaken[why]?.() ?? lostRace("incident", "inc", ""))
    const { tried, run } = await prepared(name, errors)
    await run()
    expect(errors).toEqual([])
    expect(tried.commits).toBeGreaterThanOrEqual(5)
  })

  it("is not decided anew where the storage is busy: whoever calls it again waits in between", async () => {
    const errors = Array.from({ length: 4 }, () => lostRace("storage", "database", "the database is busy"))
    const { run } = await prepared(name, errors)
    await run().catch((error: unknown) => expect(error).toMatchObject({ code: "conflict" }))
    expect(errors.length).toBeGreaterThan(0)
  })
})

describe("one write path", () => {
  it("refuses a command whose version another one took while it was decided, without a second commit", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incident, version } = await only(road)
    let commits = 0
    const desk = road.restart({
      storage: {
        ...road.storage,
        async commit(unit) {
          commits += 1
          await road.desk.execute({ type: "take", incidentId: incident.incidentId }, { actor: moderator })
          return road.storage.commit(unit)
        },
      },
    })
    const command = { type: "take", incidentId: incident.incidentId } as const
    await expect(desk.execute(command, { actor: executor, expectedVersion: version })).rejects.toMatchObject({
      code: "conflict",
      details: { what: "incident", id: incident.incidentId },
    })
    expect(commits).toBe(1)
  })

  it("brings no text of a reply back that was erased while it was read back", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    road.network.messages.push(complaint())
    await road.desk.pull()
    const incidentId = await approveReply(road, "zq-words of the reply")
    await road.desk.publish()
    road.clock.advance(60)
    const [messageKey = ""] = (await only(road)).incident.messageKeys
    let isErased = false
    const desk = road.restart({
      storage: {
        ...road.storage,
        async commit(unit: UnitOfWork) {
          if (!isErased && (unit.outbox?.length ?? 0) > 0) {
            isErased = true
            await road.desk.execute({ type: "erase", incidentId, messageKey }, { actor: moderator })
          }
          return road.storage.commit(unit)
        },
      },
    })
    await desk.publish()
    expect(isErased).toBe(true)
    expect((await road.storage.readOutbox(incidentId)).map(({ text }) => text)).toEqual([""])
  })
})

describe("what a batch asks of the storage", () => {
  it("finds the claims of a page once, and reads messages and incidents together", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    const first = Array.from({ length: 40 }, () => complaint())
    road.network.messages.push(...first)
    await road.desk.pull()
    const edits = first
      .slice(0, 30)
      .map((message) => ({ ...message, text: `${message.text}, всё ещё`, editedAt: "2026-11-24T01:30:00.000Z" }))
    road.network.messages.push(...edits)
    road.network.notices.push(...first.slice(30).map(({ key }) => ({ kind: "comments-closed" as const, messageKey: key })))
    road.clock.advance(60)
    const { storage, calls } = counting(road.storage)
    await road.restart({ storage }).pull()
    expect(calls).toMatchObject({ "read claim": 1, commit: 1 })
    // Once to see what was edited, and once after the incidents were loaded.
    expect(calls["read message"]).toBe(2)
    const stored = await road.storage.read(
      "message",
      edits.map(({ key }) => key),
    )
    expect(stored.every(({ revision }) => revision === 2)).toBe(true)
  })

  it("loads the incidents of a page once, and together", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    const first = Array.from({ length: 20 }, () => complaint())
    road.network.messages.push(...first)
    await road.desk.pull()
    road.network.messages.push(
      ...first.map((message) => ({ ...message, text: `${message.text}, всё ещё`, editedAt: "2026-11-24T01:30:00.000Z" })),
    )
    road.clock.advance(60)
    const asked: number[] = []
    const desk = road.restart({
      storage: {
        ...road.storage,
        async load(incidentIds) {
          asked.push(incidentIds.length)
          return road.storage.load(incidentIds)
        },
      },
    })
    await desk.pull()
    expect(asked).toEqual([20])
  })
})
