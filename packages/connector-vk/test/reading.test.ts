import { addMinutes } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

function setUp() {
  const world = createWorld()
  const { vk, communityId: accountId, citizenId: authorId } = world
  const post = (minutes: number, text = "Яма") => vk.publish({ accountId, authorId, text, at: minutesAgo(minutes) })
  const comment = (under: string, minutes: number, text = "И у нас") => vk.comment({ under, authorId, text, at: minutesAgo(minutes) })
  return { ...world, post, comment, calls: (operation: string) => vk.requests.filter((request) => request.operation === operation).length }
}

const wall = "wall:-1"

describe("a wall", () => {
  it("is read with every comment of every thread, however long the lists are", async () => {
    const { post, comment, connect } = setUp()
    const keys = Array.from({ length: 230 }, (_, index) => post(800 - index))
    const first = keys[0] ?? ""
    for (let index = 0; index < 120; index += 1) keys.push(comment(first, 500 - index))
    const top = keys.at(-1) ?? ""
    for (let index = 0; index < 130; index += 1) keys.push(comment(top, 300 - index))
    expect((await readAll(connect(), wall)).keys.toSorted()).toEqual(keys.toSorted())
  })

  it("gives everything once although the list moves while it is read: new posts, deleted posts", async () => {
    const { vk, post, connect } = setUp()
    const keys = Array.from({ length: 250 }, (_, index) => post(900 - index))
    const gone = keys.splice(-40)
    let reads = 0
    const action = (): void => {
      reads += 1
      if (reads === 2) for (const key of gone) vk.remove(key)
      if (reads === 4) for (let index = 0; index < 30; index += 1) keys.push(post(0, `Новое ${index}`))
    }
    vk.inject({ kind: "meanwhile", operation: "wall.get", times: Infinity, action })
    const { keys: found, cursor } = await readAll(connect(), wall)
    const { keys: later } = await readAll(connect(), wall, cursor)
    expect(reads).toBeGreaterThan(5)
    const all = [...found, ...later].filter((key) => !gone.includes(key))
    expect(all.toSorted()).toEqual(keys.toSorted())
  })

  it("is not doubled by doubled or turned lists", async () => {
    const { vk, post, connect } = setUp()
    const keys = Array.from({ length: 20 }, (_, index) => post(100 - index))
    vk.inject({ kind: "duplicate", operation: "wall.get", times: Infinity })
    vk.inject({ kind: "reorder", operation: "wall.get", times: Infinity })
    expect((await readAll(connect(), wall, undefined, 3)).keys).toEqual(keys)
  })

  it("finds a message that the list shows late, within the overlap", async () => {
    const { post, connect } = setUp()
    const first = post(10)
    const { keys, cursor } = await readAll(connect(), wall)
    expect(keys).toEqual([first])
    const late = post(20)
    const tooLate = post(30)
    const again = await readAll(connect(), wall, cursor)
    expect(again.keys).toEqual([late])
    expect(again.keys).not.toContain(tooLate)
  })

  it("tells messages of one second apart", async () => {
    const { post, connect } = setUp()
    const one = post(5)
    const { cursor } = await readAll(connect(), wall)
    const other = post(5)
    expect((await readAll(connect(), wall, cursor)).keys).toEqual([other])
    expect(one).not.toBe(other)
  })

  it("gives an edited post once more, with the moment of the edit", async () => {
    const { vk, post, connect } = setUp()
    const key = post(300)
    const { cursor } = await readAll(connect(), wall)
    vk.edit(key, "Яма, и фонарь")
    const { messages } = await readAll(connect(), wall, cursor)
    expect(messages).toEqual([expect.objectContaining({ key, text: "Яма, и фонарь", editedAt: now })])
    expect(messages[0]?.publishedAt).toBe(minutesAgo(300))
  })

  it("passes over deleted posts and comments, drafts of the network, and pinned old posts", async () => {
    const { vk, communityId: accountId, citizenId: authorId, post, comment, connect } = setUp()
    vk.publish({ accountId, authorId, text: "Старое", at: minutesAgo(60 * 24 * 300), isPinned: true })
    const kept = post(60)
    vk.remove(post(50))
    vk.remove(comment(kept, 40))
    vk.distort(post(30), { post_type: "postpone" })
    const { keys, skipped } = await readAll(connect(), wall)
    expect(keys).toEqual([kept])
    expect(skipped).toEqual([])
  })

  it("goes on with a thread whose root was deleted", async () => {
    const { vk, post, comment, connect } = setUp()
    const key = post(60)
    const root = comment(key, 50)
    const reply = comment(root, 40)
    vk.remove(root)
    expect((await readAll(connect(), wall)).keys).toEqual([key, reply])
  })

  it("reads comments again only where their number changed", async () => {
    const { post, comment, connect, calls } = setUp()
    const quiet = post(200)
    const busy = post(190)
    comment(quiet, 180)
    comment(busy, 170)
    const connector = connect()
    const { cursor } = await readAll(connector, wall)
    expect(calls("wall.getComments")).toBe(2)
    const fresh = comment(busy, 5)
    expect((await readAll(connector, wall, cursor)).keys).toEqual([fresh])
    expect(calls("wall.getComments")).toBe(3)
  })

  it("gives the page of an earlier cursor although the comments were read since", async () => {
    const { post, comment, connect } = setUp()
    const key = post(500)
    const old = [comment(key, 400), comment(key, 300)]
    const first = await connect().doPull({ sourceId: wall, limit: 1, now })
    const end = await readAll(connect(), wall)
    const fresh = comment(key, 5)
    const connector = connect()
    expect((await readAll(connector, wall, end.cursor)).keys).toEqual([fresh])
    expect((await readAll(connector, wall, first.cursor)).keys).toEqual([...old, fresh])
  })

  it("is read on behind an old pinned post", async () => {
    const { vk, communityId: accountId, citizenId: authorId, post, connect } = setUp()
    vk.publish({ accountId, authorId, text: "Правила", at: minutesAgo(60 * 24 * 300), isPinned: true })
    const keys = Array.from({ length: 150 }, (_, index) => post(600 - index))
    expect((await readAll(connect(), wall)).keys).toEqual(keys)
  })

  it("finds new comments under posts as old as comments are watched, and no older", async () => {
    const { post, comment, connect } = setUp()
    const watched = post(60 * 24 * 13)
    const old = post(60 * 24 * 15)
    const found = comment(watched, 30)
    comment(old, 30)
    expect((await readAll(connect(), wall)).keys).toEqual([found])
    expect((await readAll(connect({ walls: [{ ownerId: -1, comments: false }] }), wall)).keys).toEqual([])
  })

  it("reads everything after days without reading", async () => {
    const { post, connect } = setUp()
    const { cursor } = await readAll(connect({ backfillHours: 24 * 20 }), wall)
    const keys = Array.from({ length: 300 }, (_, index) => post(60 * 24 * 20 - index - 10))
    const { keys: found, gaps } = await readAll(connect(), wall, cursor)
    expect(found).toEqual(keys)
    expect(gaps).toEqual([])
  })

  it("records the stretch that one reading may not walk through", async () => {
    const { post, connect } = setUp()
    const keys = Array.from({ length: 300 }, (_, index) => post(600 - index))
    const options = { maxCalls: 1, walls: [{ ownerId: -1, comments: false }], overlapMinutes: 0 }
    const { keys: found, gaps, cursor } = await readAll(connect(options), wall)
    expect(found).toEqual(keys.slice(-100))
    expect(gaps).toEqual([
      { from: addMinutes(now, -24 * 60 + 1 / 60), to: addMinutes(minutesAgo(400), 1 / 60), reason: expect.stringContaining("posts") },
    ])
    expect(await readAll(connect(options), wall, cursor)).toMatchObject({ keys: [], gaps: [] })
  })

  it("reads the comments of many posts over several rounds when calls are few, and loses none", async () => {
    const { post, comment, connect } = setUp()
    const posts = Array.from({ length: 12 }, (_, index) => post(700 - index))
    const keys = posts.flatMap((key) => [key, comment(key, 300)])
    const connector = connect({ maxCalls: 5 })
    const found: string[] = []
    let cursor: string | undefined
    for (let round = 0; round < 4; round += 1) {
      const page = await readAll(connector, wall, cursor)
      found.push(...page.keys)
      cursor = page.cursor
      expect(page.gaps).toEqual([])
    }
    expect(found.toSorted()).toEqual(keys.toSorted())
  })

  it("takes the newest comments of a thread that is longer than all calls, and records the rest", async () => {
    const { post, comment, connect } = setUp()
    const key = post(700)
    const comments = Array.from({ length: 250 }, (_, index) => comment(key, 600 - index))
    const { keys, gaps } = await readAll(connect({ maxCalls: 1 }), wall)
    expect(keys).toEqual([key, ...comments.slice(-100)])
    expect(gaps).toEqual([expect.objectContaining({ to: addMinutes(minutesAgo(450), 1 / 60) })])
  })

  it.each([
    ["rate-limit", 3],
    ["server-error", 3],
    ["cut-before", 3],
    ["cut-after", 3],
  ] as const)("gets over %s", async (kind, times) => {
    const { vk, post, connect } = setUp()
    const key = post(10)
    vk.inject({ kind, times })
    expect((await readAll(connect(), wall)).keys).toEqual([key])
  })

  it.each([
    ["malformed", "protocol"],
    ["changed-shape", "protocol"],
    ["token-revoked", "auth"],
    ["token-expired", "auth"],
    ["captcha", "auth"],
    ["daily-limit", "rate-limited"],
    ["flood", "rate-limited"],
  ] as const)("fails with a code of the desk under %s: %s", async (kind, code) => {
    const { vk, post, connect } = setUp()
    post(10)
    vk.inject({ kind })
    await expect(readAll(connect(), wall)).rejects.toMatchObject({ code })
  })

  it("of a closed community is refused; a service key is no community token", async () => {
    const { vk, connect, tokens } = setUp()
    const closed = vk.addAccount({ kind: "official", name: "Закрытое", isClosed: true })
    await expect(readAll(connect({ walls: [{ ownerId: Number(closed) }] }), `wall:${closed}`)).rejects.toMatchObject({ code: "refused" })
    await expect(readAll(connect({ tokens: { service: tokens.community } }), wall)).rejects.toMatchObject({ code: "capability" })
  })

  it("says where to come back when the day's calls are used up, and asks no more before", async () => {
    const { vk, post, connect, calls } = setUp()
    post(10)
    const connector = connect()
    vk.inject({ kind: "daily-limit" })
    await expect(readAll(connector, wall)).rejects.toMatchObject({
      code: "rate-limited",
      details: { retryAt: expect.stringMatching(/^2026-11-24T04/) },
    })
    const before = calls("wall.get")
    await expect(readAll(connector, wall)).rejects.toMatchObject({ code: "rate-limited" })
    expect(calls("wall.get")).toBe(before)
  })
})

