import { createBudget } from "@otklik/connector-kit"
import { walkEdge, type GraphPage } from "@otklik/connector-kit/meta"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const page = (ids: readonly number[], after?: string, hasNext = after !== undefined): GraphPage => ({
  items: ids.map((id) => ({ id: String(id) })),
  hasNext,
  next: after === undefined ? undefined : { after },
  summary: undefined,
})

const walk = (pages: Readonly<Record<string, GraphPage>>, calls = 50) => {
  const asked: string[] = []
  const work = walkEdge({
    budget: createBudget(calls),
    fetch: async ({ after = "" } = {}) => {
      asked.push(after)
      return pages[after] ?? page([])
    },
    isEnd: (item) => (item as { id: string }).id === "99",
  })
  return { asked, work }
}

describe("edges", () => {
  it("goes over empty pages to the end", async () => {
    const { work } = walk({ "": page([1], "A"), A: page([], "B"), B: page([2], "C", false) })
    expect(await work).toMatchObject({ items: [{ id: "1" }, { id: "2" }], isWhole: true })
  })

  it("does not go round in circles", async () => {
    const { work, asked } = walk({ "": page([1], "A"), A: page([2], "B"), B: page([3], "A") })
    expect(await work).toMatchObject({ items: [{ id: "1" }, { id: "2" }, { id: "3" }], isWhole: true })
    expect(asked).toEqual(["", "A", "B"])
    const same = walk({ "": page([1], "A"), A: page([1], "A") })
    expect(await same.work).toMatchObject({ items: [{ id: "1" }], isWhole: true })
  })

  it("does not take a list for whole whose pages by time lead to themselves", async () => {
    const next = { until: "1790000000", __paging_token: "enc_A" }
    const fetch = async () => ({ ...page([1]), hasNext: true, next })
    expect(await walkEdge({ budget: createBudget(9), fetch })).toMatchObject({ items: [{ id: "1" }], isWhole: false })
  })

  it("ends where the caller wants, and says when it could not get there", async () => {
    const ended = walk({ "": page([1, 99], "A"), A: page([2], "B", false) })
    expect(await ended.work).toMatchObject({ isWhole: true })
    expect(ended.asked).toEqual([""])
    expect(await walk({ "": page([1], "A"), A: page([2], "B") }, 2).work).toMatchObject({ isWhole: false })
    expect(await walk({ "": page([1], undefined, true) }).work).toMatchObject({ items: [{ id: "1" }], isWhole: false })
  })

  it("gives every item once, however pages overlap", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        async (lists) => {
          const pages = Object.fromEntries(
            lists.map((ids, index) => [index === 0 ? "" : `c${index}`, page(ids, `c${index + 1}`, index < lists.length - 1)]),
          )
          const { items, isWhole } = await walk(pages).work
          expect(isWhole).toBe(true)
          expect(items.map((item) => (item as { id: string }).id)).toEqual([...new Set(lists.flat().map(String))])
        },
      ),
    )
  })

  it("keeps broken items apart", async () => {
    const broken: GraphPage = {
      items: [{ id: {} }, 7, null, "text", { id: {} }],
      hasNext: false,
      next: undefined,
      summary: { total_count: 5 },
    }
    const { items, summary } = await walkEdge({ budget: createBudget(1), fetch: async () => broken })
    expect(items).toEqual([{ id: {} }, 7, null, "text"])
    expect(summary).toEqual({ total_count: 5 })
  })
})
