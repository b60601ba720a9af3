import { setImmediate } from "node:timers/promises"
import { createRoleAuthorisation, type Storage } from "@otklik/core"
import type { ConsumeRequest, FeedItem } from "@otklik/core/desk"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createFlowingClock } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, type Road } from "./road.ts"

/** Incidents with some things that happened to them, and every position there is. */
async function fill(road: Road, count: number): Promise<readonly string[]> {
  for (let index = 0; index < count; index += 1) road.network.messages.push(complaint())
  await road.desk.pull()
  return (await road.storage.readEvents(null, 1000)).map(({ position }) => position)
}

const positionsOf = (items: readonly FeedItem[]) => items.map(({ position }) => position)
const clockAt = (at: string) => createFlowingClock({ at, turn: setImmediate, stepMillis: 1000 })
const early = "2026-11-24T02:00:00.000Z"

/** Follows the feed until as many items were handled, or until the storage throws. */
async function follow(
  road: Road,
  handled: string[],
  until: number,
  { storage = road.storage, at = early, ...request }: Partial<ConsumeRequest> & { readonly storage?: Storage; readonly at?: string } = {},
): Promise<void> {
  const stop = new AbortController()
  const desk = road.restart({ storage, clock: clockAt(at) })
  desk.events.on("work-failed", () => stop.abort())
  const handle = (items: readonly FeedItem[]): void => {
    handled.push(...positionsOf(items))
    if (new Set(handled).size >= until) stop.abort()
  }
  await desk.consume({ id: "webhooks", from: "beginning", batch: 4, handle, ...request }, { signal: stop.signal })
}

/** A storage whose process is killed at one of its calls: from there on nothing of it works. */
function killedAt(storage: Storage, call: number): { readonly storage: Storage; readonly calls: () => number } {
  let calls = 0
  const members = Object.entries(storage).map(([name, member]: [string, unknown]) => {
    if (typeof member !== "function") return [name, member]
    const guarded = async (...values: unknown[]): Promise<unknown> => {
      calls += 1
      if (calls >= call) throw new Error("killed")
      return Reflect.apply(member as () => unknown, storage, values)
    }
    return [name, guarded]
  })
  return { storage: { ...storage, ...(Object.fromEntries(members) as Partial<Storage>) }, calls: () => calls }
}

