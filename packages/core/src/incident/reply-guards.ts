import { DeskError } from "../base/index.ts"
import type { ApproveDraft, SubmitDraft } from "./command.ts"
import type { Outcome, ReplyKind } from "./event.ts"
import type { DraftState, IncidentBase } from "./state.ts"

/** Which outcomes a reply may name: "answered" is never "fixed", and a final reply never leaves the problem open. */
export const legalOutcomes: Readonly<Record<ReplyKind, readonly Outcome["value"][]>> = {
  interim: ["unknown", "planned"],
  final: ["explained", "fix-claimed", "cannot-fix", "not-competent"],
}

/**
 * Refuses a draft that says what it may not say, or leaves out what it must.
 *
 * @throws DeskError `missing-fact` for a missing date, reason or proof; `config` for an outcome that the kind of reply cannot have
 */
export function checkDraft(command: SubmitDraft, state: IncidentBase): void {
  const { outcome, replyKind } = command
  if (!legalOutcomes[replyKind].includes(outcome.value)) {
    throw new DeskError("config", `a reply of the kind "${replyKind}" cannot say "${outcome.value}"`, {
      issues: [{ path: "outcome.value", message: `one of ${legalOutcomes[replyKind].join(", ")} was expected` }],
    })
  }
  if (outcome.value === "unknown" && (outcome.noDateReason ?? "").trim() === "") {
    throw new DeskError("missing-fact", "an interim reply names a date, or why there is none", {
      facts: ["outcome.until", "outcome.noDateReason"],
    })
  }
  if (outcome.value === "fix-claimed" && command.evidenceRequired && !state.evidence.some((item) => item.shows === "fix")) {
    throw new DeskError("missing-fact", "this topic asks for proof before a fix may be claimed", { facts: ["evidence.fix"] })
  }
}

/**
 * Refuses an approval of another text than the one on file, or by the person who wrote it.
 *
 * @throws DeskError `conflict` for another text, `forbidden` for the drafter
 */
export function checkApproval(command: ApproveDraft, draft: DraftState): void {
  if (command.draftId !== draft.draftId || command.textHash !== draft.textHash) {
    throw new DeskError("conflict", "the draft on file is not the one that was approved", { id: draft.draftId })
  }
  if (command.by.id === draft.drafterId && !command.sameActorAllowed) {
    throw new DeskError("forbidden", "whoever wrote a draft may not approve it", { reason: "drafter-is-approver" })
  }
}
