import { addMinutes, isDeskError, type Storage } from "@otklik/core"
import type { LeaseOptions } from "@otklik/core/storage"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createManualClock } from "@otklik/testkit"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createSharedQuotaPlanner, type QuotaJob, type QuotaLimit } from "../../src/index.ts"
import { flow, rejection } from "../flow.ts"

const at = "2026-11-24T00:00:00.000Z"
const discovery: QuotaJob = { operation: "wall.get", priority: "discovery" }
const incident: QuotaJob = { operation: "wall.getComments", priority: "incident" }
const reply: QuotaJob = { operation: "wall.createComment", priority: "reply" }
const soon: QuotaJob = { ...reply, dueAt: addMinutes(at, 10) }

/** Planners of so many processes on one storage, and what they asked of it. */
async function crew(limits: readonly QuotaLimit[], count: number, longestMillis = Infinity) {
  const clock = createManualClock({ at })
  const memory = createMemoryStorage()
  await memory.migrate()
  const asked: LeaseOptions[] = []
  const storage: Pick<Storage, "lease" | "settle"> = {
    lease: async (options) => (asked.push(options), memory.lease(options)),
    settle: (settlement) => memory.settle(settlement),
  }
  const planners = Array.from({ length: count }, () => createSharedQuotaPlanner({ clock, storage, key: "vk", limits, longestMillis }))
  const take = async (planner: number, job: QuotaJob): Promise<void> => {
    await planners[planner]?.take(job)
  }
  return { clock, memory, asked, planners, take }
}

