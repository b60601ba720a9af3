import { loadOne } from "@otklik/core/storage"
import { addMinutes, createDesk, type Desk } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import type { ManualClock } from "@otklik/testkit"
import { createNetworkSimulator } from "@otklik/testkit/networks"
import { describe, expect, it } from "vitest"
import { createFlowingClock } from "../../../testkit/test/network/flowing-clock.ts"
import { networks } from "../network/world.ts"

const start = "2026-11-24T03:00:00.000Z"
const dayMinutes = 24 * 60
const period = { zone: "UTC", from: "2026-11-24", to: "2026-11-26" }

/**
 * Two workers on one network: the clock of the first may be set, that of the second is in order, as is the storage's
 * where it has one.
 */
function createCrew({ hasStorageClock = true, name = "ok" }: { readonly hasStorageClock?: boolean; readonly name?: "ok" | "vk" } = {}) {
  const clock = createFlowingClock(start)
  const network = createNetworkSimulator(name, { clock })
  const accountId = network.addAccount({ kind: "official", name: "Администрация" })
  const citizenId = network.addAccount({ kind: "person", name: "Пётр Заявителев" })
  const [, connect] = networks.find(([one]) => one === name) ?? []
  if (connect === undefined) throw new TypeError("a network was expected")
  const storage = createMemoryStorage(hasStorageClock ? { clock } : {})
  const told: (readonly [string, number])[] = []
  let ahead = 0
  let whileAsked = (): void => {}
  const asked: typeof network.fetch = (...given) => {
    whileAsked()
    return network.fetch(...given)
  }
  const wrong: ManualClock = { ...clock, now: () => addMinutes(clock.now(), ahead) }
  const open = (workerId: string, own: ManualClock): Desk => {
    const desk = createDesk({
      storage,
      workerId,
      clock: own,
      connectors: [connect({ ...network, fetch: asked }, own, accountId)],
      rules: [{ id: "pit", query: "яма", topic: "roads" }],
      routing: { authorities: [{ id: "roads", title: "Roads", kind: "administration" }], territories: [], rules: [] },
      policies: [{ id: "answer", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 240, time: "wall" } }],
      authorKey: new Uint8Array(32).fill(7),
    })
    desk.events.on("clock-off", ({ workerId: who, aheadMinutes }) => void told.push([who, aheadMinutes]))
    return desk
  }
  const [first, second] = [open("first", wrong), open("second", clock)]
  return {
    clock,
    network,
    storage,
    first,
    second,
    told,
    set(minutes: number) {
      ahead = minutes
    },
    /** What happens while a network is asked. */
    onRequest(happens: () => void) {
      whileAsked = happens
    },
    complain: () => network.publish({ accountId, authorId: citizenId, text: "Опять яма на дороге" }),
    readTo: async () => (await second.coverage(period)).sources[0]?.read.at(-1)?.to ?? "",
    events: async (desk: Desk) =>
      (await loadOne(storage, (await desk.find({}, { limit: 1 })).incidents[0]?.incident.incidentId ?? "")).events,
    held: async () => (await second.find({}, { limit: 10 })).incidents.flatMap(({ incident }) => incident.messageKeys),
  }
}

