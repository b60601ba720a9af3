import type { Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import { isWholeWaived, messagesToAnswer, surveyOf, waitingOf } from "../state/answered.ts"
import { changeClocks, changePolicies, resumeClocks, runningClock, runningGoals, type ClockWishes } from "./clock-events.ts"
import type { ClockPlans, PlannedClock, StageFacts } from "../commands/command-envelope.ts"
import { cycleOf } from "../state/cycle.ts"
import type { IncidentEvent } from "../events/event.ts"
import { evolve } from "../evolve/evolve.ts"
import type { ExistingIncident, Incident } from "../state/state.ts"
import type { DraftState, PublishedReply } from "../state/state-parts.ts"
import {
  acceptanceGoal,
  approvalGoal,
  finalReplyGoal,
  firstReplyGoal,
  followUpGoal,
  promiseGoal,
  triageGoal,
  unanswering,
  type GoalId,
  type PublishedKind,
} from "../vocabulary.ts"

/** Names the policy of a promise: the reply itself is what it is kept by. */
const promisePolicyId = "promise"

const beforeHandOver: readonly string[] = ["published", "detected", "registered"]

/**
 * An event with everything that it does to the clocks: which goals it reaches or gives up, which clocks pause, go
 * on, start or come under another policy. `decide` asks for it with the clocks that run, a simulation with those that
 * would.
 *
 * @param event - what happened
 * @param state - what the incident was before
 * @param plans - reckoned by the planner of clocks
 * @returns the event and the events of clocks before and after it, in the order of the log
 */
export function withClocks(event: IncidentEvent, state: ExistingIncident, plans: ClockPlans = {}): readonly IncidentEvent[] {
  const { at } = event
  const { start = [], stage = {}, resumptions = [], changes = [] } = plans
  const clocks = (wishes: ClockWishes) => changeClocks(state.clocks, cycleOf(state), event, wishes)
  switch (event.type) {
    case "incident-registered": {
      const planned = start.filter(({ startsAt }) => beforeHandOver.includes(startsAt))
      return [event, ...clocks({ stop: { goals: [triageGoal], at }, start: planned })]
    }
    case "incident-rejected":
      return [event, ...clocks({ stop: { goals: [triageGoal], at } })]
    case "incident-reclassified":
      return [event, ...changePolicies(state.clocks, changes, event)]
    case "incident-assigned":
      return [event, ...clocks({ cancel: { goals: [acceptanceGoal], reason: "replaced" }, start: handedOver(start, state) })]
    case "owner-decided":
      return [event, ...clocks({ cancel: { goals: [acceptanceGoal], reason: "transferred" }, start: handedOver(start, state) })]
    case "incident-transferred": {
      const cancel = { goals: [acceptanceGoal, approvalGoal], reason: "transferred" } as const
      return [event, ...clocks({ cancel, start: handedOver(start, state) })]
    }
    case "owner-not-found":
      return [event, ...clocks({ cancel: { goals: [acceptanceGoal], reason: "withdrawn" } })]
    case "work-taken":
    case "assignment-refused":
      return [event, ...clocks({ stop: { goals: [acceptanceGoal], at } })]
    case "incident-converted": {
      const goals = runningGoals(state.clocks).filter((goal) => goal !== firstReplyGoal && goal !== followUpGoal)
      return [event, ...clocks({ cancel: { goals, reason: "converted" } })]
    }
    case "incident-closed":
      // After the closing nobody waits for its clocks any more: a term that has passed unnoticed is written down now or
      // never.
      return [...clocks({ cancel: { goals: runningGoals(state.clocks), reason: "closed" } }), event]
    case "incident-dismissed": {
      // Clocks that a question paused resume first: their terms end later than they say.
      const resumed = resumeClocks(state.clocks, resumptions, event)
      const after = resumed.reduce<Incident>(evolve, state)
      const left = after.status === "none" ? [] : after.clocks
      const ended = changeClocks(left, cycleOf(state), event, { cancel: { goals: runningGoals(left), reason: "dismissed" } })
      return [...resumed, ...ended, event]
    }
    case "incident-restored":
      return [event, ...restored(state, event)]
    case "incident-reopened": {
      // The clocks of the old cycle end, with what they missed; those of the new one begin.
      const ended = clocks({ cancel: { goals: runningGoals(state.clocks), reason: "reopened" } })
      const startable = start.filter(({ startsAt }) => startsAt === "reopened")
      return [...ended, event, ...changeClocks([], cycleOf(state) + 1, event, { start: startable })]
    }
    case "fix-claimed": {
      const window = state.status === "replied-final" ? stage.window : null
      return [event, ...clocks({ stop: { goals: [promiseGoal], at } }), ...opened(window, event)]
    }
    case "draft-submitted":
      return [event, ...clocks({ start: start.filter(({ goal }) => goal === approvalGoal) })]
    case "draft-approved": {
      const stopped = clocks({ stop: { goals: [approvalGoal], at } })
      const draft = draftOf(state)
      if (draft === null || messagesToAnswer(state, draft).length > 0) return [event, ...stopped]
      // Every message was waived: there is nothing to publish, and the reply is done with its approval.
      const left = { ...state, clocks: state.clocks.filter(({ goal }) => goal !== approvalGoal) }
      return [event, ...stopped, ...completed(event, left, draft, at, "waived", stage)]
    }
    case "draft-returned":
      return [event, ...clocks({ stop: { goals: [approvalGoal], at } })]
    case "reply-published": {
      const { messageKey, publishedAt } = event
      const draft = draftOf(state)
      if (draft === null) return [event]
      const { replyKind } = draft
      const left = messagesToAnswer(state, draft).filter((key) => key !== messageKey)
      const reached = [
        ...citizenAnswered(state, messageKey, replyKind, stage.clarifyIsFirstReply),
        ...wordsAnswered(state, { replyKind, messageKey, publishedAt }),
      ]
      // A published reply stops the clocks at the moment at which the network published it.
      if (left.length > 0) return [event, ...clocks({ stop: { goals: reached, at: publishedAt } })]
      return [event, ...completed(event, state, draft, publishedAt, "published", stage, reached)]
    }
    case "late-reply-published": {
      const { replyKind, messageKey, publishedAt } = event
      const goals = [
        ...citizenAnswered(state, messageKey, replyKind, stage.clarifyIsFirstReply),
        ...wordsAnswered(state, { replyKind, messageKey, publishedAt }),
      ]
      return [event, ...clocks({ stop: { goals, at: publishedAt } })]
    }
    case "joint-reply-published": {
      // The reply of the other incident stops the citizen's clock here: it is published under the own message.
      const goals = citizenAnswered(state, event.messageKey, event.replyKind)
      return [event, ...clocks({ stop: { goals, at: event.publishedAt } })]
    }
    case "reply-waived": {
      const { messageKey, reason } = event
      const message = state.messages.find((candidate) => candidate.messageKey === messageKey)
      const messages = state.messages.map((candidate) => (candidate === message ? { ...message, waiver: reason } : candidate))
      const isHeard = message?.act === "word" && waitingOf({ ...state, messages }) === null
      // When nobody is left to be answered, the citizen's clock has nothing to wait for.
      const goals: readonly GoalId[] = [...(isWholeWaived(messages) ? [firstReplyGoal] : []), ...(isHeard ? [followUpGoal] : [])]
      const ended = clocks({ cancel: { goals, reason: "waived" } })
      const draft = draftOf(state)
      const isOnItsWay = draft !== null && (state.status === "publishing" || draft.approved)
      if (!isOnItsWay || messagesToAnswer({ ...state, messages }, draft).length > 0) return [event, ...ended]
      // The waiver was what the reply waited for last.
      const left = { ...state, messages, clocks: state.clocks.filter(({ goal }) => !goals.includes(goal)) }
      return [event, ...ended, ...completed(event, left, draft, at, "waived", stage)]
    }
    case "wait-ended":
      return [event, ...resumeClocks(state.clocks, resumptions, event)]
    case "author-wrote": {
      // The clock of the answer starts with the first word that waits, unless the citizen's own clock runs anyway.
      const after = evolve(state, event)
      const isCovered = after.status === "none" || waitingOf(after) === null || runningClock(state.clocks, firstReplyGoal) !== undefined
      return [event, ...clocks({ start: isCovered ? [] : start.filter(({ goal }) => goal === followUpGoal) })]
    }
    default:
      return [event]
  }
}

/** In a later cycle only what begins with the hand-over itself: the earlier moments belong to the first cycle. */
function handedOver(planned: readonly PlannedClock[], state: ExistingIncident): readonly PlannedClock[] {
  const moments = cycleOf(state) > 1 ? ["assigned"] : [...beforeHandOver, "assigned"]
  return planned.filter(({ startsAt }) => moments.includes(startsAt))
}

/** The citizen has waited since the beginning; owner and approver begin anew. */
function restored(state: ExistingIncident, { at, by }: Pick<IncidentEvent, "at" | "by">): readonly IncidentEvent[] {
  const cycle = cycleOf(state)
  const citizens = state.clocks.filter(
    (clock) => clock.cancelled === "dismissed" && clock.cycle === cycle && clock.goal !== acceptanceGoal && clock.goal !== approvalGoal,
  )
  return citizens.map(({ goal, dueAt, marks }): IncidentEvent => {
    const steps = marks.map((mark) => ({ level: mark.level, at: mark.at }))
    return { type: "clock-resumed", schemaVersion: 1, at, by, goal, resumedAt: at, dueAt, marks: steps }
  })
}

function draftOf(state: ExistingIncident): DraftState | null {
  return state.status === "reply-review" || state.status === "publishing" ? state.draft : null
}

/**
 * Only a reply under the incident's own message answers its author; a question does where the host's policy says so.
 */
function citizenAnswered(
  state: ExistingIncident,
  messageKey: MessageKey,
  replyKind: PublishedKind,
  clarifyIsFirstReply = false,
): readonly GoalId[] {
  const isOwn = state.messages.some((message) => message.messageKey === messageKey && message.isOwn)
  const kinds: readonly PublishedKind[] = ["interim", "final", "redirect", ...(clarifyIsFirstReply ? (["clarify"] as const) : [])]
  return isOwn && kinds.includes(replyKind) ? [firstReplyGoal] : []
}

/** The clock of the answer to later words is done when this reply leaves none that waits. */
function wordsAnswered(
  state: ExistingIncident,
  reply: Pick<PublishedReply, "replyKind" | "messageKey" | "publishedAt">,
): readonly GoalId[] {
  if (unanswering.includes(reply.replyKind)) return []
  return waitingOf({ ...state, replies: [...state.replies, reply] }) === null ? [followUpGoal] : []
}

/** What follows when a reply is done with its last message. */
function completed(
  stamp: Pick<IncidentEvent, "at" | "by">,
  state: ExistingIncident,
  draft: DraftState,
  moment: Instant,
  how: "published" | "waived",
  stage: StageFacts,
  reached: readonly GoalId[] = [],
): readonly IncidentEvent[] {
  const hasWindow = "window" in state && state.window !== null
  // Whoever objected is heard anew after the answer, where the host says so.
  const restarts = draft.replyKind === "follow-up" && draft.returnsTo === "replied-final" && stage.windowRestarts === true && hasWindow
  return [
    ...changeClocks(state.clocks, cycleOf(state), stamp, completionWishes(state, draft, moment, how, stage, reached)),
    ...(draft.replyKind === "final" || restarts ? opened(stage.window, stamp) : []),
    ...(draft.replyKind === "final" && how === "published" ? surveyed(state, stage, stamp) : []),
  ]
}

/** The author is asked once a cycle, however often the final reply is corrected. */
function surveyed(
  state: ExistingIncident,
  { surveyAt }: StageFacts,
  { at, by }: Pick<IncidentEvent, "at" | "by">,
): readonly IncidentEvent[] {
  if (surveyAt === undefined || surveyOf(state) !== null) return []
  return [{ type: "survey-planned", schemaVersion: 1, at, by, sendAt: surveyAt }]
}

function opened(window: StageFacts["window"], { at, by }: Pick<IncidentEvent, "at" | "by">): readonly IncidentEvent[] {
  return window === null || window === undefined ? [] : [{ type: "window-opened", schemaVersion: 1, at, by, ...window }]
}

function completionWishes(
  state: ExistingIncident,
  draft: DraftState,
  moment: Instant,
  how: "published" | "waived",
  stage: StageFacts,
  reached: readonly GoalId[],
): ClockWishes {
  const stop = { goals: reached, at: moment }
  switch (draft.replyKind) {
    case "interim": {
      const kept = (stage.clocks ?? []).filter((clock) => clock.startsAt === "interim-published" && clock.goal !== promiseGoal)
      return {
        stop,
        cancel: { goals: runningClock(state.clocks, promiseGoal) === undefined ? [] : [promiseGoal], reason: "replaced" },
        start: [...kept, ...promiseOf(draft, moment)],
      }
    }
    case "final": {
      const isFixed = draft.outcome?.value === "fix-claimed"
      const done = how === "published" ? [finalReplyGoal] : []
      const gone = [...(how === "published" ? [] : [finalReplyGoal]), ...(isFixed ? [] : [promiseGoal])]
      return {
        stop: { goals: [...reached, ...done, ...(isFixed ? [promiseGoal] : [])], at: moment },
        cancel: { goals: gone, reason: how === "published" ? "withdrawn" : "waived" },
      }
    }
    case "clarify":
      return { stop, pause: { goals: stage.pausedGoals ?? [], at: moment } }
    case "redirect":
    case "guidance":
    case "follow-up":
      return { stop }
  }
}

/** The clock of the date that a reply names. */
function promiseOf(draft: DraftState, moment: Instant): readonly PlannedClock[] {
  if (draft.outcome?.value !== "planned") return []
  return [
    {
      goal: promiseGoal,
      policyId: promisePolicyId,
      policyVersion: draft.draftId,
      startsAt: "interim-published",
      startedAt: moment,
      dueAt: draft.outcome.until,
    },
  ]
}