describe("urgency among processes that share a quota", () => {
  it("gives the next free call to a reply, however many processes read in bulk", async () => {
    const town = fc.record({
      calls: fc.integer({ min: 1, max: 8 }),
      millis: fc.integer({ min: 300, max: 4000 }),
      readers: fc.integer({ min: 1, max: 4 }),
      // When each reply comes, in parts of a window, and to which process: readers reply too.
      replies: fc.array(fc.record({ part: fc.double({ min: 0.2, max: 6, noNaN: true }), worker: fc.nat(4) }), {
        minLength: 1,
        maxLength: 3,
      }),
    })
    await fc.assert(
      fc.asyncProperty(town, async ({ calls, millis, readers, replies }) => {
        const { clock, take } = await crew([{ name: "shared", calls, millis }], readers + 1)
        const ends = new AbortController()
        const read = async (worker: number): Promise<void> => {
          while (!ends.signal.aborted) await take(worker, { ...discovery, signal: ends.signal }).catch(() => undefined)
        }
        const reading = Array.from({ length: readers * calls * 2 }, (_, index) => read(1 + (index % readers)))
        const waits: number[] = []
        const replying = replies.map(async ({ part, worker }) => {
          await clock.sleep(part * millis)
          const began = Date.parse(clock.now())
          await take(worker % (readers + 1), reply)
          waits.push(Date.parse(clock.now()) - began)
        })
        await flow(clock, Promise.all(replying), 20)
        ends.abort(new Error("enough"))
        await Promise.all(reading)
        // A slot holds for a window and a tenth; whoever waits looks again each pause. As many replies as there are
        // come one after the other.
        const pause = Math.max(20, Math.min(1000, millis / calls))
        const rounds = Math.ceil(replies.length / calls)
        for (const wait of waits) expect(wait).toBeLessThanOrEqual(rounds * (millis * 1.1 + 2 * pause + 100))
      }),
      { numRuns: 30 },
    )
  })

  it("goes by what is most urgent, whichever process it waits in", async () => {
    const { clock, take } = await crew([{ name: "1 a second", calls: 1, millis: 1000 }], 5)
    await take(4, discovery)
    const told: string[] = []
    const jobs = { discovery, incident, reply, soon }
    await flow(clock, Promise.all(Object.entries(jobs).map(async ([name, job], worker) => (await take(worker, job), told.push(name)))))
    expect(told).toEqual(["soon", "reply", "incident", "discovery"])
  })

  it("holds nobody up over a limit that the urgent call does not touch", async () => {
    const limits = [{ name: "replies", calls: 1, millis: 60_000, operations: [reply.operation] }]
    const { clock, take } = await crew(limits, 2)
    await take(0, reply)
    const waits = take(0, reply)
    await flow(clock, take(1, discovery))
    expect(clock.now()).toBe(at)
    await flow(clock, waits, 1000)
  })

  it("takes no call of a free limit for a reply whose own limit is used up", async () => {
    const limits = [
      { name: "2 a second", calls: 2, millis: 1000 },
      { name: "1 comment an hour", calls: 1, millis: 3_600_000, operations: [reply.operation] },
    ]
    const { clock, take } = await crew(limits, 2, 30_000)
    await take(0, reply)
    const turned = rejection(take(0, reply))
    const read = Array.from({ length: 20 }, () => take(1, discovery))
    await flow(clock, Promise.all(read), 20)
    expect(Date.parse(clock.now()) - Date.parse(at)).toBeLessThan(20_000)
    await flow(clock, turned, 1000)
    expect(isDeskError(await turned, "rate-limited")).toBe(true)
  })

  it("lets others on once the urgent call went, was given up, or its process is gone", async () => {
    const { clock, take, memory } = await crew([{ name: "2 a second", calls: 2, millis: 1000 }], 2)
    await Promise.all([take(1, discovery), take(1, discovery)])
    const stop = new AbortController()
    const given = rejection(take(0, { ...soon, signal: stop.signal }))
    await flow(clock, Promise.race([clock.sleep(300), given]))
    const held = async () => (await memory.counts.countWork({ now: clock.now(), limit: 10 })).leases.slot.held
    expect(await held()).toBeGreaterThan(2)
    stop.abort(new Error("enough"))
    await given
    await flow(clock, clock.sleep(600))
    expect(await held()).toBe(2)

    // A process that was killed while it waited: nobody renews its mark.
    await memory.lease({ kind: "slot", owner: "vk", now: clock.now(), ttlMillis: 2000, limit: 1, among: ["vk/2 a second/waiting 0/0"] })
    const killedAt = Date.parse(clock.now())
    await flow(clock, take(1, discovery))
    expect(Date.parse(clock.now()) - killedAt).toBeGreaterThanOrEqual(2000)
    expect(Date.parse(clock.now()) - killedAt).toBeLessThan(3000)
  })

  it("keeps a part of a window that is longer than anybody waits", async () => {
    const { take } = await crew([{ name: "20 a day", calls: 20, millis: 86_400_000 }], 2, 0)
    for (let call = 0; call < 19; call += 1) await take(0, discovery)
    expect(isDeskError(await rejection(take(0, incident)), "rate-limited")).toBe(true)
    await take(1, reply)
    expect(isDeskError(await rejection(take(1, reply)), "rate-limited")).toBe(true)
    const { take: without } = await crew([{ name: "20 a day", calls: 20, millis: 86_400_000, reserved: 0 }], 1, 0)
    for (let call = 0; call < 20; call += 1) await without(0, discovery)
  })

  it("lets one job of reading wait in vain for a long window, and turns the others away at once", async () => {
    const { clock, take } = await crew([{ name: "2 an hour", calls: 2, millis: 3_600_000, reserved: 0 }], 2, 30_000)
    for (const job of [discovery, reply]) await take(0, job)
    const seconds = async (job: QuotaJob) => {
      const began = Date.parse(clock.now())
      const error = await flow(clock, rejection(take(0, job)), 1000)
      const { retryAt = null } = isDeskError(error, "rate-limited") ? error.details : {}
      return [Date.parse(clock.now()) - began, Date.parse(retryAt ?? "") - began].map((millis) => Math.round(millis / 1000))
    }
    expect(await seconds(discovery)).toEqual([30, 90])
    expect(await seconds(discovery)).toEqual([0, 60])
    // What is more urgent would be the next, and waits for itself; less urgent work does not after it.
    expect(await seconds(incident)).toEqual([30, 90])
    expect(await seconds(discovery)).toEqual([0, 60])
    for (const job of [reply, reply]) expect((await seconds(job))[0]).toBe(30)
    await flow(clock, clock.sleep(4_000_000), 60_000)
    await take(0, discovery)
  })

  it("costs one round trip a call while calls are free", async () => {
    const { asked, take } = await crew([{ name: "5 a second", calls: 5, millis: 1000 }], 2)
    for (const [worker, job] of [discovery, reply, soon, incident].entries()) await take(worker % 2, job)
    expect(asked).toHaveLength(4)
  })
})
