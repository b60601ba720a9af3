import { DeskError, addMinutes } from "@otklik/core"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { createThreadBook, type Budget, type ReadThread, type ThreadsRead, type WatchedThread } from "../../src/index.ts"

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
    const read = createThreadBook(10)
    expect(idsOf(await read([one.at(1), other.at(1)], floor, now))).toEqual(["one", "other"])
    expect(idsOf(await read([one.at(2), other.at(1)], floor, addMinutes(now, 30)))).toEqual(["one", "other"])
    expect([one.reads.length, other.reads.length]).toEqual([2, 1])
    await read([one.at(2), other.at(1)], floor, addMinutes(now, 61))
    expect([one.reads.length, other.reads.length]).toEqual([2, 2])
    await read([one.at(2), other.at(1)], floor - 1, addMinutes(now, 62)) // an earlier cursor wants more than is remembered
    expect([one.reads.length, other.reads.length]).toEqual([3, 3])
  })

  it("beyond the calls of a round are read in the next, and the round says so", async () => {
    const spends = (id: string) => threadOf(id, (budget) => (budget.spend() ? whole(id, second - 60) : { items: [], isWhole: false }))
    const threads = ["one", "two", "three"].map((id) => spends(id).at(1))
    const read = createThreadBook(2)
    const first = await read(threads, floor, now)
    expect([idsOf(first), first.isPartial]).toEqual([["one", "two"], true])
    const next = await read(threads, floor, now)
    expect([idsOf(next), next.isPartial, gapsOf(next)]).toEqual([["one", "two", "three"], false, []])
  })

  it("that take more than all calls are cut, and the rest is a gap", async () => {
    const long = threadOf("long", () => ({ ...whole("long", second - 60), isWhole: false }))
    const read = await createThreadBook(1)([long.at(1)], floor, now)
    expect([idsOf(read).length, read.isPartial]).toEqual([1, false])
    expect(gapsOf(read)).toEqual([expect.objectContaining({ to: new Date((second - 59) * 1000).toISOString() })])
  })

  it("that the network refuses are empty; those that cannot be understood are tried five times and then a gap", async () => {
    const refused = threadOf("refused", () => new DeskError("refused", "no", { reason: "closed" }))
    const broken = threadOf("broken", () => new DeskError("protocol", "no", { path: "" }))
    const well = threadOf("well")
    const read = createThreadBook(10)
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
    await expect(createThreadBook(10)([threadOf("one", () => error).at(1)], floor, now)).rejects.toBe(error)
  })

  it("keep what was read when the network asks to wait, and what may wait holds up nothing", async () => {
    const error = new DeskError("rate-limited", "test: later", { retryAt: addMinutes(now, 5) })
    let isBusy = true
    const one = threadOf("one")
    const busy = threadOf("busy", () => (isBusy ? error : whole("busy", second - 60)))
    const read = createThreadBook(10)
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
    const read = createThreadBook(10)
    await read([broken.at(1)], floor, now)
    isBroken = true
    for (let round = 0; round < 5; round += 1) await read([broken.at(1)], floor, addMinutes(now, 61 + round))
    expect(gapsOf(await read([broken.at(1)], floor, addMinutes(now, 66))).map(({ from }) => from)).toEqual([
      new Date((floor + 1) * 1000).toISOString(),
    ])
  })

  it("that nothing tells of are read once an hour, and what came there may come to light until then", async () => {
    const threads = ["one", "two", "three"].map((id) => threadOf(id, (budget) => ({ ...whole(id, second), isWhole: budget.spend() })))
    const read = createThreadBook(2)
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

  it("that were not looked at for hours leave the reading partial", async () => {
    const error = new DeskError("rate-limited", "test: later", { retryAt: now })
    let isBusy = false
    const thread = threadOf("one", () => (isBusy ? error : whole("one", second)))
    const read = createThreadBook(10)
    const round = (minutes: number) => read([unstamped(thread)], floor, addMinutes(now, minutes))
    await round(0)
    isBusy = true
    expect((await round(90)).isPartial).toBe(false)
    expect((await round(121)).isPartial).toBe(true)
  })
})
