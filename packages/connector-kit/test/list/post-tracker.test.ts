import { DeskError, addMinutes } from "@otklik/core"
import { expect, it } from "vitest"
import { createBudget, createPostTracker } from "../../src/index.ts"

const now = "2026-11-24T03:00:00.000Z"
const second = Date.parse(now) / 1000

function setUp() {
  const reads: string[] = []
  let error: Error | undefined
  const readHeads = createPostTracker<string>({
    trustMillis: 60_000,
    async read(id) {
      if (error !== undefined) throw error
      reads.push(id)
      return id === "gone" ? undefined : id
    },
  })
  const round = (ids: readonly string[], minutes: number, calls: number) =>
    readHeads(new Set(ids), { sourceId: "s", limit: 1, now: addMinutes(now, minutes) }, createBudget(calls))
  return { reads, round, fail: (with_: Error | undefined) => void (error = with_) }
}

it("gives every post its turn, those first that waited longest, and says when each was looked at", async () => {
  const { reads, round } = setUp()
  expect(await round(["a", "gone", "c"], 0, 2)).toEqual({ heads: [{ head: "a", seenAt: second }], isWhole: false })
  expect((await round(["new", "a", "gone", "c"], 5, 2)).isWhole).toBe(true)
  expect(reads).toEqual(["a", "gone", "new", "c"])
  expect(await round(["new", "a", "c"], 10, 1)).toEqual({
    heads: ["a", "new", "c"].map((head) => ({ head, seenAt: second + (head === "a" ? 600 : 300) })),
    isWhole: true,
  })
  await round(["new", "a", "c"], 10.5, 9)
  expect(reads.slice(4)).toEqual(["a", "new", "c"])
})

it("keeps what it knows when a look fails", async () => {
  const { reads, round, fail } = setUp()
  await round(["a"], 0, 9)
  fail(new DeskError("network", "test: no", {}))
  await expect(round(["a", "b"], 0.5, 9)).rejects.toMatchObject({ code: "network" })
  fail(undefined)
  expect((await round(["a", "b"], 0.5, 9)).isWhole).toBe(true)
  expect(reads).toEqual(["a", "b"])
})
