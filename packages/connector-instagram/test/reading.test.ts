import { addMinutes } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { accountName, citizenName, createWorld, idOf, linkOf, minutesAgo, now, readAll } from "./world.ts"

const day = 24 * 60

function setUp(login: "facebook" | "instagram" = "facebook") {
  const world = createWorld(login)
  const { instagram, accountId, citizenId } = world
  const post = (minutes: number, text = "Пост") => instagram.publish({ accountId, authorId: accountId, text, at: minutesAgo(minutes) })
  const comment = (under: string, minutes: number, text = "И у нас", authorId = citizenId) =>
    instagram.comment({ under, authorId, text, at: minutesAgo(minutes) })
  const calls = (operation: string): number => instagram.requests.filter((request) => request.operation === operation).length
  return { ...world, post, comment, calls }
}

describe.each(["facebook", "instagram"] as const)("the account's media by %s", (login) => {
  it("are read with every comment and reply, however long the lists are", async () => {
    const { post, comment, connect } = setUp(login)
    const keys = Array.from({ length: 60 }, (_, index) => post(900 - index))
    const [first = "", second = ""] = keys
    for (let index = 0; index < 120; index += 1) keys.push(comment(first, 700 - index))
    const top = comment(second, 500)
    keys.push(top)
    for (let index = 0; index < 120; index += 1) keys.push(comment(top, 400 - index))
    expect((await readAll(connect({ mediaCount: 100 }))).keys.toSorted()).toEqual(keys.toSorted())
  })

  it("give what the account itself wrote with its own id, and everybody else's", async () => {
    const { accountId, citizenId, post, comment, connect } = setUp(login)
    const top = comment(post(60), 50)
    comment(top, 40, "Едем", accountId)
    comment(top, 30, "Ждём")
    const { messages } = await readAll(connect())
    expect(messages.map(({ authorId }) => authorId)).toEqual([accountId, citizenId, accountId, citizenId])
    expect(messages.slice(2).map(({ parentKey }) => parentKey)).toEqual([top, top])
  })
})

