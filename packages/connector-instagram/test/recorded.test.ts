import { readFileSync } from "node:fs"
import { join } from "node:path"
import { createHmac } from "node:crypto"
import { parseJson } from "@otklik/connector-kit"
import type { IncomingMessage } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { readComment, readMedia } from "../src/api/message.ts"
import { absent, hasRecordings, recordedFolder, recordings } from "./official.ts"
import { createWorld, now, verifyToken } from "./world.ts"

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value)

interface Thing {
  readonly thing: Fields
  readonly kind: "media" | "comment"
  readonly mediaId: string | undefined
}

/**
 * Everything in a payload that has an id and is media or a comment, wherever it stands, with the media object that it
 * stands under.
 */
function thingsIn(value: unknown, mediaId: string | undefined): readonly Thing[] {
  if (Array.isArray(value)) return value.flatMap((item) => thingsIn(item, mediaId))
  if (!isFields(value)) return []
  const isMedia = ["media_type", "caption", "permalink"].some((name) => name in value)
  const kind = isMedia ? "media" : "text" in value && !("field" in value) ? "comment" : undefined
  const id = kind === "media" ? String(value["id"]) : mediaId
  const own: readonly Thing[] = kind === undefined || value["id"] === undefined ? [] : [{ thing: value, kind, mediaId: id }]
  // Items of an album are no messages of their own.
  const inner = Object.entries(value).filter(([name]) => !["children", "media", "audio", "messaging"].includes(name))
  return [
    ...own,
    ...inner.flatMap(([, field]) => thingsIn(field, id)),
    ...(isFields(value["media"]) && kind === undefined ? thingsIn(value["media"], id) : []),
  ]
}

/** The moment, worked out in another way than by the connector. */
function instantOf(text: unknown): string {
  return new Date(String(text).replace(/\+(\d\d)(\d\d)$/, "+$1:$2")).toISOString()
}

function authorIn(thing: Fields): unknown {
  const from = isFields(thing["from"]) ? thing["from"]["id"] : undefined
  const name = thing["username"]
  return from ?? (typeof name === "string" ? `@${name.toLowerCase()}` : undefined)
}

const textOf = (file: string): string => readFileSync(join(recordedFolder, file), "utf8")

const isWebhook = (payload: unknown): payload is Fields => isFields(payload) && Array.isArray(payload["entry"])

const files = recordings()
const payloads = files.map((file) => [file, parseJson(textOf(file))] as const)
const accountId = "17841400000000001"

/** A place for comments that do not name what they stand under. */
const place = { mediaId: "7", url: "https://www.instagram.com/p/x/", self: { accountId, login: "facebook" } } as const

