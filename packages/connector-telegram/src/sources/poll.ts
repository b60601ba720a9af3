import { readStoredCursor } from "@otklik/connector-kit"
import type { Gap, IncomingMessage, Instant, SkippedItem } from "@otklik/core"
import type { MessagePage, PullOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { TelegramApi } from "../api/client.ts"
import { movedTo, readUpdates } from "../api/message.ts"
import { updateKinds, updateSchema, type TelegramUpdate } from "../api/schemas.ts"
import type { MonitoredChat } from "../options.ts"

/** The most updates that one call gives. */
const batchSize = 100

const updatesSchema = z.array(updateSchema)

const dateSchema = z.looseObject({ date: z.number().int().min(0).max(253_402_300_799) })

/**
 * `[format, confirmed, handed over, since]`: updates up to the first number were given up, those up to the second were
 * handed over, and at the moment `since` the end was reached.
 */
const cursorSchema = z.tuple([z.literal("tg1"), z.number().int().min(-1), z.number().int().min(-1), z.iso.datetime()])

type Cursor = z.output<typeof cursorSchema>

/**
 * Reads the updates of the bot.
 *
 * Telegram throws updates away as soon as somebody asks for later ones. So an interval of up to a hundred is asked for
 * again and again until all of it has been handed over, and given up only by the pull that follows its last page, when
 * the desk has stored that page: a crash in between loses nothing.
 *
 * @param api - the Bot API
 * @param chats - the chats that are read, by id
 * @param moved - is reported a chat that became another one
 */
export function createPollReader(
  api: TelegramApi,
  chats: ReadonlyMap<string, MonitoredChat>,
  moved: (from: string, to: string) => void,
): (options: PullOptions) => Promise<MessagePage> {
  return async (options) => {
    const { now, signal } = options
    const cursor: Cursor = options.cursor === undefined ? ["tg1", -1, -1, now] : readStoredCursor(cursorSchema, options.cursor)
    const call = {
      method: "getUpdates",
      params: { limit: batchSize, timeout: 0, allowed_updates: updateKinds, ...(cursor[1] < 0 ? {} : { offset: cursor[1] + 1 }) },
      priority: "incident",
      ...(signal === undefined ? {} : { signal }),
    } as const
    const updates = await api.call(call, updatesSchema)
    for (const { from, to } of updates.flatMap((update) => movedTo(update) ?? [])) moved(from, to)
    return pageOf(updates, cursor, options, chats)
  }
}

function pageOf(
  updates: z.output<typeof updatesSchema>,
  [, confirmed, handed, since]: Cursor,
  { now, limit }: PullOptions,
  chats: ReadonlyMap<string, MonitoredChat>,
): MessagePage {
  const sorted = updates.toSorted((one, other) => one.update_id - other.update_id)
  // An album is read as a whole, whatever of it was handed over.
  const readings = new Map(readUpdates(sorted, chats).map((reading, index) => [sorted[index]?.update_id, reading]))
  const unread = sorted.filter(({ update_id: id }) => id > handed)
  const messages = new Map<string, IncomingMessage>()
  const skipped: SkippedItem[] = []
  let taken = 0
  for (const update of unread) {
    const reading = messages.size + skipped.length >= limit ? undefined : readings.get(update.update_id)
    // A page ends at its limit, and before an edit of a message that it holds already.
    if (reading === undefined || (reading.kind === "message" && messages.has(reading.message.key))) break
    if (reading.kind === "message") messages.set(reading.message.key, reading.message)
    if (reading.kind === "skipped") skipped.push(reading.item)
    taken += 1
  }
  const last = unread[taken - 1]?.update_id ?? handed
  const isAll = taken === unread.length
  const more = !isAll || updates.length >= batchSize
  const next: Cursor = taken === 0 ? ["tg1", confirmed, handed, since] : ["tg1", isAll ? last : confirmed, last, more ? since : now]
  return {
    messages: [...messages.values()],
    skipped,
    gaps: gapsOf(unread[0], handed, since),
    cursor: JSON.stringify(next),
    more: more && taken > 0,
  }
}

/** Numbers of updates follow each other: a jump means that Telegram, which keeps updates for a day, threw some away. */
function gapsOf(first: TelegramUpdate | undefined, handed: number, since: Instant): readonly Gap[] {
  if (first === undefined || handed < 0 || first.update_id === handed + 1) return []
  const date = updateKinds.map((kind) => dateSchema.safeParse(first[kind]).data?.date).find((seconds) => seconds !== undefined)
  const to = date === undefined ? since : new Date(date * 1000).toISOString()
  return since < to ? [{ from: since, to, reason: "Telegram no longer has the updates of this interval" }] : []
}
