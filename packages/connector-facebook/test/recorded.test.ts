import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { inspect } from "node:util"
import { parseJson, type Reading } from "@otklik/connector-kit"
import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { readChange } from "../src/webhook/events.ts"
import { readComment, readPost } from "../src/api/message.ts"
import { absent, hasRecordings, recordedFolder } from "./official.ts"
import { createWorld, now } from "./world.ts"

type Fields = Readonly<Record<string, unknown>>

const read = (file: string): Fields => parseJson(readFileSync(join(recordedFolder, file), "utf8").replace(/^\uFEFF/, "")) as Fields

const filesOf = (folder: string): readonly string[] =>
  hasRecordings ? readdirSync(join(recordedFolder, folder)).flatMap((name) => (name.endsWith(".json") ? [join(folder, name)] : [])) : []

const at = (time: unknown): string =>
  typeof time === "number" ? new Date(time * 1000).toISOString() : new Date(String(time).replace("+0000", "Z")).toISOString()

function messageOf(reading: Reading) {
  if (reading.kind !== "message") throw new Error(`a message was expected: ${JSON.stringify(reading)}`)
  return reading.message
}

/** Every post that a recorded body holds, whatever it is wrapped in. */
const postsOf = (body: Fields): readonly Fields[] => ("data" in body ? (body["data"] as readonly Fields[]) : [body])

const postFiles = hasRecordings
  ? [
      ...filesOf("sns-sdks-python-facebook/facebook/apidata/posts"),
      "sns-sdks-python-facebook/facebook/models/post.json",
      ...readdirSync(join(recordedFolder, "restfb")).flatMap((name) =>
        /^v\d+_\d+$/.test(name) ? filesOf(join("restfb", name)).filter((file) => /\/post-/.test(file)) : [],
      ),
    ]
  : []

const verbs: Readonly<Record<string, string>> = { add: "changed", unhide: "changed", edit: "changed", edited: "changed", remove: "removed" }

