import { addMinutes } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

function setUp() {
  const world = createWorld()
  const { ok, groupId: accountId, citizenId: authorId } = world
  const topic = (minutes: number, text = "Яма") => ok.publish({ accountId, authorId, text, at: minutesAgo(minutes) })
  const comment = (under: string, minutes: number, text = "И у нас") => ok.comment({ under, authorId, text, at: minutesAgo(minutes) })
  return { ...world, topic, comment, calls: (operation: string) => ok.requests.filter((request) => request.operation === operation).length }
}

const day = 24 * 60

describe("a group", () => {
  it("is read with every comment, however long the lists are", async () => {
    const { topic, comment, connect, sourceId } = setUp()
    const keys = Array.from({ length: 130 }, (_, index) => topic(800 - index))
    const first = keys[0] ?? ""
    for (let index = 0; index < 230; index += 1) keys.push(comment(index % 3 === 0 ? first : (keys.at(-1) ?? first), 500 - index))
    expect((await readAll(connect(), sourceId)).keys.toSorted()).toEqual(keys.toSorted())
  })

  it("gives everything once although the list moves while it is read", async () => {
    const { ok, topic, connect, sourceId } = setUp()
    const keys = Array.from({ length: 170 }, (_, index) => topic(900 - index))
    const gone = keys.splice(-40)
    let reads = 0
    const action = (): void => {
      reads += 1
      if (reads === 2) for (const key of gone) ok.remove(key)
      if (reads === 4) for (let index = 0; index < 30; index += 1) keys.push(topic(0, `Новое ${index}`))
    }
    ok.inject({ kind: "meanwhile", operation: "mediatopic.getTopics", times: Infinity, action })
    const { keys: found, cursor } = await readAll(connect(), sourceId)
    const { keys: later } = await readAll(connect(), sourceId, cursor)
    expect(reads).toBeGreaterThan(4)
    expect([...found, ...later].filter((key) => !gone.includes(key)).toSorted()).toEqual(keys.toSorted())
  })

  it("is not doubled by doubled or turned lists", async () => {
    const { ok, topic, comment, connect, sourceId } = setUp()
    const keys = Array.from({ length: 20 }, (_, index) => topic(100 - index))
    for (let index = 0; index < 15; index += 1) keys.push(comment(keys[0] ?? "", 70 - index))
    for (const kind of ["duplicate", "reorder"] as const) ok.inject({ kind, times: Infinity })
    expect((await readAll(connect(), sourceId, undefined, 3)).keys).toEqual(keys)
  })

  it("finds a message that the list shows late, within the overlap", async () => {
    const { topic, connect, sourceId } = setUp()
    const first = topic(10)
    const { keys, cursor } = await readAll(connect(), sourceId)
    expect(keys).toEqual([first])
    const late = topic(20)
    topic(30)
    expect((await readAll(connect(), sourceId, cursor)).keys).toEqual([late])
  })

  it("tells messages of one moment apart", async () => {
    const { topic, connect, sourceId } = setUp()
    const one = topic(5)
    const { cursor } = await readAll(connect(), sourceId)
    const other = topic(5)
    expect((await readAll(connect(), sourceId, cursor)).keys).toEqual([other])
    expect(one).not.toBe(other)
  })

  it("passes over what was deleted, and goes on behind an old pinned topic", async () => {
    const { ok, groupId: accountId, citizenId: authorId, topic, comment, connect, sourceId } = setUp()
    ok.publish({ accountId, authorId, text: "Правила", at: minutesAgo(300 * day), isPinned: true })
    const keys = Array.from({ length: 70 }, (_, index) => topic(600 - index))
    ok.remove(topic(50))
    ok.remove(comment(keys[0] ?? "", 40))
    expect(await readAll(connect(), sourceId)).toMatchObject({ keys, skipped: [], gaps: [] })
  })

  it("reads comments again only where their number changed, and everywhere when OK does not tell it", async () => {
    const { ok, topic, comment, connect, calls, sourceId } = setUp()
    const [quiet, busy, silent] = [topic(200), topic(190), topic(180)]
    comment(quiet, 180)
    comment(busy, 170)
    ok.distort(silent, { discussion_summary: undefined })
    const connector = connect()
    const { cursor } = await readAll(connector, sourceId)
    expect(calls("discussions.getComments")).toBe(3)
    const fresh = [comment(busy, 5), comment(silent, 4)]
    expect((await readAll(connector, sourceId, cursor)).keys).toEqual(fresh)
    expect(calls("discussions.getComments")).toBe(5)
  })

  it("reads of a long discussion what is new, and no more", async () => {
    const { topic, comment, connect, calls, sourceId } = setUp()
    const key = topic(900)
    for (let index = 0; index < 250; index += 1) comment(key, 800 - index)
    const { cursor } = await readAll(connect(), sourceId)
    expect(calls("discussions.getComments")).toBe(3)
    const fresh = comment(key, 5)
    expect((await readAll(connect(), sourceId, cursor)).keys).toEqual([fresh])
    expect(calls("discussions.getComments")).toBe(5)
  })

  it("gives the page of an earlier cursor although the comments were read since", async () => {
    const { topic, comment, connect, sourceId } = setUp()
    const key = topic(500)
    const old = comment(key, 400)
    const first = await connect().doPull({ sourceId, limit: 1, now })
    const end = await readAll(connect(), sourceId)
    const fresh = comment(key, 5)
    const connector = connect()
    expect((await readAll(connector, sourceId, end.cursor)).keys).toEqual([fresh])
    expect((await readAll(connector, sourceId, first.cursor)).keys).toEqual([old, fresh])
  })

  it("finds new comments under topics as old as comments are watched, and no older", async () => {
    const { groupId, topic, comment, connect, sourceId } = setUp()
    const found = comment(topic(13 * day), 30)
    comment(topic(15 * day), 30)
    expect((await readAll(connect(), sourceId)).keys).toEqual([found])
    expect((await readAll(connect({ groups: [{ groupId, comments: false }] }), sourceId)).keys).toEqual([])
  })

  it("finds them behind pages of topics that were read", async () => {
    const { topic, comment, connect, sourceId } = setUp()
    const watched = topic(13 * day)
    for (let index = 0; index < 120; index += 1) topic(3 * day + index)
    const found = comment(watched, 30)
    expect((await readAll(connect(), sourceId)).keys).toEqual([found])
  })

  it("reads everything after days without reading", async () => {
    const { topic, connect, sourceId } = setUp()
    const { cursor } = await readAll(connect({ backfillHours: 24 * 20 }), sourceId)
    const keys = Array.from({ length: 130 }, (_, index) => topic(20 * day - index - 10))
    expect(await readAll(connect(), sourceId, cursor)).toMatchObject({ keys, gaps: [] })
  })

  it("records the stretch that one reading may not walk through", async () => {
    const { groupId, topic, connect, sourceId } = setUp()
    const keys = Array.from({ length: 120 }, (_, index) => topic(600 - index))
    const options = { maxCalls: 1, groups: [{ groupId, comments: false }], overlapMinutes: 0 }
    const { keys: found, gaps, cursor } = await readAll(connect(options), sourceId)
    expect(found).toEqual(keys.slice(-50))
    expect(gaps).toEqual([
      { from: addMinutes(now, -day + 1 / 60), to: addMinutes(minutesAgo(530), 1 / 60), reason: expect.stringContaining("topics") },
    ])
    expect(await readAll(connect(options), sourceId, cursor)).toMatchObject({ keys: [], gaps: [] })
  })

  it("takes the newest comments of a discussion that is longer than all calls, and records the rest", async () => {
    const { topic, comment, connect, sourceId } = setUp()
    const key = topic(700)
    const comments = Array.from({ length: 250 }, (_, index) => comment(key, 600 - index))
    const { keys, gaps } = await readAll(connect({ maxCalls: 1 }), sourceId)
    expect(keys).toEqual([key, ...comments.slice(-100)])
    expect(gaps).toEqual([expect.objectContaining({ to: addMinutes(minutesAgo(450), 1 / 60) })])
  })

  it("reads texts of all parts, links, the largest pictures, and mentions as names", async () => {
    const { ok, groupId: accountId, topic, connect, sourceId } = setUp()
    const photo = { kind: "photo", url: "https://i.okcdn.example.com/i?r=1" } as const
    const link = { kind: "link", url: "https://city.example.org/" } as const
    const text = "Смотри, {group:54000000000001}Администрация{group}"
    ok.publish({ accountId, authorId: accountId, text, at: minutesAgo(9), attachments: [photo, link] })
    ok.distort(topic(8), { media: [{ type: "text", text: "Раз" }, { type: "poll" }, { type: "text", text: "Два" }], author_ref: undefined })
    const { messages } = await readAll(connect(), sourceId)
    const authorId = `group:${accountId}`
    expect(messages).toEqual([
      expect.objectContaining({ text: "Смотри, Администрация", authorId, attachments: [photo, link] }),
      expect.objectContaining({ text: "Раз\nДва", authorId }),
    ])
  })

  it("knows the moment of a comment from its id, and from Moscow time, where OK gives no milliseconds", async () => {
    const { ok, topic, comment, connect, sourceId } = setUp()
    const key = topic(60)
    const [one, other, none] = [comment(key, 50), comment(key, 40), comment(key, 30)]
    const exact = comment(key, 55)
    ok.distort(exact, { date_ms: Date.parse(minutesAgo(55)) + 7 })
    ok.distort(one, { date_ms: undefined, date: undefined })
    ok.distort(other, { date_ms: undefined, id: "abc", date: "2026-11-24 05:20:00" })
    ok.distort(none, { date_ms: undefined, id: "def", date: "вчера" })
    const { messages, skipped } = await readAll(connect(), sourceId)
    expect(messages.map(({ key: found, publishedAt }) => [found, publishedAt])).toEqual([
      [key, minutesAgo(60)],
      [exact, minutesAgo(55).replace("000Z", "007Z")],
      [one, minutesAgo(50)],
      [`${key}_abc`, minutesAgo(40)],
    ])
    expect(skipped).toEqual([{ code: "invalid", path: "date", message: "date: a moment was expected" }])
  })

  it.each([
    ["server-error", 3],
    ["cut-before", 3],
    ["cut-after", 3],
  ] as const)("gets over %s", async (kind, times) => {
    const { ok, topic, connect, sourceId } = setUp()
    const key = topic(10)
    ok.inject({ kind, times })
    expect((await readAll(connect(), sourceId)).keys).toEqual([key])
  })

  it.each([
    ["malformed", "protocol"],
    ["changed-shape", "protocol"],
    ["token-revoked", "auth"],
    ["token-expired", "auth"],
    ["captcha", "auth"],
    ["rate-limit", "rate-limited"],
    ["daily-limit", "rate-limited"],
    ["flood", "rate-limited"],
  ] as const)("fails with a code of the desk under %s: %s", async (kind, code) => {
    const { ok, topic, connect, sourceId } = setUp()
    topic(10)
    for (const operation of ["mediatopic.getTopics", "group.getInfo"]) {
      ok.inject({ kind, operation })
      await expect(readAll(connect(), sourceId)).rejects.toMatchObject({ code })
    }
  })

  it("that is closed is not read, although the token could; one that is not there neither", async () => {
    const { ok, citizenId: authorId, connect } = setUp()
    const closed = ok.addAccount({ kind: "official", name: "Закрытая", isClosed: true })
    ok.publish({ accountId: closed, authorId, text: "Между нами" })
    for (const groupId of [closed, "77"])
      await expect(readAll(connect({ groups: [{ groupId }] }), `group:${groupId}`)).rejects.toMatchObject({ code: "refused" })
    expect(ok.requests.map(({ operation }) => operation)).not.toContain("mediatopic.getTopics")
  })

  it("among many is asked about together with them, a hundred at a time, once an hour", async () => {
    const { ok, groupId, clock, connect, calls, sourceId } = setUp()
    const others = Array.from({ length: 119 }, (_, index) => ({ groupId: ok.addAccount({ kind: "official", name: `Группа ${index}` }) }))
    const connector = connect({ groups: [...others, { groupId }] })
    for (let round = 0; round < 3; round += 1) await readAll(connector, sourceId)
    expect(calls("group.getInfo")).toBe(2)
    clock.advance(61)
    await connector.doPull({ sourceId, limit: 10, now: addMinutes(now, 61) })
    expect(calls("group.getInfo")).toBe(4)
  })

  it("is read below topics whose number of comments cannot be understood", async () => {
    const { ok, topic, comment, connect, sourceId } = setUp()
    const key = topic(30)
    const below = comment(key, 20)
    ok.distort(key, { discussion_summary: { comments_count: "много" } })
    expect((await readAll(connect(), sourceId)).keys).toEqual([key, below])
  })

  it("is read on although OK does not tell any more whether it is public, and a closed one still is not", async () => {
    const { ok, groupId, topic, connect, sourceId, citizenId: authorId } = setUp()
    const closed = ok.addAccount({ kind: "official", name: "Закрытая", isClosed: true })
    ok.publish({ accountId: closed, authorId, text: "Между нами" })
    const first = topic(10)
    const connector = connect({ groups: [{ groupId }, { groupId: closed }] })
    const { cursor } = await readAll(connector, sourceId)
    ok.inject({ kind: "changed-shape", operation: "group.getInfo", times: Infinity })
    const second = topic(5)
    const later = await connector.doPull({ sourceId, cursor, limit: 50, now: addMinutes(now, 61) })
    expect([first, ...later.messages.map(({ key }) => key)]).toEqual([first, second])
    await expect(connector.doPull({ sourceId: `group:${closed}`, limit: 50, now: addMinutes(now, 61) })).rejects.toMatchObject({
      code: "refused",
    })
  })

  it.each(["changed-shape", "server-error"] as const)(
    "is read after ten minutes although OK never told whether it is public (%s), and doCheck says so",
    async (kind) => {
      const { ok, topic, connect, sourceId } = setUp()
      const key = topic(10)
      ok.inject({ kind, operation: "group.getInfo", times: Infinity })
      const connector = connect()
      const code = kind === "server-error" ? "network" : "protocol"
      for (const minutes of [0, 5, 9])
        await expect(connector.doPull({ sourceId, limit: 50, now: addMinutes(now, minutes) })).rejects.toMatchObject({ code })
      const { messages } = await connector.doPull({ sourceId, limit: 50, now: addMinutes(now, 10) })
      expect(messages.map((message) => message.key)).toEqual([key])
      expect((await connector.doCheck()).problems).toEqual([expect.stringMatching(/^groups: OK does not say whether they are public/)])
      ok.heal()
      await connector.doPull({ sourceId, limit: 50, now: addMinutes(now, 21) })
      expect((await connector.doCheck()).problems).toEqual([])
    },
  )

  it("asks no more before the moment that a limit allows", async () => {
    const { ok, topic, connect, calls, sourceId } = setUp()
    topic(10)
    const connector = connect()
    ok.inject({ kind: "daily-limit", operation: "mediatopic.getTopics" })
    const late = { code: "rate-limited", details: { retryAt: expect.stringMatching(/^2026-11-24T03:15/) } }
    await expect(readAll(connector, sourceId)).rejects.toMatchObject(late)
    await expect(readAll(connector, sourceId)).rejects.toMatchObject({ code: "rate-limited" })
    expect(calls("mediatopic.getTopics")).toBe(1)
  })
})

