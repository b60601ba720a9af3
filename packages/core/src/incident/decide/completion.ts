import type { Instant } from "../../base/index.ts"
import type { ClockWishes } from "./clock-events.ts"
import { runningClock } from "./clock-events.ts"
import type { PlannedClock, StageFacts } from "../commands/command-envelope.ts"
import type { ExistingIncident } from "../state/state.ts"
import type { DraftState } from "../state/state-parts.ts"
import { finalReplyGoal, promiseGoal, type GoalId, type ReplyKind } from "../vocabulary.ts"

/** Names the policy of a promise: the reply itself is what it is kept by. */
const promisePolicyId = "promise"

/** The kinds of reply that are a first reply to the citizen. A question counts only where the host's policy says so. */
export function firstReplyKinds(stage: StageFacts | undefined): readonly ReplyKind[] {
  return stage?.clarifyIsFirstReply === true ? ["interim", "final", "redirect", "clarify"] : ["interim", "final", "redirect"]
}

/** What a reply that is done with its last message wants of the clocks. */
export function completionWishes(
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