describe("a worker whose clock is off", () => {
  it.each([dayMinutes, 20 * dayMinutes, -dayMinutes])(
    "by %i minutes keeps nobody from reading, and coverage tells the truth",
    async (minutes) => {
      const { clock, first, second, set, complain, readTo, held, storage } = createCrew()
      await second.pull()
      set(minutes)
      clock.advance(10)
      await first.pull()
      const askedBy = clock.now()
      const key = complain()
      expect((await storage.readCursors("ok"))[0]?.reading?.readTo ?? "").toMatch(/^2026-11-24T03:/)
      expect((await readTo()) <= askedBy).toBe(true)
      clock.advance(10)
      await second.pull()
      expect(await held()).toEqual([key])
    },
  )

  it("is told of once, and once more when it is in order again", async () => {
    const { clock, first, told, set } = createCrew()
    set(dayMinutes)
    await first.pull()
    clock.advance(10)
    await first.pull()
    expect(told.map(([who, minutes]) => [who, Math.round(minutes)])).toEqual([["first", dayMinutes]])
    set(0)
    clock.advance(10)
    await first.pull()
    clock.advance(10)
    await first.pull()
    expect(told.slice(1)).toEqual([["first", 0]])
  })

  it("by less than a minute is left as it is", async () => {
    const { first, told, set } = createCrew()
    set(0.9)
    await first.pull()
    expect(told).toEqual([])
  })

  it("writes no breach before its time, and registers at the moment that is", async () => {
    const { clock, first, second, set, complain, events } = createCrew()
    complain()
    set(dayMinutes)
    clock.advance(2)
    await first.pull()
    await first.tick()
    const written = await events(second)
    expect(written.every(({ at }) => at.startsWith("2026-11-24T03:"))).toBe(true)
    expect(written.map(({ type }) => type)).not.toContain("deadline-missed")
    clock.advance(241)
    await first.tick()
    expect((await events(second)).map(({ type }) => type)).toContain("deadline-missed")
  })
})

describe("a reply of a worker whose clock is off", () => {
  it.each([
    ["is published", "before"],
    ["fails for now", "before"],
    ["is published", "during"],
    ["fails for now", "during"],
  ])("%s, and the clock was set %s the work: it is looked at again within the hour", async (which, when) => {
    const { clock, network, first, second, set, onRequest, complain, storage } = createCrew({ name: "vk" })
    complain()
    clock.advance(2)
    await second.pull()
    const [{ incident } = { incident: undefined }] = (await second.find({}, { limit: 1 })).incidents
    const { incidentId = "" } = incident ?? {}
    const actor = (id: string) => ({ actor: { id, kind: "person" } }) as const
    await second.execute({ type: "assign", incidentId, authorityId: "roads", why: "a test" }, actor("supervisor"))
    await second.execute({ type: "take", incidentId }, actor("executor"))
    const draft = { text: "Уже едем", replyKind: "final", outcome: { value: "explained" } } as const
    const submitted = await second.execute({ type: "submit-draft", incidentId, ...draft }, actor("executor"))
    if (submitted.incident.status !== "reply-review") throw new TypeError("a draft was expected")
    const { draftId, textHash } = submitted.incident.draft
    await second.execute({ type: "approve-draft", incidentId, draftId, textHash }, actor("approver"))
    if (which === "fails for now") network.inject({ kind: when === "before" ? "rate-limit" : "server-error", times: Infinity })
    if (when === "before") set(dayMinutes)
    else onRequest(() => set(20 * dayMinutes))
    clock.advance(1)
    await first.publish()
    const [reply] = await storage.readOutbox(incidentId)
    expect(reply?.state).toBe(which === "fails for now" ? "planned" : "read-back")
    expect((reply?.nextTryAt ?? "") > clock.now()).toBe(true)
    expect((reply?.nextTryAt ?? "~") < addMinutes(clock.now(), 61)).toBe(true)
  })
})

describe("a machine whose clock was off for all of its workers", () => {
  it.each(["the first reading ever", "a later reading"])(
    "at %s: it is read again at once, and coverage claims nothing that is to come",
    async (which) => {
      const { clock, first, second, set, complain, held, storage } = createCrew({ hasStorageClock: false })
      if (which === "a later reading") await second.pull()
      set(20 * dayMinutes)
      clock.advance(10)
      await first.pull()
      const key = complain()
      clock.advance(2)
      await second.pull()
      expect(await held()).toEqual([key])
      expect(((await storage.readCursors("ok"))[0]?.reading?.readTo ?? "~") <= clock.now()).toBe(true)
    },
  )
})