describe("a consumer of the feed", () => {
  it("killed at every call of the storage misses nothing, and keeps the order", async () => {
    for (let call = 1; ; call += 1) {
      const road = await buildRoad(() => createMemoryStorage())
      const positions = await fill(road, 3)
      const handled: string[] = []
      const killed = killedAt(road.storage, call)
      await follow(road, handled, positions.length, { storage: killed.storage })
      if (killed.calls() < call) {
        expect(call).toBeGreaterThan(10)
        return
      }
      // What the killed one held has run out when the next one comes.
      await follow(road, handled, positions.length, { at: "2026-11-24T05:00:00.000Z" })
      expect([...new Set(handled)], `killed at call ${call}`).toEqual(positions)
      // At most the batch under way comes again.
      expect(handled.length - positions.length, `killed at call ${call}`).toBeLessThanOrEqual(4)
    }
  })

  it("begins with what is new where it is told to, also when it was stopped before anything came", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    const old = await fill(road, 2)
    const stop = new AbortController()
    const request = { id: "webhooks", from: "now", handle: () => stop.abort() }
    const idle = road.restart({ clock: clockAt(early) }).consume(request, { signal: stop.signal })
    while ((await road.storage.readCursors("otklik/feed")).length === 0) await setImmediate()
    stop.abort()
    await idle
    const every = await fill(road, 2)
    const handled: string[] = []
    await follow(road, handled, every.length - old.length, { from: "now" })
    expect(handled).toEqual(every.slice(old.length))
  })

  it("is one worker at a time, and hands on types that were asked for alone", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    await fill(road, 4)
    const types: string[] = []
    const under = { now: 0, most: 0 }
    const stop = new AbortController()
    const handle = async (items: readonly FeedItem[]): Promise<void> => {
      under.now += 1
      under.most = Math.max(under.most, under.now)
      await setImmediate()
      types.push(...items.map(({ event }) => event.type))
      under.now -= 1
      if (types.length >= 4) stop.abort()
    }
    const clock = clockAt(early)
    const workers = ["one", "two"].map((workerId) => road.restart({ workerId, clock }))
    const request = { id: "open311", from: "beginning", types: ["incident-detected"], batch: 1, handle } as const
    await Promise.all(workers.map((desk) => desk.consume(request, { signal: stop.signal })))
    expect([types, under.most]).toEqual([Array(4).fill("incident-detected"), 1])
  })

  it("gets the same batch again after its handler threw, and the failure is reported", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    const positions = await fill(road, 1)
    const stop = new AbortController()
    const desk = road.restart({ clock: clockAt(early) })
    const failures: unknown[] = []
    desk.events.on("work-failed", ({ work, id }) => failures.push([work, id]))
    const batches: (readonly string[])[] = []
    const handle = (items: readonly FeedItem[]): void => {
      batches.push(positionsOf(items))
      if (batches.length === 1) throw new Error("the other side is away")
      stop.abort()
    }
    await desk.consume({ id: "webhooks", from: "beginning", handle }, { signal: stop.signal })
    expect([batches, failures]).toEqual([[positions, positions], [["feed", "webhooks"]]])
  })

  it("goes on behind the last item that its handler is done with, and gives it what it kept", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    const positions = await fill(road, 2)
    const stop = new AbortController()
    const seen: unknown[] = []
    const handle: ConsumeRequest["handle"] = (items, { notes }) => {
      seen.push([items[0]?.position, notes])
      if (items.length === 1) stop.abort()
      return { upTo: items[0]?.position ?? null, notes: (kept) => Number(kept ?? 0) + 1 }
    }
    const desk = road.restart({ clock: clockAt(early) })
    await desk.consume({ id: "webhooks", from: "beginning", handle }, { signal: stop.signal })
    expect(seen).toEqual(positions.map((position, index) => [position, index === 0 ? null : index]))
    expect(await desk.consumer("webhooks")).toMatchObject({
      position: positions.at(-1),
      notes: positions.length,
      again: [],
      waitUntil: null,
    })
  })

  it("waits as long as its handler says, or until somebody changes it", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    await fill(road, 1)
    const stop = new AbortController()
    const clock = clockAt(early)
    const desk = road.restart({ clock })
    const at: string[] = []
    const handle: ConsumeRequest["handle"] = () => {
      at.push(clock.now())
      if (at.length === 3) stop.abort()
      return { upTo: null, ...(at.length === 1 ? { waitUntil: "2026-11-24T02:10:00.000Z" } : { isPaused: true }) }
    }
    const following = desk.consume({ id: "webhooks", from: "beginning", handle }, { signal: stop.signal })
    while (clock.now() < "2026-11-24T03:00:00.000Z") await setImmediate()
    expect(at).toHaveLength(2)
    expect([at[0]?.slice(0, 16), at[1]?.slice(0, 16)]).toEqual(["2026-11-24T02:00", "2026-11-24T02:10"])
    await road.desk.changeConsumer("webhooks", () => ({ isPaused: false }))
    await following
    expect(at).toHaveLength(3)
  })

  it("handles events again before new ones, and only those that it has come to", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    const positions = await fill(road, 2)
    const handled: string[] = []
    await follow(road, handled, positions.length)
    const later = await fill(road, 1)
    const again = (ranges: readonly { readonly from: string; readonly to: string }[]) =>
      road.desk.changeConsumer("webhooks", (consumer) => ({ again: [...consumer.again, ...ranges] }))
    await again([{ from: "5", to: "6" }])
    expect(
      (
        await again([
          { from: "2", to: "3" },
          { from: "3", to: "4" },
        ])
      ).again,
    ).toEqual([{ from: "2", to: "6" }])
    const beyond = String(positions.length + 1)
    await expect(again([{ from: "1", to: beyond }])).rejects.toMatchObject({ code: "not-found", details: { id: beyond } })
    await expect(again([{ from: "3", to: "2" }])).rejects.toMatchObject({ code: "config" })
    await expect(road.desk.changeConsumer("webhook", () => ({}))).rejects.toMatchObject({ code: "not-found" })
    const marks: unknown[] = []
    const stop = new AbortController()
    const handle: ConsumeRequest["handle"] = (items, { isAgain }) => {
      marks.push(...items.map(({ position }) => [position, isAgain]))
      if (!isAgain && items.at(-1)?.position === later.at(-1)) stop.abort()
    }
    const desk = road.restart({ clock: clockAt("2026-11-24T05:00:00.000Z") })
    await desk.consume({ id: "webhooks", from: "beginning", batch: 3, handle }, { signal: stop.signal })
    expect(marks).toEqual([
      ...["2", "3", "4", "5", "6"].map((position) => [position, true]),
      ...later.slice(positions.length).map((position) => [position, false]),
    ])
  })

  it("keeps what somebody changed while its handler was at work", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    const positions = await fill(road, 1)
    const stop = new AbortController()
    const handle: ConsumeRequest["handle"] = async () => {
      stop.abort()
      await road.desk.changeConsumer("webhooks", () => ({ notes: ["changed"] }))
      return { notes: (kept) => [...(kept as readonly string[]), "handled"] }
    }
    const failures: unknown[] = []
    const desk = road.restart({ clock: clockAt(early) })
    desk.events.on("work-failed", ({ error }) => failures.push(error))
    await desk.consume({ id: "webhooks", from: "beginning", handle }, { signal: stop.signal })
    expect(failures).toEqual([])
    expect(await desk.consumer("webhooks")).toMatchObject({ position: positions.at(-1), notes: ["changed", "handled"] })
  })

  it("is changed by several at once, and none of the changes is lost", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    const positions = await fill(road, 1)
    await follow(road, [], positions.length)
    const add = (name: string) =>
      road.desk.changeConsumer("webhooks", ({ notes }) => ({ notes: [...((notes ?? []) as readonly string[]), name] }))
    await Promise.all(["one", "two", "three"].map(add))
    const { notes } = (await road.desk.consumer("webhooks")) ?? {}
    expect((notes as readonly string[]).toSorted()).toEqual(["one", "three", "two"])
  })

  it("hands on what its actor may find alone", async () => {
    const authorisation = createRoleAuthorisation({
      grantsOf: (id) => (id === "roads" ? [{ role: "executor", authorityIds: ["roads"] }] : [{ role: "moderator" }]),
    })
    const road = await buildRoad(() => createMemoryStorage(), { authorisation })
    const positions = await fill(road, 2)
    const handled = { roads: 0, moderator: 0 }
    for (const id of ["roads", "moderator"] as const) {
      const stop = new AbortController()
      const desk = road.restart({ clock: clockAt(early) })
      const handle: ConsumeRequest["handle"] = (items) => void (handled[id] += items.length)
      const request = { id, from: "beginning", actor: { id, kind: "system" }, handle } as const
      const following = desk.consume(request, { signal: stop.signal })
      while ((await desk.consumer(id))?.position !== positions.at(-1)) await setImmediate()
      stop.abort()
      await following
    }
    expect(handled).toEqual({ roads: 0, moderator: positions.length })
  })

  it("refuses a clock that cannot wait, and a request that is wrong", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    const signal = AbortSignal.abort()
    const request = { id: "webhooks", from: "beginning", handle: () => {} }
    const wrong = road.desk.consume({ ...request, batch: 0 }, { signal })
    await expect(wrong).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "batch" }] } })
    const still = road.restart({ clock: { now: () => road.clock.now() } }).consume(request, { signal })
    await expect(still).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "clock.sleep" }] } })
  })
})
