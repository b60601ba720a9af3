import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll, secret } from "./world.ts"

const callback = { secret }

function setUp() {
  const world = createWorld()
  const { vk, communityId: accountId, citizenId: authorId } = world
  const post = (text = "Яма") => vk.publish({ accountId, authorId, text, at: minutesAgo(5) })
  const comment = (under: string, text = "И у нас") => vk.comment({ under, authorId, text, at: minutesAgo(4) })
  return { ...world, accountId, authorId, post, comment }
}

describe("the Callback API", () => {
  it("is confirmed with the code that VK expects, asked of VK or given", async () => {
    for (const confirmation of [undefined, "code1"]) {
      const { vk, accountId, connect } = setUp()
      vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret })
      const connector = connect({ callback: confirmation === undefined ? callback : { ...callback, confirmation } })
      expect(await vk.deliver(async (request) => (await connector.doReceive?.(request, { now }))?.response ?? Response.error())).toBe(1)
      expect((await connector.doCheck()).problems).toEqual([])
    }
  })

  it("costs one call of VK a minute, behind all others, however many strangers ask to be confirmed", async () => {
    const { vk, connect } = setUp()
    const connector = connect({ callback })
    const ask = async (at: string) => {
      const body = JSON.stringify({ type: "confirmation", group_id: 1 })
      return connector.doReceive?.(new Request("https://desk.example.org/vk", { method: "POST", body }), { now: at })
    }
    const calls = () => vk.requests.filter(({ operation }) => operation === "groups.getCallbackConfirmationCode").length
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(now)))
    expect(new Set(await Promise.all(answers.map(async (one) => one?.response.text())))).toEqual(new Set(["code1"]))
    expect(calls()).toBe(1)
    await ask("2026-11-24T03:01:00.000Z")
    expect(calls()).toBe(2)
    vk.inject({ kind: "server-error", times: Infinity })
    for (let time = 0; time < 3; time += 1) await expect(ask("2026-11-24T03:02:00.000Z")).rejects.toMatchObject({ code: "network" })
    expect(calls()).toBe(2 + 4) // four tries of one call
  })

  it("tells of posts, comments, edits, deletions and what was restored", async () => {
    const { vk, accountId, post, comment, connect } = setUp()
    vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret })
    const first = post()
    const top = comment(first)
    const reply = comment(top)
    vk.edit(top, "И у нас тоже")
    vk.remove(reply)
    vk.restore(reply)
    const told: (readonly [string, string | undefined])[] = []
    const connector = connect({ callback })
    await vk.deliver(async (request) => {
      const received = await connector.doReceive?.(request, { now })
      for (const { key, editedAt } of received?.messages ?? []) told.push([key, editedAt])
      for (const { kind, messageKey } of received?.notices ?? []) told.push([messageKey, kind])
      return received?.response ?? Response.error()
    })
    expect(told).toEqual([
      [first, undefined],
      [top, undefined],
      [reply, undefined],
      [top, now],
      [reply, "deleted"],
      [reply, undefined],
    ])
  })

  it("gives the same comment as reading does", async () => {
    const { vk, accountId, post, comment, connect } = setUp()
    vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret })
    comment(comment(post('"Яма" <тут> & там')))
    const connector = connect({ callback })
    const pushed: unknown[] = []
    await vk.deliver(async (request) => {
      const received = await connector.doReceive?.(request, { now })
      pushed.push(...(received?.messages ?? []))
      return received?.response ?? Response.error()
    })
    expect(pushed).toEqual((await readAll(connector, "wall:-1")).messages)
  })

  const genuine = {
    type: "wall_post_new",
    group_id: 1,
    event_id: "e1",
    v: "5.199",
    secret,
    object: { id: 7, owner_id: -1, from_id: 101, date: 1_700_000_000, text: "Яма" },
  }

  it.each([
    ["another secret", { ...genuine, secret: "callback-secret-of-a-tesu" }, 403],
    ["no secret", { ...genuine, secret: undefined }, 403],
    ["another community", { ...genuine, group_id: 2 }, 403],
    ["a handshake with a wrong secret", { type: "confirmation", group_id: 1, secret: "wrong" }, 403],
    ["no event", { a: 1 }, 400],
    ["no JSON", "{", 400],
    ["a huge body", { ...genuine, object: { text: "я".repeat(1_100_000) } }, 413],
  ])("takes nothing from %s", async (_, body, status) => {
    const request = new Request("https://desk.example.org/vk", {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
    })
    const received = await setUp().connect({ callback }).doReceive?.(request, { now })
    expect(received).toMatchObject({ messages: [], skipped: [] })
    expect(received?.response.status).toBe(status)
  })

  it.each([
    ["an event of an unknown type", { ...genuine, type: "like_add", object: { liker_id: 1 } }, []],
    ["a private message", { ...genuine, type: "message_new", object: { message: { text: "Секрет" } } }, []],
    ["an event without its content", { ...genuine, object: { id: 7, owner_id: -1, text: "Яма" } }, ["date"]],
    [
      "a comment without its post",
      { ...genuine, type: "wall_reply_new", object: { id: 7, post_owner_id: -1, from_id: 1, date: 1, text: "Яма" } },
      ["post_id"],
    ],
    ["a warning in the place of the content", { ...genuine, object: { warning: "API version is outdated" } }, ["object"]],
  ])("acknowledges %s", async (_, body, paths) => {
    const connector = setUp().connect({ callback })
    const received = await connector.doReceive?.(
      new Request("https://desk.example.org/vk", { method: "POST", body: JSON.stringify(body) }),
      { now },
    )
    expect(received?.messages).toEqual([])
    expect(received?.skipped.map(({ path }) => path)).toEqual(paths)
    expect(JSON.stringify(received?.skipped)).not.toContain("Яма")
    expect(await received?.response.text()).toBe("ok")
    expect(received?.response.status).toBe(200)
  })

  it("keeps numbers that JavaScript cannot hold", async () => {
    const body = JSON.stringify(genuine).replace('"id":7', '"id":90071992547409931')
    const received = await setUp()
      .connect({ callback })
      .doReceive?.(new Request("https://desk.example.org/vk", { method: "POST", body }), { now })
    expect(received?.messages[0]?.key).toBe("vk:-1_90071992547409931")
  })
})

