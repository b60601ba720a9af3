import { addMinutes, DeskError } from "../../base/index.ts"
import { isAnswer, unansweredMessages } from "../state/answered.ts"
import { changeClocks, resumeClocks, runningGoals, type ClockWishes } from "./clock-events.ts"
import type { PlannedClock } from "../commands/command-envelope.ts"
import type { Dismiss, HandlingCommand, Refuse, Restore, Transfer } from "../commands/command-handling.ts"
import type { IncidentEvent } from "../events/event.ts"
import { cycleOf, wasOwner } from "../state/cycle.ts"
import { evolve } from "../evolve/evolve.ts"
import { expectStatus } from "./expect.ts"
import { illegalTransition } from "../legal.ts"
import { decideVerdict } from "./decide-verdict.ts"
import type { ExistingIncident, Incident, RegisteredIncident } from "../state/state.ts"
import { acceptanceGoal, approvalGoal, firstReplyGoal, followUpGoal, triageGoal } from "../vocabulary.ts"

type Step = Exclude<HandlingCommand, { type: "detect" | "open-split" }>

/** The events of a command about handling. */
export function decideHandling(command: Step, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by } = command
  const stamp = { schemaVersion: 1, at, by } as const
  const clocks = (wishes: ClockWishes) => changeClocks(state.clocks, cycleOf(state), command, wishes)
  switch (command.type) {
    case "register": {
      const { kind, importance, topic, territory } = command
      const planned = command.clocks.filter((clock) => beforeHandOver.includes(clock.startsAt))
      const event = { type: "incident-registered", ...stamp, kind, importance, topic, territory } as const
      return [event, ...clocks({ stop: { goals: [triageGoal], at }, start: planned })]
    }
    case "reject":
      return [{ type: "incident-rejected", ...stamp, reason: command.reason }, ...clocks({ stop: { goals: [triageGoal], at } })]
    case "dismiss":
      return dismiss(command, state)
    case "restore":
      return restore(command, state)
    case "reclassify": {
      const { kind, importance, topic, territory } = command
      // The clocks follow by change-policy's own rule, which decide adds.
      return [{ type: "incident-reclassified", ...stamp, kind, importance, topic, territory }]
    }
    case "assign": {
      refuseWhileHeadDecides(command.type, state)
      const { authorityId, ruleId, why, coExecutors = [] } = command
      const beside = coExecutors.length === 0 ? {} : { coExecutors }
      const event = { type: "incident-assigned", ...stamp, authorityId, ruleId, why, ...beside } as const
      return [event, ...clocks({ cancel: { goals: [acceptanceGoal], reason: "replaced" }, start: handedOver(command, state) })]
    }
    case "arbitrate": {
      const { authorityId, why } = command
      const cancel = { goals: [acceptanceGoal], reason: "transferred" } as const
      return [{ type: "owner-decided", ...stamp, authorityId, why }, ...clocks({ cancel, start: handedOver(command, state) })]
    }
    case "leave-unowned":
      refuseWhileHeadDecides(command.type, state)
      return [
        { type: "owner-not-found", ...stamp, why: command.why },
        ...clocks({ cancel: { goals: [acceptanceGoal], reason: "withdrawn" } }),
      ]
    case "take": {
      const taken = { type: "work-taken", ...stamp, executorId: command.executorId } as const
      return [taken, ...clocks({ stop: { goals: [acceptanceGoal], at } })]
    }
    case "refuse": {
      const { reason, proposedAuthorityId, maxRefusals } = command
      const headDecides = checkRefusal(command, state).refusals + 1 >= maxRefusals
      const event = { type: "assignment-refused", ...stamp, reason, proposedAuthorityId, headDecides } as const
      return [event, ...clocks({ stop: { goals: [acceptanceGoal], at } })]
    }
    case "transfer": {
      checkTransfer(command, state)
      const { authorityId, why } = command
      return [
        { type: "incident-transferred", ...stamp, authorityId, why },
        ...clocks({ cancel: { goals: [acceptanceGoal, approvalGoal], reason: "transferred" }, start: handedOver(command, state) }),
      ]
    }
    case "attach-evidence": {
      const { evidenceId, shows, contentHash, doubts = [] } = command
      if (state.evidence.some((item) => item.evidenceId === evidenceId)) return []
      return [{ type: "evidence-attached", ...stamp, evidenceId, shows, contentHash, ...(doubts.length === 0 ? {} : { doubts }) }]
    }
    case "convert": {
      const { externalId, channel } = command
      const goals = runningGoals(state.clocks).filter((goal) => goal !== firstReplyGoal && goal !== followUpGoal)
      return [{ type: "incident-converted", ...stamp, externalId, channel }, ...clocks({ cancel: { goals, reason: "converted" } })]
    }
    case "close":
    case "expire-window": {
      const closing = expectStatus(command, state, "replied-final")
      const waiting = unansweredMessages(closing)
      if (waiting.length > 0) throw illegalTransition(command.type, state, `${waiting.length} of its messages wait for an answer`)
      if (command.type === "expire-window" && (closing.window === null || at < closing.window.until)) {
        throw illegalTransition(command.type, state, "no window for objections is over")
      }
      const satisfied = closing.problem.value === "fix-confirmed" && closing.problem.basis === "author"
      const reason = command.type === "close" ? command.reason : satisfied ? "author-satisfied" : "no-objection"
      // After the closing nobody waits for its clocks any more: a term that has passed unnoticed is written down now or never.
      const ended = clocks({ cancel: { goals: runningGoals(state.clocks), reason: "closed" } })
      return [...ended, { type: "incident-closed", ...stamp, reason }]
    }
    case "claim-fix":
    case "confirm-fix":
    case "refute-fix":
    case "reopen":
      return decideVerdict(command, state)
  }
}