describe.skipIf(!hasRecordings)("recorded payloads of Instagram", () => {
  it.each(payloads.filter(([, payload]) => !isWebhook(payload)))("are read from %s into messages, or into a stated no", (_, payload) => {
    const things = thingsIn(payload, undefined)
    // Nothing of the kind in it: no message comes of the whole either.
    if (things.length === 0) {
      expect(readMedia(payload).kind).not.toBe("message")
      expect(readComment(payload, place).kind).not.toBe("message")
    }
    for (const { thing, kind, mediaId: under = "7" } of things) {
      // A comment that was asked for by itself names what it stands under.
      const mediaId = kind === "comment" && isFields(thing["media"]) ? String(thing["media"]["id"]) : under
      const reading = kind === "media" ? readMedia(thing) : readComment(thing, { ...place, mediaId })
      if (reading.kind !== "message") {
        // A moment or a link was not asked for, it is hidden, or a story.
        const lacks = thing["timestamp"] === undefined || (kind === "media" && thing["permalink"] === undefined)
        const isStory = JSON.stringify(thing["permalink"] ?? "").includes("/stories/") || thing["media_product_type"] === "STORY"
        expect(reading.kind === "nothing", JSON.stringify(reading)).toBe(!lacks && thing["hidden"] === true)
        if (reading.kind === "skipped")
          expect(["timestamp", "permalink", ...(isStory ? ["media_product_type"] : [])]).toContain(reading.item.path)
        continue
      }
      const { message } = reading
      const id = String(thing["id"])
      const isMedia = kind === "media"
      expect(message).toMatchObject({
        key: isMedia ? `instagram:${id}` : `instagram:${mediaId}-${id}`,
        network: "instagram",
        kind: isMedia ? "post" : "comment",
        url: isMedia ? thing["permalink"] : place.url,
        text: (isMedia ? thing["caption"] : thing["text"]) ?? "",
        publishedAt: instantOf(thing["timestamp"]),
      })
      const owner = isFields(thing["owner"]) ? thing["owner"]["id"] : isFields(thing["user"]) ? accountId : undefined
      expect(message.authorId).toBe(owner ?? authorIn(thing))
      if (isMedia) expect(linksOf(message)).toEqual(linksIn(thing))
      else {
        const parent = thing["parent_id"] === undefined ? "" : `-${JSON.stringify(thing["parent_id"]).replaceAll('"', "")}`
        expect([message.threadKey, message.parentKey]).toEqual([`instagram:${mediaId}`, `instagram:${mediaId}${parent}`])
      }
    }
  })

  it.each(payloads.filter(([, payload]) => isWebhook(payload)))(
    "are taken from %s as pushes, and read back by their ids",
    async (file, payload) => {
      if (!isWebhook(payload)) return
      const seen: string[] = []
      const answer = (id: string) => ({
        id,
        text: "Яма",
        caption: "Яма",
        timestamp: "2026-11-24T02:00:00+0000",
        permalink: "https://www.instagram.com/p/x/",
        media: { id: "7", permalink: "https://www.instagram.com/p/x/" },
      })
      const fetch: typeof globalThis.fetch = async (input) => {
        const url = new URL(input instanceof Request ? input.url : String(input))
        const [, field, id] = /(mentioned_\w+)\.\w+\((\d+)\)/.exec(url.searchParams.get("fields") ?? "") ?? []
        const node = id ?? url.pathname.split("/").at(-1) ?? ""
        seen.push(node)
        return Response.json(field === undefined ? answer(node) : { id: "1", username: "x", [field]: answer(node) })
      }
      const entries = (payload["entry"] as readonly Fields[]).map((entry): Fields => ({ ...entry, id: accountId }))
      const { app, connect } = createWorld()
      const body = JSON.stringify({ ...payload, entry: entries })
      const signature = createHmac("sha256", app.appSecret).update(body).digest("hex")
      const request = new Request("https://desk.example.org/", {
        method: "POST",
        body,
        headers: { "x-hub-signature-256": `sha256=${signature}` },
      })
      const received = await connect({ accountId, fetch, webhook: { verifyToken } }).doReceive?.(request, { now })
      expect(received?.response.status, file).toBe(200)
      const changes = entries.flatMap((entry) => (entry["changes"] as readonly { field: string; value: Fields }[] | undefined) ?? [])
      const wanted = changes.flatMap(({ field, value }) =>
        field === "comments" || field === "live_comments"
          ? [String(value["id"])]
          : field === "mentions"
            ? [String(value["comment_id"] ?? value["media_id"])]
            : [],
      )
      expect(seen).toEqual(wanted)
      expect(received?.messages.map(({ key }) => key.split(/[:-]/).at(-1))).toEqual(wanted)
      expect(received?.skipped).toEqual([])
    },
  )

  it("hold media, comments, replies, mentions, pushes and things that are none of these", () => {
    const all = payloads.flatMap(([, payload]) => (isWebhook(payload) ? [] : thingsIn(payload, undefined)))
    for (const kind of ["media", "comment"]) expect(all.filter((one) => one.kind === kind).length, kind).toBeGreaterThan(5)
    expect(payloads.some(([, payload]) => isWebhook(payload))).toBe(true)
    expect(payloads.filter(([, payload]) => thingsIn(payload, undefined).length === 0).length).toBeGreaterThan(5)
  })
})

/** What is attached, by the recording itself: of an album the items; links that are none are left out. */
function linksIn(thing: Fields): readonly unknown[] {
  const children =
    isFields(thing["children"]) && Array.isArray(thing["children"]["data"]) ? (thing["children"]["data"] as readonly Fields[]) : []
  return (children.length > 0 ? children : [thing]).map((item) => item["media_url"]).filter((url) => URL.canParse(String(url)))
}

const linksOf = ({ attachments = [] }: IncomingMessage): readonly unknown[] => attachments.map(({ url }) => url)

it.runIf(!hasRecordings)(`skips: ${absent}`, () => {
  expect(hasRecordings).toBe(false)
})
