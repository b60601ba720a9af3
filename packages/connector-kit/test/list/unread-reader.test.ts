import { DeskError, addMinutes, type Gap } from "@otklik/core"
import { buildMessage } from "@otklik/testkit"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createUnreadReader, gapItem, type ListedItem, type Walk } from "../../src/index.ts"

const now = "2026-11-24T03:00:00.000Z"

const second = Date.parse(now) / 1000

const calm = { isStored: true, isRestarted: false, isNew: false }

const item = (id: number, at: number, revision = ""): ListedItem => ({
  at,
  id: `${id} ${revision}`,
  content: buildMessage({ key: `test:${id}`, text: revision }),
})

/** Reads pages of a list to its end, each by a reader that knows nothing but the cursor. */
async function readAnew(items: readonly ListedItem[], limit: number, overlapSeconds: number) {
  const pages: string[][] = []
  let cursor: string | undefined
  for (;;) {
    const reader = createUnreadReader({ format: "test1", walk: async () => ({ items, gaps: [] }), backfillSeconds: 3600, overlapSeconds })
    const page = await reader.pull({ sourceId: "s", limit, now, ...(cursor === undefined ? {} : { cursor }) })
    pages.push(page.messages.map(({ key, text }) => `${key}${text}`))
    cursor = page.cursor
    if (!page.more) return pages
  }
}

describe("what could not be read", () => {
  it("is thrown once everything else was handed over, and named until it can be read", async () => {
    const failure = new DeskError("auth", "test: no right to comments", { action: "grant it" })
    let walk: Walk = { items: [item(1, second - 60)], gaps: [], isPartial: true, failure, problems: ["comments under 7 cannot be read"] }
    const reader = createUnreadReader({ format: "test1", walk: async () => walk, backfillSeconds: 3600, overlapSeconds: 0 })
    const first = await reader.pull({ sourceId: "s", limit: 10, now })
    expect([first.messages.length, first.more]).toEqual([1, true])
    await expect(reader.pull({ sourceId: "s", limit: 10, now, cursor: first.cursor })).rejects.toBe(failure)
    expect(reader.problems?.()).toEqual(["comments under 7 cannot be read"])
    walk = { items: [item(1, second - 60)], gaps: [] }
    expect(await reader.pull({ sourceId: "s", limit: 10, now, cursor: first.cursor })).toMatchObject({ messages: [], more: false })
    expect(reader.problems?.()).toEqual([])
  })

  it("is one gap a page where the stretches follow each other", async () => {
    const gap = (from: number, to: number, reason = "down"): Gap => ({
      from: new Date((second - from) * 1000).toISOString(),
      to: new Date((second - to) * 1000).toISOString(),
      reason,
    })
    const gaps = [gap(30, 20), gap(50, 40), gap(45, 30), gap(40, 10, "another")]
    const reader = createUnreadReader({
      format: "test1",
      walk: async () => ({ items: [], gaps }),
      backfillSeconds: 3600,
      overlapSeconds: 0,
    })
    expect((await reader.pull({ sourceId: "s", limit: 10, now })).gaps).toEqual([gap(50, 20), gap(40, 10, "another")])
  })
})

