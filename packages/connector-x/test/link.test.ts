import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

describe("a link that a person enters", () => {
  it.each([
    ["https://x.com/i/status/2080761390344937796", "x:2080761390344937796"],
    ["https://twitter.com/somebody/status/2080761390344937796?s=20", "x:2080761390344937796"],
    ["https://mobile.twitter.com/somebody/status/2080761390344937796/photo/1", "x:2080761390344937796"],
    ["https://x.com/i/web/status/2080761390344937796", "x:2080761390344937796"],
    ["https://x.com/somebody", undefined],
    ["https://x.example.org/i/status/2080761390344937796", undefined],
    ["no link", undefined],
  ])("%s leads to %s", (url, key) => {
    expect(createWorld().connect().keyOf?.(url)).toBe(key)
  })

  it("gives the post as a search gives it, also a reply, and nothing where nothing is", async () => {
    const { x, citizenId: authorId, connect } = createWorld()
    const post = x.publish({ accountId: authorId, authorId, text: "Яма во дворе", at: minutesAgo(60) })
    x.comment({ under: post, authorId, text: "И у нас яма", at: minutesAgo(50) })
    const connector = connect()
    const { messages } = await readAll(connector, "search:pits")
    expect(messages).toHaveLength(2)
    for (const message of messages) {
      expect(connector.keyOf?.(message.url ?? "")).toBe(message.key)
      expect(await connector.doRead?.({ messageKey: message.key, now })).toEqual(message)
    }
    expect(await connector.doRead?.({ messageKey: "x:1", now })).toBeUndefined()
    expect(await connector.doRead?.({ messageKey: "vk:-1_1", now })).toBeUndefined()
  })

  it("gives an edited post under the key of its first version, whichever version the link names", async () => {
    const { x, citizenId: authorId, connect, clock } = createWorld()
    const key = x.publish({ accountId: authorId, authorId, text: "Яма во дворе", at: minutesAgo(20) })
    x.edit(key, "Яма во дворе, глубокая")
    const connector = connect()
    const found = await connector.doRead?.({ messageKey: key, now: clock.now() })
    expect(found).toMatchObject({ key, text: "Яма во дворе, глубокая" })
    const latest = connector.keyOf?.(found?.url ?? "") ?? ""
    expect(latest).not.toBe(key)
    expect(await connector.doRead?.({ messageKey: latest, now: clock.now() })).toEqual(found)
  })
})
