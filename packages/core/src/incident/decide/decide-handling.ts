import { DeskError } from "../../base/index.ts"
import { withClocks } from "./clock-effects.ts"
import type { AttachEvidence, HandlingCommand, Transfer } from "../commands/command-handling.ts"
import type { IncidentEvent } from "../events/event.ts"
import { wasOwner } from "../state/cycle.ts"
import { expectStatus } from "./expect.ts"
import { illegalTransition } from "../legal.ts"
import { decideVerdict } from "./decide-verdict.ts"
import type { ExistingIncident } from "../state/state.ts"

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
      // Nobody waits for an answer any more; what was missed by now stays missed.
      return withClocks({ type: "incident-dismissed", ...stamp, reason: command.reason, why: command.why }, state, {
        resumptions: command.resumptions,
      })
    case "restore":
      return withClocks({ type: "incident-restored", ...stamp, why: command.why }, state)
    case "reclassify": {
      const { kind, importance, topic, territory, changes } = command
      return withClocks({ type: "incident-reclassified", ...stamp, kind, importance, topic, territory }, state, { changes })
    }
    case "assign": {
      const { authorityId, ruleId, why, coExecutors = [], clocks } = command
      const beside = coExecutors.length === 0 ? {} : { coExecutors }
      return withClocks({ type: "incident-assigned", ...stamp, authorityId, ruleId, why, ...beside }, state, { start: clocks })
    }
    case "arbitrate": {
      const { authorityId, why, clocks } = command
      return withClocks({ type: "owner-decided", ...stamp, authorityId, why }, state, { start: clocks })
    }
    case "leave-unowned":
      return withClocks({ type: "owner-not-found", ...stamp, why: command.why }, state)
    case "take":
      return withClocks({ type: "work-taken", ...stamp, executorId: command.executorId ?? namedExecutor(state) }, state)
    case "name-executor":
      return namedExecutor(state) === command.executorId ? [] : [{ type: "executor-named", ...stamp, executorId: command.executorId }]
    case "refuse": {
      const { reason, proposedAuthorityId, maxRefusals } = command
      const { refusals } = expectStatus(command, state, "assigned", "in-work", "reopened")
      const supervisorDecides = refusals + 1 >= maxRefusals
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

function checkTransfer(command: Transfer, state: ExistingIncident): void {
  const owned = expectStatus(command, state, "assigned", "in-work", "reply-review", "replied-interim", "reopened")
  if (owned.assignment?.authorityId === command.authorityId) {
    throw illegalTransition("transfer", state, `"${command.authorityId}" owns it already`)
  }
  if (wasOwner(owned, command.authorityId) && owned.refusals + 1 >= command.maxRefusals) {
    throw new DeskError("forbidden", "it was refused or sent back too often; only a supervisor decides now, by arbitrate", {
      reason: "supervisor-decides",
    })
  }
}
