import type { IncomingMessage } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"
import { buildMessage } from "@otklik/testkit"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createUnreadReader, type ListedItem, type Observation, type SourceReader } from "../../src/index.ts"

const now = "2026-11-24T03:00:00.000Z"
const second = Date.parse(now) / 1000

const post = "test:post"

/** Comments below the post, a minute apart, the first long ago. */
const comments: readonly ListedItem[] = Array.from({ length: 6 }, (_, index) => ({
  at: second - (index === 0 ? 90_000 : 600 - index * 60),
  id: `comment ${index}`,
  content: buildMessage({
    key: `test:c${index}`,
    kind: "comment",
    threadKey: index === 5 ? "test:other" : post,
    parentKey: index === 5 ? "test:other" : post,
  }),
}))

interface Shown {
  readonly items?: readonly ListedItem[]
  readonly notices?: readonly MessageNotice[]
  readonly isPartial?: boolean
  readonly observations?: readonly Observation[]
}

function readerOf({ items = comments, ...shown }: Shown = {}): SourceReader {
  const walk = async (floor: number, _: unknown, fresh: ReadonlySet<string>) => ({
    items: items.filter(({ at }) => fresh.size > 0 || at > floor),
    gaps: [],
    ...shown,
  })
  return createUnreadReader({
    format: "test1",
    walk,
    canWatch: (key) => key.startsWith("test:"),
    backfillSeconds: 3600,
    overlapSeconds: 120,
  })
}

/** Reads to the end; `restart` has each page read by a reader that knows nothing but the cursor. */
async function readOn(
  cursor: string | undefined,
  watchedKeys: readonly string[],
  options: { limit?: number; restart?: boolean } & Shown = {},
) {
  const { limit = 10, restart = false, ...shown } = options
  let reader = readerOf(shown)
  const keys: string[] = []
  const notices: MessageNotice[] = []
  const texts: string[] = []
  for (;;) {
    const page = await reader.pull({ sourceId: "s", limit, now, watchedKeys, ...(cursor === undefined ? {} : { cursor }) })
    expect(page.messages.length + (page.notices?.length ?? 0)).toBeLessThanOrEqual(limit)
    keys.push(...page.messages.map(({ key }: IncomingMessage) => key))
    notices.push(...(page.notices ?? []))
    texts.push(...page.messages.map(({ text, editedAt }) => `${text} ${editedAt}`))
    expect(new Set(page.messages.map(({ key }) => key)).size).toBe(page.messages.length)
    if (page.more) expect(page.cursor).not.toBe(cursor)
    ;({ cursor } = page)
    if (!page.more) return { keys, notices, texts, cursor, page }
    if (restart) reader = readerOf(shown)
  }
}

describe("messages that are newly watched", () => {
  it("are told of once everything could be looked at, and hold up nothing until then", async () => {
    const first = await readOn(undefined, [], { items: [] })
    const notices = [{ kind: "deleted", messageKey: post }] as const
    const some = await readOn(first.cursor, [post], { notices, isPartial: true })
    expect([some.notices, some.keys]).toEqual([[], ["test:c1", "test:c2", "test:c3", "test:c4", "test:c5"]])
    const all = await readOn(some.cursor, [post], { notices })
    expect(all.notices).toEqual(notices)
    expect((await readOn(all.cursor, [post], { notices })).notices).toEqual([])
  })

  it("have what stands below them handed over once more, from its beginning, once", async () => {
    const first = await readOn(undefined, [])
    expect(first.keys).toEqual(["test:c1", "test:c2", "test:c3", "test:c4", "test:c5"])
    const again = await readOn(first.cursor, [post])
    expect(again.keys).toEqual(["test:c0", "test:c1", "test:c2", "test:c3", "test:c4"])
    const still = await readOn(again.cursor, [post])
    expect([still.keys, still.cursor]).toEqual([[], again.cursor])
    expect((await readOn(again.cursor, [])).keys).toEqual([])
  })

  it("are caught up with on pages of any size, across restarts, in whatever order they come to be watched", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), fc.boolean(), fc.boolean(), async (limit, restart, isOtherFirst) => {
        const first = await readOn(undefined, [], { limit, restart })
        const watched = isOtherFirst ? [["test:other"], ["test:other", post]] : [[post, "test:other"]]
        let { cursor } = first
        const keys: string[] = []
        for (const watchedKeys of watched) {
          const read = await readOn(cursor, watchedKeys, { limit, restart })
          keys.push(...read.keys)
          ;({ cursor } = read)
        }
        expect(keys.toSorted()).toEqual(["test:c0", "test:c1", "test:c2", "test:c3", "test:c4", "test:c5"])
      }),
    )
  })

  it("are caught up with from their beginning, although others that were under way are watched no more", async () => {
    const below = (id: number, at: number): ListedItem => ({
      at,
      id: `comment ${id}`,
      content: buildMessage({ key: `test:c${id}`, kind: "comment", threadKey: "test:other", parentKey: "test:other" }),
    })
    const items = [...comments.slice(0, 5), below(6, second - 20), below(7, second - 10)]
    const first = await readOn(undefined, [], { items })
    const page = await readerOf({ items }).pull({ sourceId: "s", limit: 1, now, watchedKeys: ["test:other"], cursor: first.cursor ?? "" })
    expect([page.messages.map(({ key }) => key), page.more]).toEqual([["test:c6"], true])
    // Its incident is over before the rest was read.
    expect((await readOn(page.cursor, [post], { items })).keys).toEqual(["test:c0", "test:c1", "test:c2", "test:c3", "test:c4"])
  })

  it("wait for the next round where something could not be read", async () => {
    const first = await readOn(undefined, [])
    const partial = await readOn(first.cursor, [post], { isPartial: true })
    expect([partial.keys, partial.page.isPartial]).toEqual([[], true])
    expect((await readOn(partial.cursor, [post])).keys).toHaveLength(5)
  })

  it("of other sources change nothing", async () => {
    const first = await readOn(undefined, [])
    expect(await readOn(first.cursor, ["elsewhere:1"])).toMatchObject({ keys: [], cursor: first.cursor })
  })
})

