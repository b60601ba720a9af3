import { isDeskError } from "@otklik/core"
import type { PullOptions } from "@otklik/core/connector"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { createSourceList, readStoredCursor } from "../../src/index.ts"

const pull: PullOptions = { sourceId: "wall", limit: 10, now: "2026-11-24T03:00:00.000Z" }

function setUp() {
  const list = createSourceList("test")
  const pulls: PullOptions[] = []
  const page = { messages: [], skipped: [], gaps: [], cursor: "1", more: false }
  list.add(
    { id: "wall", title: "The wall", everyMinutes: 5 },
    {
      async pull(options) {
        pulls.push(options)
        return page
      },
    },
  )
  list.add({ id: "search", title: "A search", everyMinutes: 15 }, { pull: () => Promise.reject(new TypeError("not this one")) })
  return { list, pulls, page }
}

describe("a list of sources", () => {
  it("holds them as they were added, and nobody changes it", () => {
    const { listed } = setUp().list
    expect(listed.map(({ id }) => id)).toEqual(["wall", "search"])
    expect([listed, ...listed].every((thing) => Object.isFrozen(thing))).toBe(true)
  })

  it("gives the page of the source that is asked for", async () => {
    const { list, pulls, page } = setUp()
    expect(await list.pull(pull)).toBe(page)
    expect(pulls).toEqual([pull])
  })

  it.each([
    ["sourceId", { sourceId: "another" }],
    ["limit", { limit: 0 }],
    ["limit", { limit: 1.5 }],
  ])("refuses a wrong %s before anything is read", async (path, wrong) => {
    const { list, pulls } = setUp()
    const error: unknown = await list.pull({ ...pull, ...wrong }).catch((caught: unknown) => caught)
    expect(isDeskError(error, "config") && [error.message.startsWith(`test: ${path}: `), error.details.issues[0]?.path]).toEqual([
      true,
      path,
    ])
    expect(pulls).toEqual([])
  })

  it("stops with the signal's reason", async () => {
    const reason = new Error("the host stops")
    await expect(setUp().list.pull({ ...pull, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe("a cursor that was written as JSON", () => {
  const schema = z.tuple([z.literal("test1"), z.number()])

  it("is read back, and any other is refused", () => {
    expect(readStoredCursor(schema, '["test1",7]')).toEqual(["test1", 7])
    for (const text of ["", "7", '["test2",7]', '["test1"', '["test1","7"]'])
      expect(() => readStoredCursor(schema, text)).toThrow("cursor: a cursor that this connector gave")
  })
})
