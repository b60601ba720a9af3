import { deriveKey, isDeskError } from "../../base/index.ts"
import { openStock, stockFormat, type ReplyStock } from "../../reply/index.ts"
import type { DeskContext } from "../context.ts"
import { latest } from "../queries/feed.ts"

/** How many events one tick learns from. */
const eventsAtOnce = 1000

/** The hashes of the replies that were approved in the last 30 days. */
export async function readStock(context: DeskContext): Promise<ReplyStock> {
  const stored = await context.storage.learned.readLearned("stock")
  const isKnown = stored !== undefined && stored.format === stockFormat
  return openStock(isKnown ? stored.body : undefined, {
    key: deriveKey(context.authorKeys.first(), "texts of replies"),
    exempt: context.replies.templates.map(({ text }) => text),
  })
}

/**
 * Learns the replies that were approved since the last time, where the desk checks replies. It begins with those that
 * are approved from the first time on; the texts of guidance may be said to everybody.
 */
export async function learnStock(context: DeskContext): Promise<void> {
  if (context.replies.lint === undefined) return
  const { storage, clock } = context
  const stored = await storage.learned.readLearned("stock")
  const isKnown = stored !== undefined && stored.format === stockFormat
  const after = isKnown ? (stored.position === beginning ? null : stored.position) : await latest(context)
  const events = isKnown ? await storage.readEvents(after, eventsAtOnce) : []
  const approvals = events.flatMap(({ incidentId, event }) => (event.type === "draft-approved" ? [{ incidentId, event }] : []))
  // A position alone is worth a write only when much was read for nothing.
  if (isKnown && approvals.length === 0 && events.length < eventsAtOnce) return
  const drafts = new Map(
    (
      await storage.read(
        "draft",
        approvals.map(({ event }) => event.draftId),
      )
    ).map((draft) => [draft.draftId, draft]),
  )
  const stock = await readStock(context)
  for (const { incidentId, event } of approvals) {
    const draft = drafts.get(event.draftId)
    if (draft !== undefined && draft.guidanceId === null) stock.add({ at: event.at, incidentId, text: draft.text })
  }
  const position = events.at(-1)?.position ?? after ?? beginning
  try {
    await storage.learned.writeLearned(
      "stock",
      { format: stockFormat, position, body: stock.encode(clock.now()) },
      stored?.position ?? null,
    )
  } catch (error) {
    // Another worker has learned the same meanwhile.
    if (!isDeskError(error, "conflict")) throw error
  }
}

/** The position of a feed that is empty. */
const beginning = "0"
