import { addMinutes, DeskError, type IncomingMessage, type MessageKey } from "@otklik/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createWatchReader, type Look, type ShownMessages } from "../../src/index.ts"

const now = "2026-11-24T03:00:00.000Z"
/** Nothing waits because it was seen lately. */
const options = { format: "test1", trustMillis: 0 }

const keys = ["instagram:1-1", "instagram:1-2"] as const

/** What stands at the network, and what was told of it. */
interface Shown {
  text: string
  isGone: boolean
  isClosed: boolean
}

const messageOf = (key: MessageKey, text: string): IncomingMessage => ({
  key,
  network: "instagram",
  kind: "comment",
  url: "https://www.instagram.com/p/x/",
  text,
  publishedAt: "2026-11-24T02:00:00.000Z",
})

const stepArbitrary = fc.record({
  key: fc.constantFrom(...keys),
  change: fc.constantFrom("edit", "delete", "restore", "close", "open", "nothing"),
  limit: fc.integer({ min: 1, max: 3 }),
  /** The process begins anew, also between two pages. */
  restarts: fc.boolean(),
  /** The network refuses after so many looks. */
  looks: fc.integer({ min: 0, max: 6 }),
})

describe("watched messages", () => {
  it("are told as they stand, each change once, whatever the page, the quota and the restarts", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { maxLength: 10 }), async (steps) => {
        const actual = new Map<string, Shown>(keys.map((key) => [key, { text: "Яма", isGone: false, isClosed: false }]))
        const told = new Map<string, Shown>()
        let looksLeft = Infinity
        const look = async (key: MessageKey): Promise<Look> => {
          looksLeft -= 1
          const { text, isGone, isClosed } = actual.get(key) ?? expect.fail("a known key was expected")
          return isGone ? { kind: "gone" } : { kind: "shown", message: messageOf(key, text), takesComments: !isClosed }
        }
        const list = { pull: async () => ({ messages: [], skipped: [], gaps: [], cursor: "end", more: false }) }
        const create = () => createWatchReader({ ...options, reader: list, look, maxLooks: 100, mayRecheck: () => looksLeft > 0 })
        let reader = create()
        let cursor: string | undefined
        let tellings = 0

        async function read(limit: number, restarts: boolean): Promise<void> {
          for (let pages = 0; ; pages += 1) {
            expect(pages).toBeLessThan(30)
            if (restarts) reader = create()
            const page = await reader.pull({
              sourceId: "media",
              limit,
              now,
              watchedKeys: keys,
              ...(cursor === undefined ? {} : { cursor }),
            })
            const { messages, notices = [], more } = page
            expect(messages.length + notices.length).toBeLessThanOrEqual(limit)
            expect(new Set(messages.map(({ key }) => key)).size).toBe(messages.length)
            expect(more && page.cursor === cursor).toBe(false)
            ;({ cursor } = page)
            tellings += messages.length + notices.length
            for (const { key, text, editedAt } of messages) {
              expect([editedAt, told.get(key)?.isGone === false ? told.get(key)?.text : undefined]).not.toEqual([editedAt, text])
              told.set(key, { text, isGone: false, isClosed: false })
            }
            for (const { kind, messageKey } of notices) {
              const known = told.get(messageKey) ?? { text: "", isGone: false, isClosed: false }
              expect(kind === "deleted" ? known.isGone : known.isClosed).toBe(false)
              told.set(messageKey, kind === "deleted" ? { ...known, isGone: true } : { ...known, isClosed: true })
            }
            if (!more) return
          }
        }

        for (const [index, { key, change, limit, restarts, looks }] of steps.entries()) {
          const shown = actual.get(key) ?? expect.fail("a known key was expected")
          if (change === "edit") shown.text = `Яма ${index}`
          if (change === "delete") shown.isGone = true
          if (change === "restore") shown.isGone = false
          if (change === "close") shown.isClosed = true
          // That comments are open again is not told: it must have been seen before they can be told to be closed once
          // more.
          if (change === "open" && !shown.isGone) {
            shown.isClosed = false
            looksLeft = Infinity
            await read(limit, restarts)
            const known = told.get(key)
            if (known !== undefined) known.isClosed = false
          }
          looksLeft = looks
          await read(limit, restarts)
        }
        looksLeft = Infinity
        await read(2, true)
        for (const key of keys) {
          const [stands, known] = [actual.get(key), told.get(key)]
          expect(known?.isGone ?? false).toBe(stands?.isGone)
          if (stands?.isGone === false) expect([known?.text, known?.isClosed]).toEqual([stands.text, stands.isClosed])
        }
        const before = [tellings, cursor]
        await read(1, true)
        expect([tellings, cursor]).toEqual(before)
      }),
      { numRuns: 400 },
    )
  })

  it("have their turn each, however many there are, across restarts; a page tells how late the last of them is", async () => {
    const many = Array.from({ length: 12 }, (_, index) => `instagram:1-${index}`)
    const looks: string[] = []
    const list = { pull: async () => ({ messages: [], skipped: [], gaps: [], cursor: "end", more: false }) }
    const look = async (key: MessageKey): Promise<Look> => {
      looks.push(key)
      return { kind: "shown", message: messageOf(key, "Яма"), takesComments: true }
    }
    let cursor: string | undefined
    async function read(minutes: number, watchedKeys: readonly MessageKey[], maxLooks = 5) {
      const reader = createWatchReader({ ...options, reader: list, look, maxLooks, mayRecheck: () => true })
      const at = addMinutes(now, minutes)
      const page = await reader.pull({ sourceId: "media", limit: 50, now: at, watchedKeys, ...(cursor === undefined ? {} : { cursor }) })
      ;({ cursor } = page)
      return page
    }
    const pages = []
    for (const minutes of [0, 10, 20, 30, 40]) pages.push(await read(minutes, many))
    expect(pages.map(({ isPartial, lookedTo }) => [isPartial, lookedTo])).toEqual([
      [true, undefined],
      [true, undefined],
      [undefined, now],
      [undefined, addMinutes(now, 10)],
      [undefined, addMinutes(now, 20)],
    ])
    expect(looks.slice(0, 15)).toEqual([...many, ...many.slice(0, 3)])
    // A new one comes first, as nobody ever looked at it; those that are watched no more are forgotten.
    expect(await read(50, ["instagram:1-new", ...many])).toMatchObject({ lookedTo: addMinutes(now, 30) })
    expect(looks.at(-5)).toBe("instagram:1-new")
    // Where all can be looked at, nothing is kept, and the cursor rests.
    const whole = await read(60, many, 20)
    expect([whole.isPartial, whole.lookedTo]).toEqual([undefined, undefined])
    expect((await read(70, many, 20)).cursor).toBe(whole.cursor)
  })

  it("have their turn, although some of them never answer", async () => {
    const many = Array.from({ length: 8 }, (_, index) => `instagram:1-${index}`)
    const looks: string[] = []
    const list = { pull: async () => ({ messages: [], skipped: [], gaps: [], cursor: "end", more: false }) }
    const look = async (key: MessageKey): Promise<Look> => {
      looks.push(key)
      if (many.indexOf(key) < 2) throw new DeskError("network", "instagram: comment: no answer came", {})
      return { kind: "shown", message: messageOf(key, "Яма"), takesComments: true }
    }
    const reader = createWatchReader({ ...options, reader: list, look, maxLooks: 5, mayRecheck: () => true })
    let cursor: string | undefined
    for (let round = 0; round < 12; round += 1) {
      const at = addMinutes(now, 10 * round)
      const page = await reader.pull({
        sourceId: "media",
        limit: 50,
        now: at,
        watchedKeys: many,
        ...(cursor === undefined ? {} : { cursor }),
      })
      ;({ cursor } = page)
      // Nobody has looked at all of them.
      expect(page).toMatchObject({ isPartial: true })
    }
    const times = many.map((key) => looks.filter((one) => one === key).length)
    expect(Math.min(...times)).toBeGreaterThan(1)
  })
})

