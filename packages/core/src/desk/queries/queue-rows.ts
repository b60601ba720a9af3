import type { Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { StoredIncident } from "../../storage/index.ts"
import { recordReading } from "../access/access-log.ts"
import { mayRead } from "../access/authorise.ts"
import type { Reader } from "../access/authorisation.ts"
import { deskActor } from "../actor.ts"
import type { DeskContext } from "../context.ts"
import { actionsOf, type CaseAction } from "./actions.ts"

/** What a row of a queue may hold beside the incident. */
export type QueueExtra = "text" | "last-word" | "actions"

/** Every {@link QueueExtra}. */
export const queueExtras: readonly QueueExtra[] = ["text", "last-word", "actions"]

/** What an author wrote later. */
export interface LastWord {
  /** The message. */
  readonly messageKey: MessageKey
  /** When it was published. */
  readonly publishedAt: Instant
  /** Null where it is withheld, and after an erasure. */
  readonly text: string | null
}

/** A row of a queue: an incident, and what was asked for beside it. */
export interface QueueCase extends StoredIncident {
  /** Of `with: ["text"]`: the first message; null where the reader's level does not reach it, and after an erasure. */
  readonly text?: string | null
  /** Of `with: ["last-word"]`: the newest that an author wrote later; null: nothing. */
  readonly lastWord?: LastWord | null
  /** Of `with: ["actions"]`: every command, whether the reader may give it now, and why not. */
  readonly actions?: readonly CaseAction[]
}

/**
 * Adds to the rows of a page what was asked for. A page with texts is written into the access log before it is given.
 *
 * @param asked - the conditions of the page, for the log
 */
export async function queueRows(
  context: DeskContext,
  incidents: readonly StoredIncident[],
  extras: readonly QueueExtra[],
  { actor }: Reader,
  asked: Readonly<Record<string, unknown>>,
): Promise<readonly QueueCase[]> {
  if (extras.length === 0 || incidents.length === 0) return incidents
  const reader = actor === undefined ? {} : { actor }
  const isReading = extras.some((extra) => extra !== "actions")
  const { reached, words } = isReading ? await textsOf(context, incidents, reader) : { reached: 0, words: new Map<string, string | null>() }
  const rows: QueueCase[] = []
  for (const row of incidents) {
    const { messageKeys, messages, incidentId } = row.incident
    const last = messages.findLast(({ role }) => role === "follow-up")
    const stored = extras.includes("actions") ? await context.storage.readCase(incidentId) : undefined
    rows.push({
      ...row,
      ...(extras.includes("text") ? { text: words.get(messageKeys[0] ?? "") ?? null } : {}),
      ...(extras.includes("last-word") ? { lastWord: last === undefined ? null : wordOf(last, words) } : {}),
      ...(stored === undefined ? {} : { actions: await actionsOf(context, stored, actor ?? deskActor) }),
    })
  }
  if (reached > 0) await recordReading(context, actor ?? deskActor, { what: "list", conditions: asked, count: reached })
  return rows
}

function wordOf(
  { messageKey, publishedAt }: Pick<LastWord, "messageKey" | "publishedAt">,
  words: ReadonlyMap<string, string | null>,
): LastWord {
  return { messageKey, publishedAt, text: words.get(messageKey) ?? null }
}

/** The texts that the reader's level reaches, of every first message and newest word. */
async function textsOf(context: DeskContext, incidents: readonly StoredIncident[], reader: Reader) {
  const keys: string[] = []
  let reached = 0
  for (const { incident } of incidents) {
    if (!(await mayRead(context, reader, "text", incident)).allowed) continue
    reached += 1
    const last = incident.messages.findLast(({ role }) => role === "follow-up")
    keys.push(...incident.messageKeys.slice(0, 1), ...(last === undefined ? [] : [last.messageKey]))
  }
  const found = keys.length === 0 ? [] : await context.storage.read("message", [...new Set(keys)])
  return { reached, words: new Map(found.map(({ key, text }) => [key, text])) }
}
