import type { Instant } from "../../base/index.ts"
import { standingDraftOf, type IncidentCommand } from "../../incident/index.ts"
import { wakeUps, type WakeUp } from "../../sla/index.ts"
import type { ExistingIncident, OutboxEntry } from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import { applyTo, type IncidentChange } from "../transact/change.ts"
import type { DeskContext } from "../context.ts"
import { sendSurvey } from "./send-survey.ts"

/** How often each kind of thing happened because its time had come. */
export type ActCounts = Record<WakeUp["kind"], number>

/** What was done, and what is to be published of it. */
export interface Acted {
  readonly counts: ActCounts
  readonly outbox: readonly OutboxEntry[]
}

/**
 * Does everything whose time has come, the earliest first. What follows from it, and is due by then as well, is done
 * too.
 */
export async function actOn(context: DeskContext, change: IncidentChange, at: Instant): Promise<Acted> {
  const outbox: OutboxEntry[] = []
  const counts: ActCounts = { breach: 0, escalation: 0, "wait-end": 0, "window-end": 0, survey: 0, "standing-reply-end": 0 }
  for (;;) {
    const [next] = wakeUps(change.incident)
    if (next === undefined || next.at > at) return { counts, outbox }
    if (next.kind === "survey") {
      outbox.push(...((await sendSurvey(context, change, at)).outbox ?? []))
      counts.survey += 1
      continue
    }
    // Each step takes one wake-up off the list; one that did not would be a bug, and must not hold the worker for ever.
    if (applyTo(change, commandOf(context, change.incident, next, at)).length === 0) return { counts, outbox }
    counts[next.kind] += 1
  }
}

/** Whether the date that the standing reply promises has come. */
function isPromiseOver(incident: ExistingIncident, at: Instant): boolean {
  const outcome = standingDraftOf(incident)?.outcome
  return outcome?.value === "planned" && outcome.until <= at
}

function commandOf(
  context: DeskContext,
  incident: ExistingIncident,
  wakeUp: Exclude<WakeUp, { kind: "survey" }>,
  at: Instant,
): IncidentCommand {
  const stamp = { at, by: deskActor } as const
  switch (wakeUp.kind) {
    case "breach":
      return { type: "miss-deadline", ...stamp, goal: wakeUp.goal }
    case "escalation":
      return { type: "escalate", ...stamp, goal: wakeUp.goal, level: wakeUp.level }
    case "wait-end": {
      const planned = "registeredAt" in incident ? context.planner.onResumed(incident, at) : []
      return { type: "end-wait", ...stamp, cause: "expired", resumptions: planned }
    }
    case "window-end":
      return { type: "expire-window", ...stamp }
    case "standing-reply-end":
      return { type: "end-standing-reply", ...stamp, reason: isPromiseOver(incident, at) ? "text-outdated" : "expired" }
  }
}
