import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import { citizenName, createWorld, minutesAgo, now, readAll, type FacebookWorld } from "./world.ts"

const writer = ({ facebook, pageId: accountId, citizenId: authorId }: FacebookWorld) => ({
  post: (text: string, minutes: number, more: Readonly<Record<string, unknown>> = {}) =>
    facebook.publish({ accountId, authorId, text, at: minutesAgo(minutes), ...more }),
  comment: (under: string, text: string, minutes: number) => facebook.comment({ under, authorId, text, at: minutesAgo(minutes) }),
})

describe("reading", () => {
  it("sends the token in a header, keeps no address of a next page, and asks for no names", async () => {
    const world = createWorld()
    const { post } = writer(world)
    for (let index = 0; index < 120; index += 1) post(`Яма ${index}`, index)
    const seen: Request[] = []
    const spy: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      seen.push(request.clone())
      return world.facebook.fetch(request)
    }
    const { keys, cursor } = await readAll(world.connect({ fetch: spy }))
    expect(keys).toHaveLength(120)
    expect(seen.length).toBeGreaterThan(2)
    for (const { url, headers } of seen) {
      expect(url).not.toContain(world.token)
      expect(url).not.toContain("access_token")
      expect(headers.get("authorization")).toBe(`Bearer ${world.token}`)
    }
    expect(cursor).not.toContain("http")
  })

  it("tells the Page's own words from those of others, whoever hides", async () => {
    const world = createWorld()
    const { facebook, pageId, connect, citizenId } = world
    const hidden = facebook.addAccount({ kind: "person", name: citizenName, isClosed: true })
    const own = facebook.publish({ accountId: pageId, authorId: pageId, text: "Мы открыли сквер", at: minutesAgo(30) })
    facebook.comment({ under: own, authorId: hidden, text: "А яма?", at: minutesAgo(20) })
    facebook.comment({ under: own, authorId: citizenId, text: "Да, яма", at: minutesAgo(10) })
    const { messages } = await readAll(connect())
    expect(messages.map(({ authorId }) => authorId)).toEqual([pageId, undefined, citizenId])
    expect(inspect(messages)).not.toContain(citizenName)
  })

  it("reads each of the Page's lists, and comments below what tags it elsewhere", async () => {
    const world = createWorld()
    const { post, comment } = writer(world)
    const own = world.facebook.publish({ accountId: world.pageId, authorId: world.pageId, text: "Наше", at: minutesAgo(50) })
    const visitor = post("Ваше", 40)
    const tagged = post("Администрация, яма", 30, { section: "tagged" })
    const below = comment(tagged, "И у нас", 20)
    const connector = world.connect()
    expect(connector.sources.map(({ id }) => id)).toEqual(["feed", "visitor_posts", "tagged"])
    expect((await readAll(connector)).keys).toEqual([own, visitor])
    expect((await readAll(connector, "visitor_posts")).keys).toEqual([visitor])
    expect((await readAll(connector, "tagged")).keys).toEqual([tagged, below])
  })

  it("reads other Pages with the application's token, where Meta allows it", async () => {
    const world = createWorld()
    const { facebook, citizenId, connect } = world
    const other = facebook.addAccount({ kind: "official", name: "Водоканал" })
    const post = facebook.publish({ accountId: other, authorId: other, text: "Отключение", at: minutesAgo(40) })
    const comment = facebook.comment({ under: post, authorId: citizenId, text: "Нет воды", at: minutesAgo(30) })
    const connector = connect({ publicPages: [{ pageId: other, title: "Водоканал" }] })
    expect(connector.sources.at(-1)).toMatchObject({ id: `page:${other}`, title: "Водоканал" })
    const { messages } = await readAll(connector, `page:${other}`)
    expect(messages.map(({ key, authorId }) => [key, authorId])).toEqual([
      [post, other],
      [comment, undefined],
    ])
    facebook.issueToken({ kind: "application", rights: [] })
    await expect(readAll(connector, `page:${other}`)).rejects.toMatchObject({
      code: "auth",
      details: { action: expect.stringContaining("let Meta review the application") as string },
    })
  })

  it("finds what came while the list was read, and walks over pages that are empty", async () => {
    const world = createWorld()
    const { facebook } = world
    const { post } = writer(world)
    const posts = Array.from({ length: 130 }, (_, index) => post(`Яма ${index}`, 200 - index))
    for (const key of posts.slice(40, 110)) facebook.remove(key) // more than a page of them
    const late: string[] = []
    facebook.inject({ kind: "meanwhile", operation: "feed", times: 3, action: () => void late.push(post("Новая яма", 1)) })
    const connector = world.connect()
    const first = await readAll(connector)
    const second = await readAll(connector, "feed", { cursor: first.cursor })
    const kept = [...posts.slice(0, 40), ...posts.slice(110), ...late]
    expect([...first.keys, ...second.keys].toSorted()).toEqual(kept.toSorted())
    expect(first.gaps).toEqual([])
  })

  it("reads a post whose number of comments cannot be understood, and what stands below it", async () => {
    const world = createWorld()
    const { post, comment } = writer(world)
    const key = post("Яма", 30)
    const below = comment(key, "И у нас", 20)
    world.facebook.distort(key, { comments: { summary: { total_count: "много" } } })
    expect((await readAll(world.connect())).keys).toEqual([key, below])
  })

  it("follows lists that name their next page by time", async () => {
    const world = createWorld()
    const { post } = writer(world)
    for (let index = 0; index < 120; index += 1) post(`Яма ${index}`, index)
    world.facebook.inject({ kind: "paged-by-time", operation: "feed", times: Infinity })
    const { keys, gaps } = await readAll(world.connect())
    expect([keys.length, gaps]).toEqual([120, []])
  })

  it("asks for fewer posts where Meta asks to reduce the amount of data, of each list by itself, and remembers it", async () => {
    const world = createWorld()
    const { post } = writer(world)
    for (let index = 0; index < 40; index += 1) post(`Яма ${index}`, index)
    world.facebook.inject({ kind: "too-much", operation: "feed", times: Infinity, most: 12 })
    const connector = world.connect()
    const { keys, cursor } = await readAll(connector)
    expect(keys).toHaveLength(40)
    const limits = () => world.facebook.requests.filter(({ operation }) => operation === "feed").map(({ params }) => params["limit"])
    expect(limits()).toEqual(["50", "25", "12", "12", "12", "12"])
    await readAll(connector, "feed", { cursor })
    await readAll(connector, "visitor_posts")
    expect(limits().slice(6)).not.toContain("50")
    expect(world.facebook.requests.find(({ operation }) => operation === "visitor_posts")?.params["limit"]).toBe("50")
  })

  it.each(["Please reduce the amount of data you're asking for, then retry your request", "An unknown error occurred"])(
    "reads a post that fails even by itself without what is heavy of it, and the list behind it: %s",
    async (message) => {
      const world = createWorld()
      const { post, comment } = writer(world)
      const keys = [
        post("Первая", 50),
        post("Тяжёлая", 40, { attachments: [{ kind: "photo", url: "https://scontent.example.com/1.jpg" }] }),
      ]
      keys.push(post("Третья", 30), comment(keys[1] ?? "", "И у нас", 20))
      const heavy = keys[1]?.slice("facebook:".length) ?? ""
      const fetch: typeof globalThis.fetch = async (input, init) => {
        const request = new Request(input, init)
        const isFull = new URL(request.url).searchParams.get("fields")?.includes("attachments") === true
        const answer = await world.facebook.fetch(request)
        const text = await answer.clone().text()
        if (!isFull || !text.includes(heavy)) return answer
        return Response.json({ error: { code: 1, message } }, { status: 500 })
      }
      const found = await readAll(world.connect({ fetch }))
      expect(found.keys).toEqual(keys)
      expect(found.messages[1]).toMatchObject({ text: "Тяжёлая", authorId: world.citizenId })
    },
  )

  it("records what it cannot walk through as a gap", async () => {
    const world = createWorld()
    const { post } = writer(world)
    for (let index = 0; index < 120; index += 1) post(`Яма ${index}`, index)
    const { gaps, keys } = await readAll(world.connect({ maxCalls: 1 }))
    expect(keys.length).toBeGreaterThan(40)
    expect(gaps.map(({ reason }) => reason)).toEqual([
      "more posts than one reading may walk through",
      "comments under posts that are older than one reading may walk back to",
    ])
  })

  it("goes on below posts that are older than the lists go back, as long as incidents of theirs are open", async () => {
    const world = createWorld()
    const { connect, clock } = world
    const { post, comment } = writer(world)
    const old = post("Давняя яма", 60 * 24 * 40)
    const connector = connect()
    const { cursor } = await readAll(connector)
    clock.advance(60)
    const fresh = world.facebook.comment({ under: old, authorId: world.citizenId, text: "Всё ещё", at: clock.now() })
    comment(post("Чужая давняя яма", 60 * 24 * 41), "Не наше", 0)
    expect((await readAll(connector, "feed", { cursor, at: clock.now() })).keys).toEqual([])
    expect((await readAll(connector, "feed", { cursor, at: clock.now(), watchedKeys: [old] })).keys).toEqual([fresh, old])
  })

  it("finds the first comment below such a post, although it came between two looks", async () => {
    const world = createWorld()
    const { clock, connect, facebook, citizenId: authorId } = world
    const { post } = writer(world)
    const old = post("Давняя яма", 60 * 24 * 40)
    const connector = connect()
    let cursor: string | undefined
    const read = async (): Promise<readonly string[]> => {
      const page = await readAll(connector, "feed", { ...(cursor === undefined ? {} : { cursor }), at: clock.now(), watchedKeys: [old] })
      ;({ cursor } = page)
      return page.keys
    }
    await read()
    clock.advance(2)
    const first = facebook.comment({ under: old, authorId, text: "Всё ещё", at: clock.now() })
    clock.advance(20)
    // Something new moves the cursor on, far beyond the comment.
    facebook.publish({ accountId: world.pageId, authorId, text: "Новое", at: clock.now() })
    expect(await read()).not.toContain(first)
    clock.advance(15)
    expect(await read()).toContain(first)
  })

  it("hands over once more what stood below a message before it was watched, and not again", async () => {
    const world = createWorld()
    const { facebook, clock, pageId, citizenId, connect } = world
    const { post, comment } = writer(world)
    const top = post("Во дворе беда", 300)
    const below = [comment(top, "Вот фото", 290), comment(comment(top, "Где?", 280), "Третий подъезд", 270)]
    const connector = connect()
    const first = await readAll(connector)
    clock.advance(240)
    facebook.publish({ accountId: pageId, authorId: citizenId, text: "Иное", at: clock.now() })
    const second = await readAll(connector, "feed", { cursor: first.cursor, at: clock.now() })
    expect(second.keys).toHaveLength(1)
    for (const again of [connector, connect()]) {
      const third = await readAll(again, "feed", { cursor: second.cursor, at: clock.now(), watchedKeys: [top] })
      // The message itself too: it may have been changed before it was watched, and the desk compares.
      expect(third.keys).toEqual(expect.arrayContaining([top, ...below]))
      expect(third.keys).toHaveLength(4)
      expect((await readAll(again, "feed", { cursor: third.cursor, at: clock.now(), watchedKeys: [top] })).keys).toEqual([])
    }
  })

  it("passes over comments that the token may not see on pages of others", async () => {
    const world = createWorld()
    const { post, comment } = writer(world)
    const tagged = post("Администрация, яма", 30, { section: "tagged" })
    comment(tagged, "И у нас", 20)
    world.facebook.inject({ kind: "comments-closed", operation: "comments", times: 1 }) // error 200
    const { keys, gaps } = await readAll(world.connect(), "tagged")
    expect([keys, gaps]).toEqual([[tagged], []])
  })
})

