import type { Instant } from "../base/index.ts"
import type { MessageNotice } from "../connector/index.ts"
import type { IncidentCommand } from "../incident/index.ts"
import type { MessageKey } from "../message/index.ts"
import { deskActor, messageClaim } from "./candidate.ts"
import { applyTo, type Changes } from "./change.ts"
import type { DeskContext } from "./context.ts"
import { holdersOf } from "./holders.ts"

const commandOf = { deleted: "note-deletion", "comments-closed": "note-closed-comments" } as const

/**
 * Notes in every incident that holds a message what a network told of it. What no incident holds is passed over.
 *
 * @param claimed - the incidents of messages that this commit itself registers
 * @returns the messages whose text goes
 */
export async function takeNotices(
  context: DeskContext,
  changes: Changes,
  notices: readonly MessageNotice[],
  claimed: ReadonlyMap<MessageKey, string>,
  at: Instant,
): Promise<readonly MessageKey[]> {
  if (notices.length === 0) return []
  const claims = await context.storage.findClaims([...new Set(notices.map(({ messageKey }) => messageClaim(messageKey)))])
  const erased: MessageKey[] = []
  for (const { kind, messageKey } of notices) {
    const incidentId = claimed.get(messageKey) ?? claims.get(messageClaim(messageKey))
    if (incidentId === undefined) continue
    const stamp = { at, by: deskActor, messageKey }
    const isErasing = kind === "deleted" && context.handling.eraseDeleted
    const commands: readonly IncidentCommand[] = [
      { type: commandOf[kind], ...stamp },
      ...(isErasing ? [{ type: "note-erasure" as const, ...stamp }] : []),
    ]
    for (const holder of await holdersOf(context, changes, incidentId, messageKey)) for (const command of commands) applyTo(holder, command)
    if (isErasing) erased.push(messageKey)
  }
  return erased
}
