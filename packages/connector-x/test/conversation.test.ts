import type { QuotaPlanner } from "@otklik/connector-kit"
import { addMinutes, type MessageKey } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

const source = "conversations"

function setUp() {
  const world = createWorld()
  const { x, citizenId: authorId } = world
  const post = (minutes: number, text = "яма") => x.publish({ accountId: authorId, authorId, text, at: minutesAgo(minutes) })
  const reply = (under: MessageKey, minutes: number, text = "и у нас") => x.comment({ under, authorId, text, at: minutesAgo(minutes) })
  return { ...world, post, reply, connector: world.connect() }
}

describe("conversations of open incidents", () => {
  it("ask for nothing where nothing is watched, keys of other networks included", async () => {
    const { x, connector } = setUp()
    await readAll(connector, source)
    await readAll(connector, source, { watchedKeys: ["vk:-1_7"] })
    expect(x.requests).toEqual([])
  })

  it("give replies below watched posts and comments, once, and new ones later", async () => {
    const { x, citizenId: authorId, post, reply, connector, clock } = setUp()
    const [one, other] = [post(600), post(500, "лавка")]
    const keys = [reply(one, 400), reply(one, 300), reply(other, 200)]
    keys.push(reply(keys[0] ?? "", 100))
    post(90, "не смотрим")
    const watchedKeys = [keys[1] ?? "", other]
    const first = await readAll(connector, source, { watchedKeys })
    expect(first.keys).toEqual(keys)
    expect(first.messages[3]).toMatchObject({ kind: "comment", threadKey: one, parentKey: keys[0] })
    expect((await readAll(connector, source, { watchedKeys, cursor: first.cursor })).keys).toEqual([])
    clock.advance(60)
    const fresh = x.comment({ under: one, authorId, text: "а сейчас?", at: addMinutes(now, 30) })
    const second = await readAll(connector, source, { watchedKeys, cursor: first.cursor, at: clock.now() })
    expect(second.keys).toEqual([fresh])
  })

  it("tell that a watched message is gone or no longer public, once, and hand over what was edited", async () => {
    const { x, post, connector, clock } = setUp()
    const hidden = x.addAccount({ kind: "person", name: "Закрытый", isClosed: true })
    const secret = x.publish({ accountId: hidden, authorId: hidden, text: "яма", at: minutesAgo(30) })
    const [stays, gone, edited] = [post(60), post(50), post(20)]
    x.remove(gone)
    clock.advance(1)
    x.edit(edited, "яма на Лесной")
    clock.advance(1)
    const watchedKeys = [stays, gone, edited, secret]
    const first = await readAll(connector, source, { watchedKeys, at: clock.now(), limit: 2 })
    expect(first.notices.toSorted((a, b) => (a.messageKey < b.messageKey ? -1 : 1))).toEqual(
      [gone, secret].toSorted().map((messageKey) => ({ kind: "deleted", messageKey })),
    )
    expect(first.messages).toEqual([
      expect.objectContaining({ key: edited, text: "яма на Лесной", publishedAt: minutesAgo(20), editedAt: addMinutes(now, 1) }),
    ])
    const again = await readAll(connector, source, { watchedKeys, at: clock.now(), cursor: first.cursor })
    expect([again.notices, again.keys, again.cursor]).toEqual([[], [], first.cursor])
  })

  it("give the same page for the same cursor, after a restart too", async () => {
    const { post, reply, connect } = setUp()
    const one = post(600)
    for (let minutes = 500; minutes > 480; minutes -= 1) reply(one, minutes)
    const pull = (cursor?: string) =>
      connect().doPull({ sourceId: source, limit: 7, now, watchedKeys: [one], ...(cursor === undefined ? {} : { cursor }) })
    const first = await pull()
    expect(first.messages).toHaveLength(7)
    expect(await pull(first.cursor)).toEqual(await pull(first.cursor))
  })

  it("look up a hundred at a time, and read only conversations whose number of replies changed", async () => {
    const { x, post, reply, connector } = setUp()
    const keys = Array.from({ length: 130 }, (_, index) => post(600 - index))
    const { cursor } = await readAll(connector, source, { watchedKeys: keys })
    const lookups = x.requests.filter(({ operation }) => operation === "getPostsByIds")
    expect(lookups.map(({ params }) => params["ids"]?.split(",").length)).toEqual([100, 30])
    const before = x.requests.length
    const fresh = reply(keys[7] ?? "", 5)
    expect((await readAll(connector, source, { watchedKeys: keys, cursor })).keys).toEqual([fresh])
    const searched = x.requests.slice(before).flatMap(({ params }) => params["query"] ?? [])
    expect(searched).toEqual([`conversation_id:${keys[7]?.slice(2)} is:reply`])
  })

  it("record a gap after more than seven days of downtime, and none in quiet times", async () => {
    const { post, connector, clock } = setUp()
    const watchedKeys = [post(60)]
    let { cursor } = await readAll(connector, source, { watchedKeys })
    for (let day = 0; day < 12; day += 1) {
      clock.advance(1440)
      const page = await readAll(connector, source, { watchedKeys, cursor, at: clock.now() })
      expect(page.gaps).toEqual([])
      ;({ cursor } = page)
    }
    clock.advance(9 * 1440)
    const { gaps } = await readAll(connector, source, { watchedKeys, cursor, at: clock.now() })
    expect(gaps).toEqual([expect.objectContaining({ reason: expect.stringContaining("seven days") })])
  })

  it("come before discovery, and behind replies", async () => {
    const { x, post, reply, connect } = setUp()
    const key = post(60)
    reply(key, 50)
    const priorities = new Set<string>()
    const planner: QuotaPlanner = {
      take: async ({ priority }) => void priorities.add(priority),
      block: () => undefined,
      left: () => [],
    }
    await readAll(connect({ planners: { app: planner } }), source, { watchedKeys: [key] })
    expect([...priorities]).toEqual(["incident"])
    expect(x.requests.map(({ operation }) => operation)).toContain("searchPostsRecent")
  })

  it("are not taken for deleted when X only fails to tell", async () => {
    const { x, post, connector } = setUp()
    const key = post(60)
    x.inject({ kind: "changed-shape", operation: "getPostsByIds" })
    await expect(connector.doPull({ sourceId: source, limit: 5, now, watchedKeys: [key] })).rejects.toMatchObject({ code: "protocol" })
    const answer = { errors: [{ type: "https://api.x.com/2/problems/internal-error", resource_id: key.slice(2), title: "x", detail: "x" }] }
    const odd = createWorld().connect({ fetch: async () => Response.json(answer) })
    expect((await readAll(odd, source, { watchedKeys: [key] })).notices).toEqual([])
  })
})