describe("messages of open incidents", () => {
  async function watch() {
    const world = createWorld()
    const { post, comment } = writer(world)
    const top = post("Яма", 300)
    const keys = [top, comment(top, "И у нас", 200), comment(top, "И у них", 190)]
    const connector = world.connect()
    const { cursor } = await readAll(connector, "feed", { watchedKeys: keys })
    let at = now
    const later = async (from: string, watchedKeys: readonly string[] = keys) => {
      world.clock.advance(61)
      at = world.clock.now()
      return readAll(connector, "feed", { cursor: from, at, watchedKeys })
    }
    return { ...world, connector, keys, cursor, later, at: () => at }
  }

  it("are read again for edits, told once with the moment when they were seen", async () => {
    const { facebook, keys, cursor, later, at } = await watch()
    const [, comment = ""] = keys
    facebook.edit(comment, "И у нас, и большая")
    const first = await later(cursor)
    expect(first.messages).toEqual([expect.objectContaining({ key: comment, text: "И у нас, и большая", editedAt: at() })])
    expect((await later(first.cursor)).messages).toEqual([])
  })

  it("are told to be gone, once", async () => {
    const { facebook, keys, cursor, later } = await watch()
    const [, comment = ""] = keys
    facebook.remove(comment)
    const first = await later(cursor)
    expect(first.notices).toEqual([{ kind: "deleted", messageKey: comment }])
    expect((await later(first.cursor)).notices).toEqual([])
  })

  it("are gone with the post around them", async () => {
    const { facebook, keys, cursor, later } = await watch()
    facebook.remove(keys[0] ?? "")
    const { notices } = await later(cursor)
    expect(notices.map(({ messageKey }) => messageKey).toSorted()).toEqual(keys.toSorted())
  })

  it("are told to take no comments any more, once", async () => {
    const { facebook, keys, cursor, later } = await watch()
    facebook.closeComments(keys[0] ?? "")
    const first = await later(cursor)
    expect(first.notices).toEqual(keys.map((messageKey) => ({ kind: "comments-closed", messageKey })))
    expect((await later(first.cursor)).notices).toEqual([])
  })

  it("are not taken for deleted when the token lost its rights: Meta says the same of both", async () => {
    const world = createWorld()
    const { post } = writer(world)
    const { facebook, pageId, connect } = world
    const key = post("Яма", 300)
    const token = facebook.issueToken({ kind: "account", accountId: pageId, rights: ["pages_read_engagement"] })
    const { notices, messages } = await readAll(connect({ token, lists: ["feed"] }), "feed", { watchedKeys: [key] })
    // The list shows it, and it comes under watch.
    expect([notices, messages.map((message) => message.key)]).toEqual([[], [key, key]])
  })

  it("hold up nothing that is new when they cannot be read", async () => {
    const { facebook, clock, pageId, citizenId, cursor, later } = await watch()
    for (const kind of ["server-error", "malformed", "changed-shape", "rate-limit"] as const) {
      facebook.inject({ kind, operation: "node", times: Infinity })
      clock.advance(1)
      const key = facebook.publish({ accountId: pageId, authorId: citizenId, text: `Яма ${kind}`, at: clock.now() })
      expect((await later(cursor)).keys, kind).toContain(key)
      facebook.heal()
    }
  })
})

