import type { LinkEvent } from "./event-link.ts"
import { cycleOf } from "./cycle.ts"
import { broken, changeMessage, newMessage, registeredOf, withMessages } from "./evolve-base.ts"
import type { ExistingIncident, MergeableStatus } from "./state.ts"

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
    case "messages-joined": {
      const joined = event.messages.map(({ messageKey, publishedAt }) => newMessage(messageKey, publishedAt, "complaint", event.from))
      return withMessages(state, [...state.messages, ...joined])
    }
    case "messages-released":
      return withMessages(
        state,
        state.messages.filter((message) => message.from !== event.from),
      )
    case "joint-reply-published": {
      const { draftId, replyKind, messageKey, replyKey, url, publishedAt } = event
      const reply = { draftId, replyKind, messageKey, replyKey, url, publishedAt, cycle: cycleOf(state) }
      return { ...state, replies: [...state.replies, reply] }
    }
    case "incident-split":
      return { ...state, splitInto: [...state.splitInto, event.into] }
    case "follow-up-attached":
      return withMessages(state, [...state.messages, newMessage(event.messageKey, event.publishedAt, "follow-up")])
    case "repeat-linked":
      return { ...state, repeatOf: event.repeatOf }
    case "source-edited":
      return state
    case "source-deleted":
      return changeMessage(state, event.messageKey, { deletedAt: event.at })
    case "comments-closed":
      return changeMessage(state, event.messageKey, { commentsClosedAt: event.at })
    case "erasure-noted":
      return changeMessage(state, event.messageKey, { erasedAt: event.at })
  }
}

function isMergeable(status: string): status is MergeableStatus {
  return mergeable.includes(status)
}