describe("a reading", () => {
  it("knows what a reply answers by the comment that holds it, where Instagram does not name the parent", async () => {
    const { instagram, post, comment, connect } = setUp()
    const top = comment(post(60), 50)
    const reply = comment(top, 40)
    instagram.distort(reply, { parent_id: undefined })
    const { messages } = await readAll(connect())
    expect(messages.find(({ key }) => key === reply)).toMatchObject({ parentKey: top })
  })

  it("reads what stands below media whose number of comments cannot be understood", async () => {
    const { instagram, post, comment, connect } = setUp()
    const media = post(60)
    const below = comment(media, 50)
    instagram.distort(media, { comments_count: "много" })
    expect((await readAll(connect())).keys).toEqual([media, below])
  })

  it("asks for fewer media, comments and posts of others where Meta asks to reduce the amount of data", async () => {
    const { instagram, post, comment, connect } = setUp()
    const keys = Array.from({ length: 9 }, (_, index) => post(90 - index))
    for (let index = 0; index < 9; index += 1) keys.push(comment(keys[0] ?? "", 40 - index))
    const otherId = instagram.addAccount({ kind: "official", name: "city.water" })
    const others = [1, 2, 3].map((minutes) =>
      instagram.publish({ accountId: otherId, authorId: otherId, text: "Вода", at: minutesAgo(minutes) }),
    )
    for (const operation of ["GET user/media", "GET media/comments", "GET user.business_discovery"])
      instagram.inject({ kind: "too-much", operation, times: Infinity, most: 2 })
    const connector = connect({ accounts: [{ username: "city.water" }] })
    expect((await readAll(connector)).keys.toSorted()).toEqual(keys.toSorted())
    expect((await readAll(connector, "account:city.water")).keys.toSorted()).toEqual(others.toSorted())
  })

  it("gives everything once although the list moves while it is read", async () => {
    const { instagram, post, connect } = setUp()
    const keys = Array.from({ length: 130 }, (_, index) => post(900 - index))
    const gone = keys.splice(-20)
    let reads = 0
    const action = (): void => {
      reads += 1
      if (reads === 2) for (const key of gone) instagram.remove(key)
      if (reads === 3) for (let index = 0; index < 10; index += 1) keys.push(post(0, `Новое ${index}`))
    }
    instagram.inject({ kind: "meanwhile", operation: "GET user/media", times: Infinity, action })
    const { keys: found, cursor } = await readAll(connect())
    const { keys: later } = await readAll(connect(), "media", { cursor })
    expect(reads).toBeGreaterThan(3)
    expect([...found, ...later].filter((key) => !gone.includes(key)).toSorted()).toEqual(keys.toSorted())
  })

  it("is not doubled by doubled or turned lists", async () => {
    const { instagram, post, comment, connect } = setUp()
    const keys = Array.from({ length: 20 }, (_, index) => post(100 - index))
    const top = comment(keys[0] ?? "", 70)
    keys.push(top)
    for (let index = 0; index < 12; index += 1) keys.push(comment(index % 2 === 0 ? top : (keys[0] ?? ""), 60 - index))
    for (const kind of ["duplicate", "reorder"] as const) instagram.inject({ kind, times: Infinity })
    expect((await readAll(connect(), "media", { limit: 3 })).keys).toEqual(keys)
  })

  it("finds a message that the list shows late, within the overlap, and tells messages of one moment apart", async () => {
    const { post, connect } = setUp()
    const first = post(10)
    const { keys, cursor } = await readAll(connect())
    expect(keys).toEqual([first])
    const late = [post(20), post(10)]
    post(30)
    expect((await readAll(connect(), "media", { cursor })).keys).toEqual(late)
  })

  it("reads comments again only where their number changed", async () => {
    const { post, comment, connect, calls } = setUp()
    const [quiet, busy] = [post(200), post(190)]
    comment(quiet, 180)
    comment(busy, 170)
    post(160)
    const connector = connect()
    const { cursor } = await readAll(connector)
    expect(calls("GET media/comments")).toBe(2)
    const fresh = comment(busy, 5)
    expect((await readAll(connector, "media", { cursor })).keys).toEqual([fresh])
    expect(calls("GET media/comments")).toBe(3)
  })

  it("finds new comments under the newest media, whatever their age, and under those of watched messages, and under no others", async () => {
    const { instagram, post, comment, connect } = setUp()
    const [buried, watched, young] = [post(300 * day), post(200 * day), post(100 * day)]
    const known = comment(watched, 190 * day)
    const connector = connect({ mediaCount: 1 })
    const { cursor } = await readAll(connector)
    comment(buried, 9)
    const fresh = [comment(watched, 8), comment(young, 7)]
    expect((await readAll(connector, "media", { cursor })).keys).toEqual(fresh.slice(1))
    expect((await readAll(connector, "media", { cursor, watchedKeys: [known] })).keys).toEqual([...fresh, known])
    instagram.requests.forEach(({ params }) => expect(Object.keys(params)).not.toContain("next"))
  })

  it("finds the first comment under old media, although it came between two looks", async () => {
    const { instagram, accountId, citizenId: authorId, clock, post, connect } = setUp()
    const old = [post(60 * day), post(50 * day)]
    for (let index = 0; index < 80; index += 1) post(40 * day - index)
    const connector = connect({ mediaCount: 2, maxCalls: 2 })
    const found: string[] = []
    let cursor: string | undefined
    const read = async (): Promise<void> => {
      const page = await readAll(connector, "media", { cursor, watchedKeys: old, at: clock.now() })
      ;({ cursor } = page)
      found.push(...page.keys)
    }
    // Each reading has a call left for one of the two.
    await read()
    clock.advance(2)
    const comments = old.map((under) => instagram.comment({ under, authorId, text: "Всё ещё яма", at: clock.now() }))
    for (let round = 0; round < 4; round += 1) {
      clock.advance(20)
      instagram.publish({ accountId, authorId: accountId, text: "Новое", at: clock.now() })
      await read()
    }
    expect(found).toEqual(expect.arrayContaining(comments))
  })

  it("finds what was commented while nobody could read, although more media came meanwhile than are watched", async () => {
    const { post, comment, connect } = setUp()
    const before = post(600)
    post(590)
    const { cursor } = await readAll(connect({ mediaCount: 2 }))
    const came = Array.from({ length: 60 }, (_, index) => post(400 - index))
    const comments = [before, ...came].map((key, index) => comment(key, 300 - index))
    const { keys, gaps } = await readAll(connect({ mediaCount: 2 }), "media", { cursor, limit: 7 })
    expect({ keys, gaps }).toEqual({ keys: [...came, ...comments], gaps: [] })
  })

  it("reports stories, which it cannot read, and passes over what is hidden or deleted", async () => {
    const { instagram, post, comment, connect } = setUp()
    const key = post(60)
    instagram.distort(post(50), { media_product_type: "STORY" })
    instagram.distort(comment(key, 40), { hidden: true })
    instagram.remove(comment(key, 30))
    expect(await readAll(connect())).toMatchObject({ keys: [key], skipped: [{ path: "media_product_type" }], gaps: [] })
  })

  it("reads captions, pictures, videos and each item of an album, and does without links that Instagram leaves out", async () => {
    const { instagram, accountId, connect } = setUp()
    const [photo, video] = [
      { kind: "photo", url: "https://scontent.example.com/1.jpg" },
      { kind: "video", url: "https://scontent.example.com/2.mp4" },
    ] as const
    const publish = (minutes: number, attachments: readonly (typeof photo | typeof video)[]) =>
      instagram.publish({ accountId, authorId: accountId, text: "", at: minutesAgo(minutes), attachments })
    publish(60, [photo, video])
    publish(50, [video])
    instagram.distort(publish(40, [photo]), { media_url: undefined })
    instagram.distort(publish(30, [photo]), { media_url: "<image url>" })
    const { messages } = await readAll(connect())
    expect(messages.map(({ text, attachments }) => [text, attachments])).toEqual([
      ["", [photo, video]],
      ["", [video]],
      ["", undefined],
      ["", undefined],
    ])
  })

  it("reads everything after days without reading, and records the stretch that it may not walk through", async () => {
    const { post, connect } = setUp()
    const { cursor } = await readAll(connect({ backfillHours: 24 * 20 }))
    const keys = Array.from({ length: 120 }, (_, index) => post(20 * day - index - 10))
    expect(await readAll(connect(), "media", { cursor })).toMatchObject({ keys, gaps: [] })
    const { keys: found, gaps } = await readAll(connect({ maxCalls: 1 }), "media", { cursor })
    expect(found).toEqual(keys.slice(-75))
    expect(gaps).toEqual([
      expect.objectContaining({ to: addMinutes(minutesAgo(20 * day - 55), 1 / 60), reason: expect.stringContaining("more media") }),
      expect.objectContaining({ reason: "comments under media that are older than one reading may walk back to" }),
    ])
  })

  it("reports a broken item with its field, and a link that is missing", async () => {
    const { instagram, post, comment, connect } = setUp()
    const key = post(60)
    comment(key, 50)
    instagram.distort(comment(key, 40), { from: { id: "Тайна" } })
    instagram.distort(post(30), { permalink: undefined })
    const { keys, skipped } = await readAll(connect())
    expect(keys).toHaveLength(2)
    expect(skipped.map(({ path }) => path)).toEqual(["from.id", "permalink"])
    expect(JSON.stringify(skipped)).not.toContain("Тайна")
  })

  it("holds nothing up for one thread that cannot be read, and records it as a gap at last", async () => {
    const { instagram, post, comment, connect } = setUp()
    const posts = [post(300), post(290)]
    const comments = posts.map((key, index) => comment(key, 200 - index))
    instagram.inject({ kind: "malformed", operation: "GET media/comments" })
    const connector = connect()
    const { keys, cursor } = await readAll(connector)
    expect(keys).toEqual([...posts, comments[0]])
    expect((await readAll(connector, "media", { cursor })).keys).toEqual(comments.slice(1))
    const broken = post(100)
    for (const minutes of [90, 80]) instagram.distort(comment(broken, minutes), { timestamp: "soon" })
    let place = cursor
    const gaps = []
    for (let round = 0; round < 5; round += 1) {
      const read = await readAll(connector, "media", { cursor: place })
      place = read.cursor
      gaps.push(...read.gaps)
    }
    expect(gaps).toEqual([expect.objectContaining({ reason: expect.stringContaining("could not be understood") })])
  })

  it.each([
    ["server-error", 3],
    ["cut-before", 3],
    ["cut-after", 3],
  ] as const)("gets over %s", async (kind, times) => {
    const { instagram, post, connect } = setUp()
    const key = post(10)
    instagram.inject({ kind, times })
    expect((await readAll(connect())).keys).toEqual([key])
  })

  it.each([
    ["malformed", "protocol"],
    ["changed-shape", "protocol"],
    ["key-lost", "protocol"],
    ["token-revoked", "auth"],
    ["token-expired", "auth"],
    ["captcha", "auth"],
    ["rate-limit", "rate-limited"],
    ["daily-limit", "rate-limited"],
    ["flood", "rate-limited"],
    ["links-forbidden", "rate-limited"],
  ] as const)("fails with a code of the desk under %s: %s", async (kind, code) => {
    const { instagram, post, connect } = setUp()
    for (let index = 0; index < 90; index += 1) post(100 - index)
    instagram.inject({ kind, operation: "GET user/media", times: 2 })
    await expect(readAll(connect({ mediaCount: 100 }))).rejects.toMatchObject({ code })
  })

  it("times out by the host's clock", async () => {
    const { instagram, post, connect } = setUp()
    post(10)
    instagram.inject({ kind: "slow", times: 4 })
    await expect(readAll(connect({ timeoutMillis: 50 }))).rejects.toMatchObject({ code: "network" })
  })

  it("asks no more before the moment that Meta's header names", async () => {
    const { instagram, connect, calls } = setUp()
    const connector = connect()
    instagram.inject({ kind: "daily-limit", operation: "GET user/media" })
    const late = { code: "rate-limited", details: { retryAt: expect.stringMatching(/^2026-11-24T03:30/) } }
    await expect(readAll(connector)).rejects.toMatchObject(late)
    await expect(readAll(connector)).rejects.toMatchObject({ code: "rate-limited" })
    expect(calls("GET user/media")).toBe(1)
  })
})

