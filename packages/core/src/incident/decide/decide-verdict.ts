import { withClocks } from "./clock-effects.ts"
import type { PlannedClock } from "../commands/command-envelope.ts"
import type { ClaimFix, ConfirmFix, RefuteFix, Reopen } from "../commands/command-handling.ts"
import type { IncidentEvent } from "../events/event.ts"
import { expectStatus } from "./expect.ts"
import type { ExistingIncident, RegisteredIncident } from "../state/state.ts"

/** The events of a command about whether the problem is really gone. */
export function decideVerdict(command: ClaimFix | ConfirmFix | RefuteFix | Reopen, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by } = command
  const stamp = { schemaVersion: 1, at, by } as const
  switch (command.type) {
    case "claim-fix":
      return withClocks({ type: "fix-claimed", ...stamp }, state, { stage: { window: command.window } })
    case "confirm-fix":
      return [{ type: "fix-confirmed", ...stamp, basis: command.basis }]
    case "refute-fix": {
      const replied = expectStatus(command, state, "replied-final", "closed")
      return [{ type: "fix-refuted", ...stamp, basis: command.basis }, ...beginCycle(command, replied, "refuted")]
    }
    case "reopen": {
      const replied = expectStatus(command, state, "replied-final", "closed")
      return beginCycle(command, replied, command.cause)
    }
  }
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
