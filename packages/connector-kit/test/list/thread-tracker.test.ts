import { DeskError, addMinutes, type Gap } from "@otklik/core"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { createThreadTracker, type Budget, type ReadThread, type ThreadsRead, type WatchedThread } from "../../src/index.ts"

const now = "2026-11-24T03:00:00.000Z"
const second = Date.parse(now) / 1000
const floor = second - 600

/** A thread that counts how often it is read. */
function threadOf(id: string, read: (budget: Budget) => ReadThread | Error = () => whole(id, second - 60)) {
  const reads: string[] = []
  const at = (stamp: number): WatchedThread => ({
    id,
    stamp,
    async read(budget) {
      reads.push(id)
      const found = read(budget)
      if (found instanceof Error) throw found
      return found
    },
  })
  return { reads, at }
}

function whole(id: string, at: number): ReadThread {
  return { items: [{ at, id, content: buildMessage({ key: `test:${id}` }) }], isWhole: true }
}

/** A thread of which nothing tells whether it changed. */
function unstamped(thread: ReturnType<typeof threadOf>): WatchedThread {
  const { id, read } = thread.at(0)
  return { id, read }
}

const idsOf = ({ items }: ThreadsRead) => items.filter(({ content }) => !("reason" in content)).map(({ id }) => id)
const gapsOf = ({ items }: ThreadsRead) => items.flatMap(({ content }) => ("reason" in content ? [content] : []))

