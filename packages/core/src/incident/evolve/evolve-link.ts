import type { JoinedMessage, LinkEvent, MessagesJoined } from "../events/event-link.ts"
import { cycleOf } from "../state/cycle.ts"
import { broken, changeMessage, newMessage, registeredOf, withMessages } from "./evolve-base.ts"
import type { ExistingIncident, MergeableStatus } from "../state/state.ts"

const mergeable: readonly string[] = [
  "registered",
  "assigned",
  "returned",
  "in-work",
  "replied-interim",
  "reopened",
] satisfies MergeableStatus[]

/** What an incident is after one more event between incidents, or about its messages. */
export function evolveLink(state: ExistingIncident, event: LinkEvent): ExistingIncident {
  switch (event.type) {
    case "incident-merged": {
      if (!isMergeable(state.status)) throw broken(state, event)
      return { ...registeredOf(state, event), status: "merged", into: event.into, mergedAt: event.at, resumes: state.status }
    }
    case "incident-unmerged":
      if (state.status !== "merged") throw broken(state, event)
      return { ...registeredOf(state, event), status: state.resumes }
    case "messages-joined":
      return event.messages.reduce((joined, { messageKey, publishedAt }) => join(joined, { messageKey, publishedAt }, event), state)
    case "messages-released": {
      const { from } = event
      const left = state.messages.map((message) => ({ ...message, joinedFrom: message.joinedFrom.filter((other) => other !== from) }))
      return withMessages(
        state,
        left.filter((message) => message.isOwn || message.joinedFrom.length > 0),
      )
    }
    case "joint-reply-published": {
      const { draftId, replyKind, messageKey, replyKey, url, publishedAt } = event
      const reply = { draftId, replyKind, messageKey, replyKey, url, publishedAt, cycle: cycleOf(state) }
      return { ...state, replies: [...state.replies, reply] }
    }
    case "incident-split":
      return { ...state, splitInto: [...state.splitInto, event.into] }
    case "author-wrote": {
      const { messageKey, publishedAt, act, of } = event
      return withMessages(state, [...state.messages, { ...newMessage(messageKey, publishedAt, event.at), role: "follow-up", act, of }])
    }
    case "voice-added":
      return { ...state, voices: state.voices + event.count }
    case "official-reply-seen": {
      const { messageKey, replyKey, url, publishedAt } = event
      return { ...state, officialReplies: [...state.officialReplies, { messageKey, replyKey, url, publishedAt }] }
    }
    case "repeat-linked":
      return { ...state, repeatOf: event.repeatOf }
    case "source-edited":
      return state
    case "source-deleted":
      return changeMessage(state, event.messageKey, { deletedAt: event.at })
    case "comments-closed":
      return changeMessage(state, event.messageKey, { commentsClosedAt: event.at })
    case "erasure-noted": {
      const { messageKey, at } = event
      const notes = state.notes.map((note) => (note.noteId === messageKey ? { ...note, erasedAt: at } : note))
      return changeMessage({ ...state, notes }, messageKey, { erasedAt: at })
    }
  }
}

/**
 * A message that came with a merged incident is to be answered here, also where it was known as a follow-up or had been
 * waived.
 */
function join(
  state: ExistingIncident,
  { messageKey, publishedAt }: JoinedMessage,
  { from, at }: Pick<MessagesJoined, "from" | "at">,
): ExistingIncident {
  const known = state.messages.find((message) => message.messageKey === messageKey)
  if (known !== undefined) {
    return changeMessage(state, messageKey, {
      role: "complaint",
      act: null,
      of: null,
      waiver: null,
      joinedFrom: [...known.joinedFrom, from],
    })
  }
  return withMessages(state, [...state.messages, { ...newMessage(messageKey, publishedAt, at), isOwn: false, joinedFrom: [from] }])
}

function isMergeable(status: string): status is MergeableStatus {
  return mergeable.includes(status)
}