describe.skipIf(!hasRecordings)("recorded payloads of Facebook", () => {
  it.each(filesOf("restfb/webhooks"))("reads the push of %s, or says that it is no message", (file) => {
    const body = read(file)
    for (const entry of body["entry"] as readonly Fields[]) {
      for (const change of entry["changes"] as readonly Fields[]) {
        const value = (change["value"] ?? {}) as Fields
        const time = Number(entry["time"])
        const event = readChange({ ownerId: String(entry["id"]), time, field: String(change["field"]), value: change["value"] })
        const isThing = ["comment", "post", "status", "photo", "video", "share", "link"].includes(String(value["item"]))
        const isHeard = change["field"] === "feed" || change["field"] === "mention"
        const kind = isThing && isHeard ? (verbs[String(value["verb"])] ?? "nothing") : "nothing"
        expect(event.kind).toBe(kind)
        if (event.kind === "nothing") {
          expect(event.reading).toEqual({ kind: "nothing", reason: expect.stringMatching(/\w{4}/) as string })
          continue
        }
        const [owner] = String(value["post_id"]).split("_")
        const isComment = value["item"] === "comment"
        const key = isComment ? `facebook:${owner}_${String(value["comment_id"])}` : `facebook:${String(value["post_id"])}`
        if (event.kind === "removed") {
          expect(event.messageKey).toBe(key)
          continue
        }
        if (event.kind !== "changed") throw new Error("a change was expected")
        expect(event).toMatchObject({ isComment, id: String(isComment ? value["comment_id"] : value["post_id"]) })
        const isEdit = String(value["verb"]).startsWith("edit")
        if (value["message"] === undefined && isEdit) {
          expect(event.pushed.kind).toBe("nothing") // read again by its id; the push alone would empty the text
          continue
        }
        const message = messageOf(event.pushed)
        const author = (value["from"] as Fields | undefined)?.["id"] ?? value["sender_id"]
        expect(message).toMatchObject({
          key,
          kind: isComment ? "comment" : "post",
          text: value["message"] ?? "",
          publishedAt: at(value["created_time"] ?? time),
          authorId: String(author),
          communityKey: `facebook:${owner}`,
          ...(isComment ? { threadKey: `facebook:${String(value["post_id"])}` } : {}),
          ...(isEdit ? { editedAt: at(time) } : {}),
        })
        if (isComment && value["parent_id"] === value["post_id"]) expect(message.parentKey).toBe(message.threadKey)
        const links = [value["photo"], ...((value["photos"] ?? []) as readonly unknown[]), value["video"], value["link"]]
        expect((message.attachments ?? []).map(({ url }) => url)).toEqual(links.filter((link) => link !== undefined))
      }
    }
  })

  it("holds pushes of every kind that matters", () => {
    const kinds = filesOf("restfb/webhooks").flatMap((file) =>
      (read(file)["entry"] as readonly Fields[]).flatMap((entry) =>
        (entry["changes"] as readonly Fields[]).map(
          (change) => readChange({ ownerId: "1", time: 1, field: String(change["field"]), value: change["value"] }).kind,
        ),
      ),
    )
    expect(new Set(kinds)).toEqual(new Set(["changed", "removed", "nothing"]))
  })

  it.each(postFiles)("reads the posts of %s, or says what they lack", (file) => {
    const posts = postsOf(read(file))
    expect(posts.length).toBeGreaterThan(0)
    for (const post of posts) {
      const reading = readPost(post)
      if (typeof post["id"] !== "string" || !/^\d+_\d+$/.test(post["id"])) {
        expect(reading).toMatchObject({ kind: "skipped", item: { path: "id" } })
        continue
      }
      if (post["created_time"] === undefined) {
        expect(reading).toMatchObject({ kind: "skipped", item: { path: "created_time" } })
        continue
      }
      const hasContent = post["message"] !== undefined || post["attachments"] !== undefined || post["full_picture"] !== undefined
      if (!hasContent) {
        expect(reading).toEqual({ kind: "nothing", reason: expect.stringContaining("story") as string })
        continue
      }
      const message = messageOf(reading)
      const author = post["from"] as { readonly id: string } | undefined
      expect(message).toMatchObject({
        key: `facebook:${post["id"]}`,
        network: "facebook",
        kind: "post",
        text: post["message"] ?? "",
        publishedAt: at(post["created_time"]),
        communityKey: `facebook:${post["id"].split("_")[0] ?? ""}`,
      })
      expect(message.authorId).toBe(author?.id)
      if (typeof post["permalink_url"] === "string") expect(message.url).toBe(post["permalink_url"])
      const sources = [...JSON.stringify(post["attachments"] ?? {}).matchAll(/"src":"([^"]+)"/g)].map(([, url]) => url)
      const photos = (message.attachments ?? []).filter(({ kind }) => kind === "photo").map(({ url }) => url)
      if (JSON.stringify(post["attachments"] ?? "").includes("subattachments")) expect(photos.length).toBeGreaterThan(1)
      if (post["attachments"] !== undefined) expect(sources).toEqual(expect.arrayContaining(photos))
    }
  })

  it("reads the comments of lists, with their threads by their links", () => {
    const items = read("sns-sdks-python-facebook/facebook/apidata/comments/comments_p1.json")["data"] as readonly Fields[]
    expect(items).toHaveLength(10)
    for (const item of items) {
      const link = new URL(String(item["permalink_url"]))
      const [, owner, , post] = link.pathname.split("/")
      const [top, reply] = [link.searchParams.get("comment_id"), link.searchParams.get("reply_comment_id")]
      const threadKey = `facebook:${owner}_${post}`
      expect(messageOf(readComment(item, `${owner}_${post}`))).toEqual({
        key: `${threadKey}_${reply ?? top}`,
        network: "facebook",
        kind: "comment",
        url: link.href,
        text: item["message"],
        publishedAt: at(item["created_time"]),
        threadKey,
        parentKey: reply === null ? threadKey : `${threadKey}_${top}`,
        communityKey: `facebook:${owner}`,
      })
    }
    const created = read("sns-sdks-python-facebook/facebook/apidata/comments/create_resp.json")
    const message = messageOf(readComment(created, "245628824887810_245778718206154"))
    expect(message.key).toBe(`facebook:245628824887810_${String(created["id"])}`)
    for (const file of ["restfb/v2_9/comment-messagetags.json", "restfb/v2_9/comment-reactions.json"])
      expect(readComment(read(file), "1_2")).toMatchObject({ kind: "skipped", item: { path: "created_time" } })
  })

  it.each([
    ["sns-sdks-python-facebook/base/error_data.json", "auth"],
    ["restfb/oauthExampleError.json", "network"],
    ["restfb/exampleError.json", "auth"],
    ["restfb/exampleErrorNew.json", "auth"],
  ])("turns the error of %s into one of the desk, and tells nothing of it", async (file, code) => {
    const text = readFileSync(join(recordedFolder, file), "utf8")
    const connector = createWorld().connect({ fetch: async () => new Response(text, { status: 400 }) })
    const error: unknown = await connector.doPull({ sourceId: "feed", limit: 1, now }).catch((caught: unknown) => caught)
    expect(isDeskError(error)).toBe(true)
    expect(error).toMatchObject({ code })
    const { error: body } = JSON.parse(text) as { error: { message: string; error_user_msg?: string } }
    const told = inspect(error, { depth: 10 })
    for (const sentence of [body.message, body.error_user_msg ?? body.message]) expect(told).not.toContain(sentence)
  })
})

it.runIf(!hasRecordings)(`skips: ${absent}`, () => {
  expect(hasRecordings).toBe(false)
})
