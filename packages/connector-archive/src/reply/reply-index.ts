import type { FileHandle } from "node:fs/promises"
import { instantSchema, messageKeySchema } from "@otklik/core/connector"
import * as z from "zod"
import type { ReplyRecord } from "../options.ts"
import { readStretch } from "../sources/archive-file.ts"
import { createByteLines, type ByteLine } from "../sources/byte-lines.ts"

/** No reply is longer; what is, was not written by us. */
const maxRecordBytes = 16 * 1024 * 1024

const recordSchema = z.object({
  idempotencyKey: z.string().min(1),
  replyKey: messageKeySchema,
  messageKey: messageKeySchema,
  text: z.string(),
  photoUrls: z.array(z.string()),
  at: instantSchema,
  url: z.string(),
})

/** Where the replies of an exchange file are. */
export interface ReplyIndex {
  /** Reads what was appended since the last time; false when the file is shorter than what was read. */
  refresh(handle: FileHandle): Promise<boolean>
  has(idempotencyKey: string): boolean
  /** Reads a reply from the file. */
  read(handle: FileHandle, idempotencyKey: string): Promise<ReplyRecord | undefined>
  /** Bytes that have been read. */
  size(): number
  /** The file does not end with a line feed: what is appended needs one first. */
  isTorn(): boolean
  /** Lines that hold no reply, counted from 1. */
  brokenLines(): readonly number[]
}

/** Makes an index that has read nothing yet. Only places stay in memory, not texts. */
export function createReplyIndex(): ReplyIndex {
  const places = new Map<string, { readonly from: number; readonly to: number }>()
  const broken: number[] = []
  let offset = 0
  let lines = 0
  let torn = false

  function take(line: ByteLine): void {
    const record = recordOf(line.content)
    if (record !== undefined) {
      // The first one counts: it is the one that was published.
      if (!places.has(record.idempotencyKey)) places.set(record.idempotencyKey, { from: offset, to: offset + line.size })
    } else if (typeof line.content !== "string" || line.content.trim() !== "") broken.push(lines + 1)
    offset += line.size
    lines += 1
  }

  return {
    async refresh(handle) {
      const { size } = await handle.stat()
      if (size < offset) return false
      const unread = createByteLines(handle, { from: offset, to: size, maxLineBytes: maxRecordBytes, expectedLines: 1, signal: undefined })
      do {
        for (let line = unread.next(); line !== undefined; line = unread.next()) take(line)
      } while (await unread.fill())
      // A last line without a line feed was never acknowledged: it is read when it is complete.
      torn = unread.tail() !== undefined
      return true
    },
    has: (idempotencyKey) => places.has(idempotencyKey),
    async read(handle, idempotencyKey) {
      const place = places.get(idempotencyKey)
      if (place === undefined) return undefined
      return recordOf((await readStretch(handle, place.from, place.to)).toString("utf8"))
    },
    size: () => offset,
    isTorn: () => torn,
    brokenLines: () => [...broken],
  }
}

function recordOf(content: ByteLine["content"]): ReplyRecord | undefined {
  if (typeof content !== "string") return undefined
  try {
    return recordSchema.safeParse(JSON.parse(content)).data
  } catch {
    return undefined
  }
}