describe("a search", () => {
  const searches = [{ id: "pits", query: "яма" }]

  it("gets beyond the thousand hits that VK shows", async () => {
    const { post, connect } = setUp()
    const keys = Array.from({ length: 2300 }, (_, index) => post(1300 - index / 2, "Яма во дворе"))
    post(5, "Спасибо")
    const { keys: found, gaps } = await readAll(connect({ searches }), "search:pits", undefined, 500)
    expect(found).toEqual(keys)
    expect(gaps).toEqual([])
  })

  it("records a second that holds more than VK shows", async () => {
    const { post, connect } = setUp()
    const same = Array.from({ length: 1100 }, () => post(30, "яма"))
    const after = post(20, "яма")
    const { keys, gaps } = await readAll(connect({ searches }), "search:pits")
    expect(keys.toSorted()).toEqual([...same.slice(-1000), after].toSorted())
    expect(gaps).toEqual([expect.objectContaining({ to: addMinutes(minutesAgo(30), 1 / 60) })])
  })
})

describe("what a search finds", () => {
  it("may be a comment, which keeps its place under the post", async () => {
    const { vk, citizenId, post, connect } = setUp()
    vk.distort(post(30, "яма"), { post_type: "reply", id: 12, post_id: 7, parents_stack: [10] })
    const { messages } = await readAll(connect({ searches: [{ id: "pits", query: "яма" }] }), "search:pits")
    const url = "https://vk.com/wall-1_7?reply=12&thread=10"
    expect(messages).toEqual([
      expect.objectContaining({
        key: "vk:-1_7_12",
        kind: "comment",
        url,
        threadKey: "vk:-1_7",
        parentKey: "vk:-1_7_10",
        authorId: citizenId,
      }),
    ])
  })

  it("may be paid or an advertisement, and is no message then", async () => {
    const { vk, post, connect } = setUp()
    vk.distort(post(30), { donut: { is_donut: true } })
    vk.distort(post(20), { post_type: "post_ads" })
    expect(await readAll(connect(), wall)).toMatchObject({ keys: [], skipped: [] })
  })
})

