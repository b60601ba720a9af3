import { changeClocks } from "./clock-events.ts"
import type { Detect, OpenSplit, Reclassify } from "../commands/command-handling.ts"
import type { IncidentCommand } from "../commands/command.ts"
import { decideClock } from "./decide-clock.ts"
import { decideHandling } from "./decide-handling.ts"
import { decideLink } from "./decide-link.ts"
import { decideNote } from "./decide-note.ts"
import { decideReply } from "./decide-reply.ts"
import { decideStanding, withStandingEnd } from "./decide-standing.ts"
import { decideSurvey } from "./decide-survey.ts"
import type { IncidentEvent } from "../events/event.ts"
import { evolve } from "../evolve/evolve.ts"
import { expectStatus } from "./expect.ts"
import { guardOf, headDecides, refuseBy } from "./guards.ts"
import { illegalTransition } from "../legal.ts"
import type { ExistingIncident, Incident } from "../state/state.ts"
import { triageGoal } from "../vocabulary.ts"

/**
 * What happens when a command meets a state: the new events, none when the command changes nothing.
 *
 * Pure: the moment and every fact travel inside the command. Apply the events with {@link evolve}.
 *
 * @param command - what is asked
 * @param state - what the incident is
 * @throws DeskError `illegal-transition` with the legal commands; `missing-fact`, `forbidden`, `not-found`, `conflict`
 * or `config` where a guard says no
 */
export function decide(command: IncidentCommand, state: Incident): readonly IncidentEvent[] {
  refuseBy(guardOf(command.type, state, command))
  if (command.type === "detect" || command.type === "open-split") return begin(command)
  if (state.status === "none") throw illegalTransition(command.type, state)
  return withStandingEnd(eventsOf(command, state), state, command)
}

function eventsOf(command: Exclude<IncidentCommand, Detect | OpenSplit>, state: ExistingIncident): readonly IncidentEvent[] {
  switch (command.type) {
    case "reclassify":
      return reclassify(command, state)
    case "miss-deadline":
    case "escalate":
    case "change-policy":
      return decideClock(command, state)
    case "submit-draft":
    case "approve-draft":
    case "return-draft":
    case "extend-reply":
    case "record-publication":
    case "record-late-reply":
    case "record-duplicate-reply":
    case "record-retraction":
    case "record-refusal":
    case "record-uncertainty":
    case "record-unpublishable":
    case "waive-reply":
    case "end-wait":
      return decideReply(command, state)
    case "merge":
    case "unmerge":
    case "join-messages":
    case "release-messages":
    case "record-joint-reply":
    case "split":
    case "note-word":
    case "note-voices":
    case "note-official-reply":
    case "link-repeat":
    case "note-edit":
    case "note-deletion":
    case "note-closed-comments":
    case "note-erasure":
      return decideLink(command, state)
    case "add-note":
    case "tag":
    case "set-place":
    case "offer-evidence":
      return decideNote(command, state)
    case "send-survey":
    case "skip-survey":
    case "answer-survey":
      return decideSurvey(command, state)
    case "approve-standing-reply":
    case "end-standing-reply":
    case "use-standing-reply":
    case "leave-newcomer":
      return decideStanding(command, state)
    default:
      return decideHandling(command, state)
  }
}

/** Running clocks follow the corrected facts, and then the owner, where it is to follow. */
function reclassify(command: Reclassify, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by, reroute } = command
  const corrected = decideHandling(command, state)
  if (reroute === undefined) return corrected
  const incident = expectStatus(command, state, "registered", "assigned", "returned", "in-work", "replied-interim", "reopened")
  const after = corrected.reduce<Incident>(evolve, incident)
  if (after.status === "none") throw illegalTransition(command.type, after)
  refuseBy(headDecides(reroute.authorityId === null ? "leave-unowned" : "assign", after))
  const owner =
    reroute.authorityId === null
      ? decideHandling({ type: "leave-unowned", at, by, why: reroute.why }, after)
      : decideHandling({ type: "assign", at, by, ...reroute }, after)
  return [...corrected, ...owner]
}

function begin(command: Detect | OpenSplit): readonly IncidentEvent[] {
  const { at, by, incidentId, messageKey, network, publishedAt, matches, intake, communityKey } = command
  const place = communityKey === undefined ? {} : { communityKey }
  const facts = { schemaVersion: 1, at, by, incidentId, messageKey, network, publishedAt, matches, intake, ...place } as const
  if (command.type === "open-split") {
    const { from, detectedAt, earlier } = command
    return [{ type: "incident-split-off", ...facts, from, detectedAt, earlier }]
  }
  const { relation } = command
  const start = (command.clocks ?? []).filter((clock) => clock.goal === triageGoal)
  return [
    { type: "incident-detected", ...facts, proposal: command.proposal, ...(relation === undefined ? {} : { relation }) },
    ...changeClocks([], 1, command, { start }),
  ]
}