describe("watched messages that a list shows", () => {
  const many = Array.from({ length: 12 }, (_, index) => `instagram:1-${index}`)

  /** A list that shows the first of many whenever it is read, and a network that is asked for the others. */
  function setUp(isListed: (key: MessageKey) => boolean, maxLooks = 5) {
    const texts = new Map(many.map((key) => [key, "Яма"]))
    const gone = new Set<MessageKey>()
    const looks: MessageKey[] = []
    const shown: ShownMessages = new Map()
    let cursor: string | undefined
    let mayRecheck = true
    const shownOf = (key: MessageKey) => ({ kind: "shown", message: messageOf(key, texts.get(key) ?? ""), takesComments: true }) as const
    const create = () =>
      createWatchReader({
        format: "test1",
        shown,
        maxLooks,
        mayRecheck: () => mayRecheck,
        reader: {
          async pull({ now: at }) {
            for (const key of many) if (isListed(key) && !gone.has(key)) shown.set(key, { look: shownOf(key), at })
            return { messages: [], skipped: [], gaps: [], cursor: "end", more: false }
          },
        },
        async look(key) {
          looks.push(key)
          return gone.has(key) ? { kind: "gone" } : shownOf(key)
        },
      })
    let reader = create()
    return {
      texts,
      gone,
      looks,
      restart: () => void (reader = create()),
      allow: (value: boolean) => void (mayRecheck = value),
      async read(minutes: number) {
        const at = addMinutes(now, minutes)
        const page = await reader.pull({
          sourceId: "media",
          limit: 50,
          now: at,
          watchedKeys: many,
          ...(cursor === undefined ? {} : { cursor }),
        })
        ;({ cursor } = page)
        return page
      },
    }
  }

  it("cost no call, however many there are: each edit is told at once, and the others have the looks", async () => {
    const { texts, looks, read } = setUp((key) => key !== "instagram:1-11")
    expect(await read(0)).toMatchObject({ messages: many.map((key) => ({ key, editedAt: now })), more: false })
    expect(looks).toEqual(["instagram:1-11"])
    for (const key of many) texts.set(key, "Две ямы")
    const { messages, isPartial, lookedTo } = await read(10)
    expect(messages.map(({ key }) => key)).toEqual(many.slice(0, 11))
    expect([isPartial, lookedTo]).toEqual([undefined, undefined])
    expect((await read(60)).messages.map(({ key, editedAt }) => [key, editedAt])).toEqual([["instagram:1-11", addMinutes(now, 60)]])
    expect(looks).toHaveLength(2)
  })

  it("and are missing in it an hour later are looked at by themselves: they may be gone", async () => {
    const { gone, looks, read } = setUp(() => true)
    await read(0)
    gone.add("instagram:1-3")
    expect(await read(50)).not.toHaveProperty("notices")
    expect((await read(60)).notices).toEqual([{ kind: "deleted", messageKey: "instagram:1-3" }])
    expect(looks).toEqual(["instagram:1-3"])
  })

  it("go on where they were after a restart, and a page says up to when all were seen", async () => {
    const { looks, restart, allow, read } = setUp(() => false)
    for (const minutes of [0, 10, 20]) {
      restart()
      const { isPartial } = await read(minutes)
      expect(isPartial).toBe(minutes < 20 ? true : undefined)
    }
    expect(new Set(looks)).toEqual(new Set(many))
    allow(false)
    expect(await read(59)).not.toHaveProperty("lookedTo")
    expect(await read(90)).toMatchObject({ lookedTo: now })
    restart()
    expect(await read(95)).toMatchObject({ lookedTo: now })
  })
})
