import { addMinutes, type Instant } from "../../base/index.ts"
import { messagesToAnswer } from "../state/answered.ts"
import type { IncidentEvent } from "../events/event.ts"
import type { ReplyEvent } from "../events/event-reply.ts"
import { cycleOf } from "../state/cycle.ts"
import { broken, changeMessage, endSpan, registeredOf } from "./evolve-base.ts"
import type { ExistingIncident, IncidentBase, RegisteredBase } from "../state/state.ts"
import type { DraftOrigin, DraftState, PublishedReply } from "../state/state-parts.ts"
import type { ReplyKind } from "../vocabulary.ts"

/** What an incident is after one more event about replies. */
export function evolveReply(state: ExistingIncident, event: ReplyEvent): ExistingIncident {
  switch (event.type) {
    case "draft-submitted": {
      const {
        draftId,
        textHash,
        replyKind,
        outcome,
        waitMinutes,
        guidanceId = null,
        answers = null,
        override = null,
        madeBy = null,
        by,
      } = event
      const returnsTo = originOf(state, replyKind)
      const said = { draftId, textHash, replyKind, outcome, waitMinutes, guidanceId, answers, override, madeBy }
      const draft = { ...said, drafterId: by.id, returnsTo }
      return {
        ...registeredOf(state, event),
        status: "reply-review",
        draft: { ...draft, approved: false, uncertain: [], unpublishable: [] },
      }
    }
    case "draft-approved":
      return settled(registeredOf(state, event), { ...draftOf(state, event), approved: true }, event.at)
    case "draft-returned":
      return backTo(registeredOf(state, event), draftOf(state, event).returnsTo)
    case "reply-extended": {
      const base = registeredOf(state, event)
      if (base.standing === null) throw broken(state, event)
      const returnsTo = originOf(state, base.standing.replyKind)
      return {
        ...base,
        closure: null,
        status: "publishing",
        draft: { ...base.standing, returnsTo, approved: true, uncertain: [], unpublishable: [] },
      }
    }
    case "reply-published": {
      const draft = draftOf(state, event)
      const { draftId, messageKey, replyKey, url, publishedAt } = event
      const base = registeredOf(state, event)
      const reply = { draftId, replyKind: draft.replyKind, messageKey, replyKey, url, publishedAt, cycle: cycleOf(state) }
      const uncertain = draft.uncertain.filter((key) => key !== messageKey)
      return settled({ ...withReply(base, reply) }, { ...draft, uncertain }, publishedAt)
    }
    case "late-reply-published": {
      const { draftId, replyKind, messageKey, replyKey, url, publishedAt } = event
      const reply = { draftId, replyKind, messageKey, replyKey, url, publishedAt, cycle: cycleOf(state) }
      return withReply(state, reply)
    }
    case "reply-duplicated": {
      const { draftId, messageKey, replyKey, url, publishedAt } = event
      return { ...state, duplicates: [...state.duplicates, { draftId, messageKey, replyKey, url, publishedAt, retractedAt: null }] }
    }
    case "duplicate-retracted": {
      const { replyKey, at } = event
      return { ...state, duplicates: state.duplicates.map((copy) => (copy.replyKey === replyKey ? { ...copy, retractedAt: at } : copy)) }
    }
    case "reply-refused": {
      const draft = draftOf(state, event)
      const uncertain = draft.uncertain.filter((key) => key !== event.messageKey)
      return { ...registeredOf(state, event), status: "reply-review", draft: { ...draft, uncertain } }
    }
    case "reply-uncertain": {
      const draft = draftOf(state, event)
      return { ...registeredOf(state, event), status: "publishing", draft: { ...draft, uncertain: [...draft.uncertain, event.messageKey] } }
    }
    case "reply-unpublishable": {
      const draft = draftOf(state, event)
      const unpublishable = [...draft.unpublishable, event.messageKey]
      return { ...registeredOf(state, event), status: "publishing", draft: { ...draft, unpublishable } }
    }
    case "reply-waived": {
      const waived = changeMessage(state, event.messageKey, { waiver: event.reason })
      if (waived.status !== "publishing" && waived.status !== "reply-review") return waived
      if (!waived.draft.approved || messagesToAnswer(waived, waived.draft).length > 0) return waived
      return settled(registeredOf(waived, event), waived.draft, event.at)
    }
    case "wait-ended":
      return { ...registeredOf(state, event), status: "in-work" }
  }
}

/** Where a draft that is submitted or sent out now goes back to. */
function originOf(state: ExistingIncident, replyKind: ReplyKind): DraftOrigin {
  if (replyKind === "follow-up" && (state.status === "closed" || state.status === "replied-interim")) return state.status
  if (state.status === "converted") return "converted"
  return state.status === "replied-final" || state.status === "closed" ? "replied-final" : "in-work"
}

function backTo(base: RegisteredBase, status: DraftOrigin): ExistingIncident {
  if (status !== "closed") return { ...base, status }
  if (base.closure === null) throw new TypeError("the log is broken: a reply reopens a closing that never happened")
  return { ...base, status, closure: base.closure }
}

/** Every message gets its own publication or waiver; only then is the reply done. */
function settled(base: RegisteredBase, draft: DraftState, moment: Instant): ExistingIncident {
  if (messagesToAnswer(base, draft).length > 0) return { ...base, status: "publishing", draft }
  // A reply that went out once more, under messages that joined later, says nothing new about the problem.
  const problem = draft.outcome === null || base.standing?.draftId === draft.draftId ? base.problem : draft.outcome
  switch (draft.replyKind) {
    case "interim":
      return { ...base, problem, standing: draft, status: "replied-interim" }
    case "final": {
      const claimantId = problem.value === "fix-claimed" && base.standing?.draftId !== draft.draftId ? draft.drafterId : base.claimantId
      return { ...base, problem, claimantId, standing: draft, owners: endSpan(base.owners, moment), status: "replied-final" }
    }
    case "clarify":
      return { ...base, status: "needs-info", wait: { since: moment, until: addMinutes(moment, draft.waitMinutes ?? 0) } }
    case "redirect":
      return { ...base, standing: draft, status: "converted" }
    case "guidance":
      return { ...base, status: "in-work" }
    case "follow-up":
      return backTo(base, draft.returnsTo)
  }
}

/** What an official answered by hand is a reply now, and waits for nobody. */
function withReply<State extends IncidentBase>(state: State, reply: PublishedReply): State {
  const officialReplies = state.officialReplies.filter(({ replyKey }) => replyKey !== reply.replyKey)
  return { ...state, replies: [...state.replies, reply], officialReplies }
}

function draftOf(state: ExistingIncident, event: IncidentEvent): DraftState {
  if (state.status !== "reply-review" && state.status !== "publishing") throw broken(state, event)
  return state.draft
}
