import { describe, expect, it } from "vitest"
import { createWalkEnd, endOfDay, listItems } from "../../src/index.ts"

interface Item {
  readonly id: string
  readonly at?: number
}

const list = (items: readonly Item[], fallback = 100) =>
  listItems(items, {
    read: () => ({ kind: "skipped", item: { code: "invalid", message: "x", path: "x" } }),
    momentOf: ({ at }) => at,
    markOf: ({ id }) => id,
    place: "wall",
    fallback,
  })

describe("items of a list", () => {
  it("have the moment of the one before them when they are broken, or of the one behind", () => {
    const items = [{ id: "1" }, { id: "2", at: 9 }, { id: "3" }, { id: "4", at: 7 }, { id: "5" }]
    expect(list(items).map(({ at, id }) => [at, id])).toEqual([
      [9, "? wall 1"],
      [9, "? wall 2"],
      [9, "? wall 3"],
      [7, "? wall 4"],
      [7, "? wall 5"],
    ])
  })

  it("are reported where not one has a moment, and do not pass for old ones", () => {
    expect(list([{ id: "1" }, { id: "2" }], 101).map(({ at }) => at)).toEqual([101, 101])
  })
})

it("comments of which none can be understood have the last second of the day", () => {
  expect(new Date(endOfDay("2026-11-24T03:00:00.000Z") * 1000).toISOString()).toBe("2026-11-24T23:59:59.000Z")
})

describe("the end of a walk", () => {
  const isEnd = () =>
    createWalkEnd(
      3,
      (item) => (typeof item === "number" ? item : undefined),
      (moment) => moment <= 5,
    )
  it("is an old item", () => {
    expect([9, 7, 5].map(isEnd())).toEqual([false, false, true])
  })

  it("is a page of which nothing can be understood, and never one behind something that could", () => {
    expect(["a", "b", "c"].map(isEnd())).toEqual([false, false, true])
    expect([9, "a", "b", "c", "d", 5].map(isEnd())).toEqual([false, false, false, false, false, true])
  })
})