describe("watched messages", () => {
  it("are told when they are edited, dated by the reading, once, after a restart too", async () => {
    const { instagram, post, comment, connect } = setUp()
    const key = comment(post(60), 50, "Яма")
    const watchedKeys = [key]
    const first = await readAll(connect(), "media", { watchedKeys })
    // It may have been edited before it came under watch: it is handed over once more, and the desk compares.
    expect(first.messages.slice(1)).toMatchObject([
      { key, text: "Яма", publishedAt: minutesAgo(50) },
      { key, text: "Яма", editedAt: now },
    ])
    const second = await readAll(connect(), "media", { watchedKeys, cursor: first.cursor })
    expect(second).toMatchObject({ messages: [], cursor: first.cursor })
    instagram.edit(key, "Две ямы")
    const at = addMinutes(now, 10)
    const third = await readAll(connect(), "media", { watchedKeys, cursor: second.cursor, at })
    expect(third.messages).toMatchObject([{ key, text: "Две ямы", editedAt: at, publishedAt: minutesAgo(50) }])
    const fourth = await readAll(connect(), "media", { watchedKeys, cursor: third.cursor, at: addMinutes(now, 20) })
    expect(fourth).toMatchObject({ messages: [], notices: [], cursor: third.cursor })
    // A pull that says nothing of what is watched forgets nothing; one that watches nothing does.
    const silent = await readAll(connect(), "media", { cursor: third.cursor })
    expect(silent.cursor).toBe(third.cursor)
    expect((await readAll(connect(), "media", { watchedKeys: [], cursor: third.cursor })).cursor).not.toContain(third.cursor.slice(-20))
  })

  it("bring what stands below them once more, as nobody waited for it before", async () => {
    const { accountId, post, comment, connect } = setUp()
    const media = post(20 * day)
    const key = comment(media, 900)
    const below = [comment(key, 800, "И тут"), comment(key, 700, "Едем", accountId)]
    const beside = comment(media, 600)
    const connector = connect()
    const { cursor, keys } = await readAll(connector)
    expect(keys).toEqual([key, ...below, beside])
    const watched = await readAll(connector, "media", { cursor, watchedKeys: [key], limit: 1 })
    expect(watched.keys).toEqual([...below, key])
    expect((await readAll(connect(), "media", { cursor: watched.cursor, watchedKeys: [key] })).keys).toEqual([])
  })

  it("are told to be deleted: gone, hidden, or gone with their media; and come back", async () => {
    const { instagram, post, comment, connect } = setUp()
    const [one, other] = [post(90), post(80)]
    const keys = [comment(one, 70), comment(one, 60), comment(other, 50)]
    const connector = connect()
    let { cursor } = await readAll(connector)
    let at = now
    const read = async () => {
      at = addMinutes(at, 61)
      const found = await readAll(connector, "media", { watchedKeys: keys, cursor, at })
      ;({ cursor } = found)
      return found
    }
    expect((await read()).keys).toEqual(keys)
    instagram.remove(keys[0] ?? "")
    instagram.distort(keys[1] ?? "", { hidden: true })
    instagram.remove(other)
    expect((await read()).notices).toEqual(keys.map((messageKey) => ({ kind: "deleted", messageKey })))
    expect((await read()).notices).toEqual([])
    instagram.restore(keys[0] ?? "")
    expect(await read()).toMatchObject({ keys: keys.slice(0, 1), notices: [] })
  })

  it("are told to take no comments, once", async () => {
    const { instagram, post, comment, connect } = setUp()
    const key = post(90)
    const under = comment(key, 80)
    const connector = connect()
    let { cursor } = await readAll(connector)
    let at = now
    const read = async () => {
      at = addMinutes(at, 61)
      const found = await readAll(connector, "media", { watchedKeys: [under, key], cursor, limit: 1, at })
      ;({ cursor } = found)
      return found.notices
    }
    expect(await read()).toEqual([])
    instagram.closeComments(key)
    expect(await read()).toEqual([under, key].map((messageKey) => ({ kind: "comments-closed", messageKey })))
    expect(await read()).toEqual([])
  })

  it("that were found by a hashtag say nothing, and are not asked for again and again", async () => {
    const { instagram, citizenId, connect } = setUp()
    const foreign = instagram.publish({ accountId: citizenId, authorId: citizenId, text: "#яма" })
    const connector = connect()
    const { cursor } = await readAll(connector, "media", { watchedKeys: [foreign, "instagram:5-6", "vk:-1_7"] })
    const before = instagram.requests.length
    const again = await readAll(connector, "media", { watchedKeys: [foreign, "instagram:5-6"], cursor })
    expect(again).toMatchObject({ messages: [], notices: [], cursor })
    expect(instagram.requests.length - before).toBe(1)
  })

  it("that mention the account are looked at through the mention", async () => {
    const { instagram, citizenId, comment, connect, accountId } = setUp()
    const media = instagram.publish({ accountId: citizenId, authorId: citizenId, text: `@${accountName} яма` })
    const other = instagram.publish({ accountId: citizenId, authorId: citizenId, text: "Мой двор" })
    const watchedKeys = [media, comment(other, 5, `@${accountName} и тут`)]
    const connector = connect()
    const first = await readAll(connector, "media", { watchedKeys })
    expect(first.messages.map(({ key, text }) => [key, text])).toEqual([
      [media, `${accountName} яма`],
      [watchedKeys[1], `${accountName} и тут`],
    ])
    // Media that the account is tagged in can be read, and their comments cannot: that says nothing of one that
    // mentions it.
    const tagged = instagram.publish({ accountId, authorId: citizenId, text: "Вот" })
    const there = comment(tagged, 4, `@${accountName} сюда`)
    const found = await readAll(connector, "media", { watchedKeys: [...watchedKeys, there], cursor: first.cursor })
    expect(found).toMatchObject({ messages: [{ key: there }], notices: [] })
    for (const key of watchedKeys) instagram.remove(key)
    const { notices } = await readAll(connector, "media", { watchedKeys, cursor: first.cursor, at: addMinutes(now, 61) })
    expect(notices).toEqual(watchedKeys.map((messageKey) => ({ kind: "deleted", messageKey })))
  })

  it("cost no call of their own as long as the lists show them, and one where these do not", async () => {
    const { instagram, post, comment, connect, calls } = setUp()
    const media = Array.from({ length: 90 }, (_, index) => post(20 * day - index))
    const watchedKeys = media.map((key, index) => comment(key, 900 - index))
    const connector = connect({ mediaCount: 2 })
    const first = await readAll(connector, "media", { watchedKeys })
    const before = instagram.requests.length
    for (const key of watchedKeys) instagram.edit(key, "Две ямы")
    const at = addMinutes(now, 61)
    const second = await readAll(connector, "media", { watchedKeys, cursor: first.cursor, at })
    expect(second.messages).toMatchObject(watchedKeys.map((key) => ({ key, text: "Две ямы", editedAt: at })))
    // Two pages of the list, and each thread once: no medium and no comment by itself.
    expect(instagram.requests.length - before).toBe(2 + 90)
    expect([calls("GET comment"), calls("GET media")]).toEqual([0, 0])
    instagram.remove(watchedKeys[0] ?? "")
    const third = await readAll(connector, "media", { watchedKeys, cursor: second.cursor, at: addMinutes(at, 61) })
    expect(third.notices).toEqual([{ kind: "deleted", messageKey: watchedKeys[0] }])
    expect(calls("GET comment")).toBe(1)
  })

  it("are not looked at while half of Meta's limits is used up", async () => {
    const { instagram, post, comment, connect, calls } = setUp()
    const watchedKeys = [comment(post(90), 80)]
    const busy: typeof fetch = async (input, init) => {
      const answer = await instagram.fetch(input, init)
      const usage = JSON.stringify({ "1": [{ type: "instagram", call_count: 50, total_time: 1, total_cputime: 1 }] })
      return new Response(answer.body, { status: answer.status, headers: { "x-business-use-case-usage": usage } })
    }
    const { cursor } = await readAll(connect(), "media", { watchedKeys })
    instagram.remove(watchedKeys[0] ?? "")
    const late = { watchedKeys, cursor, at: addMinutes(now, 61) }
    const threads = calls("GET media/comments")
    const full = connect({ fetch: busy })
    expect((await readAll(full, "media", late)).notices).toEqual([])
    expect((await readAll(full, "media", { ...late, at: addMinutes(now, 122) })).notices).toEqual([])
    // Nor are threads read again of which nothing tells that they changed.
    expect([calls("GET comment"), calls("GET media/comments") - threads]).toEqual([0, 0])
    expect((await readAll(connect(), "media", late)).notices).toEqual([{ kind: "deleted", messageKey: watchedKeys[0] }])
  })

  it("hold nothing up when they cannot be looked at, and are looked at in turn", async () => {
    const { instagram, post, comment, connect, calls } = setUp()
    const key = post(90)
    const keys = Array.from({ length: 5 }, (_, index) => comment(key, 80 - index))
    const connector = connect({ maxCalls: 3 })
    const { cursor } = await readAll(connector, "media", { watchedKeys: keys })
    for (const one of keys) instagram.remove(one)
    instagram.inject({ kind: "rate-limit", operation: "GET comment" })
    const fresh = comment(key, 1)
    const later = (minutes: number, from: string) => ({ watchedKeys: keys, cursor: from, at: addMinutes(now, minutes) })
    const second = await readAll(connector, "media", later(61, cursor))
    expect([second.keys, second.notices]).toEqual([[fresh], []])
    instagram.inject({ kind: "malformed", operation: "GET comment" })
    // Meta asked to wait: five minutes, then the rest comes in two rounds.
    const other = connect({ maxCalls: 3 })
    const gone = (of: readonly string[]) => of.map((messageKey) => ({ kind: "deleted", messageKey }))
    const third = await readAll(other, "media", later(71, second.cursor))
    expect(third.notices).toEqual(gone(keys.slice(1, 3)))
    const fourth = await readAll(other, "media", later(81, third.cursor))
    expect(fourth.notices).toEqual(gone(keys.slice(3)))
    // What could not be understood had its turn, and has it again within the hour.
    expect((await readAll(other, "media", later(131, fourth.cursor))).notices).toEqual(gone(keys.slice(0, 1)))
    expect(calls("GET comment")).toBe(1 + 3 + 2 + 3)
  })
})