describe("threads", () => {
  it("are read again where they changed, and where they were not looked at for an hour", async () => {
    const [one, other] = [threadOf("one"), threadOf("other")]
    const read = createThreadTracker(10)
    expect(idsOf(await read([one.at(1), other.at(1)], floor, now))).toEqual(["one", "other"])
    expect(idsOf(await read([one.at(2), other.at(1)], floor, addMinutes(now, 30)))).toEqual(["one", "other"])
    expect([one.reads.length, other.reads.length]).toEqual([2, 1])
    await read([one.at(2), other.at(1)], floor, addMinutes(now, 61))
    expect([one.reads.length, other.reads.length]).toEqual([2, 2])
    // an earlier cursor wants more than is remembered
    await read([one.at(2), other.at(1)], floor - 1, addMinutes(now, 62))
    expect([one.reads.length, other.reads.length]).toEqual([3, 3])
  })

  it("beyond the calls of a round are read in the next, and the round says so", async () => {
    const spends = (id: string) => threadOf(id, (budget) => (budget.spend() ? whole(id, second - 60) : { items: [], isWhole: false }))
    const threads = ["one", "two", "three"].map((id) => spends(id).at(1))
    const read = createThreadTracker(2)
    const first = await read(threads, floor, now)
    expect([idsOf(first), first.isPartial]).toEqual([["one", "two"], true])
    const next = await read(threads, floor, now)
    expect([idsOf(next), next.isPartial, gapsOf(next)]).toEqual([["one", "two", "three"], false, []])
  })

  it("that take more than all calls are cut, and the rest is a gap", async () => {
    const long = threadOf("long", () => ({ ...whole("long", second - 60), isWhole: false }))
    const read = await createThreadTracker(1)([long.at(1)], floor, now)
    expect([idsOf(read).length, read.isPartial]).toEqual([1, false])
    expect(gapsOf(read)).toEqual([expect.objectContaining({ to: new Date((second - 59) * 1000).toISOString() })])
  })

  it("that the network refuses are empty; those that cannot be understood are tried five times and then a gap", async () => {
    const refused = threadOf("refused", () => new DeskError("refused", "no", { reason: "closed" }))
    const broken = threadOf("broken", () => new DeskError("protocol", "no", { path: "" }))
    const well = threadOf("well")
    const read = createThreadTracker(10)
    const rounds = []
    for (let round = 0; round < 6; round += 1) rounds.push(await read([refused.at(1), broken.at(1), well.at(1)], floor, now))
    expect(rounds.map((round) => [round.isPartial, gapsOf(round).length])).toEqual([
      [true, 0],
      [true, 0],
      [true, 0],
      [true, 0],
      [false, 1],
      [false, 1], // given again until a commit moved the floor
    ])
    expect(gapsOf(await read([refused.at(1), broken.at(1), well.at(1)], second, now))).toEqual([])
    for (const round of rounds) expect(idsOf(round)).toEqual(["well"])
    expect([refused.reads.length, broken.reads.length, well.reads.length]).toEqual([1, 5, 1])
  })

  it("fail the round for whatever else goes wrong", async () => {
    const error = new DeskError("rate-limited", "later", { retryAt: now })
    await expect(createThreadTracker(10)([threadOf("one", () => error).at(1)], floor, now)).rejects.toBe(error)
  })

  it("keep what was read when the network asks to wait, and what may wait holds up nothing", async () => {
    const error = new DeskError("rate-limited", "test: later", { retryAt: addMinutes(now, 5) })
    let isBusy = true
    const one = threadOf("one")
    const busy = threadOf("busy", () => (isBusy ? error : whole("busy", second - 60)))
    const read = createThreadTracker(10)
    const first = await read([one.at(1), busy.at(1)], floor, now)
    expect([idsOf(first), first.isPartial]).toEqual([["one"], true])
    await expect(read([one.at(1), busy.at(1)], floor, now)).rejects.toBe(error) // nothing else is left to read: say so
    isBusy = false
    const next = await read([one.at(1), busy.at(1)], floor, now)
    expect([idsOf(next), next.isPartial, one.reads.length]).toEqual([["one", "busy"], false, 1])
    isBusy = true
    const later = await read([one.at(1), busy.at(1)], floor, addMinutes(now, 61))
    expect([idsOf(later), later.isPartial]).toEqual([["one", "busy"], false])
  })

  it("that could not be understood when they were looked at for long are a gap too", async () => {
    let isBroken = false
    const broken = threadOf("broken", () => (isBroken ? new DeskError("protocol", "no", { path: "" }) : whole("broken", second - 60)))
    const read = createThreadTracker(10)
    await read([broken.at(1)], floor, now)
    isBroken = true
    for (let round = 0; round < 5; round += 1) await read([broken.at(1)], floor, addMinutes(now, 61 + round))
    expect(gapsOf(await read([broken.at(1)], floor, addMinutes(now, 66))).map(({ from }) => from)).toEqual([
      new Date((floor + 1) * 1000).toISOString(),
    ])
  })

  it("that nothing tells of are read once an hour, and what came there may come to light until then", async () => {
    const threads = ["one", "two", "three"].map((id) => threadOf(id, (budget) => ({ ...whole(id, second), isWhole: budget.spend() })))
    const read = createThreadTracker(2)
    const round = (minutes: number) =>
      read(
        threads.map((thread, index) => ({ ...unstamped(thread), id: String(index) })),
        floor,
        addMinutes(now, minutes),
      )
    expect((await round(0)).isPartial).toBe(true)
    expect(await round(5)).toMatchObject({ isPartial: false, settledTo: second - 1 })
    expect(threads.map(({ reads }) => reads.length)).toEqual([1, 1, 2])
    expect(await round(62)).toMatchObject({ isPartial: false, settledTo: second + 299 })
    // Two calls a round do not suffice: those that waited longest go first.
    expect(await round(124)).toMatchObject({ isPartial: false, settledTo: second + 62 * 60 - 1 })
    expect(threads.map(({ reads }) => reads.length > 2)).toEqual([true, true, true])
  })

  it.each([
    ["of which nothing tells", unstamped],
    // One comment may have gone and another come.
    ["whose number of comments stayed as it was", (thread: ReturnType<typeof threadOf>) => thread.at(1)],
  ])("%s are settled up to when they were looked at, however long ago", async (_, seen) => {
    const error = new DeskError("rate-limited", "test: later", { retryAt: now })
    let isBusy = false
    const thread = threadOf("one", () => (isBusy ? error : whole("one", second)))
    const read = createThreadTracker(10)
    const round = (minutes: number) => read([seen(thread)], floor, addMinutes(now, minutes))
    await round(0)
    isBusy = true
    for (const minutes of [90, 121, 600]) expect(await round(minutes)).toMatchObject({ isPartial: false, settledTo: second - 1 })
  })

  it("that cannot be read again keep no other from its turn", async () => {
    let isBusy = false
    const broken = threadOf("broken", () => (isBusy ? new DeskError("network", "test: no answer", {}) : whole("broken", second - 60)))
    const others = ["one", "two"].map((id) => threadOf(id))
    const threads = [broken, ...others].map((thread) => thread.at(1))
    const read = createThreadTracker(10)
    await read(threads, floor, now)
    isBusy = true
    for (let round = 0; round < 2; round += 1) await read(threads, floor, addMinutes(now, 61 + round))
    for (const { reads } of others) expect(reads.length).toBeGreaterThan(1)
    expect(broken.reads.length).toBeGreaterThan(2)
  })

  it("of which nothing tells are left alone while too much of a quota is used up", async () => {
    const [one, other] = [threadOf("one"), threadOf("other")]
    let mayRead = false
    const read = createThreadTracker(10, () => mayRead)
    await read([one.at(1), other.at(1)], floor, now)
    await read([one.at(1), other.at(2)], floor, addMinutes(now, 61))
    expect([one.reads.length, other.reads.length]).toEqual([1, 2])
    mayRead = true
    await read([one.at(1), other.at(2)], floor, addMinutes(now, 62))
    expect([one.reads.length, other.reads.length]).toEqual([2, 2])
  })

  describe("of which one cannot be read", () => {
    const down = new DeskError("network", "test: comments: the network answered with error 10", {})
    const lasting = [
      down,
      new DeskError("auth", "test: comments: no right", { action: "grant it" }),
      new DeskError("capability", "test: comments: not with this token", { capability: "another token" }),
    ]

    it.each(lasting)("hold up no other: $code is waited for an hour, and is a gap then", async (error) => {
      const poison = threadOf("poison", () => error)
      const well = threadOf("well")
      const read = createThreadTracker(10)
      const rounds = []
      for (let round = 0; round < 14; round += 1) rounds.push(await read([poison.at(1), well.at(1)], floor, addMinutes(now, round * 5)))
      for (const round of rounds) expect(idsOf(round)).toEqual(["well"])
      expect(rounds.map(({ isPartial }) => isPartial).lastIndexOf(true)).toBe(11)
      expect(rounds.map((round) => gapsOf(round).length)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
      expect(rounds.slice(12, 13).flatMap(gapsOf)).toEqual([
        {
          from: new Date((floor + 1) * 1000).toISOString(),
          to: new Date((second + 3601) * 1000).toISOString(),
          reason: expect.any(String),
        },
      ])
      expect(rounds.every(({ failure }) => failure === undefined)).toBe(true)
      expect(rounds.at(-1)?.problems).toEqual([`comments under poison cannot be read: ${error.message}`])
    })

    it("make a gap an hour at most, each where the last one ended, and the floor does not pass it", async () => {
      const poison = threadOf("poison", () => down)
      const well = threadOf("well")
      const read = createThreadTracker(10)
      const told = new Map<string, Gap>()
      let low = floor
      for (let minutes = 0; minutes < 48 * 60; minutes += 30) {
        // Comments come all the time, so that its number changes.
        const found = await read([poison.at(minutes), well.at(1)], low, addMinutes(now, minutes))
        for (const { id, content } of found.items) if ("reason" in content) told.set(id, content)
        if (!found.isPartial) low = Math.max(low, Math.min(found.settledTo ?? 0, second + minutes * 60 - 900))
      }
      const gaps = [...told.values()]
      expect(gaps.length).toBeLessThanOrEqual(48)
      gaps.slice(1).forEach(({ from }, index) => expect(from).toBe(new Date(Date.parse(gaps[index]?.to ?? "") + 0).toISOString()))
      expect(Date.parse(gaps.at(-1)?.to ?? "") / 1000).toBeGreaterThan(second + 46 * 3600)
    })

    it("are handed over when it can be read again, what came meanwhile too", async () => {
      let isBroken = true
      const reached: number[] = []
      const thread = (minutes: number): WatchedThread => ({
        id: "post",
        stamp: minutes,
        read: async (_budget, from) => {
          reached.push(from)
          if (isBroken) throw down
          return { isWhole: true, items: [...whole("early", second + 60).items, ...whole("old", floor - 60).items] }
        },
      })
      const well = threadOf("well")
      const read = createThreadTracker(10)
      for (let minutes = 0; minutes <= 120; minutes += 10) await read([thread(minutes), well.at(1)], floor, addMinutes(now, minutes))
      isBroken = false
      const low = second + 100 * 60
      const healed = await read([thread(130), well.at(1)], low, addMinutes(now, 130))
      expect(reached.at(-1)).toBe(floor) // as far back as it was read before
      expect(healed.items.filter(({ at, content }) => at > low && !("reason" in content))).toEqual([
        expect.objectContaining({ id: "early", at: second + 130 * 60 }),
      ])
      expect(healed.problems).toEqual([])
    })

    it("is the network's fault where no other can be read either: told as such, without a gap, and the rest of the list goes on", async () => {
      let isDown = false
      const threads = ["one", "two", "three"].map((id) => threadOf(id, () => (isDown ? down : whole(id, second - 60))))
      const read = createThreadTracker(10)
      const at = (stamp: number) => threads.map((thread, index) => thread.at(index === 0 ? stamp : 1))
      await read(at(1), floor, now)
      isDown = true
      for (let round = 1; round < 40; round += 1) {
        const found = await read(at(round + 1), floor, addMinutes(now, round * 10))
        expect([found.failure, found.isPartial, gapsOf(found).length]).toEqual([lasting[0], true, 0])
      }
      isDown = false
      const found = await read(at(99), floor, addMinutes(now, 400))
      expect([found.failure, found.isPartial, idsOf(found)]).toEqual([undefined, false, ["one", "two", "three"]])
    })

    it("is a gap as well where it is the only one, and asks no more than it must while the network is down", async () => {
      const lone = threadOf("lone", () => down)
      const read = createThreadTracker(10)
      for (let round = 0; round < 12; round += 1) await read([lone.at(1)], floor, addMinutes(now, round * 10))
      expect(gapsOf(await read([lone.at(1)], floor, addMinutes(now, 120))).length).toBeGreaterThan(0)
      const many = Array.from({ length: 50 }, (_, index) => threadOf(`thread ${index}`, () => down))
      await createThreadTracker(100)(
        many.map((thread) => thread.at(1)),
        floor,
        now,
      )
      expect(many.reduce((sum, { reads }) => sum + reads.length, 0)).toBe(3)
    })

    it("does not keep those from being read that were not looked at for long", async () => {
      let isBroken = false
      const poison = threadOf("poison", () => (isBroken ? down : whole("poison", second - 60)))
      const well = threadOf("well")
      const read = createThreadTracker(10)
      await read([poison.at(1), well.at(1)], floor, now)
      isBroken = true
      await read([poison.at(1), well.at(1)], floor, addMinutes(now, 61))
      expect(well.reads.length).toBe(2)
    })
  })
})
