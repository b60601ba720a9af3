import { addMinutes } from "@otklik/core"
import { describe, expect, it } from "vitest"
import type { XConnectorOptions } from "../src/index.ts"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

const search = "search:pits"

function setUp(options: Partial<XConnectorOptions> = {}) {
  const world = createWorld()
  const { x, citizenId: authorId } = world
  /** A post that addresses nobody. */
  const post = (minutes: number, text = "яма") => x.publish({ accountId: authorId, authorId, text, at: minutesAgo(minutes) })
  const calls = (operation: string) => x.requests.filter((request) => request.operation === operation)
  return { ...world, post, calls, connector: world.connect(options) }
}

/** The moment of the reading, some minutes later than now. */
const later = (minutes: number): string => addMinutes(now, minutes)

describe("a search", () => {
  it("finds every keyword, reposts none, and asks again for what is new only", async () => {
    const { x, post, calls, connector, clock } = setUp()
    const keys = [post(60, "фонарь"), post(50, "две #ямы"), post(40, "яма!")]
    post(30, "ничего")
    const { cursor, keys: found } = await readAll(connector, search)
    expect(found).toEqual(keys.toReversed())
    clock.advance(10)
    const fresh = x.publish({ accountId: x.addAccount({ kind: "person", name: "A" }), authorId: "1", text: "яма", at: later(5) })
    expect((await readAll(connector, search, { cursor, at: later(10) })).keys).toEqual([fresh])
    const [first, second] = calls("searchPostsRecent").map(({ params }) => params)
    expect(first?.["since_id"]).toBeUndefined()
    expect(first?.["query"]).toBe("(яма OR фонарь OR #ямы) -is:retweet")
    expect(second).toMatchObject({ since_id: keys[2]?.slice("x:".length), end_time: "2026-11-24T03:09:30.000Z" })
  })

  it("takes since_id from the first page, only after all pages were handed over", async () => {
    const { x, citizenId, post, calls, connector, connect, clock } = setUp()
    const keys = Array.from({ length: 250 }, (_, index) => post(200 - index / 2, `яма ${index}`)).toReversed()
    const first = await connector.doPull({ sourceId: search, limit: 120, now })
    // What comes meanwhile is above the walk, and found afterwards.
    clock.advance(5)
    const meanwhile = x.publish({ accountId: citizenId, authorId: citizenId, text: "яма новая", at: later(1) })
    x.remove(keys[130] ?? "")
    const rest = await readAll(connect(), search, { cursor: first.cursor, limit: 120, at: later(5) })
    expect([...first.messages.map(({ key }) => key), ...rest.keys]).toEqual(keys.filter((_, index) => index !== 130))
    const next = await readAll(connector, search, { cursor: rest.cursor, at: later(5) })
    expect(next.keys).toEqual([meanwhile])
    expect(calls("searchPostsRecent").at(-1)?.params["since_id"]).toBe(keys[0]?.slice("x:".length))
  })

  it("goes on where it was when the process starts anew in the middle, and gives the same page", async () => {
    const { post, connect } = setUp()
    Array.from({ length: 130 }, (_, index) => post(200 - index / 2, `яма ${index}`))
    const one = connect()
    const first = await one.doPull({ sourceId: search, limit: 45, now })
    const again = { sourceId: search, limit: 45, now, cursor: first.cursor }
    const page = await one.doPull(again)
    expect(await connect().doPull(again)).toEqual(page)
    expect(await one.doPull(again)).toEqual(page)
  })

  it("goes on although the token of the next page ran out", async () => {
    const { x, post, connector } = setUp()
    const keys = Array.from({ length: 230 }, (_, index) => post(200 - index / 2, `яма ${index}`)).toReversed()
    const first = await connector.doPull({ sourceId: search, limit: 100, now })
    x.inject({ kind: "key-lost", operation: "searchPostsRecent" })
    const second = connector.doPull({ sourceId: search, limit: 200, now, cursor: first.cursor })
    await expect(second).rejects.toMatchObject({ code: "protocol" })
    const rest = await readAll(connector, search, { cursor: first.cursor, limit: 200 })
    expect([...first.messages.map(({ key }) => key), ...rest.keys]).toEqual(keys)
  })

  it.each(["duplicate", "reorder"] as const)("gives each post once when X hands them out in another way: %s", async (kind) => {
    const { x, post, connector } = setUp()
    const keys = Array.from({ length: 150 }, (_, index) => post(200 - index / 2, `яма ${index}`)).toReversed()
    x.inject({ kind, times: Infinity })
    expect((await readAll(connector, search, { limit: 40 })).keys).toEqual(keys)
  })

  it("records a gap after more than seven days of downtime, and none after seven quiet days", async () => {
    const { x, citizenId, post, connector, clock } = setUp()
    post(60)
    let { cursor } = await readAll(connector, search)
    for (let hours = 0; hours < 9 * 24; hours += 6) {
      clock.advance(360)
      const page = await readAll(connector, search, { cursor, at: clock.now() })
      expect([page.keys, page.gaps]).toEqual([[], []])
      ;({ cursor } = page)
    }
    const wentAt = clock.now()
    clock.advance(8 * 1440)
    const publish = (minutes: number) =>
      x.publish({ accountId: citizenId, authorId: citizenId, text: `яма ${minutes}`, at: addMinutes(clock.now(), -minutes) })
    const published = [publish(60), publish(50), publish(40)]
    // Three pages, and the gap is told once.
    const { keys, gaps, cursor: back } = await readAll(connector, search, { cursor, at: clock.now(), limit: 1 })
    expect(keys).toEqual(published.toReversed())
    expect(gaps).toEqual([
      { from: addMinutes(wentAt, -0.5), to: addMinutes(clock.now(), -7 * 1440 + 1), reason: expect.stringContaining("seven days") },
    ])
    expect((await readAll(connector, search, { cursor: back, at: clock.now() })).gaps).toEqual([])
  })

  it("does not move the cursor for nothing", async () => {
    const { connector, clock } = setUp()
    const { cursor } = await readAll(connector, search)
    clock.advance(30)
    expect((await readAll(connector, search, { cursor, at: later(30) })).cursor).toBe(cursor)
    clock.advance(60)
    expect((await readAll(connector, search, { cursor, at: later(90) })).cursor).not.toBe(cursor)
  })

  it("is split into sources where its keywords are too many for one query", async () => {
    const keywords = Array.from({ length: 60 }, (_, index) => `длинноеслово${index}`)
    const { x, citizenId, connector } = setUp({ searches: [{ id: "long", keywords, title: "Слова" }] })
    expect(connector.sources.map(({ id, title }) => [id, title]).slice(0, 3)).toEqual([
      ["search:long", "Слова"],
      ["search:long:2", "Слова (2)"],
      ["search:long:3", "Слова (3)"],
    ])
    const key = x.publish({ accountId: citizenId, authorId: citizenId, text: "длинноеслово59", at: minutesAgo(5) })
    expect((await readAll(connector, "search:long:3")).keys).toEqual([key])
    const whole = setUp({ searches: [{ id: "long", keywords }], plan: "enterprise" }).connector
    expect(whole.sources.map(({ id }) => id)).toEqual(["search:long", "mentions", "conversations"])
  })

  it("gives the newest wording of an edited post under its first key, whole and with its links", async () => {
    const { x, accountId, account, citizenId: authorId, clock, connector } = setUp({ spelling: "tweet" })
    const own = x.publish({ accountId, authorId: accountId, text: "Ремонт", at: minutesAgo(90) })
    const photo = { kind: "photo", url: "https://pbs.twimg.example.com/1.jpg" } as const
    const key = x.publish({ accountId: authorId, authorId, text: "яма", at: minutesAgo(1), attachments: [photo] })
    const link = `https://x.com/${account.username}/status/${own.slice(2)}`
    clock.advance(5)
    const text = `яма ${"и ещё одна ".repeat(40)}`
    x.edit(key, `${text}${link}`)
    clock.advance(5)
    const { messages } = await readAll(connector, search, { at: clock.now() })
    expect(messages).toEqual([
      expect.objectContaining({ key, publishedAt: minutesAgo(1), editedAt: later(5), attachments: [photo, { kind: "link", url: link }] }),
    ])
    expect(messages[0]?.text.startsWith(`${text}https://t.co/`)).toBe(true)
    expect(messages[0]?.url).not.toContain(key.slice(2))
  })
})