describe("tags", () => {
  it("are read with the name of the author, also when they were set long after the publication", async () => {
    const { instagram, accountId, citizenId: authorId, connect } = setUp()
    const tag = (minutes: number) => instagram.publish({ accountId, authorId, text: "Вот", at: minutesAgo(minutes) })
    const connector = connect({ tags: true, backfillHours: 24 * 40 })
    const first = tag(60)
    const { messages, cursor } = await readAll(connector, "tags")
    expect(messages).toEqual([
      expect.objectContaining({ key: first, kind: "post", authorId: `@${citizenName}`, url: linkOf(first), text: "Вот" }),
    ])
    const late = tag(20 * day)
    expect((await readAll(connector, "tags", { cursor })).keys).toEqual([late])
  })
})

describe("hashtags", () => {
  const options = { hashtags: [{ name: "Яма", title: "Ямы" }, { name: "свет" }] }

  it("are read to the end of a list that has none, without authors", async () => {
    const { instagram, citizenId: authorId, connect, calls } = setUp()
    const keys = Array.from({ length: 120 }, (_, index) =>
      instagram.publish({ accountId: authorId, authorId, text: `#яма ${index}`, at: minutesAgo(900 - index) }),
    )
    const connector = connect(options)
    expect(connector.sources.slice(1)).toEqual([
      { id: "hashtag:яма", title: "Ямы", everyMinutes: 60 },
      { id: "hashtag:свет", title: "#свет", everyMinutes: 60 },
    ])
    const { messages, cursor } = await readAll(connector, "hashtag:яма")
    expect(messages.map(({ key }) => key)).toEqual(keys)
    expect(messages.some(({ authorId: author, communityKey }) => author !== undefined || communityKey !== undefined)).toBe(false)
    await readAll(connector, "hashtag:яма", { cursor })
    expect([calls("GET ig_hashtag_search"), calls("GET user/recently_searched_hashtags")]).toEqual([1, 1])
  })

  it("are not asked for anew after a restart, nor one more than thirty within seven days", async () => {
    const { instagram, accountId, clock, token, connect, calls } = setUp()
    await readAll(connect(options), "hashtag:яма")
    await readAll(connect(options), "hashtag:яма")
    expect(calls("GET ig_hashtag_search")).toBe(1)
    for (let index = 1; index < 30; index += 1) {
      const query = new URLSearchParams({ user_id: accountId, q: `t${index}`, access_token: token }).toString()
      await instagram.fetch(`https://graph.facebook.com/v25.0/ig_hashtag_search?${query}`)
    }
    const connector = connect(options)
    const full = { code: "rate-limited", details: { retryAt: addMinutes(now, day) } }
    await expect(readAll(connector, "hashtag:свет")).rejects.toMatchObject(full)
    expect((await readAll(connector, "hashtag:яма")).gaps).toEqual([])
    expect(calls("GET ig_hashtag_search")).toBe(30)
    clock.advance(7 * day)
    expect((await readAll(connector, "hashtag:свет", { at: clock.now() })).keys).toEqual([])
  })

  it("that Instagram refuses become errors of the desk", async () => {
    for (const [code, expected] of [
      [18, "rate-limited"],
      [24, "refused"],
    ] as const) {
      const { instagram, connect } = setUp()
      const refusing: typeof fetch = async (input, init) =>
        (input instanceof Request ? input.url : String(input)).includes("ig_hashtag_search")
          ? Response.json({ error: { message: "Тайна", code } }, { status: 400 })
          : instagram.fetch(input, init)
      await expect(readAll(connect({ ...options, fetch: refusing }), "hashtag:яма")).rejects.toMatchObject({ code: expected })
    }
  })

  it("that nobody read for more than a day have a gap, however quiet they were, and none otherwise", async () => {
    const { clock, connect } = setUp()
    const connector = connect(options)
    const read = async (cursor?: string) =>
      readAll(connector, "hashtag:яма", { at: clock.now(), ...(cursor === undefined ? {} : { cursor }) })
    let { cursor } = await read()
    for (let hours = 0; hours < 72; hours += 12) {
      clock.advance(12 * 60)
      const found = await read(cursor)
      expect(found.gaps).toEqual([])
      ;({ cursor } = found)
    }
    const from = clock.now()
    clock.advance(30 * 60)
    const { gaps } = await read(cursor)
    expect(gaps).toEqual([{ from, to: addMinutes(from, 6 * 60), reason: expect.stringContaining("one day") }])
  })
})

