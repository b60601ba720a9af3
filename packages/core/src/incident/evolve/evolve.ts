import type { ClockEvent } from "../events/event-clock.ts"
import type { IncidentEvent } from "../events/event.ts"
import { cycleOf, isRegistered } from "../state/cycle.ts"
import { broken } from "./evolve-base.ts"
import { changeClock, newMarks, noticeMark, startClock } from "./evolve-clock.ts"
import { begun, evolveHandling } from "./evolve-handling.ts"
import { evolveLink } from "./evolve-link.ts"
import { evolveNote } from "./evolve-note.ts"
import { evolveReply } from "./evolve-reply.ts"
import { evolveStanding } from "./evolve-standing.ts"
import { evolveSurvey } from "./evolve-survey.ts"
import type { ExistingIncident, Incident } from "../state/state.ts"

/**
 * What an incident is after one more event. Pure; `events.reduce(evolve, initialIncident)` gives the present state.
 *
 * @param state - what it was
 * @param event - what happened
 * @throws DeskError `protocol` when the event cannot follow that state: the log itself is broken
 */
export function evolve(state: Incident, event: IncidentEvent): Incident {
  if (event.type === "incident-detected" || event.type === "incident-split-off") {
    if (state.status !== "none") throw broken(state, event)
    return begun(event)
  }
  if (state.status === "none") throw broken(state, event)
  return { ...evolveExisting(state, event), updatedAt: event.at }
}

function evolveExisting(
  state: ExistingIncident,
  event: Exclude<IncidentEvent, { type: "incident-detected" | "incident-split-off" }>,
): ExistingIncident {
  switch (event.type) {
    case "clock-started":
    case "clock-stopped":
    case "clock-paused":
    case "clock-resumed":
    case "clock-cancelled":
    case "deadline-missed":
    case "policy-changed":
    case "escalation-raised":
    case "window-opened":
      return evolveClocks(state, event)
    case "draft-submitted":
    case "draft-approved":
    case "draft-returned":
    case "reply-extended":
    case "reply-published":
    case "late-reply-published":
    case "reply-duplicated":
    case "duplicate-retracted":
    case "reply-refused":
    case "reply-uncertain":
    case "reply-unpublishable":
    case "reply-waived":
    case "wait-ended":
      return evolveReply(state, event)
    case "incident-merged":
    case "incident-unmerged":
    case "messages-joined":
    case "messages-released":
    case "joint-reply-published":
    case "incident-split":
    case "author-wrote":
    case "voice-added":
    case "official-reply-seen":
    case "repeat-linked":
    case "source-edited":
    case "source-deleted":
    case "comments-closed":
    case "erasure-noted":
      return evolveLink(state, event)
    case "note-added":
    case "tags-changed":
    case "place-set":
    case "evidence-offered":
      return evolveNote(state, event)
    case "survey-planned":
    case "survey-sent":
    case "survey-skipped":
    case "survey-answered":
      return evolveSurvey(state, event)
    case "standing-reply-approved":
    case "standing-reply-used":
    case "newcomer-left":
    case "standing-reply-ended":
      return evolveStanding(state, event)
    default:
      return evolveHandling(state, event)
  }
}

function evolveClocks(state: ExistingIncident, event: ClockEvent): ExistingIncident {
  switch (event.type) {
    case "clock-started":
      return { ...state, clocks: startClock(state.clocks, event, cycleOf(state)) }
    case "clock-stopped":
      return { ...state, clocks: changeClock(state.clocks, event.goal, () => ({ stoppedAt: event.stoppedAt, pausedAt: null })) }
    case "clock-cancelled": {
      const { goal, reason, at } = event
      return { ...state, clocks: changeClock(state.clocks, goal, () => ({ stoppedAt: at, cancelled: reason, pausedAt: null })) }
    }
    case "clock-paused":
      return { ...state, clocks: changeClock(state.clocks, event.goal, () => ({ pausedAt: event.pausedAt })) }
    case "clock-resumed": {
      const { goal, resumedAt, dueAt, marks } = event
      const clocks = changeClock(state.clocks, goal, (clock) => ({
        dueAt,
        stoppedAt: null,
        cancelled: null,
        pausedAt: null,
        pauses: clock.pausedAt === null ? clock.pauses : [...clock.pauses, { from: clock.pausedAt, to: resumedAt }],
        marks: newMarks(clock.marks, marks),
      }))
      return { ...state, clocks }
    }
    case "policy-changed": {
      if (event.mode === "new-only") return state
      const { goal, policyId, policyVersion, dueAt, marks } = event
      const clocks = changeClock(state.clocks, goal, (clock) => ({ policyId, policyVersion, dueAt, marks: newMarks(clock.marks, marks) }))
      return { ...state, clocks }
    }
    case "deadline-missed":
      return { ...state, clocks: changeClock(state.clocks, event.goal, () => ({ missedNoticedAt: event.noticedAt })) }
    case "escalation-raised": {
      const { goal, level, noticedAt } = event
      return { ...state, clocks: changeClock(state.clocks, goal, (clock) => ({ marks: noticeMark(clock.marks, level, noticedAt) })) }
    }
    case "window-opened": {
      if (!isRegistered(state)) throw broken(state, event)
      const { policyId, policyVersion, until } = event
      return { ...state, window: { policyId, policyVersion, until } }
    }
  }
}