describe("pages of a list", () => {
  it("lose nothing of one second, without any overlap and across restarts", async () => {
    const items = Array.from({ length: 7 }, (_, index) => item(index, second - 60))
    expect((await readAnew(items, 2, 0)).flat()).toHaveLength(7)
    expect(new Set((await readAnew(items, 2, 0)).flat()).size).toBe(7)
  })

  it("hold a key once: a second revision begins the next page", async () => {
    const items = [item(1, second - 60), item(2, second - 50), item(1, second - 40, " edited")]
    expect(await readAnew(items, 10, 900)).toEqual([["test:1", "test:2"], ["test:1 edited"]])
  })

  it("tell what became of messages once, and count it towards the limit", async () => {
    const notice = (id: number): ListedItem => ({
      at: second,
      id: `test:${id} deleted`,
      content: { kind: "deleted", messageKey: `test:${id}` },
    })
    const items = [item(1, second - 60), notice(1), notice(2), item(2, second - 50)]
    const told: unknown[] = []
    let cursor: string | undefined
    for (let round = 0; round < 5; round += 1) {
      const reader = createUnreadReader({
        format: "test1",
        walk: async () => ({ items, gaps: [] }),
        backfillSeconds: 3600,
        overlapSeconds: 0,
      })
      const page = await reader.pull({ sourceId: "s", limit: 3, now, ...(cursor === undefined ? {} : { cursor }) })
      told.push([page.messages.length, page.skipped.length, (page.notices ?? []).map(({ messageKey }) => messageKey), page.more])
      ;({ cursor } = page)
    }
    expect(told).toEqual([
      [2, 0, ["test:1"], true],
      [0, 0, ["test:2"], false],
      [0, 0, [], false],
      [0, 0, [], false],
      [0, 0, [], false],
    ])
  })

  it("follow a floor that moves although nothing is new", async () => {
    const read = (floor: number) =>
      createUnreadReader({
        format: "test1",
        walk: async () => ({ items: [], gaps: [], floor }),
        backfillSeconds: 3600,
        overlapSeconds: 900,
      })
    const { cursor } = await read(0).pull({ sourceId: "s", limit: 3, now })
    expect((await read(0).pull({ sourceId: "s", limit: 3, now, cursor })).cursor).toBe(cursor)
    const moved = await read(second - 60).pull({ sourceId: "s", limit: 3, now, cursor })
    expect(moved).toMatchObject({ more: false, messages: [] })
    expect(moved.cursor).not.toBe(cursor)
    expect((await read(second - 60).pull({ sourceId: "s", limit: 3, now, cursor: moved.cursor })).cursor).toBe(moved.cursor)
  })

  it("keep cursors short: what is far behind is forgotten, and nothing is given twice", async () => {
    const items = Array.from({ length: 9000 }, (_, index) => item(index, second - 3000 + Math.floor(index / 4)))
    const seen: string[] = []
    let cursor: string | undefined
    const reader = createUnreadReader({
      format: "test1",
      walk: async () => ({ items, gaps: [] }),
      backfillSeconds: 3600,
      overlapSeconds: 3600,
    })
    for (let more = true; more;) {
      const page = await reader.pull({ sourceId: "s", limit: 1000, now, ...(cursor === undefined ? {} : { cursor }) })
      seen.push(...page.messages.map(({ key }) => key))
      ;({ cursor, more } = page)
    }
    expect(seen).toHaveLength(9000)
    expect(new Set(seen).size).toBe(9000)
    expect(cursor?.length).toBeLessThan(150_000)
    const { messages } = await reader.pull({ sourceId: "s", limit: 1000, now, ...(cursor === undefined ? {} : { cursor }) })
    expect(messages).toEqual([])
  })

  it("of a walk that stays partial for ever end in a recorded gap, not in an endless cursor", async () => {
    const items = Array.from({ length: 9000 }, (_, index) => item(index, second - 3000 + Math.floor(index / 4)))
    const reader = createUnreadReader({
      format: "test1",
      walk: async () => ({ items, gaps: [], isPartial: true }),
      backfillSeconds: 3600,
      overlapSeconds: 900,
    })
    const gaps = []
    let cursor: string | undefined
    for (let more = true; more;) {
      const page = await reader.pull({ sourceId: "s", limit: 1000, now, ...(cursor === undefined ? {} : { cursor }) })
      gaps.push(...page.gaps)
      ;({ cursor, more } = page)
    }
    expect(gaps.length).toBeGreaterThan(0)
    expect(cursor?.length).toBeLessThan(150_000)
  })

  const readerOf = (walk: () => Walk, overlapSeconds: number) =>
    createUnreadReader({ format: "test1", walk: async () => walk(), backfillSeconds: 3600, overlapSeconds })
  const pullOf = (cursor: string | undefined, minutes = 0) => ({
    sourceId: "s",
    limit: 100,
    now: addMinutes(now, minutes),
    ...(cursor === undefined ? {} : { cursor }),
  })

  it("find what came in the second of the newest message after it was read, without any overlap", async () => {
    const items = [item(1, second)]
    const reader = readerOf(() => ({ items, gaps: [] }), 0)
    const { cursor } = await reader.pull(pullOf(undefined))
    items.push(item(2, second))
    expect((await reader.pull(pullOf(cursor))).messages.map(({ key }) => key)).toEqual(["test:2"])
  })

  it("find what comes after a message that the network dates into the future", async () => {
    const items = [item(1, second + 86_400)]
    const reader = readerOf(() => ({ items, gaps: [] }), 900)
    const { cursor } = await reader.pull(pullOf(undefined))
    items.push(item(2, second + 60))
    const next = await reader.pull(pullOf(cursor, 5))
    expect(next.messages.map(({ key }) => key)).toEqual(["test:2"])
    expect((await reader.pull(pullOf(next.cursor, 10))).messages).toEqual([])
  })

  it("find what may still come to light, and say where they could not wait for it", async () => {
    const items = [item(1, second)]
    const reader = readerOf(() => ({ items, gaps: [], settledTo: second - 3000 }), 900)
    const { cursor } = await reader.pull(pullOf(undefined))
    items.push(item(2, second - 2900))
    const next = await reader.pull(pullOf(cursor))
    expect([next.messages.map(({ key }) => key), next.gaps]).toEqual([["test:2"], []])
    items.push(...Array.from({ length: 4500 }, (_, index) => item(index + 10, second - 2000 + Math.floor(index / 4))))
    const gaps: Gap[] = []
    let page = next
    do {
      page = await reader.pull({ ...pullOf(page.cursor), limit: 1000 })
      gaps.push(...page.gaps)
    } while (page.more)
    expect(gaps[0]).toMatchObject({ from: new Date((second - 2999) * 1000).toISOString() })
  })

  it("say up to when they are settled, where that is hours ago: in the last page", async () => {
    const items = [item(1, second - 30), item(2, second - 20)]
    const read = async (settledTo: number) => {
      const reader = readerOf(() => ({ items, gaps: [], settledTo }), 900)
      const first = await reader.pull({ ...pullOf(undefined), limit: 1 })
      return [first.lookedTo, (await reader.pull({ ...pullOf(first.cursor), limit: 1 })).lookedTo]
    }
    expect(await read(second - 3600)).toEqual([undefined, undefined])
    expect(await read(second - 7300)).toEqual([undefined, new Date((second - 7300) * 1000).toISOString()])
  })

  it("hand a gap of a walk over once, whatever comes between, and in the page that moves the cursor", async () => {
    const pages = fc.array(fc.record({ isStored: fc.boolean(), isRestarted: fc.boolean(), isNew: fc.boolean() }), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(pages, fc.integer({ min: 1, max: 3 }), async (rounds, limit) => {
        const gaps = [gapItem("thread", second - 600, second - 60, "no"), gapItem("other", second - 600, second - 60, "none")]
        const items = [item(1, second - 300), item(2, second - 30), ...gaps]
        const walk = () => ({ items, gaps: [] })
        const stored: Gap[] = []
        let [reader, cursor] = [readerOf(walk, 300), (await readerOf(() => ({ items: [], gaps: [] }), 300).pull(pullOf(undefined))).cursor]
        for (const [index, { isStored, isRestarted, isNew }] of [...rounds, ...rounds, calm, calm, calm, calm].entries()) {
          if (isRestarted) reader = readerOf(walk, 300)
          if (isNew) items.push(item(index + 10, second + index))
          const page = await reader.pull({ ...pullOf(cursor, index), limit })
          if (!isStored) continue
          stored.push(...page.gaps)
          if (page.gaps.length > 0) expect(page.cursor).not.toBe(cursor)
          ;({ cursor } = page)
        }
        for (let more = true; more;) {
          const page = await reader.pull({ ...pullOf(cursor, 99), limit })
          stored.push(...page.gaps)
          ;({ cursor, more } = page)
        }
        expect(stored).toHaveLength(2)
      }),
      { numRuns: 60 },
    )
  })

  it.each(["", "{}", '["test2",1,1,[]]', '["test1",1]', "null"])(
    "are read with cursors of their own form only, and not with %j",
    async (cursor) => {
      const reader = createUnreadReader({
        format: "test1",
        walk: async () => ({ items: [], gaps: [] }),
        backfillSeconds: 1,
        overlapSeconds: 1,
      })
      await expect(reader.pull({ sourceId: "s", limit: 1, now, cursor })).rejects.toMatchObject({ code: "config" })
    },
  )
})
