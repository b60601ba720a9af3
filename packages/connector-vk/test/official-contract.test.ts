import { buildReplyPhoto } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { absent, answerFaults, callFaults, faultsOf, hasContract, tokenKinds } from "./official.ts"
import { createWorld, minutesAgo, now, readAll, secret } from "./world.ts"

/** Everything that the connector can do, once, with what goes wrong on the way. */
async function doEverything() {
  const world = createWorld()
  const { vk, communityId: accountId, citizenId: authorId, tokens } = world
  vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret })
  const connector = world.connect({
    tokens,
    searches: [{ id: "pits", query: "яма" }],
    boards: [{ communityId: 1 }],
    mentions: true,
    longPoll: true,
    callback: { secret },
  })
  const polled = await readAll(connector, "long-poll")
  const photo = { kind: "photo", url: "https://sun9.userapi.example.com/1.jpg" } as const
  const post = vk.publish({ accountId, authorId, text: `яма [id${authorId}|Имя]`, at: minutesAgo(60), attachments: [photo] })
  vk.publish({ accountId, authorId, text: "Закреплено", at: minutesAgo(900), isPinned: true })
  const top = vk.comment({ under: post, authorId, text: "Да", at: minutesAgo(50), attachments: [photo] })
  for (let index = 0; index < 12; index += 1) vk.comment({ under: top, authorId, text: `Ответ ${index}`, at: minutesAgo(40 - index) })
  vk.remove(vk.comment({ under: post, authorId, text: "Лишнее", at: minutesAgo(20) }))
  const topic = vk.publish({ accountId, authorId, text: "Про дворы", at: minutesAgo(60), section: "board" })
  vk.comment({ under: topic, authorId, text: "Двор", at: minutesAgo(30) })
  vk.edit(post, "яма, правлено")
  vk.edit(top, "Да!")
  for (const { id, everyMinutes } of connector.sources) {
    expect(everyMinutes).toBeGreaterThan(0)
    await readAll(connector, id, id === "long-poll" ? polled.cursor : undefined)
    await connector.doPull({ sourceId: id, limit: 50, now, watchedKeys: [post, `${post}999`] })
  }
  const reply = {
    messageKey: top,
    text: "Ответ <готов>",
    photos: [buildReplyPhoto({ url: "https://city.example.org/photo/1.png" })],
    idempotencyKey: "r1",
    now,
  }
  await connector.doReply?.(reply)
  await connector.doCheck()
  const events: unknown[] = []
  await vk.deliver(async (request) => {
    events.push(await request.clone().json())
    return (await connector.doReceive?.(request, { now }))?.response ?? new Response("no", { status: 500 })
  })
  for (const kind of ["rate-limit", "captcha", "comments-closed", "server-error"] as const) {
    vk.inject({ kind, operation: "wall.createComment" })
    await connector.doReply?.({ ...reply, photos: [], text: kind, idempotencyKey: kind }).catch(() => undefined)
  }
  return { requests: vk.requests.filter(({ operation }) => operation.includes(".")), events, connector }
}

describe.skipIf(!hasContract)("the official schema of VK 5.199", () => {
  it("allows every call of the connector", async () => {
    const { requests } = await doEverything()
    expect([...new Set(requests.map(({ operation }) => operation))].toSorted()).toEqual([
      "board.getComments",
      "board.getTopics",
      "groups.getCallbackConfirmationCode",
      "groups.getCallbackServers",
      "groups.getCallbackSettings",
      "groups.getLongPollServer",
      "groups.getTokenPermissions",
      "newsfeed.getMentions",
      "newsfeed.search",
      "photos.getWallUploadServer",
      "photos.saveWallPhoto",
      "wall.createComment",
      "wall.get",
      "wall.getById",
      "wall.getComments",
    ])
    expect(requests.flatMap(({ operation, params }) => callFaults(operation, params))).toEqual([])
  })

  it("allows these methods to the kinds of tokens that the connector takes for them", async () => {
    const { requests } = await doEverything()
    const names = { application: "service", account: "group", person: "user" }
    for (const { operation, params } of requests) {
      const kind = /invented-(\w+)-token/.exec(params["access_token"] ?? "")?.[1] as keyof typeof names
      expect(tokenKinds(operation), operation).toContain(names[kind])
    }
  })

  it("fits every answer of the simulator, deleted comments aside", async () => {
    const { requests } = await doEverything()
    for (const { operation, answer } of requests)
      expect({ operation, faults: answerFaults(operation, withoutDeleted(answer)) }).toEqual({ operation, faults: [] })
  })

  it("fits every event of the simulator, deletions aside", async () => {
    const { events } = await doEverything()
    const shapes: Readonly<Record<string, string>> = {
      wall_post_new: "wall/objects.json#/definitions/wall_wallpost",
      wall_reply_new: "wall/objects.json#/definitions/wall_wall_comment",
      wall_reply_edit: "wall/objects.json#/definitions/wall_wall_comment",
      wall_reply_delete: "callback/objects.json#/definitions/callback_wall_comment_delete",
      board_post_new: "board/objects.json#/definitions/board_topic_comment",
    }
    const seen = new Set<string>()
    for (const event of events as readonly { readonly type: string; readonly object: unknown }[]) {
      seen.add(event.type)
      expect(faultsOf("callback/objects.json#/definitions/callback_base", event)).toEqual([])
      const shape = shapes[event.type]
      if (shape !== undefined) expect({ type: event.type, faults: faultsOf(shape, event.object) }).toEqual({ type: event.type, faults: [] })
    }
    expect([...seen].toSorted()).toEqual([...Object.keys(shapes), "confirmation"].toSorted())
  })

  it("is read by this test at all: a wrong answer has faults", () => {
    expect(answerFaults("wall.getComments", { response: { count: "1", items: [{}] } }).length).toBeGreaterThan(1)
    expect(callFaults("wall.getComments", { owner: "1", count: "-1", sort: "up" })).toHaveLength(3)
  })
})

it.runIf(!hasContract)(`skips: ${absent}`, () => {
  expect(hasContract).toBe(false)
})

/** The schema asks for author and text of every comment; VK gives deleted ones without (seen in recorded payloads). */
function withoutDeleted(value: unknown): unknown {
  if (Array.isArray(value))
    return value.filter((item) => !(typeof item === "object" && item !== null && Reflect.get(item, "deleted") === true)).map(withoutDeleted)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withoutDeleted(field)]))
}