describe("other accounts", () => {
  it("are read without their comments, with their id; one that is not there is refused", async () => {
    const { instagram, comment, connect } = setUp()
    const water = instagram.addAccount({ kind: "official", name: "city.water" })
    const keys = Array.from({ length: 60 }, (_, index) =>
      instagram.publish({ accountId: water, authorId: water, text: `Отключение ${index}`, at: minutesAgo(200 - index) }),
    )
    comment(keys[0] ?? "", 5)
    const connector = connect({ accounts: [{ username: "City.Water", title: "Водоканал" }, { username: "nobody" }] })
    const { messages, keys: found } = await readAll(connector, "account:city.water")
    expect(found).toEqual(keys)
    expect(messages[0]).toMatchObject({ authorId: water, communityKey: `instagram:${water}` })
    expect(idOf(found[0] ?? "")).toMatch(/^\d{17}$/)
    await expect(readAll(connector, "account:nobody")).rejects.toMatchObject({ code: "refused" })
  })
})

describe("options", () => {
  it("name the version of the Graph API that is asked for, where the host moves on before the package", async () => {
    const { instagram, connect, post } = setUp()
    const key = post(5)
    const paths: string[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      paths.push(new URL(request.url).pathname)
      return instagram.fetch(request)
    }
    expect((await readAll(connect({ fetch, version: "v26.0" }))).keys).toEqual([key])
    expect(paths.every((path) => path.startsWith("/v26.0/"))).toBe(true)
    expect(() => connect({ version: "26" })).toThrow(/version: a version as v25\.0 was expected/)
  })

  it("are refused where they cannot be right", () => {
    const { connect, clock } = setUp()
    const wrong = [
      { accountId: "city.official" },
      { login: "tiktok" as "facebook" },
      { hashtags: [{ name: "#яма" }] },
      { hashtags: [{ name: "яма" }, { name: "ЯМА" }] },
      { hashtags: Array.from({ length: 31 }, (_, index) => ({ name: `t${index}` })) },
      { accounts: [{ username: "a b" }] },
      { accounts: [{ username: "a" }, { username: "A" }] },
      { webhook: { verifyToken: "verify-token" }, app: undefined },
      { apiUrl: "https://graph.facebook.com" },
      { clock: { now: () => clock.now() } },
    ]
    for (const options of wrong) expect(() => connect(options), JSON.stringify(options)).toThrow(/createInstagramConnector options/)
  })

  it("of Instagram Login list no source that it cannot read, and say why", () => {
    const { connect } = setUp("instagram")
    const connector = connect({ tags: true, hashtags: [{ name: "яма" }], accounts: [{ username: "city.water" }] })
    expect(connector.sources.map(({ id }) => id)).toEqual(["media", "tags"])
    const notes = new Map(connector.describeCapabilities().map(({ topic, has, sentence }) => [topic, { has, sentence }]))
    for (const topic of ["hashtags", "accounts", "mentions"])
      expect(notes.get(topic)).toEqual({ has: false, sentence: expect.stringContaining("Facebook Login") })
    expect(notes.get("tags")?.has).toBe(true)
    expect(notes.get("reply")?.sentence).toContain("not where it is mentioned")
    expect(notes.get("older")).toEqual({ has: false, sentence: expect.stringContaining("older than the newest 50 are not found") })
    expect(connector.capabilities).toMatchObject({ webhook: false, replyPhoto: false, replyLimit: 300 })
  })
})
