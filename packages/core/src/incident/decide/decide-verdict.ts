import { DeskError } from "../../base/index.ts"
import { withClocks } from "./clock-effects.ts"
import type { PlannedClock } from "../commands/command-envelope.ts"
import type { ClaimFix, ConfirmFix, RefuteFix, Reopen } from "../commands/command-handling.ts"
import type { IncidentEvent } from "../events/event.ts"
import { expectStatus } from "./expect.ts"
import { illegalTransition } from "../legal.ts"
import { checkProof } from "./reply-guards.ts"
import type { ExistingIncident, RegisteredIncident } from "../state/state.ts"

/** The events of a command about whether the problem is really gone. */
export function decideVerdict(command: ClaimFix | ConfirmFix | RefuteFix | Reopen, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by } = command
  const stamp = { schemaVersion: 1, at, by } as const
  switch (command.type) {
    case "claim-fix": {
      const replied = expectStatus(command, state, "replied-interim", "replied-final")
      if (isFixSaid(replied)) throw illegalTransition(command.type, state, "a fix is claimed already")
      if (command.evidenceRequired) checkProof(replied)
      return withClocks({ type: "fix-claimed", ...stamp }, state, { stage: { window: command.window } })
    }
    case "confirm-fix": {
      const replied = expectStatus(command, state, "replied-final", "closed")
      if (replied.problem.value !== "fix-claimed") throw illegalTransition(command.type, state, "no fix is claimed")
      if (by.id === replied.claimantId && !command.sameActorAllowed) {
        throw new DeskError("forbidden", "the person who claimed a fix may not confirm it", { reason: "claimant-is-confirmer" })
      }
      return [{ type: "fix-confirmed", ...stamp, basis: command.basis }]
    }
    case "refute-fix": {
      const replied = expectStatus(command, state, "replied-final", "closed")
      if (!isFixSaid(replied)) throw illegalTransition(command.type, state, "no fix is claimed")
      if (replied.window !== null && at > replied.window.until) {
        throw illegalTransition(
          command.type,
          state,
          `the window for objections ended at ${replied.window.until}: reopen it, or register a repeat`,
        )
      }
      return [{ type: "fix-refuted", ...stamp, basis: command.basis }, ...beginCycle(command, replied, "refuted")]
    }
    case "reopen": {
      const replied = expectStatus(command, state, "replied-final", "closed")
      return beginCycle(command, replied, command.cause)
    }
  }
}

function isFixSaid({ problem }: RegisteredIncident): boolean {
  return problem.value === "fix-claimed" || problem.value === "fix-confirmed"
}

/** The clocks of the old cycle end, with what they missed; those of the new one begin. */
function beginCycle(
  command: { readonly at: string; readonly by: RefuteFix["by"]; readonly clocks: readonly PlannedClock[] },
  state: RegisteredIncident,
  cause: Reopen["cause"] | "refuted",
): readonly IncidentEvent[] {
  const { at, by, clocks } = command
  return withClocks({ type: "incident-reopened", schemaVersion: 1, at, by, cause }, state, { start: clocks })
}
