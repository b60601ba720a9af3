import type { ClockEvent } from "../../incident/index.ts"
import { cancelled, pausedAt, repinned, restored, resumed, started, stopped, type ReplayedClocks } from "./replayed-clock.ts"

/** The clocks as they ran, after one more event about them. */
export function recorded(clocks: ReplayedClocks, event: ClockEvent, cycle: number): ReplayedClocks {
  switch (event.type) {
    case "clock-started":
      return started(clocks, event, cycle)
    case "clock-stopped":
      return stopped(clocks, event.goal, event.stoppedAt)
    case "clock-cancelled":
      return cancelled(clocks, event.goal, event.at, event.reason === "dismissed")
    case "clock-paused":
      return pausedAt(clocks, event.goal, event.pausedAt)
    case "clock-resumed":
      return resumed(restored(clocks, event.goal), event.goal, event.resumedAt, () => event.dueAt)
    case "policy-changed":
      return event.mode === "new-only" ? clocks : repinned(clocks, event.goal, event.at, event)
    case "deadline-missed":
    case "escalation-raised":
    case "window-opened":
      return clocks
  }
}