describe("other lists", () => {
  it("mentions are read with a user token", async () => {
    const { citizenId, tokens, post, connect } = setUp()
    const keys = Array.from({ length: 120 }, (_, index) => post(600 - index, `Смотри, [id${citizenId}|Имя]`))
    post(5)
    expect((await readAll(connect({ tokens, mentions: true }), "mentions")).keys).toEqual(keys)
    expect(connect({ mentions: true }).sources.map(({ id }) => id)).toEqual([wall])
  })

  it("boards are read topic by topic", async () => {
    const { vk, communityId: accountId, citizenId: authorId, comment, connect } = setUp()
    const topic = (minutes: number) => vk.publish({ accountId, authorId, text: "Тема", at: minutesAgo(minutes), section: "board" })
    const keys = [topic(600), topic(590)]
    for (let index = 0; index < 230; index += 1) keys.push(comment(keys[index % 2] ?? "", 500 - index))
    topic(60 * 24 * 30)
    const connector = connect({ boards: [{ communityId: 1 }] })
    const { messages, cursor } = await readAll(connector, "board:1")
    expect(messages.map(({ key }) => key).toSorted()).toEqual(keys.toSorted())
    expect(messages[0]).toMatchObject({
      kind: "comment",
      threadKey: "vk:-1_topic1",
      url: expect.stringMatching(/^https:\/\/vk\.com\/topic-1_\d+\?post=\d+$/),
    })
    const fresh = comment(keys[0] ?? "", 1)
    expect((await readAll(connect({ boards: [{ communityId: 1 }] }), "board:1", cursor)).keys).toEqual([fresh])
  })
})

