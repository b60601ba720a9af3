import { describe, expect, it } from "vitest"
import { createInstagramToken, type InstagramLogin } from "../src/index.ts"
import { absent, answerFaults, callFaults, elsewhere, hasContract } from "./official.ts"
import { accountName, createWorld, minutesAgo, now, readAll, verifyToken } from "./world.ts"

/** Everything that the connector can do, once. */
async function doEverything(login: InstagramLogin) {
  const { instagram, accountId, citizenId: authorId, token, clock, connect } = createWorld(login)
  const hashtags = [{ name: "яма" }]
  const connector = connect({ webhook: { verifyToken }, tags: true, hashtags, accounts: [{ username: "city.water" }], pageId: "12345" })
  const attachments = [1, 2].map((number) => ({ kind: "photo" as const, url: `https://scontent.example.com/${number}.jpg` }))
  const album = instagram.publish({ accountId, authorId: accountId, text: "Пост", at: minutesAgo(60), attachments })
  const top = instagram.comment({ under: album, authorId, text: "Яма", at: minutesAgo(50) })
  for (let index = 0; index < 60; index += 1) instagram.comment({ under: top, authorId, text: `И тут ${index}`, at: minutesAgo(40) })
  const reply = instagram.comment({ under: top, authorId, text: "Ждём", at: minutesAgo(30) })
  for (let index = 0; index < 60; index += 1) instagram.publish({ accountId, authorId, text: `#яма ${index}`, at: minutesAgo(20) })
  const water = instagram.addAccount({ kind: "official", name: "city.water" })
  for (let index = 0; index < 60; index += 1) instagram.publish({ accountId: water, authorId: water, text: "Вода", at: minutesAgo(10) })
  const caption = instagram.publish({ accountId: authorId, authorId, text: `@${accountName}` })
  const mention = instagram.comment({ under: caption, authorId, text: `@${accountName}, тут` })
  instagram.subscribe({ accountId, url: "https://desk.example.org/instagram", secret: verifyToken })
  instagram.comment({ under: album, authorId, text: `@${accountName}, и тут` })
  await instagram.deliver(async (request) => (await connector.doReceive?.(request, { now }))?.response ?? Response.error())
  for (const { id } of connector.sources) await readAll(connector, id, { watchedKeys: [album, top, reply, caption, mention] })
  const answered = [album, top, reply, ...(login === "facebook" ? [caption, mention] : [])]
  for (const [index, messageKey] of answered.entries())
    await connector.doReply?.({ messageKey, text: `Ответ ${index}`, photos: [], idempotencyKey: `r${index}`, now })
  instagram.remove(reply)
  await readAll(connector, "media", { watchedKeys: [album, top, reply], at: minutesAgo(-61) })
  await connector.doCheck()
  if (login === "instagram") {
    const first = { value: token, expiresAt: new Date(Date.parse(now) + 86_400_000 * 5).toISOString() }
    clock.advance(25 * 60)
    await createInstagramToken({ clock, fetch: instagram.fetch, first, store: async () => undefined }).current()
  }
  return instagram.requests
}

const operations: Readonly<Record<InstagramLogin, readonly string[]>> = {
  facebook: [
    "GET app/subscriptions",
    "GET comment",
    "GET comment/replies",
    "GET debug_token",
    "GET hashtag/recent_media",
    "GET ig_hashtag_search",
    "GET media",
    "GET media/comments",
    "GET unknown/subscribed_apps",
    "GET user",
    "GET user.business_discovery",
    "GET user.mentioned_comment",
    "GET user.mentioned_media",
    "GET user/media",
    "GET user/recently_searched_hashtags",
    "GET user/tags",
    "POST comment/replies",
    "POST media/comments",
    "POST user/mentions",
  ],
  instagram: [
    "GET comment",
    "GET comment/replies",
    "GET media",
    "GET media/comments",
    "GET refresh_access_token",
    "GET user",
    "GET user/media",
    "GET user/subscribed_apps",
    "GET user/tags",
    "POST comment/replies",
    "POST media/comments",
  ],
}

describe.skipIf(!hasContract).each(["facebook", "instagram"] as const)("Meta's specifications, by %s", (login) => {
  it("know every call of the connector, its parameters and every field that it asks for, and every answer of the simulator", async () => {
    const requests = await doEverything(login)
    expect([...new Set(requests.map(({ operation }) => operation))].toSorted()).toEqual(operations[login])
    const checked = requests.filter(({ operation }) => !operation.includes("unknown"))
    expect(checked.flatMap(({ operation, params }) => callFaults(login, operation, params))).toEqual([])
    expect(checked.flatMap(({ operation, answer }) => answerFaults(login, operation, answer))).toEqual([])
    expect(checked.filter(({ operation }) => !elsewhere.has(operation)).length).toBeGreaterThan(30)
  })
})

describe.skipIf(!hasContract)("the check by Meta's specifications", () => {
  it("finds what is wrong", () => {
    const faults = (operation: string, params: Readonly<Record<string, string>>, login: InstagramLogin = "facebook") =>
      callFaults(login, operation, params).length
    expect(faults("GET media", { fields: "id,caption,comments{id,from,replies{text}}" })).toBe(0)
    expect(faults("GET media", { fields: "id,colour" })).toBe(1)
    expect(faults("GET media", { fields: "comments{colour}" })).toBe(1)
    expect(faults("GET user/likes", {})).toBe(1)
    expect(faults("POST user/mentions", { message: "x" })).toBe(1)
    expect(faults("POST media/comments", { message: "x", text: "x" })).toBe(1)
    expect(faults("POST media/comments", { message: "x", fields: "id" })).toBeGreaterThan(0)
    // What Instagram Login does not have.
    for (const field of ["mentioned_media", "mentioned_comment", "business_discovery"]) {
      expect(faults("GET user", { fields: `${field}{id}` })).toBe(0)
      expect(faults("GET user", { fields: `${field}{id}` }, "instagram")).toBe(1)
    }
    expect(faults("GET user/recently_searched_hashtags", {}, "instagram")).toBe(1)
    expect(answerFaults("facebook", "GET media", { id: 17_895, caption: "x" })).toHaveLength(1)
    expect(answerFaults("facebook", "GET media", { id: "1", colour: "x" })).toHaveLength(1)
    expect(answerFaults("facebook", "GET media/comments", { data: [{ id: "1", timestamp: "now" }] })).toHaveLength(1)
    expect(answerFaults("facebook", "POST media/comments", { id: "1", text: "x" })).toHaveLength(1)
  })
})

it.runIf(!hasContract)(`skips: ${absent}`, () => {
  expect(hasContract).toBe(false)
})
