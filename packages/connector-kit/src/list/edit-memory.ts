import type { IncomingMessage, Instant, MessageKey } from "@otklik/core"
import { sha256 } from "@otklik/core/internal"

/** So many messages are remembered; the oldest are forgotten. */
const mostMessages = 20_000

/**
 * Notices edits in what is read again: lists of some networks give no moment of an edit. In the memory of this process.
 */
export interface EditMemory {
  /** The message as it was read, with the moment when another text than before was first seen. */
  note(message: IncomingMessage, now: Instant): IncomingMessage
}

/** Makes a memory of what texts were like. Only hashes are kept. */
export function createEditMemory(): EditMemory {
  const known = new Map<MessageKey, { readonly hash: string; readonly editedAt: Instant | undefined }>()
  return {
    note(message, now) {
      const hash = sha256(message.text).slice(0, 16)
      const before = known.get(message.key)
      const editedAt = before === undefined || before.hash === hash ? before?.editedAt : now
      known.delete(message.key)
      known.set(message.key, { hash, editedAt })
      const [oldest] = known.size > mostMessages ? known.keys() : []
      if (oldest !== undefined) known.delete(oldest)
      return editedAt === undefined || editedAt <= message.publishedAt ? message : { ...message, editedAt }
    },
  }
}
