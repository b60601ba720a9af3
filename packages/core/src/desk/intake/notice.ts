import type { Instant } from "../../base/index.ts"
import type { MessageNotice } from "../../connector/index.ts"
import type { IncidentCommand } from "../../incident/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { Claim } from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import { applyTo, type Changes } from "../transact/change.ts"
import type { DeskContext } from "../context.ts"
import { incidentsHolding } from "../transact/holders.ts"
import { goneClaim, type MessageClaims } from "../transact/message-claims.ts"

const commandOf = { deleted: "note-deletion", "comments-closed": "note-closed-comments" } as const

/** What notices come to. */
export interface TakenNotices {
  /** The messages whose text goes. */
  readonly erased: readonly MessageKey[]
  /** Remember that messages are gone of which nobody heard yet: they may come after their end. */
  readonly claims: readonly Claim[]
}

/**
 * Notes in every incident that holds a message what a network reported about it. Of what no incident holds only its end
 * is remembered.
 *
 * @param claims - what is known of the messages: also the incidents that this commit itself registers them with
 */
export async function takeNotices(
  context: DeskContext,
  changes: Changes,
  notices: readonly MessageNotice[],
  claims: MessageClaims,
  at: Instant,
): Promise<TakenNotices> {
  const { incidents, gone } = claims
  const erased: MessageKey[] = []
  const early = new Map<MessageKey, Claim>()
  for (const { kind, messageKey } of notices) {
    const incidentId = incidents.get(messageKey)
    if (incidentId === undefined) {
      if (kind === "deleted" && !gone.has(messageKey)) early.set(messageKey, goneClaim(messageKey, at))
      continue
    }
    const stamp = { at, by: deskActor, messageKey }
    const isErasing = kind === "deleted" && context.handling.eraseDeleted
    const commands: readonly IncidentCommand[] = [
      { type: commandOf[kind], ...stamp },
      ...(isErasing ? [{ type: "note-erasure" as const, ...stamp }] : []),
    ]
    for (const holder of await incidentsHolding(context, changes, incidentId, messageKey))
      for (const command of commands) applyTo(holder, command)
    if (isErasing) erased.push(messageKey)
  }
  return { erased, claims: [...early.values()] }
}