describe("faults", () => {
  it.each([
    ["token-expired", "auth", "the token has ended"],
    ["token-revoked", "auth", "changed the password"],
    ["captcha", "auth", "pass a check"],
    ["rate-limit", "rate-limited", ""],
    ["daily-limit", "rate-limited", ""],
    ["malformed", "protocol", ""],
    ["changed-shape", "protocol", ""],
    ["flood", "rate-limited", ""],
  ] as const)("%s ends a reading with %s, and tells nothing secret", async (kind, code, action) => {
    const world = createWorld()
    writer(world).post("Тайная яма", 5)
    world.facebook.inject({ kind, times: Infinity })
    const error: unknown = await readAll(world.connect()).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code })
    if (action !== "") expect(error).toMatchObject({ details: { action: expect.stringContaining(action) as string } })
    const told = inspect(error, { depth: 20 })
    for (const secret of [world.token, world.app.appSecret, "Тайная", citizenName]) expect(told).not.toContain(secret)
  })

  it.each(["server-error", "cut-before", "cut-after", "slow"] as const)("%s passes by itself", async (kind) => {
    const world = createWorld()
    const key = writer(world).post("Яма", 5)
    world.facebook.inject({ kind, times: 2, millis: 31_000 })
    expect((await readAll(world.connect())).keys).toEqual([key])
  })

  it.each(["duplicate", "reorder"] as const)("lists with %s hold each message once", async (kind) => {
    const world = createWorld()
    const { post, comment } = writer(world)
    const top = post("Яма", 50)
    const keys = [top, comment(top, "Раз", 40), comment(top, "Два", 30), post("Ещё", 20)]
    world.facebook.inject({ kind, times: Infinity })
    expect((await readAll(world.connect())).keys).toEqual(keys)
  })

  it("stop with the signal's reason", async () => {
    const reason = new RangeError("the host stops")
    const connector = createWorld().connect()
    await expect(connector.doPull({ sourceId: "feed", limit: 5, now, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    await expect(connector.doPull({ sourceId: "feed", limit: 0, now })).rejects.toMatchObject({ code: "config" })
    await expect(connector.doPull({ sourceId: "search", limit: 5, now })).rejects.toMatchObject({ code: "config" })
  })
})
