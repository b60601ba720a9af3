import { addMinutes, DeskError } from "../../base/index.ts"
import { isAnswer, unansweredMessages } from "../state/answered.ts"
import { withClocks } from "./clock-effects.ts"
import type { AttachEvidence, Dismiss, HandlingCommand, NameExecutor, Refuse, Transfer } from "../commands/command-handling.ts"
import type { IncidentEvent } from "../events/event.ts"
import { wasOwner } from "../state/cycle.ts"
import { expectStatus } from "./expect.ts"
import { illegalTransition } from "../legal.ts"
import { decideVerdict } from "./decide-verdict.ts"
import type { ExistingIncident, RegisteredIncident } from "../state/state.ts"

type Step = Exclude<HandlingCommand, { type: "detect" | "open-split" }>

/** The events of a command about handling. */
export function decideHandling(command: Step, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by } = command
  const stamp = { schemaVersion: 1, at, by } as const
  switch (command.type) {
    case "register": {
      const { kind, importance, topic, territory, clocks } = command
      return withClocks({ type: "incident-registered", ...stamp, kind, importance, topic, territory }, state, { start: clocks })
    }
    case "reject":
      return withClocks({ type: "incident-rejected", ...stamp, reason: command.reason }, state)
    case "dismiss":
      return dismiss(command, state)
    case "restore": {
      const { why, textLeft } = command
      if (!textLeft) throw new DeskError("missing-fact", "nothing is left of what was written: enter it anew", { facts: ["message.text"] })
      return withClocks({ type: "incident-restored", ...stamp, why }, state)
    }
    case "reclassify": {
      const { kind, importance, topic, territory, changes } = command
      return withClocks({ type: "incident-reclassified", ...stamp, kind, importance, topic, territory }, state, { changes })
    }
    case "assign": {
      refuseWhileHeadDecides(command.type, state)
      const { authorityId, ruleId, why, coExecutors = [], clocks } = command
      const beside = coExecutors.length === 0 ? {} : { coExecutors }
      return withClocks({ type: "incident-assigned", ...stamp, authorityId, ruleId, why, ...beside }, state, { start: clocks })
    }
    case "arbitrate": {
      const { authorityId, why, clocks } = command
      return withClocks({ type: "owner-decided", ...stamp, authorityId, why }, state, { start: clocks })
    }
    case "leave-unowned":
      refuseWhileHeadDecides(command.type, state)
      return withClocks({ type: "owner-not-found", ...stamp, why: command.why }, state)
    case "take":
      return withClocks({ type: "work-taken", ...stamp, executorId: command.executorId ?? namedExecutor(state) }, state)
    case "name-executor":
      return nameExecutor(command, state)
    case "refuse": {
      const { reason, proposedAuthorityId, maxRefusals } = command
      const supervisorDecides = checkRefusal(command, state).refusals + 1 >= maxRefusals
      return withClocks({ type: "assignment-refused", ...stamp, reason, proposedAuthorityId, supervisorDecides }, state)
    }
    case "transfer": {
      checkTransfer(command, state)
      const { authorityId, why, clocks } = command
      return withClocks({ type: "incident-transferred", ...stamp, authorityId, why }, state, { start: clocks })
    }
    case "attach-evidence": {
      const { evidenceId, shows, contentHash, doubts = [], offer } = command
      if (state.evidence.some((item) => item.evidenceId === evidenceId)) return []
      if (offer !== undefined) expectOffer(offer, state)
      const found = { ...(doubts.length === 0 ? {} : { doubts }), ...(offer === undefined ? {} : { offer }) }
      return [{ type: "evidence-attached", ...stamp, evidenceId, shows, contentHash, ...found }]
    }
    case "convert": {
      const { externalId, channel } = command
      return withClocks({ type: "incident-converted", ...stamp, externalId, channel }, state)
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
      return withClocks({ type: "incident-closed", ...stamp, reason }, state)
    }
    case "claim-fix":
    case "confirm-fix":
    case "refute-fix":
    case "reopen":
      return decideVerdict(command, state)
  }
}

/** Only a photo that is offered, and once. */
function expectOffer({ messageKey, index }: NonNullable<AttachEvidence["offer"]>, state: ExistingIncident): void {
  const offered = state.offers.find((one) => one.messageKey === messageKey && one.index === index)
  if (offered === undefined) throw new DeskError("not-found", "no such photo is offered", { id: `${messageKey}#${index}` })
  if (offered.evidenceId !== null) throw illegalTransition("attach-evidence", state, "the photo is evidence already")
}

/** Who was named before the work began. */
function namedExecutor(state: ExistingIncident): string | null {
  const span = "owners" in state ? state.owners.at(-1) : undefined
  return span?.to === null ? span.executorId : null
}

function nameExecutor({ type, at, by, executorId }: NameExecutor, state: ExistingIncident): readonly IncidentEvent[] {
  const span = "owners" in state ? state.owners.at(-1) : undefined
  if (span === undefined || span.to !== null) throw illegalTransition(type, state, "nobody owns it, and an executor is the owner's")
  return span.executorId === executorId ? [] : [{ type: "executor-named", schemaVersion: 1, at, by, executorId }]
}

/** Nobody waits for an answer any more; what was missed by now stays missed. */
function dismiss(command: Dismiss, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by, reason, why, resumptions } = command
  const { replies, messages, conversion } = expectStatus(command, state, ...dismissible)
  if (conversion !== null) throw illegalTransition(command.type, state, "it goes on as an appeal")
  // Only a correction is drafted after a final reply: that one was done with, though every message may have been
  // waived.
  if (state.status === "reply-review" && state.draft.returnsTo !== "in-work") {
    throw illegalTransition(command.type, state, "it was answered already: send the draft back and close it")
  }
  if (replies.some(({ replyKind }) => isAnswer(replyKind))) throw illegalTransition(command.type, state, "an answer is published: close it")
  if (messages.some(({ joinedFrom }) => joinedFrom.length > 0)) {
    throw illegalTransition(command.type, state, "messages of other incidents are answered here: unmerge them first")
  }
  return withClocks({ type: "incident-dismissed", schemaVersion: 1, at, by, reason, why }, state, { resumptions })
}

const dismissible = ["registered", "assigned", "returned", "in-work", "needs-info", "reply-review"] as const

function refuseWhileHeadDecides(command: Step["type"], state: ExistingIncident): void {
  if (state.status === "returned" && state.refusal?.supervisorDecides === true) {
    throw new DeskError("forbidden", `"${command}": it was refused too often; only a supervisor decides now`, {
      reason: "supervisor-decides",
    })
  }
}

function checkRefusal(command: Refuse, state: ExistingIncident): RegisteredIncident {
  const owned = expectStatus(command, state, "assigned", "in-work", "reopened")
  if (owned.assignment?.isFinal === true) {
    throw new DeskError("forbidden", "a supervisor decided who owns it", { reason: "decided-by-supervisor" })
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
    throw new DeskError("forbidden", "it was refused or sent back too often; only a supervisor decides now, by arbitrate", {
      reason: "supervisor-decides",
    })
  }
}