describe("mentions", () => {
  it("behind the newest 800 are a gap", async () => {
    const { x, accountId, citizenId: authorId, connector } = setUp()
    for (let index = 0; index < 900; index += 1) x.publish({ accountId, authorId, text: `${index}`, at: minutesAgo(1000 - index) })
    const { keys, gaps } = await readAll(connector, "mentions", { limit: 300 })
    expect(keys).toHaveLength(800)
    expect(gaps).toEqual([{ from: minutesAgo(1440), to: minutesAgo(900), reason: expect.stringContaining("800") }])
  })

  it("are asked for with the account's token, which costs less, or with the app's", async () => {
    const { x, tokens, connect } = setUp()
    await readAll(connect(), "mentions")
    await readAll(connect({ tokens: { app: tokens.app } }), "mentions")
    expect(x.requests.map(({ params }) => params["authorization"])).toEqual([`Bearer ${tokens.user}`, `Bearer ${tokens.app}`])
  })
})

describe("what may be read", () => {
  it("ends where the host says, and does not keep replies back", async () => {
    const { x, accountId, citizenId: authorId, post, connector, clock } = setUp({ monthlyReads: 150 })
    Array.from({ length: 140 }, (_, index) => post(200 - index, `яма ${index}`))
    const { cursor } = await readAll(connector, search)
    const asked = x.publish({ accountId, authorId, text: "Когда?", at: minutesAgo(2) })
    Array.from({ length: 20 }, (_, index) => x.publish({ accountId: authorId, authorId, text: `яма ${index}!`, at: later(index) }))
    clock.advance(30)
    await readAll(connector, search, { cursor, at: later(30) })
    const refused = connector.doPull({ sourceId: "mentions", limit: 10, now })
    await expect(refused).rejects.toMatchObject({ code: "auth", details: { action: expect.stringMatching(/monthlyReads.*day 5/) } })
    await expect(connector.doPull({ sourceId: "conversations", limit: 10, now, watchedKeys: [asked] })).rejects.toMatchObject({
      code: "auth",
    })
    const reply = { messageKey: asked, text: "Завтра.", photos: [], idempotencyKey: "r", now: clock.now() }
    await connector.doReply?.(reply)
    expect(x.replies()).toHaveLength(1)
  })

  it("is counted by X over all apps of the project, and asked for anew every hour", async () => {
    const { x, post, connect, connector, clock, calls } = setUp({ monthlyReads: 20 })
    await readAll(connector, search)
    await readAll(connector, search)
    expect(calls("getUsage")).toHaveLength(1)
    Array.from({ length: 30 }, (_, index) => post(30, `фонарь ${index}`))
    await readAll(connect({ searches: [{ id: "other", keywords: ["фонарь"] }] }), "search:other")
    expect(x.requests.at(-1)?.operation).toBe("searchPostsRecent")
    clock.advance(61)
    await expect(connector.doPull({ sourceId: "mentions", limit: 10, now: clock.now() })).rejects.toMatchObject({ code: "auth" })
    expect(calls("getUsage")).toHaveLength(2)
  })

  it("that is paid for no more is an error that says what to do, and nobody waits", async () => {
    const { x, connector, clock } = setUp()
    x.inject({ kind: "cap-spent", times: Infinity })
    const error = await connector.doPull({ sourceId: search, limit: 10, now }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: "auth", retryable: false, details: { action: expect.stringContaining("buy credits") } })
    expect([x.requests.length, clock.now()]).toEqual([1, now])
  })
})