describe("what becomes of watched messages", () => {
  const deleted: MessageNotice = { kind: "deleted", messageKey: "test:c2" }
  const closed: MessageNotice = { kind: "comments-closed", messageKey: post }
  const watched = [post, "test:c2"]

  it("is told once, as long as the network shows the same", async () => {
    const { cursor } = await readOn(undefined, watched)
    const told = await readOn(cursor, watched, {
      notices: [closed, deleted, { ...deleted, messageKey: "test:unwatched" }],
      limit: 1,
      restart: true,
    })
    expect(told.notices).toEqual([closed, deleted])
    const again = await readOn(told.cursor, watched, { notices: [closed, deleted] })
    expect([again.notices, again.cursor]).toEqual([[], told.cursor])
    expect((await readOn(told.cursor, watched, { notices: [{ ...closed, kind: "deleted" }] })).notices).toHaveLength(1)
  })
})

describe("cursors", () => {
  it.each(['["test1",1,2,[],["0123456789ab.-"]]', '["test1",1,2,[],["x"],""]', '["test1",1,2,[],["0123456789ab.-"],"x"]'])(
    "of another form are refused: %s",
    async (cursor) => {
      await expect(readerOf().pull({ sourceId: "s", limit: 1, now, cursor })).rejects.toMatchObject({ code: "config" })
    },
  )

  it("from before anything was watched go on", async () => {
    const page = await readerOf().pull({
      sourceId: "s",
      limit: 10,
      now,
      cursor: `["test1",${second - 3600},${second - 3600},[]]`,
      watchedKeys: [post],
    })
    expect(page.messages.map(({ key }) => key)).toEqual(["test:c0"])
  })
})

describe("watched messages as they stand", () => {
  const at = "2026-11-24T02:59:00.000Z"
  const sightOf = (key: string, text: string, editedAt?: string): Observation => ({
    message: buildMessage({ key, text, ...(editedAt === undefined ? {} : { editedAt }) }),
    at,
  })

  it.each([true, false])(
    "are handed over when they come under watch, and when their text is another; restarts between pages: %s",
    async (restart) => {
      const [one, other] = ["test:one", "test:two"]
      const watched = [one, other]
      const read = (cursor: string | undefined, observations: readonly Observation[], keys = watched) =>
        readOn(cursor, keys, { items: [], observations, limit: 1, restart })
      const first = await read(undefined, [sightOf(one, "a"), sightOf(other, "b")])
      expect(first.texts).toEqual([`a ${at}`, `b ${at}`])
      const same = await read(first.cursor, [sightOf(one, "a"), sightOf(other, "b")])
      expect([same.texts, same.cursor]).toEqual([[], first.cursor])
      const edited = await read(first.cursor, [sightOf(one, "a"), sightOf(other, "c")])
      expect(edited.texts).toEqual([`c ${at}`])
      // What was told of it besides is remembered beside its text.
      const notices = [{ kind: "deleted", messageKey: one }] as const
      const gone = await readOn(edited.cursor, watched, { items: [], notices })
      expect(gone.notices).toEqual(notices)
      expect((await readOn(gone.cursor, watched, { items: [], notices, observations: [sightOf(one, "a")] })).texts).toEqual([])
      // Not watched, of another source, or dated by the network: told elsewhere or not at all.
      expect((await read(edited.cursor, [sightOf("test:three", "x"), sightOf("foreign:1", "x")], ["foreign:1", ...watched])).texts).toEqual(
        [],
      )
      expect((await read(edited.cursor, [sightOf(one, "z", at)])).texts).toEqual([])
    },
  )

  it("stand once on a page with what is handed over below others", async () => {
    const { cursor } = await readOn(undefined, [], { items: [] })
    const keys = [post, "test:c0"]
    const { keys: found } = await readOn(cursor, keys, { observations: [sightOf("test:c0", "new words")] })
    expect(found.filter((key) => key === "test:c0")).toHaveLength(2)
  })
})
