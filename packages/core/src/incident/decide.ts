import { DeskError, type Instant } from "../base/index.ts"
import type { IncidentCommand, PlannedClock, RecordPublication } from "./command.ts"
import { finalReplyGoal, firstReplyGoal, type Actor, type ClockStarted, type IncidentEvent, type StartMoment } from "./event.ts"
import { illegalTransition, legalCommands } from "./legal.ts"
import { checkApproval, checkDraft } from "./reply-guards.ts"
import type { ClockState, Incident, Publishing } from "./state.ts"

type Existing = Exclude<Incident, { status: "none" }>

/**
 * What happens when a command meets a state: the new events, none when the command changes nothing.
 *
 * Pure: the moment and every fact travel inside the command. Apply the events with {@link evolve}.
 *
 * @param command - what is asked
 * @param state - what the incident is
 * @throws DeskError `illegal-transition` with the legal commands; `missing-fact`, `forbidden`, `conflict` or `config` where a guard says no
 */
export function decide(command: IncidentCommand, state: Incident): readonly IncidentEvent[] {
  if (!legalCommands[state.status].includes(command.type)) throw illegalTransition(command.type, state)
  const stamp = { schemaVersion: 1, at: command.at, by: command.by } as const
  if (command.type === "detect") {
    const { incidentId, messageKey, network, publishedAt, matches } = command
    return [{ type: "incident-detected", ...stamp, incidentId, messageKey, network, publishedAt, matches }]
  }
  if (state.status === "none") throw illegalTransition(command.type, state)
  switch (command.type) {
    case "register": {
      const { kind, importance, topic, territory } = command
      return [
        { type: "incident-registered", ...stamp, kind, importance, topic, territory },
        ...startClocks(command, state, ["published", "detected", "registered"]),
      ]
    }
    case "reject":
      return [{ type: "incident-rejected", ...stamp, reason: command.reason }]
    case "assign": {
      const { authorityId, ruleId, why } = command
      return [
        { type: "incident-assigned", ...stamp, authorityId, ruleId, why },
        ...startClocks(command, state, ["published", "detected", "registered", "assigned"]),
      ]
    }
    case "leave-unowned":
      return [{ type: "owner-not-found", ...stamp, why: command.why }]
    case "take":
      return [{ type: "work-taken", ...stamp, executorId: command.executorId }]
    case "attach-evidence": {
      const { evidenceId, shows, contentHash } = command
      if (state.evidence.some((item) => item.evidenceId === evidenceId)) return []
      return [{ type: "evidence-attached", ...stamp, evidenceId, shows, contentHash }]
    }
    case "submit-draft": {
      checkDraft(command, state)
      const { draftId, textHash, replyKind, outcome } = command
      return [{ type: "draft-submitted", ...stamp, draftId, textHash, replyKind, outcome }]
    }
    case "approve-draft":
      if (state.status !== "reply-review") throw illegalTransition(command.type, state)
      checkApproval(command, state.draft)
      return [{ type: "draft-approved", ...stamp, draftId: command.draftId, textHash: command.textHash }]
    case "return-draft":
      if (state.status !== "reply-review") throw illegalTransition(command.type, state)
      expectDraft(command.draftId, state.draft.draftId)
      return [{ type: "draft-returned", ...stamp, draftId: command.draftId }]
    case "record-publication":
      if (state.status !== "publishing") throw illegalTransition(command.type, state)
      return publish(command, state)
    case "record-refusal": {
      if (state.status !== "publishing") throw illegalTransition(command.type, state)
      const { draftId, messageKey, reason } = command
      expectDraft(draftId, state.draft.draftId)
      expectMessage(messageKey, state)
      return [{ type: "reply-refused", ...stamp, draftId, messageKey, reason }]
    }
    case "miss-deadline": {
      const clock = state.clocks.find((candidate) => candidate.goal === command.goal)
      if (clock === undefined || clock.dueAt > command.at) {
        throw illegalTransition(command.type, state, `no clock of the goal "${command.goal}" is past its due time`)
      }
      if (clock.stoppedAt !== null) return []
      return missed(clock, command)
    }
    case "note-edit": {
      const { messageKey, revision } = command
      expectMessage(messageKey, state)
      return [{ type: "source-edited", ...stamp, messageKey, revision }]
    }
    case "close": {
      // After the closing nobody waits for its clocks any more: a term that has passed unnoticed is written down now or never.
      const late = state.clocks.filter((clock) => clock.stoppedAt === null && clock.dueAt <= command.at)
      return [...late.flatMap((clock) => missed(clock, command)), { type: "incident-closed", ...stamp, reason: command.reason }]
    }
  }
}

/** A goal that was started once is never started again: a second owner does not give the authorities a second term. */
function startClocks(
  command: { readonly at: Instant; readonly by: Actor; readonly clocks: readonly PlannedClock[] },
  state: Existing,
  moments: readonly StartMoment[],
): readonly ClockStarted[] {
  return command.clocks
    .filter((clock) => moments.includes(clock.startsAt) && !state.clocks.some((running) => running.goal === clock.goal))
    .map(({ goal, policyId, policyVersion, startedAt, dueAt }) => ({
      type: "clock-started",
      schemaVersion: 1,
      at: command.at,
      by: command.by,
      goal,
      policyId,
      policyVersion,
      startedAt,
      dueAt,
    }))
}

/** A published reply stops the clocks at the moment it stood in the network; a term that had passed by then is written down first. */
function publish(command: RecordPublication, state: Publishing): readonly IncidentEvent[] {
  const { draftId, messageKey, replyKey, url, publishedAt } = command
  expectDraft(draftId, state.draft.draftId)
  expectMessage(messageKey, state)
  if (state.replies.some((reply) => reply.draftId === draftId && reply.messageKey === messageKey)) return []
  const stamp = { schemaVersion: 1, at: command.at, by: command.by } as const
  const goals = state.draft.replyKind === "final" ? [firstReplyGoal, finalReplyGoal] : [firstReplyGoal]
  const reached = state.clocks.filter((clock) => goals.includes(clock.goal) && clock.stoppedAt === null)
  return [
    { type: "reply-published", ...stamp, draftId, messageKey, replyKey, url, publishedAt },
    ...reached.flatMap((clock): readonly IncidentEvent[] => [
      ...(publishedAt > clock.dueAt ? missed(clock, command) : []),
      { type: "clock-stopped", ...stamp, goal: clock.goal, stoppedAt: publishedAt },
    ]),
  ]
}

function missed(clock: ClockState, command: { readonly at: Instant; readonly by: Actor }): readonly IncidentEvent[] {
  if (clock.missedNoticedAt !== null) return []
  const { goal, dueAt } = clock
  return [{ type: "deadline-missed", schemaVersion: 1, at: command.at, by: command.by, goal, dueAt, noticedAt: command.at }]
}

function expectDraft(given: string, onFile: string): void {
  if (given !== onFile) throw new DeskError("conflict", "another draft is on file", { id: onFile })
}

function expectMessage(key: string, state: Existing): void {
  if (!state.messageKeys.includes(key)) throw new DeskError("not-found", "the incident has no such message", { id: key })
}
