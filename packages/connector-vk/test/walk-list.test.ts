import { createBudget } from "@otklik/connector-kit"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { itemId, itemMoment, walkList } from "../src/sources/list.ts"

interface Entry {
  readonly id: number
  readonly date: number
}

/** What happens to the list between two calls: so many new items at its head, and deletions at these places. */
const changes = fc.record({ added: fc.nat(12), removed: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 25 }) })

describe("walkList", () => {
  it("finds everything that stood there from the beginning to the end, whatever comes and goes meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(120),
        fc.integer({ min: 6, max: 30 }),
        fc.array(changes, { maxLength: 12 }),
        async (size, pageSize, steps) => {
          let next = size
          let list: Entry[] = Array.from({ length: size }, (_, index) => ({ id: size - index, date: size - index }))
          const before = list
          const todo = [...steps]
          const { items, isWhole } = await walkList({
            pageSize,
            budget: createBudget(500),
            idOf: itemId,
            isEnd: () => false,
            async fetch(offset, count) {
              const page = { count: list.length, items: list.slice(offset, offset + count) }
              const { added = 0, removed = [] } = todo.shift() ?? {}
              for (const place of removed) list = list.toSpliced(Math.floor(place * list.length), 1)
              for (let index = 0; index < added; index += 1) {
                next += 1
                list = [{ id: next, date: next }, ...list]
              }
              return page
            },
          })
          const found = (items as readonly Entry[]).map(({ id }) => id)
          expect(new Set(found).size).toBe(found.length)
          if (isWhole) expect(found).toEqual(expect.arrayContaining(before.filter((entry) => list.includes(entry)).map(({ id }) => id)))
        },
      ),
      { numRuns: 500 },
    )
  })

  it("says when the calls did not suffice", async () => {
    const fetch = async (offset: number, count: number) => ({
      count: 1000,
      items: Array.from({ length: count }, (_, index) => ({ id: offset + index, date: 1 })),
    })
    const walked = await walkList({ pageSize: 10, budget: createBudget(3), idOf: itemId, isEnd: () => false, fetch })
    expect([walked.isWhole, walked.items.length]).toEqual([false, 20])
  })

  it("goes on where the network hides all items that two pages share", async () => {
    const all = Array.from({ length: 40 }, (_, index) => ({ id: 40 - index, date: 1 }))
    const shown = all.map((entry, index) => (index >= 5 && index < 10 ? undefined : entry))
    const fetch = async (offset: number, count: number) => ({
      count: 40,
      items: shown.slice(offset, offset + count).filter((entry) => entry !== undefined),
    })
    const walked = await walkList({ pageSize: 10, budget: createBudget(30), idOf: itemId, isEnd: () => false, fetch })
    expect(walked).toEqual({ isWhole: true, items: shown.filter((entry) => entry !== undefined) })
  })

  it("goes on behind hidden items, which make a page short", async () => {
    const fetch = async (offset: number) => ({
      count: 20,
      items:
        offset < 10
          ? [
              { id: offset, date: 1 },
              { id: 5, date: 1 },
            ]
          : [
              { id: 5, date: 1 },
              { id: 19, date: 1 },
            ],
    })
    const walked = await walkList({ pageSize: 10, budget: createBudget(9), idOf: itemId, isEnd: () => false, fetch })
    expect(walked).toMatchObject({ isWhole: true, items: expect.arrayContaining([{ id: 19, date: 1 }]) })
  })
})

describe("itemMoment", () => {
  it("is unknown for a broken item", () => {
    expect([itemMoment({ date: 9 }), itemMoment({ date: "1" }), itemMoment(null)]).toEqual([9, undefined, undefined])
  })
})
