import type { Case } from "../api/client.ts"

/** What only says that time goes by: no reason to interrupt who writes. */
const quiet: ReadonlySet<string> = new Set([
  "clock-started",
  "clock-stopped",
  "clock-cancelled",
  "clock-paused",
  "clock-resumed",
  "escalation-raised",
  "policy-changed",
])

/**
 * What others did to a case since somebody looked at it.
 *
 * @param found - the case as it is now
 * @param steps - how many steps its log had then
 * @param me - who looks
 */
export function newsOf({ timeline }: Pick<Case, "timeline">, steps: number, me: string): Case["timeline"] {
  return timeline.slice(steps).filter(({ by, type }) => by.id !== me && !quiet.has(type))
}
