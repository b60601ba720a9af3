import { describe, expect, it } from "vitest"
import { readIncludes } from "../src/api/includes.ts"
import { readPost } from "../src/api/message.ts"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

/** Ids of three moments, a minute apart. */
const [first, second, third] = ["2125067129115443200", "2125067380773683200", "2125067632431923200"]

const read = (post: object, includes: object = {}) =>
  readPost({ id: third, text: "Яма", created_at: now, author_id: "7", ...post }, readIncludes(includes))

const messageOf = (post: object, includes: object = {}) => {
  const reading = read(post, includes)
  return reading.kind === "message" ? reading.message : expect.fail("a message was expected")
}

describe("a post", () => {
  it("has its text as a person wrote it: three entities, once", () => {
    expect(messageOf({ text: "&lt;b&gt; &amp;lt; &quot;&amp;amp;" }).text).toBe("<b> &lt; &quot;&amp;")
  })

  it("is taken whole from its note, in either spelling", () => {
    for (const name of ["note_post", "note_tweet"]) expect(messageOf({ [name]: { text: "Яма &amp; всё" } }).text).toBe("Яма & всё")
  })

  it("has the moment of its id where X names none", () => {
    expect(messageOf({ created_at: undefined })).toMatchObject({ publishedAt: expect.stringMatching(/^2026-11-24T\d\d:\d\d:\d\d\.000Z$/) })
    expect(read({ id: "20", created_at: undefined })).toMatchObject({ kind: "skipped", item: { path: "created_at" } })
  })

  it("is an edit under the first version's key, and an earlier version is none", () => {
    for (const name of ["edit_history_post_ids", "edit_history_tweet_ids"]) {
      const edited = messageOf({ [name]: [first, second, third] })
      expect(edited).toMatchObject({ key: `x:${first}`, url: `https://x.com/i/status/${third}` })
      expect((edited.publishedAt ?? "") < (edited.editedAt ?? "")).toBe(true)
      expect(read({ id: second, [name]: [first, second, third] })).toEqual({ kind: "nothing", reason: expect.stringContaining("earlier") })
    }
    expect(messageOf({ edit_history_post_ids: [third] }).editedAt).toBeUndefined()
  })

  it("answers the first version of what it answers, where X tells", () => {
    const posts = [{ id: second, text: "Где?", edit_history_post_ids: [first, second] }]
    const reply = { referenced_posts: [{ type: "replied_to", id: second }], conversation_id: first }
    expect(messageOf(reply, { posts })).toMatchObject({ kind: "comment", parentKey: `x:${first}`, threadKey: `x:${first}` })
    expect(messageOf(reply)).toMatchObject({ kind: "comment", parentKey: `x:${second}` })
  })

  it("repeats the whole text of what it reposts; a quote has words of its own", () => {
    const tweets = [{ id: first, text: "RT…", note_tweet: { text: "Длинное начало и конец" } }]
    const repost = { text: "RT @a: Длинное нача…", referenced_tweets: [{ type: "retweeted", id: first }] }
    expect(messageOf(repost, { tweets })).toMatchObject({ text: "Длинное начало и конец", repostOf: `x:${first}` })
    expect(messageOf(repost)).toMatchObject({ text: "RT @a: Длинное нача…", repostOf: `x:${first}` })
    const quote = messageOf({ referenced_tweets: [{ type: "quoted", id: first }] })
    expect([quote.kind, quote.repostOf, quote.text]).toEqual(["post", undefined, "Яма"])
  })

  it("has its media by their keys, the best copy of a video, and links with where they lead", () => {
    const media = [
      { media_key: "3_1", type: "photo", url: "https://pbs.example.com/1.jpg" },
      {
        data: {
          media_key: "13_2",
          type: "video",
          preview_image_url: "https://pbs.example.com/2.jpg",
          variants: [
            { url: "https://v.example.com/2.m3u8" },
            { bit_rate: 1, url: "https://v.example.com/small.mp4" },
            { bit_rate: 9, url: "https://v.example.com/2.mp4" },
          ],
        },
      },
      { media_key: "16_3", type: "animated_gif", preview_image_url: "https://pbs.example.com/3.jpg" },
      { media_key: "broken" },
      { media_key: "3_9", type: "photo", url: "https://pbs.example.com/of-another-post.jpg" },
    ]
    const urls = [
      { expanded_url: "https://x.com/a/status/1/photo/1" },
      { expanded_url: "https://x.com/a/status/1" },
      { expanded_url: "https://example.org/", media_key: "3_1" },
      { expanded_url: "javascript:alert(1)" },
      { url: "https://t.co/1" },
    ]
    const post = { attachments: { media_keys: ["3_1", "13_2", "16_3", "broken", "3_404"] }, entities: { urls } }
    expect(messageOf(post, { media }).attachments).toEqual([
      { kind: "photo", url: "https://pbs.example.com/1.jpg" },
      { kind: "video", url: "https://v.example.com/2.mp4" },
      { kind: "video", url: "https://pbs.example.com/3.jpg" },
      { kind: "link", url: "https://x.com/a/status/1" },
    ])
  })

  it("has its place: a name, a point, or both", () => {
    const places = [{ id: "p", full_name: "Чита" }]
    const point = { coordinates: { type: "Point", coordinates: [113.5, 52.03] } }
    expect(messageOf({ geo: { place_id: "p", ...point } }, { places }).place).toEqual({ name: "Чита", latitude: 52.03, longitude: 113.5 })
    expect(messageOf({ geo: { place_id: "p" } }, { places }).place).toEqual({ name: "Чита" })
    expect(messageOf({ geo: point }).place).toEqual({ latitude: 52.03, longitude: 113.5 })
    expect(messageOf({ geo: { place_id: "?" } }, { places }).place).toBeUndefined()
  })

  it.each([
    [null],
    ["text"],
    [{}],
    [{ id: "7" }],
    [{ id: -7, text: "Тайна" }],
    [{ id: "7", text: 5 }],
    [{ id: "7", text: "Тайна", created_at: "Тайна" }],
  ])("is none: %j, and nothing of it is told", (value) => {
    const reading = readPost(value, readIncludes({}))
    expect(reading.kind).toBe("skipped")
    expect(JSON.stringify(reading)).not.toContain("Тайна")
  })
})

describe("two versions on one page", () => {
  it("give the newer one, whether or not the older knows of it", async () => {
    const older = [{ id: second, text: "Яма", edit_history_post_ids: [second] }]
    const data = [{ id: third, text: "Яма на Лесной", edit_history_post_ids: [second, third] }, ...older]
    const connector = createWorld().connect({ fetch: async () => Response.json({ data, meta: { result_count: 2, newest_id: third } }) })
    const { messages } = await connector.doPull({ sourceId: "mentions", limit: 10, now })
    expect(messages.map(({ text }) => text)).toEqual(["Яма на Лесной"])
  })

  it("answer under the key of the first, when somebody replies after an edit", async () => {
    const { x, clock, accountId, citizenId: authorId, connect, account } = createWorld()
    const key = x.publish({ accountId, authorId, text: "Яма", at: minutesAgo(5) })
    x.edit(key, "Яма на Лесной")
    x.comment({ under: key, authorId, text: `И у нас @${account.username}` })
    clock.advance(1)
    const { messages } = await readAll(connect(), "mentions", { at: clock.now() })
    expect(messages[0]).toMatchObject({ kind: "comment", parentKey: key, threadKey: key })
  })
})
