import { sha256, type Instant } from "../../base/index.ts"
import { toStoredMessage, type IncomingMessage, type Message } from "../../message/index.ts"
import { deskActor } from "../actor.ts"
import { applyTo, type IncidentChange } from "../transact/change.ts"
import type { DeskContext } from "../context.ts"
import type { Delivery } from "./early-edits.ts"

/**
 * Only a later edit changes what is stored: a second delivery with another text and no time of its own proves nothing.
 * An erased message stays erased.
 */
export function isLaterEdit(message: IncomingMessage, stored: Message): boolean {
  if (stored.text === null || message.editedAt === undefined || message.editedAt <= (stored.editedAt ?? stored.publishedAt)) return false
  return sha256(message.text) !== stored.textHash
}

/**
 * Adds a later edit to the change of every incident that holds the message: one event more for each.
 *
 * @returns the message after it: the next revision, or `before` where the delivery is no later edit
 */
export function noteEdit(
  context: DeskContext,
  holders: readonly IncidentChange[],
  before: Message,
  { message, origin }: Delivery,
  at: Instant,
): Message {
  if (!isLaterEdit(message, before)) return before
  const revision = before.revision + 1
  for (const holder of holders) applyTo(holder, { type: "note-edit", at, by: deskActor, messageKey: message.key, revision })
  const edited = toStoredMessage(message, { seenAt: at, origin, authorKey: context.authorKeys.current(), revision })
  return before.isPlaceSet === true ? { ...edited, place: before.place, isPlaceSet: true } : edited
}
