import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

describe("a link that a person enters", () => {
  it.each([
    ["https://vk.com/wall-1_7", "vk:-1_7"],
    ["https://vk.ru/wall-1_7", "vk:-1_7"],
    ["https://m.vk.com/wall-1_7?from=feed", "vk:-1_7"],
    ["https://vk.com/feed?w=wall-1_7", "vk:-1_7"],
    ["https://vk.com/wall5_7", "vk:5_7"],
    ["https://vk.com/wall-1_7?reply=12", "vk:-1_7_12"],
    ["https://vk.com/wall-1_7?reply=13&thread=12", "vk:-1_7_13"],
    ["https://vk.com/city?w=wall-1_7_r12", "vk:-1_7_12"],
    ["https://vk.com/city", undefined],
    ["https://vk.com/wall-1_7?reply=x", undefined],
    ["https://vk.com/topic-1_7?post=12", undefined],
    ["https://vk.example.org/wall-1_7", undefined],
    ["no link", undefined],
  ])("%s leads to %s", (url, key) => {
    expect(createWorld().connect().keyOf?.(url)).toBe(key)
  })

  it("gives the message as the wall gives it: a post, a comment and a reply", async () => {
    const { vk, communityId: accountId, citizenId: authorId, connect } = createWorld()
    const post = vk.publish({ accountId, authorId, text: "Яма", at: minutesAgo(60) })
    const comment = vk.comment({ under: post, authorId, text: "И у нас", at: minutesAgo(50) })
    vk.comment({ under: comment, authorId, text: "И у них", at: minutesAgo(40) })
    const connector = connect()
    const { messages } = await readAll(connector, connector.sources[0]?.id ?? "")
    expect(messages).toHaveLength(3)
    for (const message of messages) {
      expect(connector.keyOf?.(message.url ?? "")).toBe(message.key)
      expect(await connector.doRead?.({ messageKey: message.key, now })).toEqual(message)
    }
  })

  it("gives nothing where nothing is, and says where there is too much to look through", async () => {
    const { vk, communityId: accountId, citizenId: authorId, connect } = createWorld()
    const post = vk.publish({ accountId, authorId, text: "Яма", at: minutesAgo(60) })
    for (let minutes = 50; minutes > 0; minutes -= 1) {
      const under = vk.comment({ under: post, authorId, text: "И у нас", at: minutesAgo(minutes) })
      vk.comment({ under, authorId, text: "И у них", at: minutesAgo(minutes) })
    }
    const read = connect().doRead
    expect(await read?.({ messageKey: `${post}999`, now })).toBeUndefined()
    expect(await read?.({ messageKey: `${post}_999999`, now })).toBeUndefined()
    expect(await read?.({ messageKey: "ok:1_1", now })).toBeUndefined()
    const long = vk.publish({ accountId, authorId, text: "Фонарь", at: minutesAgo(60) })
    for (let count = 0; count < 120; count += 1) vk.comment({ under: long, authorId, text: `И у нас ${count}`, at: minutesAgo(30) })
    const short = connect({ maxCalls: 1 }).doRead
    await expect(short?.({ messageKey: `${long}_999999`, now })).rejects.toMatchObject({ code: "refused" })
  })

  it("is not read without a token that reads, nor in a closed community", async () => {
    const { vk, tokens, connect } = createWorld()
    expect(connect({ tokens: { community: tokens.community } }).doRead).toBeUndefined()
    const closed = vk.addAccount({ kind: "official", name: "Закрытое", isClosed: true })
    const { user } = tokens
    const read = connect({ tokens: { user } }).doRead
    await expect(read?.({ messageKey: `vk:${closed}_1`, now })).rejects.toMatchObject({ code: "refused" })
  })
})