describe("comments that cannot be read", () => {
  it("under one post hold up nothing else, and are found when they can be read again", async () => {
    const { vk, post, comment, connect } = setUp()
    const posts = [post(300), post(290), post(280)]
    const comments = posts.map((key, index) => comment(key, 200 - index))
    vk.inject({ kind: "malformed", operation: "wall.getComments" })
    const connector = connect()
    const { keys, cursor } = await readAll(connector, wall)
    expect(keys).toEqual([...posts, ...comments.slice(0, 2)])
    expect((await readAll(connector, wall, cursor)).keys).toEqual(comments.slice(2))
  })

  it("for good become a gap, and the wall is read on", async () => {
    const { vk, post, comment, connect } = setUp()
    comment(post(300), 200)
    vk.inject({ kind: "changed-shape", operation: "wall.getComments", times: Infinity })
    const connector = connect()
    const gaps = []
    let cursor: string | undefined
    for (let round = 0; round < 7; round += 1) {
      const page = await readAll(connector, wall, cursor)
      gaps.push(...page.gaps)
      cursor = page.cursor
    }
    expect(gaps).toEqual([
      expect.objectContaining({ to: addMinutes(now, 1 / 60), reason: expect.stringContaining("could not be understood") }),
    ])
  })

  it("because VK refuses them are none", async () => {
    const { vk, post, comment, connect } = setUp()
    const [open, closed] = [post(300), post(290)]
    const key = comment(open, 200)
    comment(closed, 190)
    vk.inject({ kind: "comments-closed", operation: "wall.getComments" })
    expect((await readAll(connect(), wall)).keys).toEqual([open, closed, key])
  })
})
