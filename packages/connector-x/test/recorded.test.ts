import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { createSilenceWatch, parseJson, signBytes, type Reading } from "@otklik/connector-kit"
import { describe, expect, it } from "vitest"
import { readIncludes } from "../src/api/includes.ts"
import { readPost } from "../src/api/message.ts"
import { createReceiver } from "../src/webhook/receive.ts"
import { absent, hasRecordings, recordedFolder } from "./official.ts"

type Fields = Readonly<Record<string, unknown>>

function filesUnder(folder: string): readonly string[] {
  if (!hasRecordings || !existsSync(join(recordedFolder, folder))) return []
  return readdirSync(join(recordedFolder, folder), { withFileTypes: true, recursive: true }).flatMap((entry) =>
    entry.isFile() && entry.name.endsWith(".json") ? [join(entry.parentPath, entry.name).slice(recordedFolder.length + 1)] : [],
  )
}

const readFile = (file: string): Fields => parseJson(readFileSync(join(recordedFolder, file), "utf8").replace(/^\uFEFF/, "")) as Fields

/** The bodies of answers, in the two ways in which they are recorded. */
const bodyOf = (file: string): Fields => {
  const raw = readFile(file)
  const response = raw["response"] as Fields | undefined
  const body = response?.["body"] ?? raw
  return (typeof body === "string" ? parseJson(body) : body) as Fields
}

/** Whether something is a post: worked out in another way than by the connector. */
function isPost(item: unknown): item is Fields {
  if (typeof item !== "object" || item === null) return false
  const id: unknown = Reflect.get(item, "id")
  return typeof id === "string" && /^\d+$/.test(id) && typeof Reflect.get(item, "text") === "string" && !("username" in item)
}

const decoded = (text: unknown): string => String(text).split("&lt;").join("<").split("&gt;").join(">").split("&amp;").join("&")

/** The second of an id. */
function secondOf(id: unknown): string {
  const millis = Math.floor(Number(BigInt(String(id)) / 4_194_304n)) + 1_288_834_974_657
  return `${new Date(millis).toISOString().slice(0, 19)}.000Z`
}

let edits = 0

function expectMessage(reading: Reading, post: Fields, includes: Fields): void {
  const references = (post["referenced_tweets"] ?? post["referenced_posts"] ?? []) as readonly { type: string; id: string }[]
  const of = (type: string): string | undefined => references.find((reference) => reference.type === type)?.id
  const [parent, original] = [of("replied_to"), of("retweeted")]
  const beside = [...((includes["tweets"] ?? []) as readonly Fields[]), ...((includes["posts"] ?? []) as readonly Fields[])]
  const source = beside.find(({ id }) => original !== undefined && id === original) ?? post
  expect(reading.kind).toBe("message")
  if (reading.kind !== "message") return
  const { message } = reading
  const id = String(post["id"])
  const history = (post["edit_history_tweet_ids"] ?? post["edit_history_post_ids"] ?? [id]) as readonly string[]
  const first = history[0] ?? id
  const told = typeof post["created_at"] === "string" ? new Date(post["created_at"]).toISOString() : secondOf(id)
  if (first !== id) edits += 1
  expect(message).toEqual({
    key: `x:${first}`,
    network: "x",
    kind: parent === undefined ? "post" : "comment",
    url: `https://x.com/i/status/${id}`,
    text: decoded(source["text"]),
    publishedAt: first === id ? told : secondOf(first),
    ...(first === id ? {} : { editedAt: secondOf(id) }),
    ...(post["author_id"] === undefined ? {} : { authorId: post["author_id"] }),
    ...(parent === undefined
      ? {}
      : { parentKey: `x:${parent}`, threadKey: `x:${(post["conversation_id"] as string | undefined) ?? parent}` }),
    ...(original === undefined ? {} : { repostOf: `x:${original}` }),
    ...(message.attachments === undefined ? {} : { attachments: message.attachments }),
    ...(message.place === undefined ? {} : { place: message.place }),
  })
  const media = (includes["media"] ?? []) as readonly Fields[]
  const keys = ((post["attachments"] as Fields | undefined)?.["media_keys"] ?? []) as readonly string[]
  const photos = media.filter(({ media_key: key, type, url }) => keys.includes(String(key)) && type === "photo" && typeof url === "string")
  expect((message.attachments ?? []).filter(({ kind }) => kind === "photo").map(({ url }) => url)).toEqual(photos.map(({ url }) => url))
}

