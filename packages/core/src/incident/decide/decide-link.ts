import { DeskError } from "../../base/index.ts"
import { withClocks } from "./clock-effects.ts"
import type { JoinMessages, LinkCommand, Merge, NoteWord, RecordJointReply } from "../commands/command-link.ts"
import type { IncidentEvent } from "../events/event.ts"
import { expectMessage, expectStatus } from "./expect.ts"
import { illegalTransition } from "../legal.ts"
import type { ExistingIncident, Merged } from "../state/state.ts"
import type { MessageState } from "../state/state-parts.ts"

/** The events of a command between incidents, or about their messages. */
export function decideLink(command: LinkCommand, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by } = command
  const stamp = { schemaVersion: 1, at, by } as const
  switch (command.type) {
    case "merge":
      notItself(command, command.into, state)
      return [{ type: "incident-merged", ...stamp, into: command.into }]
    case "unmerge":
      return [{ type: "incident-unmerged", ...stamp }]
    case "join-messages":
      return join(command, state)
    case "release-messages": {
      const { from } = command
      if (!state.messages.some((message) => message.joinedFrom.includes(from))) {
        throw new DeskError("not-found", `no message came from the incident "${from}"`, { id: from })
      }
      return [{ type: "messages-released", ...stamp, from }]
    }
    case "record-joint-reply":
      return jointReply(command, expectStatus(command, state, "merged"))
    case "split": {
      const { into, messageKey } = command
      const message = messageOf(messageKey, state)
      if (!message.isOwn) throw illegalTransition(command.type, state, "the message belongs to an incident that was merged into this one")
      if (state.splitInto.includes(into)) return []
      notItself(command, into, state)
      return [{ type: "incident-split", ...stamp, into, messageKey }]
    }
    case "note-word":
      return noteWord(command, state)
    case "note-voices": {
      const count = Math.min(command.count, mostVoices - state.voices)
      return count < 1 ? [] : [{ type: "voice-added", ...stamp, count }]
    }
    case "note-official-reply": {
      const { messageKey, replyKey, url, publishedAt } = command
      expectMessage(messageKey, state)
      if ([...state.replies, ...state.officialReplies].some((reply) => reply.replyKey === replyKey)) return []
      return [{ type: "official-reply-seen", ...stamp, messageKey, replyKey, url, publishedAt }]
    }
    case "link-repeat": {
      const { repeatOf } = command
      notItself(command, repeatOf, state)
      return state.repeatOf === repeatOf ? [] : [{ type: "repeat-linked", ...stamp, repeatOf }]
    }
    case "note-edit": {
      const { messageKey, revision } = command
      expectMessage(messageKey, state)
      return [{ type: "source-edited", ...stamp, messageKey, revision }]
    }
    case "note-deletion":
      return messageOf(command.messageKey, state).deletedAt === null
        ? [{ type: "source-deleted", ...stamp, messageKey: command.messageKey }]
        : []
    case "note-closed-comments":
      return messageOf(command.messageKey, state).commentsClosedAt === null
        ? [{ type: "comments-closed", ...stamp, messageKey: command.messageKey }]
        : []
    case "note-erasure":
      return (state.notes.find(({ noteId }) => noteId === command.messageKey) ?? messageOf(command.messageKey, state)).erasedAt === null
        ? [{ type: "erasure-noted", ...stamp, messageKey: command.messageKey }]
        : []
  }
}

/**
 * So many messages of others are counted at most: what a thread under attack adds to the log stays small. Our choice.
 */
const mostVoices = 1000

function noteWord(command: NoteWord, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by, messageKey, of, under, publishedAt, act, matched, clocks } = command
  if (state.messageKeys.includes(messageKey)) return []
  const wrote = { type: "author-wrote", schemaVersion: 1, at, by, messageKey, of, under, publishedAt, act, matched } as const
  return withClocks(wrote, state, { start: clocks })
}

function join(command: JoinMessages, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by, from } = command
  notItself(command, from, state)
  const isNew = (key: string) => !state.messages.some((message) => message.messageKey === key && message.joinedFrom.includes(from))
  const messages = command.messages.filter((message) => isNew(message.messageKey))
  return [{ type: "messages-joined", schemaVersion: 1, at, by, from, messages }]
}

function jointReply(command: RecordJointReply, state: Merged): readonly IncidentEvent[] {
  const { at, by, into, draftId, replyKind, messageKey, replyKey, url, publishedAt } = command
  expectMessage(messageKey, state)
  if (into !== state.into) throw new DeskError("conflict", "it was merged into another incident", { what: "incident", id: state.into })
  if (state.replies.some((reply) => reply.draftId === draftId && reply.messageKey === messageKey)) return []
  const reply = { draftId, replyKind, messageKey, replyKey, url, publishedAt }
  return withClocks({ type: "joint-reply-published", schemaVersion: 1, at, by, into, ...reply }, state)
}

function messageOf(key: string, state: ExistingIncident): MessageState {
  const message = state.messages.find((candidate) => candidate.messageKey === key)
  if (message === undefined) throw new DeskError("not-found", "the incident has no such message", { id: key })
  return message
}

function notItself(command: Merge | LinkCommand, other: string, state: ExistingIncident): void {
  if (other === state.incidentId) throw illegalTransition(command.type, state, "an incident has no such bond with itself")
}
