import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { inspect } from "node:util"
import { parseJson, type Reading } from "@otklik/connector-kit"
import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { eventSchema, readEvent } from "../src/api/events.ts"
import { readPost } from "../src/api/message.ts"
import { absent, hasRecordings, recordedFolder } from "./official.ts"
import { createWorld, now } from "./world.ts"

type Fields = Readonly<Record<string, unknown>>

const filesOf = (path: string): readonly string[] =>
  hasRecordings
    ? readdirSync(join(recordedFolder, "vknet", path)).flatMap((name) => (name.endsWith(".json") ? [`${path}/${name}`] : []))
    : []

const read = (file: string): Fields => parseJson(readFileSync(join(recordedFolder, "vknet", file), "utf8").replace(/^\uFEFF/, "")) as Fields

const at = (seconds: unknown): string => new Date(Number(seconds) * 1000).toISOString()

/** The text without entities, worked out in another way than by the connector. */
function decoded(text: unknown): string {
  let plain = ""
  for (const part of String(text).split(/(&[^;&\s]+;)/)) {
    const number = /^&#(\d+);$/.exec(part)?.[1]
    plain +=
      number === undefined
        ? part.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&")
        : String.fromCodePoint(Number(number))
  }
  return plain
}

/** Every link to a photo or document that the attachments name. */
const linksOf = (value: unknown): string => JSON.stringify(value ?? [])

function expectMessage(reading: Reading, object: Fields, expected: Fields): void {
  expect(reading.kind).toBe("message")
  if (reading.kind !== "message") return
  const { message } = reading
  const handedOn = (object["copy_history"] ?? []) as readonly Fields[]
  // A repost holds what it hands on.
  const words = [object, ...handedOn].map((one) => decoded(one["text"]).trim()).filter((text) => text !== "")
  const text = handedOn.length === 0 ? decoded(object["text"]) : words.join("\n\n")
  expect(message).toMatchObject({ network: "vk", text, publishedAt: at(object["date"]), ...expected })
  const attachments = [object, ...handedOn].flatMap((one) => (one["attachments"] ?? []) as readonly Fields[])
  expect(message.attachments?.length ?? 0).toBeLessThanOrEqual(attachments.length)
  for (const { kind, url } of message.attachments ?? []) if (kind === "photo") expect(linksOf(attachments)).toContain(url)
  expect((message.attachments ?? []).filter(({ kind }) => kind === "photo")).toHaveLength(
    attachments.filter(({ type }) => type === "photo").length,
  )
}

/** Where each kind of comment stands: the field of its owner, of its thing, and the word in its key. */
const places: Readonly<Record<string, readonly [owner: string, thing: string, word: string]>> = {
  wall_reply: ["post_owner_id", "post_id", ""],
  board_post: ["topic_owner_id", "topic_id", "topic"],
  photo_comment: ["photo_owner_id", "photo_id", "photo"],
  video_comment: ["video_owner_id", "video_id", "video"],
  market_comment: ["market_owner_id", "item_id", "market"],
}

describe.skipIf(!hasRecordings)("recorded payloads of VK", () => {
  it.each(filesOf("Categories/BotsLongPoll"))("reads the event of %s, or says that it is none", (file) => {
    const raw = read(file)
    if ("failed" in raw) return expect(raw["failed"]).toBeTypeOf("number")
    const event = eventSchema.parse(raw)
    const reading = readEvent(event, now)
    const object = raw["object"] as Fields
    const [, family = "", action] = /^(.*)_(new|edit|restore|delete)$/.exec(event.type) ?? []
    const place = places[family]
    if (place === undefined) return expect(reading).toEqual({ kind: "nothing", reason: expect.stringMatching(/\w{5}/) })
    const [owner, thing, word] = place
    const threadKey = `vk:${String(object[owner] ?? object["owner_id"])}_${word}${String(object[thing] ?? object["photo_id"])}`
    if (action === "delete") {
      const notice = { kind: "deleted", messageKey: `${threadKey}_${String(object["id"])}` }
      return expect(reading).toEqual({ kind: "notice", notice })
    }
    if (reading.kind === "notice") throw new Error("a message was expected")
    expectMessage(reading, object, {
      key: `${threadKey}_${String(object["id"])}`,
      kind: "comment",
      authorId: String(object["from_id"]),
      threadKey,
      parentKey: threadKey,
      ...(action === "edit" ? { editedAt: now } : {}),
    })
  })

  it("holds events of every kind that matters", () => {
    const kinds = filesOf("Categories/BotsLongPoll").map((file) => {
      const event = eventSchema.safeParse(read(file))
      return event.success ? readEvent(event.data, now).kind : "no event"
    })
    expect(new Set(kinds)).toEqual(new Set(["message", "nothing", "notice", "no event"]))
  })

  it.each([...filesOf("Categories/Wall"), ...filesOf("Categories/NewsFeed")])(
    "reads the posts of %s, or says that they are none",
    (file) => {
      const raw = read(file)
      const body = (raw["response"] ?? raw) as Fields
      const items = (body["items"] ?? []) as readonly Fields[]
      if (!file.includes("Repost_")) expect(items.length).toBeGreaterThan(0)
      for (const item of items) {
        const reading = readPost(item)
        if (item["type"] !== undefined && item["type"] !== "post") {
          expect(reading).toEqual({ kind: "nothing", reason: expect.stringContaining("type") })
          continue
        }
        const owner = String(item["owner_id"] ?? item["source_id"])
        const [original] = (item["copy_history"] ?? []) as readonly Fields[]
        expectMessage(reading, item, {
          key: `vk:${owner}_${String(item["id"] ?? item["post_id"])}`,
          kind: "post",
          authorId: `${Number(item["signer_id"] ?? item["from_id"] ?? owner)}`,
          ...(original === undefined ? {} : { repostOf: `vk:${String(original["owner_id"])}_${String(original["id"])}` }),
          ...(item["geo"] === undefined
            ? {}
            : { place: expect.objectContaining({ latitude: expect.closeTo(50.08, 1), longitude: expect.closeTo(14.44, 1) }) }),
        })
      }
    },
  )

  it.each(filesOf("Errors").filter((file) => /\/\d+\.json$/.test(file)))(
    "turns the error of %s into one of the desk, and tells nothing of it",
    async (file) => {
      const text = readFileSync(join(recordedFolder, "vknet", file), "utf8")
      const connector = createWorld().connect({ fetch: async () => new Response(text) })
      const error: unknown = await connector.doPull({ sourceId: "wall:-1", limit: 1, now }).catch((caught: unknown) => caught)
      expect(isDeskError(error)).toBe(true)
      const code = file.match(/(\d+)\.json/)?.[1] ?? ""
      const codes: Readonly<Record<string, string>> = { 14: "auth", 15: "refused", 17: "auth", 100: "protocol", 125: "config" }
      expect(error).toMatchObject({ code: codes[code] ?? "protocol" })
      const { error: body } = JSON.parse(text) as { error: { error_msg: string; request_params: readonly { value: string }[] } }
      const told = inspect(error, { depth: 10 })
      for (const secret of [body.error_msg, ...body.request_params.map(({ value }) => value)])
        if (secret.length > 6) expect(told).not.toContain(secret)
    },
  )
})

it.runIf(!hasRecordings)(`skips: ${absent}`, () => {
  expect(hasRecordings).toBe(false)
})