const answers = [...filesUnder("tweepy-extracted"), ...filesUnder("sns-sdks-python-twitter")]

/** Recordings of the Python library VCR, whose answers are packed. */
const cassettes =
  hasRecordings && existsSync(join(recordedFolder, "tweepy"))
    ? readdirSync(join(recordedFolder, "tweepy")).filter((name) => name.endsWith(".yaml"))
    : []

function packedBodies(file: string): readonly Fields[] {
  const yaml = readFileSync(join(recordedFolder, "tweepy", file), "utf8")
  return Array.from(yaml.matchAll(/string: !!binary \|\n((?: {8}[\w+/=]+\n)+)/g)).map(
    ([, lines = ""]) => parseJson(gunzipSync(Buffer.from(lines.replaceAll(/\s/g, ""), "base64")).toString()) as Fields,
  )
}

describe.skipIf(!hasRecordings)("recorded payloads of X", () => {
  let messages = 0

  function readBody(body: Fields): void {
    const includes = (body["includes"] ?? body) as Fields
    const data = body["data"] ?? body
    const items: readonly unknown[] = [
      ...(Array.isArray(data) ? (data as readonly unknown[]) : [data]),
      ...((includes["tweets"] ?? []) as readonly unknown[]),
    ]
    for (const item of items) {
      const reading = readPost(item, readIncludes(body["includes"]))
      if (isPost(item)) {
        messages += 1
        expectMessage(reading, item, (body["includes"] ?? {}) as Fields)
      } else {
        expect(reading).toMatchObject({ kind: "skipped", item: { message: expect.stringMatching(/expected|Invalid/) } })
      }
    }
  }

  it.each(answers)("reads the posts of %s, or says that it holds none", (file) => {
    readBody(bodyOf(file))
  })

  it.each(cassettes)("reads the packed answers of %s", (file) => {
    for (const body of packedBodies(file)) readBody(body)
  })

  it("holds many posts, and one that was edited", () => {
    expect(messages).toBeGreaterThan(40)
    expect(edits).toBeGreaterThan(0)
  })

  const secret = "secret-of-the-recorded-webhook"

  it.each(filesUnder("official-activity-events"))("reads the event of %s, or passes it over", async (file) => {
    const text = readFileSync(join(recordedFolder, file), "utf8")
    const { data } = parseJson(text) as { readonly data: Fields }
    const signature = signBytes({ algorithm: "sha256", secret, bytes: new TextEncoder().encode(text), encoding: "base64" })
    const headers = { "x-twitter-webhooks-signature-oauth2": `sha256=${signature}` }
    const receive = createReceiver({ clientSecret: secret }, createSilenceWatch({ isPushed: () => true, channel: "the webhook" }))
    const at = "2026-08-13T00:00:00.000Z"
    const received = await receive(new Request("https://desk.example.org/x", { method: "POST", body: text, headers }), at)
    expect(received.response.status).toBe(200)
    const payload = data["payload"] as Fields
    const type = String(data["event_type"])
    if (type === "post.delete") {
      expect(received.notices).toEqual([{ kind: "deleted", messageKey: `x:${String(payload["id"])}` }])
    } else if (isPost(payload) && type !== "post.repost.create") {
      const [message] = received.messages
      expectMessage(message === undefined ? { kind: "nothing", reason: "" } : { kind: "message", message }, payload, {})
    } else {
      expect(received.messages).toEqual([])
    }
    if (type !== "post.create") expect(received.skipped).toEqual([])
  })

  it("holds events of every kind that matters", () => {
    const names = filesUnder("official-activity-events").map((file) => file.split("/").at(-1))
    expect(names).toEqual(expect.arrayContaining(["post.reply.create.json", "post.quote.create.json", "post.delete.json"]))
  })
})

it.runIf(!hasRecordings)(`skips: ${absent}`, () => {
  expect(hasRecordings).toBe(false)
})
