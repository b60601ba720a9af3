import { createBudget } from "@otklik/connector-kit"
import { describe, expect, it } from "vitest"
import { pageSchema, type OkPage } from "../src/api/schemas.ts"
import { walkPages } from "../src/sources/list.ts"

const schema = pageSchema("comments")

/** Walks the pages in turn; an item is a number, and old below 3. */
async function walk(raw: readonly Readonly<Record<string, unknown>>[], calls = 10) {
  const pages = raw.map((page) => schema.parse(page))
  const asked: (string | undefined)[] = []
  const fetch = async (anchor: string | undefined): Promise<OkPage> => {
    asked.push(anchor)
    return pages[asked.length - 1] ?? expect.fail("a page too many was asked for")
  }
  const { items, isWhole } = await walkPages({ pageSize: 2, budget: createBudget(calls), fetch, isOld: (item) => idOf(item) < 3 })
  return { ids: items.map(idOf), isWhole, asked }
}

function idOf(item: unknown): number {
  return typeof item === "object" && item !== null && "id" in item ? Number(item.id) : Number.NaN
}

const page = (ids: readonly number[], more: Readonly<Record<string, unknown>>) => ({ comments: ids.map((id) => ({ id })), ...more })

describe("a list with anchors", () => {
  it("goes on behind an empty page that says there is more", async () => {
    const pages = [
      page([9, 8], { anchor: "a", has_more: true }),
      { anchor: "b", has_more: true },
      page([5], { anchor: "c", has_more: false }),
    ]
    expect(await walk(pages)).toEqual({ ids: [9, 8, 5], isWhole: true, asked: [undefined, "a", "b"] })
  })

  it("ends with a page without anything new, and not with one that holds an old item among new ones", async () => {
    const pages = [page([1, 9], { anchor: "a", has_more: true }), page([2, 1], { anchor: "b", has_more: true })]
    expect(await walk(pages)).toEqual({ ids: [1, 9, 2], isWhole: true, asked: [undefined, "a"] })
  })

  it("is whole where a short page says nothing of more, and not where a full one does not say how to go on", async () => {
    expect(await walk([page([9], {})])).toMatchObject({ isWhole: true })
    expect(await walk([page([9, 8], {})])).toMatchObject({ isWhole: false })
    expect(await walk([page([9, 8], { anchor: null, has_more: true })])).toMatchObject({ isWhole: false })
  })

  it("does not turn in a circle when the anchor stays, nor beyond its calls", async () => {
    const same = page([9, 8], { anchor: "a", has_more: true })
    expect(await walk([same, same])).toMatchObject({ isWhole: false, asked: [undefined, "a"] })
    expect(await walk([same], 1)).toMatchObject({ isWhole: false, asked: [undefined] })
  })

  it("of another shape is not an empty one", () => {
    for (const raw of [{}, { result: {} }, { comments: {} }, { comments: "none", has_more: false }, { has_more: "no" }, null, true])
      expect(schema.safeParse(raw).success).toBe(false)
    expect(schema.parse({ has_more: false }).items).toEqual([])
  })
})