describe("discussions", () => {
  it("that cannot be understood are reported, and are no silence", async () => {
    const { ok, topic, comment, connect } = setUp()
    comment(topic(60), 10)
    const fetch: typeof globalThis.fetch = async (input, init) =>
      new Response((await (await ok.fetch(input, init)).text()).replaceAll('"object_id"', '"id_of_object"'))
    const { keys, skipped } = await readAll(connect({ fetch, discussions: true }), "discussions")
    expect(keys).toEqual([])
    expect(skipped).toMatchObject([{ code: "invalid", path: "object_id" }])
  })

  it("show new comments under topics of any age, of the groups that are read and are open", async () => {
    const { ok, citizenId: authorId, topic, comment, connect, calls, groupId } = setUp()
    const groups = [{ groupId }, { groupId: ok.addAccount({ kind: "official", name: "Закрытая", isClosed: true }) }]
    const others = [groups[1]?.groupId ?? "", ok.addAccount({ kind: "official", name: "Чужая" })]
    for (const accountId of others) comment(ok.publish({ accountId, authorId, text: "Тема", at: minutesAgo(60) }), 20)
    const old = topic(200 * day)
    const found = [comment(old, 30), comment(old, 20)]
    topic(10)
    const connector = connect({ groups, discussions: true })
    const { keys, cursor } = await readAll(connector, "discussions")
    expect(keys).toEqual(found)
    comment(topic(100 * day), 3 * day)
    const fresh = comment(old, 1)
    expect((await readAll(connector, "discussions", cursor)).keys).toEqual([fresh])
    expect(calls("discussions.getComments")).toBe(2)
  })

  it("that one reading may not walk through become a gap", async () => {
    const { topic, comment, connect } = setUp()
    for (let index = 0; index < 120; index += 1) comment(topic(200 * day + index), 300 - index)
    const { gaps } = await readAll(connect({ discussions: true, maxCalls: 1, overlapMinutes: 0 }), "discussions")
    expect(gaps).toContainEqual(
      expect.objectContaining({ to: addMinutes(minutesAgo(280), 1 / 60), reason: expect.stringContaining("discussions") }),
    )
  })
})

