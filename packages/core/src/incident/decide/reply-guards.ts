import { DeskError } from "../../base/index.ts"
import { runningClock } from "./clock-events.ts"
import { proofMissing, refuseBy } from "./guards.ts"
import type { ApproveDraft, SubmitDraft } from "../commands/command-reply.ts"
import type { DraftState } from "../state/state-parts.ts"
import type { ExistingIncident, IncidentStatus } from "../state/state.ts"
import { promiseGoal, type Outcome, type ReplyKind } from "../vocabulary.ts"

/**
 * Which outcomes a reply may name: "answered" is never "fixed", and a final reply never leaves the problem open. A
 * question says nothing of it.
 */
const legalOutcomes: Readonly<Record<ReplyKind, readonly Outcome["value"][]>> = {
  interim: ["unknown", "planned"],
  final: ["explained", "fix-claimed", "cannot-fix", "not-competent"],
  clarify: [],
  redirect: [],
  guidance: [],
  "follow-up": [],
}

/**
 * Which replies can be drafted where: after a final reply another final one, after a
 * conversion the one that names the channel, after the closing only an answer to what the author wrote later.
 */
const legalReplyKinds: Readonly<Partial<Record<IncidentStatus, readonly ReplyKind[]>>> = {
  "in-work": ["interim", "final", "clarify", "guidance", "follow-up"],
  "replied-interim": ["interim", "final", "clarify", "guidance", "follow-up"],
  "replied-final": ["final", "follow-up"],
  converted: ["redirect", "follow-up"],
  closed: ["follow-up"],
}

/**
 * Refuses a draft that says what it may not say, or leaves out what it must.
 *
 * @throws DeskError `missing-fact` for a missing date, reason, wait or proof; `config` for a kind that the state, or an
 * outcome that the kind of reply cannot have
 */
export function checkDraft(command: SubmitDraft, state: ExistingIncident): void {
  const { outcome, replyKind } = command
  const kinds = legalReplyKinds[state.status] ?? []
  if (!kinds.includes(replyKind)) {
    throw wrong("replyKind", `an incident that is "${state.status}" takes no reply of the kind "${replyKind}"`, kinds)
  }
  const values = legalOutcomes[replyKind]
  if (outcome === null) {
    if (values.length > 0)
      throw new DeskError("missing-fact", `a reply of the kind "${replyKind}" needs an outcome`, { facts: ["outcome"] })
    if (replyKind === "clarify" && !((command.waitMinutes ?? 0) > 0)) {
      throw new DeskError("missing-fact", "a question needs its longest wait", { facts: ["waitMinutes"] })
    }
    return
  }
  if (!values.includes(outcome.value))
    throw wrong("outcome.value", `a reply of the kind "${replyKind}" cannot have the outcome "${outcome.value}"`, values)
  if (outcome.value === "unknown" && (outcome.noDateReason ?? "").trim() === "") {
    throw new DeskError("missing-fact", "an interim reply names a date, or why there is none", {
      facts: ["outcome.until", "outcome.noDateReason"],
    })
  }
  if (outcome.value === "planned" && runningClock(state.clocks, promiseGoal) !== undefined && (outcome.changeReason ?? "").trim() === "") {
    throw new DeskError("missing-fact", "a new promise needs the reason why the old one was not kept", { facts: ["outcome.changeReason"] })
  }
  checkPromise(outcome, command)
  if (outcome.value === "fix-claimed" && command.evidenceRequired) refuseBy(proofMissing(state))
}

/**
 * Refuses a promise of a moment that is over, or farther than the host allows.
 *
 * @throws DeskError `config` at `outcome.until`
 */
export function checkPromise(outcome: Outcome | null, { at, promiseBy }: Pick<SubmitDraft, "at" | "promiseBy">): void {
  if (outcome?.value !== "planned" || (outcome.until > at && outcome.until <= promiseBy)) return
  throw new DeskError("config", `command: outcome.until: "${outcome.until}" cannot be promised`, {
    issues: [{ path: "outcome.until", message: `a moment after ${at} and up to ${promiseBy} was expected` }],
  })
}

/**
 * Refuses an approval of another text than the one on file.
 *
 * @throws DeskError `conflict`
 */
export function checkApproval(command: ApproveDraft, draft: DraftState): void {
  if (command.draftId !== draft.draftId || command.textHash !== draft.textHash) {
    throw new DeskError("conflict", "the draft on file is not the one that was approved", { what: "draft", id: draft.draftId })
  }
}

function wrong(path: string, what: string, expected: readonly string[]): DeskError<"config"> {
  return new DeskError("config", what, { issues: [{ path, message: `one of ${expected.join(", ")} was expected` }] })
}