describe("Bots Long Poll", () => {
  const source = "long-poll"

  it("gives the last of several edits that are heard of at once, whatever the page: none of them has a moment", async () => {
    for (const limit of [1, 50]) {
      const { vk, communityId: accountId, citizenId: authorId, connect } = createWorld()
      const connector = connect({ longPoll: true })
      const { cursor } = await readAll(connector, source)
      const post = vk.publish({ accountId, authorId, text: "Яма" })
      const comment = vk.comment({ under: post, authorId, text: "И у нас" })
      for (const text of ["И у нас тоже", "И у нас, дом 5"]) vk.edit(comment, text)
      const { messages } = await readAll(connector, source, cursor, limit)
      expect(messages.filter(({ key }) => key === comment).map(({ text, editedAt }) => [text, editedAt])).toEqual([
        ["И у нас", undefined],
        ["И у нас, дом 5", now],
      ])
    }
  })

  it("begins at the present, and then gives every event once, whatever the limit", async () => {
    const { vk, post, comment, connect } = setUp()
    post("Раньше")
    const { cursor, keys: none } = await readAll(connect({ longPoll: true }), source)
    expect(none).toEqual([])
    const first = post()
    const keys = [first, ...Array.from({ length: 6 }, () => comment(first))]
    vk.remove(keys.pop() ?? "")
    for (const limit of [1, 2, 100])
      expect((await readAll(connect({ longPoll: true }), source, cursor, limit)).keys.slice(0, 6)).toEqual(keys)
    const end = await readAll(connect({ longPoll: true }), source, cursor)
    expect(await readAll(connect({ longPoll: true }), source, end.cursor)).toMatchObject({ keys: [], cursor: end.cursor })
  })

  it("gives an edit of a message on the next page", async () => {
    const { vk, post, comment, connect } = setUp()
    const connector = connect({ longPoll: true })
    const { cursor } = await readAll(connector, source)
    const key = comment(post())
    vk.edit(key, "Правлено")
    const page = await connector.doPull({ sourceId: source, cursor, limit: 100, now })
    expect([page.messages.length, page.more]).toEqual([2, true])
    expect((await readAll(connector, source, page.cursor)).messages).toEqual([
      expect.objectContaining({ key, text: "Правлено", editedAt: now }),
    ])
  })

  it("tells of a deletion on the page after the one that holds the message", async () => {
    const { vk, post, comment, connect } = setUp()
    const connector = connect({ longPoll: true })
    const { cursor } = await readAll(connector, source)
    const key = comment(post())
    vk.remove(key)
    const page = await connector.doPull({ sourceId: source, cursor, limit: 100, now })
    expect([page.messages.length, page.notices, page.more]).toEqual([2, [], true])
    expect(await connector.doPull({ sourceId: source, cursor: page.cursor, limit: 1, now })).toMatchObject({
      messages: [],
      notices: [{ kind: "deleted", messageKey: key }],
      more: false,
    })
  })

  it("takes a new key when the old one ran out", async () => {
    const { vk, post, connect } = setUp()
    const connector = connect({ longPoll: true })
    const { cursor } = await readAll(connector, source)
    const key = post()
    vk.inject({ kind: "key-lost", operation: "poll" })
    expect((await readAll(connector, source, cursor)).keys).toEqual([key])
  })

  it.each([[["events-lost"]], [["events-lost", "key-lost"]]] as const)("records a gap when VK forgot events: %s", async (kinds) => {
    const { vk, post, connect } = setUp()
    const connector = connect({ longPoll: true })
    const { cursor } = await readAll(connector, source)
    post()
    for (const kind of kinds) vk.inject({ kind, operation: "poll" })
    const later = "2026-11-24T05:00:00.000Z"
    const page = await connector.doPull({ sourceId: source, cursor, limit: 10, now: later })
    expect(page).toMatchObject({ messages: [], more: false, gaps: [{ from: now, to: later }] })
    const next = post("Потом")
    expect((await readAll(connector, source, page.cursor)).keys).toEqual([next])
  })
})