describe("comments that cannot be read", () => {
  it("under one topic hold up nothing else, and are found when they can be read again", async () => {
    const { ok, topic, comment, connect, sourceId } = setUp()
    const topics = [topic(300), topic(290), topic(280)]
    const comments = topics.map((key, index) => comment(key, 200 - index))
    ok.inject({ kind: "malformed", operation: "discussions.getComments" })
    const connector = connect()
    const { keys, cursor } = await readAll(connector, sourceId)
    expect(keys).toEqual([...topics, ...comments.slice(0, 2)])
    expect((await readAll(connector, sourceId, cursor)).keys).toEqual(comments.slice(2))
  })

  it("because an anchor expired are read anew", async () => {
    const { ok, topic, comment, connect, sourceId } = setUp()
    const key = topic(900)
    const comments = Array.from({ length: 150 }, (_, index) => comment(key, 800 - index))
    ok.inject({ kind: "key-lost", operation: "discussions.getComments", every: 2 })
    const connector = connect()
    const { keys, cursor } = await readAll(connector, sourceId)
    expect(keys).toEqual([key])
    expect((await readAll(connector, sourceId, cursor)).keys).toEqual(comments)
  })

  it("for good become a gap, and the group is read on", async () => {
    const { ok, topic, comment, connect, sourceId } = setUp()
    comment(topic(300), 200)
    ok.inject({ kind: "changed-shape", operation: "discussions.getComments", times: Infinity })
    const connector = connect()
    const gaps = []
    let cursor: string | undefined
    for (let round = 0; round < 7; round += 1) {
      const page = await readAll(connector, sourceId, cursor)
      gaps.push(...page.gaps)
      ;({ cursor } = page)
    }
    expect(gaps).toEqual([
      expect.objectContaining({ to: addMinutes(now, 1 / 60), reason: expect.stringContaining("could not be understood") }),
    ])
  })

  it("because OK refuses them are none", async () => {
    const { ok, topic, comment, connect, sourceId } = setUp()
    const [open, closed] = [topic(300), topic(290)]
    const key = comment(closed, 190)
    comment(open, 200)
    ok.inject({ kind: "comments-closed", operation: "discussions.getComments", every: 2 })
    expect((await readAll(connect(), sourceId)).keys.toSorted()).toEqual([open, closed, key].toSorted())
  })
})
