import { readStoredCursor, type SourceReader } from "@otklik/connector-kit"
import { inputIssues, type Instant, type SkippedItem } from "@otklik/core"
import type { MessageNotice, MessagePage, PullOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { VkApi } from "../api/client.ts"
import { eventSchema, readEvent } from "../api/events.ts"
import type { PostReading } from "../api/message.ts"

const tsSchema = z.union([z.string().min(1), z.number().int()]).transform(String)

const serverSchema = z.looseObject({ key: z.string(), server: z.url(), ts: tsSchema })

const answerSchema = z.union([
  z.object({ failed: z.number().int(), ts: tsSchema.optional() }),
  z.object({ ts: tsSchema, updates: z.array(z.unknown()) }),
])

/**
 * The number of the last event that is behind us, how many of those after it were handed over, and since when that is
 * so.
 */
const cursorSchema = z.tuple([z.literal("vk-poll1"), z.string(), z.number().int().min(0), z.iso.datetime()])

type Cursor = z.output<typeof cursorSchema>

/**
 * Reads the events of the official community by Bots Long Poll. VK keeps them for a while: when it says that some are
 * gone, that is a gap.
 *
 * The answer is asked for at once (`wait=0`): the desk comes again when the source is due.
 *
 * @param api - VK
 * @param communityId - positive
 * @param reading - how posts are read
 */
export function createLongPollReader(api: VkApi, communityId: number, reading: PostReading): SourceReader {
  let server: z.output<typeof serverSchema> | undefined

  const connect = async (signal: AbortSignal | undefined): Promise<z.output<typeof serverSchema>> =>
    api.call(
      {
        method: "groups.getLongPollServer",
        tokens: ["community", "user"],
        priority: "incident",
        params: { group_id: communityId },
        ...(signal === undefined ? {} : { signal }),
      },
      serverSchema,
    )

  return {
    async pull(options) {
      const { now, signal } = options
      const cursor = options.cursor === undefined ? undefined : readStoredCursor(cursorSchema, options.cursor)
      server ??= await connect(signal)
      if (cursor === undefined) return emptyPage(["vk-poll1", server.ts, 0, now])
      for (let tries = 0; tries < 3; tries += 1) {
        const answer = await ask(api, server, cursor[1], signal)
        if ("updates" in answer) return pageOf(answer, cursor, options, reading)
        // 1: events were lost, go on from the new number. 2: the key ran out. 3: both are lost.
        if (answer.failed !== 1) server = await connect(signal)
        if (answer.failed === 2) continue
        const ts = answer.failed === 1 ? (answer.ts ?? cursor[1]) : server.ts
        const gap = { from: cursor[3], to: now, reason: "VK no longer has the events of this interval" }
        return { ...emptyPage(["vk-poll1", ts, 0, now]), gaps: gap.from < gap.to ? [gap] : [] }
      }
      server = undefined
      return emptyPage(cursor)
    },
  }
}

async function ask(api: VkApi, { server, key }: z.output<typeof serverSchema>, ts: string, signal: AbortSignal | undefined) {
  const url = new URL(server)
  for (const [name, value] of Object.entries({ act: "a_check", key, ts, wait: "0" })) url.searchParams.set(name, value)
  const what = "vk: long poll"
  const raw = await api.client.json({ what, method: "GET", url: url.href, writes: false, ...(signal === undefined ? {} : { signal }) })
  const read = answerSchema.safeParse(raw)
  if (read.success) return read.data
  throw api.shapeFailure(what, inputIssues(read.error)[0]?.path ?? "")
}

function pageOf(
  answer: { readonly ts: string; readonly updates: readonly unknown[] },
  [, ts, taken, since]: Cursor,
  { limit, now }: PullOptions,
  posts: PostReading,
): MessagePage {
  const messages = []
  const skipped: SkippedItem[] = []
  const notices: MessageNotice[] = []
  const keys = new Set<string>()
  const lastEdits = lastEditsOf(answer.updates, now, posts)
  let index = taken
  for (; index < answer.updates.length && messages.length + skipped.length + notices.length < limit; index += 1) {
    const event = eventSchema.safeParse(answer.updates[index])
    if (!event.success) {
      skipped.push({ code: "not-a-message", message: "an event with a type was expected", path: "type" })
      continue
    }
    const reading = readEvent(event.data, now, posts)
    if (reading.kind === "skipped") skipped.push(reading.item)
    if (reading.kind !== "message" && reading.kind !== "notice") continue
    const key = reading.kind === "message" ? reading.message.key : reading.notice.messageKey
    // Edits carry no moment: of several that are heard of at once, the last one counts.
    if ((lastEdits.get(key) ?? index) > index && reading.kind === "message" && reading.message.editedAt !== undefined) continue
    // What becomes of a message of this page begins the next one.
    if (keys.has(key)) break
    keys.add(key)
    if (reading.kind === "message") messages.push(reading.message)
    else notices.push(reading.notice)
  }
  const isAll = index >= answer.updates.length
  const next: Cursor = isAll ? ["vk-poll1", answer.ts, 0, answer.ts === ts ? since : now] : ["vk-poll1", ts, index, since]
  return { messages, skipped, notices, gaps: [], cursor: JSON.stringify(next), more: !isAll }
}

/** Where the last edit of each message is among events. */
function lastEditsOf(updates: readonly unknown[], now: Instant, posts: PostReading): ReadonlyMap<string, number> {
  const edits = updates.flatMap((update, index): readonly (readonly [string, number])[] => {
    const event = eventSchema.safeParse(update).data
    const reading = event === undefined ? undefined : readEvent(event, now, posts)
    return reading?.kind === "message" && reading.message.editedAt !== undefined ? [[reading.message.key, index]] : []
  })
  return new Map(edits)
}

function emptyPage(cursor: Cursor): MessagePage {
  return { messages: [], skipped: [], gaps: [], cursor: JSON.stringify(cursor), more: false }
}