describe("a window that is spent", () => {
  it("is not asked again once X says that nothing is left", async () => {
    let asked = 0
    const headers = { "x-rate-limit-remaining": "0", "x-rate-limit-reset": String(Date.parse(later(9)) / 1000) }
    const fetch = async () => {
      asked += 1
      return Response.json({ meta: { result_count: 0 } }, { headers })
    }
    const { connect, clock } = setUp()
    const connector = connect({ fetch })
    await readAll(connector, search)
    const error = await connector.doPull({ sourceId: search, limit: 10, now }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: "rate-limited", details: { retryAt: later(9) } })
    expect(asked).toBe(1)
    await readAll(connector, "mentions")
    clock.set(later(9))
    await readAll(connector, search)
    expect(asked).toBe(3)
  })

  it("is waited out when it ends soon, and told when it does not", async () => {
    const { x, post, connector, clock } = setUp()
    const key = post(5)
    x.inject({ kind: "rate-limit", operation: "searchPostsRecent" })
    expect((await readAll(connector, search)).keys).toEqual([key])
    expect(clock.now() > later(0.05)).toBe(true)
    x.inject({ kind: "daily-limit", operation: "searchPostsRecent" })
    const error = await connector.doPull({ sourceId: search, limit: 10, now: clock.now() }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: "rate-limited" })
    const { length } = x.requests
    // Nothing is asked for before the moment that X named.
    await expect(connector.doPull({ sourceId: search, limit: 10, now: clock.now() })).rejects.toMatchObject({ code: "rate-limited" })
    expect(x.requests).toHaveLength(length)
  })
})