/** Nobody waits for an answer any more; what was missed by now stays missed. */
function dismiss(command: Dismiss, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by, reason, why } = command
  const { replies, messages, conversion } = expectStatus(command, state, ...dismissible)
  if (conversion !== null) throw illegalTransition(command.type, state, "it goes on as an appeal")
  // Only a correction is drafted after a final reply: that one was done with, though every message may have been waived.
  if (state.status === "reply-review" && state.draft.returnsTo !== "in-work") {
    throw illegalTransition(command.type, state, "it was answered already: send the draft back and close it")
  }
  if (replies.some(({ replyKind }) => isAnswer(replyKind))) throw illegalTransition(command.type, state, "an answer is published: close it")
  if (messages.some(({ joinedFrom }) => joinedFrom.length > 0)) {
    throw illegalTransition(command.type, state, "messages of other incidents are answered here: unmerge them first")
  }
  // Clocks that stood still for a question go on first: their terms end later than they say.
  const resumed = resumeClocks(state.clocks, command.resumptions, command)
  const after = resumed.reduce<Incident>(evolve, state)
  const clocks = after.status === "none" ? [] : after.clocks
  const ended = changeClocks(clocks, cycleOf(state), command, { cancel: { goals: runningGoals(clocks), reason: "dismissed" } })
  return [...resumed, ...ended, { type: "incident-dismissed", schemaVersion: 1, at, by, reason, why }]
}

const dismissible = ["registered", "assigned", "returned", "in-work", "needs-info", "reply-review"] as const

/** The citizen has waited since the beginning; owner and approver begin anew. */
function restore(command: Restore, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by, why, textLeft } = command
  if (!textLeft) throw new DeskError("missing-fact", "nothing is left of what was written: enter it anew", { facts: ["message.text"] })
  const cycle = cycleOf(state)
  const citizens = state.clocks.filter(
    (clock) => clock.cancelled === "dismissed" && clock.cycle === cycle && clock.goal !== acceptanceGoal && clock.goal !== approvalGoal,
  )
  return [
    { type: "incident-restored", schemaVersion: 1, at, by, why },
    ...citizens.map(({ goal, dueAt, marks }): IncidentEvent => {
      const steps = marks.map((mark) => ({ level: mark.level, at: mark.at }))
      return { type: "clock-resumed", schemaVersion: 1, at, by, goal, resumedAt: at, dueAt, marks: steps }
    }),
  ]
}

const beforeHandOver: readonly string[] = ["published", "detected", "registered"]

/** In a later cycle only what begins with the hand-over itself: the earlier moments belong to the first cycle. */
function handedOver(
  command: Extract<Step, { type: "assign" | "arbitrate" | "transfer" }>,
  state: ExistingIncident,
): readonly PlannedClock[] {
  const moments = cycleOf(state) > 1 ? ["assigned"] : [...beforeHandOver, "assigned"]
  return command.clocks.filter((clock) => moments.includes(clock.startsAt))
}

function refuseWhileHeadDecides(command: Step["type"], state: ExistingIncident): void {
  if (state.status === "returned" && state.refusal?.headDecides === true) {
    throw new DeskError("forbidden", `"${command}": it was refused too often; only a head decides now`, { reason: "head-decides" })
  }
}

function checkRefusal(command: Refuse, state: ExistingIncident): RegisteredIncident {
  const owned = expectStatus(command, state, "assigned", "in-work", "reopened")
  if (owned.assignment?.isFinal === true) {
    throw new DeskError("forbidden", "a head decided who owns it", { reason: "decided-by-head" })
  }
  const takenAt = owned.status === "in-work" ? (owned.owners.at(-1)?.takenAt ?? null) : null
  if (takenAt !== null && command.at > addMinutes(takenAt, command.withinMinutes)) {
    throw illegalTransition("refuse", state, `it was taken up at ${takenAt} and may be refused for ${command.withinMinutes} minutes only`)
  }
  return owned
}

function checkTransfer(command: Transfer, state: ExistingIncident): void {
  const owned = expectStatus(command, state, "assigned", "in-work", "reply-review", "replied-interim", "reopened")
  if (owned.assignment?.authorityId === command.authorityId) {
    throw illegalTransition("transfer", state, `"${command.authorityId}" owns it already`)
  }
  if (owned.status === "reply-review" && owned.draft.returnsTo !== "in-work") {
    throw illegalTransition("transfer", state, "the draft follows a final reply: return it first")
  }
  if (wasOwner(owned, command.authorityId) && owned.refusals + 1 >= command.maxRefusals) {
    throw new DeskError("forbidden", "it was refused or sent back too often; only a head decides now, by arbitrate", {
      reason: "head-decides",
    })
  }
}
