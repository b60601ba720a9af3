import { configError, didYouMean, sha256, stableId, type Instant } from "../../../base/index.ts"
import type { Message, MessageKey } from "../../../message/index.ts"
import type { ExistingIncident } from "../../../storage/index.ts"
import type { DeskContext } from "../../context.ts"
import { applyTo, type Changes, type IncidentChange } from "../../transact/change.ts"
import { incidentsHolding } from "../../transact/holders.ts"
import { findIncidentOf } from "../../transact/message-claims.ts"
import type { CheckedCommand } from "../command.ts"
import type { Stamp } from "../facts.ts"
import type { Prepared } from "./prepared.ts"

type Asked<Type extends CheckedCommand["type"]> = Extract<CheckedCommand, { type: Type }>

/** A note of the office: a row of the message table that no rule reads and no reply answers. */
export async function addNote(
  context: DeskContext,
  command: Asked<"add-note">,
  { incident, expectedVersion }: IncidentChange,
  stamp: Stamp,
): Promise<Prepared> {
  const { text, mentions = [], files = [], inExport } = command
  // Not from the text: what is short can be guessed from its sum, which would outlive it.
  const noteId = `note:${stableId("not", incident.incidentId, String(expectedVersion))}`
  const messages = await context.storage.read("message", incident.messageKeys)
  const textLeft = messages.some((message) => message.text !== null)
  const kept = { ...(files.length === 0 ? {} : { files }), ...(inExport === true ? { inExport } : {}) }
  const note: Message = { ...noteOf(noteId, text, stamp.at), ...kept }
  return { steps: [() => ({ type: "add-note", ...stamp, noteId, mentions, textLeft })], unit: { messages: [note] } }
}

/** The row of a note. */
export function noteOf(key: MessageKey, text: string, at: Instant): Message {
  return {
    key,
    network: "note",
    kind: "note",
    url: null,
    text,
    textHash: sha256(text),
    revision: 1,
    publishedAt: at,
    editedAt: null,
    seenAt: at,
    threadKey: null,
    parentKey: null,
    communityKey: null,
    attachments: [],
    place: null,
    origin: { origin: "office", reason: "a note for the office" },
    authorPseudonym: null,
  }
}

/** Puts on tags that the desk knows; what is on an incident may be taken off also where the desk knows it no more. */
export function changeTags(context: DeskContext, command: Asked<"tag">, state: ExistingIncident, stamp: Stamp): Prepared {
  const { add = [], remove = [] } = command
  const known = context.tags.map(({ id }) => id)
  const unknown = (path: string, ids: readonly string[], taken: readonly string[]) =>
    ids.flatMap((id, index) =>
      taken.includes(id) ? [] : [{ path: `${path}[${index}]`, message: `there is no tag "${id}"${didYouMean(id, known)}` }],
    )
  const issues = [...unknown("add", add, known), ...unknown("remove", remove, [...known, ...state.tags])]
  if (issues.length > 0) throw configError("command", issues)
  return { steps: [() => ({ type: "tag", ...stamp, add, remove })], unit: {} }
}

/** Writes where the trouble is into the row of a message, and notes it in every incident that has the message. */
export async function setPlace(
  context: DeskContext,
  command: Asked<"set-place">,
  changes: Changes,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { messageKey = state.messageKeys[0] ?? "", place } = command
  const [message] = state.messageKeys.includes(messageKey) ? await context.storage.read("message", [messageKey]) : []
  const revision = (message?.revision ?? 0) + 1
  const note = { type: "set-place", ...stamp, messageKey, revision, textLeft: typeof message?.text === "string" } as const
  return {
    steps: [() => note],
    unit: { messages: message === undefined ? [] : [{ ...message, revision, seenAt: stamp.at, place, isPlaceSet: true }] },
    async after(change) {
      const owner = (await findIncidentOf(context, messageKey)) ?? change.incident.incidentId
      for (const holder of await incidentsHolding(context, changes, owner, messageKey)) if (holder !== change) applyTo(holder, note)
    },
  }
}
