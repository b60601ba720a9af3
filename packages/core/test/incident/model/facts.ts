import { addMinutes, type Instant } from "../../../src/base/index.ts"
import {
  messagesToAnswer,
  standingDraftOf,
  standingReplyOf,
  type Actor,
  type IncidentCommand,
  type IncidentCommandType,
  type Outcome,
  type PlannedClock,
  type Rerouting,
  type StageFacts,
  type ExistingIncident,
} from "../../../src/incident/index.ts"

/** People, some of whom must not do what others did. */
export const actors: readonly Actor[] = ["moderator", "executor", "approver", "supervisor"].map((id) => ({ id, kind: "person" }))

/** Everything that a command may need, drawn by chance. */
export interface Draw {
  readonly at: Instant
  readonly by: Actor
  /** Two whole numbers that decide on details. */
  readonly a: number
  readonly b: number
  /** Never given before. */
  readonly serial: number
}

const authorities = ["heat", "water", "roads"] as const
const ladder = (startedAt: Instant, minutes: number) => [
  { level: "half", at: addMinutes(startedAt, minutes / 2) },
  { level: "full", at: addMinutes(startedAt, minutes) },
]

/** A clock as the desk would plan it. */
export function planned(goal: string, startsAt: PlannedClock["startsAt"], startedAt: Instant, minutes: number): PlannedClock {
  const dueAt = addMinutes(startedAt, minutes)
  return { goal, policyId: `${goal}-${minutes}`, policyVersion: "1", startsAt, startedAt, dueAt, marks: ladder(startedAt, minutes) }
}

function stage({ at, a, b }: Draw): StageFacts {
  return {
    clocks: a % 3 === 0 ? [] : [planned("final-reply", "interim-published", at, 300)],
    window: b % 3 === 0 ? null : { policyId: "window", policyVersion: "1", until: addMinutes(at, 200 + (a % 5) * 60) },
    pausedGoals: b % 2 === 0 ? ["final-reply"] : ["final-reply", "first-reply"],
    clarifyIsFirstReply: a % 5 === 0,
    ...(a % 4 === 0 ? {} : { surveyAt: addMinutes(at, 30 + (b % 3) * 300) }),
  }
}

const outcomes: readonly ((draw: Draw) => Outcome)[] = [
  ({ at, a }) => ({ value: "planned", until: addMinutes(at, a % 9 === 0 ? 1 : 240), changeReason: "the part is late" }),
  () => ({ value: "unknown", noDateReason: "the cause is looked for" }),
  () => ({ value: "fix-claimed" }),
  () => ({ value: "explained" }),
  () => ({ value: "cannot-fix", reason: "no such line" }),
  () => ({ value: "not-competent", competent: "the owner of the house" }),
]
const kinds = ["interim", "final", "clarify", "final", "guidance", "interim", "final", "follow-up"] as const
const silent: readonly string[] = ["clarify", "redirect", "guidance", "follow-up"]

function handedOver({ at, a }: Draw): readonly PlannedClock[] {
  return [planned("acceptance", "assigned", at, 30), ...(a % 2 === 0 ? [planned("first-reply", "assigned", at, 120)] : [])]
}

function resumed({ clocks }: ExistingIncident, at: Instant) {
  const paused = clocks.filter((clock) => clock.stoppedAt === null && clock.pausedAt !== null)
  return paused.map(({ goal, startedAt }) => ({ goal, dueAt: addMinutes(at, 30), marks: ladder(startedAt, 300) }))
}

function reroute(draw: Draw): Rerouting {
  if (draw.a % 4 === 0) return { authorityId: null, why: "no rule fits" }
  return { authorityId: authorities[draw.a % 3] ?? "heat", ruleId: "by-topic", why: "by rule", clocks: handedOver(draw) }
}

/** A complaint without the standing reply. */
function unanswered(state: ExistingIncident): string | undefined {
  const draftId = standingReplyOf(state)?.draftId
  const isAnswered = (key: string) => state.replies.some((reply) => reply.draftId === draftId && reply.messageKey === key)
  return state.messages.find(({ messageKey, role }) => role === "complaint" && !isAnswered(messageKey))?.messageKey
}

/** A command with facts for an incident; the most of them sensible, some not. */
export function commandFor(type: IncidentCommandType, state: ExistingIncident, draw: Draw): IncidentCommand {
  const { at, by, a, b, serial } = draw
  const stamp = { at, by }
  const draft = "draft" in state ? state.draft : null
  const messageKey = state.messageKeys[a % state.messageKeys.length] ?? ""
  const draftId = draft?.draftId ?? ("standing" in state ? (state.standing?.draftId ?? "none") : "none")
  const territory = { territoryId: null, basis: "unknown", confidence: 0, why: "nothing tells" } as const
  const classed = {
    kind: "problem",
    importance: b % 2 === 0 ? "normal" : "raised",
    topic: b % 3 === 0 ? null : "heating",
    territory,
  } as const
  const goals = state.clocks.map((clock) => clock.goal)
  const changes = state.clocks
    .filter((clock) => clock.stoppedAt === null)
    .map((clock) => ({
      goal: clock.goal,
      mode: a % 4 === 0 ? ("new-only" as const) : ("recompute" as const),
      policyId: `other-${b % 3}`,
      policyVersion: "2",
      dueAt: addMinutes(clock.startedAt, 60 + (b % 4) * 90),
      marks: ladder(clock.startedAt, 60 + (b % 4) * 90),
    }))
  const cycleClocks = [planned("first-reply", "reopened", at, 60)]
  switch (type) {
    case "detect":
    case "open-split":
      throw new TypeError("the world opens incidents")
    case "register": {
      const first = planned("first-reply", "registered", at, 100)
      return { type, ...stamp, ...classed, clocks: a % 2 === 0 ? [first] : [first, planned("site-visit", "registered", at, 400)] }
    }
    case "reject":
      return { type, ...stamp, reason: "advert" }
    case "dismiss":
      return { type, ...stamp, reason: b % 2 === 0 ? "news" : "same-message", why: null, resumptions: resumed(state, at) }
    case "restore":
      return { type, ...stamp, why: "a complaint after all", textLeft: b % 5 !== 0 }
    case "reclassify":
      return { type, ...stamp, ...classed, changes, ...(b % 3 === 0 ? { reroute: reroute(draw) } : {}) }
    case "change-policy":
      return { type, ...stamp, changes }
    case "assign": {
      const coExecutors = b % 3 === 0 ? [{ authorityId: authorities[(a + 1) % 3] ?? "heat", why: "by rule" }] : []
      return {
        type,
        ...stamp,
        authorityId: authorities[a % 3] ?? "heat",
        ruleId: null,
        why: "by hand",
        coExecutors,
        clocks: handedOver(draw),
      }
    }
    case "arbitrate":
      return { type, ...stamp, authorityId: authorities[a % 3] ?? "heat", why: "by hand", clocks: handedOver(draw) }
    case "transfer":
      return { type, ...stamp, authorityId: authorities[a % 3] ?? "heat", why: "by hand", maxRefusals: 2, clocks: handedOver(draw) }
    case "leave-unowned":
      return { type, ...stamp, why: "no rule fits" }
    case "take":
      return { type, ...stamp, executorId: by.id }
    case "refuse":
      return { type, ...stamp, reason: "not ours", proposedAuthorityId: null, maxRefusals: 2, withinMinutes: (b % 3) * 30 }
    case "attach-evidence":
      return { type, ...stamp, evidenceId: `e${serial}`, shows: a % 2 === 0 ? "fix" : "problem", contentHash: "b".repeat(64) }
    case "submit-draft": {
      const replyKind = state.status === "converted" && b % 8 !== 0 ? "redirect" : (kinds[a % kinds.length] ?? "final")
      const fitting = replyKind === "interim" ? outcomes.slice(0, 2) : outcomes.slice(2)
      const pool = b % 11 === 0 ? outcomes : fitting
      const outcome = silent.includes(replyKind) ? null : (pool[b % pool.length]?.(draw) ?? null)
      const waitMinutes = replyKind === "clarify" && b % 13 !== 0 ? 60 + (b % 4) * 60 : null
      const clocks = [planned("approval", "draft-submitted", at, 45)]
      return {
        type,
        ...stamp,
        draftId: `d${serial}`,
        textHash: `h${serial}`,
        replyKind,
        outcome,
        evidenceRequired: b % 5 === 0,
        promiseBy: addMinutes(at, 527_040),
        waitMinutes,
        clocks,
      }
    }
    case "approve-draft": {
      const textHash = b % 17 === 0 ? "another" : (draft?.textHash ?? "")
      return { type, ...stamp, draftId, textHash, sameActorAllowed: false, promiseBy: addMinutes(at, 527_040), stage: stage(draw) }
    }
    case "return-draft":
    case "extend-reply":
      return { type, ...stamp, draftId }
    case "record-publication": {
      const open = messagesToAnswer(state, draft ?? { draftId, answers: null })
      const key = b % 7 === 0 ? messageKey : (open[a % Math.max(1, open.length)] ?? messageKey)
      const publishedAt = addMinutes(at, b % 3 === 0 ? -(a % 120) : 0)
      return {
        type,
        ...stamp,
        draftId,
        messageKey: key,
        replyKey: `${key}_r${serial}`,
        url: "https://example.org/r",
        publishedAt,
        stage: stage(draw),
      }
    }
    case "record-late-reply": {
      const replyKind = a % 3 === 0 ? "clarify" : "final"
      const reply = {
        messageKey,
        replyKey: `${messageKey}_l${serial}`,
        url: "https://example.org/l",
        publishedAt: addMinutes(at, -(b % 90)),
      }
      return { type, ...stamp, draftId: b % 4 === 0 ? draftId : `l${serial}`, replyKind, ...reply, clarifyIsFirstReply: a % 5 === 0 }
    }
    case "record-duplicate-reply": {
      const reply = state.replies[a % Math.max(1, state.replies.length)]
      const copy = { draftId: reply?.draftId ?? draftId, messageKey: reply?.messageKey ?? messageKey }
      const replyKey = b % 4 === 0 && reply !== undefined ? reply.replyKey : `${messageKey}_d${serial}`
      return { type, ...stamp, ...copy, replyKey, url: "https://example.org/d", publishedAt: addMinutes(at, -(b % 90)) }
    }
    case "record-retraction": {
      const copy = state.duplicates[a % Math.max(1, state.duplicates.length)]
      return { type, ...stamp, messageKey: copy?.messageKey ?? messageKey, replyKey: copy?.replyKey ?? `${messageKey}_d0` }
    }
    case "record-refusal":
      return { type, ...stamp, draftId, messageKey, reason: "comments are closed" }
    case "record-uncertainty":
      return { type, ...stamp, draftId, messageKey }
    case "record-unpublishable":
      return { type, ...stamp, draftId, messageKey, why: "no route is open" }
    case "waive-reply":
      return { type, ...stamp, messageKey, reason: "abuse", stage: stage(draw) }
    case "end-wait": {
      const resumptions = resumed(state, at)
      return { type, ...stamp, cause: (["author-replied", "expired", "decision"] as const)[a % 3] ?? "decision", resumptions }
    }
    case "claim-fix":
      return { type, ...stamp, evidenceRequired: b % 2 === 0, window: stage(draw).window ?? null }
    case "confirm-fix":
      return { type, ...stamp, basis: a % 2 === 0 ? "author" : "inspector", sameActorAllowed: false }
    case "refute-fix":
      return { type, ...stamp, basis: "author", clocks: cycleClocks }
    case "reopen": {
      return { type, ...stamp, cause: (["repeat", "supervisor-order", "author"] as const)[a % 3] ?? "repeat", clocks: cycleClocks }
    }
    case "convert":
      return { type, ...stamp, externalId: `x${serial}`, channel: "reception" }
    case "close":
      return { type, ...stamp, reason: "decision" }
    case "expire-window":
      return { type, ...stamp }
    case "merge":
      return { type, ...stamp, into: "set by the world" }
    case "unmerge":
      return { type, ...stamp }
    case "join-messages":
      return { type, ...stamp, from: `elsewhere-${a % 2}`, messages: [{ messageKey: `vk:${serial}`, publishedAt: at }] }
    case "release-messages":
      return { type, ...stamp, from: `elsewhere-${a % 2}` }
    case "record-joint-reply": {
      const into = state.status === "merged" ? state.into : "elsewhere"
      const reply = { messageKey, replyKey: `${messageKey}_j${serial}`, url: "https://example.org/j", publishedAt: at }
      return { type, ...stamp, into, draftId: `j${serial}`, replyKind: "final", ...reply }
    }
    case "split":
      return { type, ...stamp, into: "set by the world", messageKey }
    case "note-word": {
      const act = (["word", "word", "word", "thanks", "answer"] as const)[a % 5] ?? "word"
      const word = { messageKey: b % 4 === 0 ? messageKey : `vk:${serial}_f`, of: b % 5 === 0 ? null : messageKey, under: messageKey }
      const clocks = b % 3 === 0 ? [] : [planned("follow-up", "author-wrote", at, 60)]
      return { type, ...stamp, ...word, publishedAt: addMinutes(at, -(a % 60)), act, matched: b % 2 === 0, clocks }
    }
    case "note-voices":
      return { type, ...stamp, count: 1 + (a % 700) }
    case "note-official-reply":
      return { type, ...stamp, messageKey, replyKey: `vk:${b % 3}_o`, url: "https://example.org/o", publishedAt: at }
    case "link-repeat":
      return { type, ...stamp, repeatOf: "earlier" }
    case "miss-deadline":
      return { type, ...stamp, goal: goals[a % Math.max(1, goals.length)] ?? "first-reply" }
    case "escalate":
      return { type, ...stamp, goal: goals[a % Math.max(1, goals.length)] ?? "first-reply", level: b % 2 === 0 ? "half" : "full" }
    case "approve-standing-reply": {
      const of = standingDraftOf(state)
      const scope = { topics: ["heating"], territoryIds: ["town"], since: addMinutes(at, -600), until: addMinutes(at, 60 + (b % 5) * 1200) }
      return {
        type,
        ...stamp,
        draftId: of?.draftId ?? draftId,
        textHash: of?.textHash ?? "none",
        ...scope,
        perHour: 1 + (a % 3),
        sameActorAllowed: b % 2 === 0,
      }
    }
    case "end-standing-reply":
      return { type, ...stamp, reason: "revoked" }
    case "use-standing-reply":
      return { type, ...stamp, messageKeys: [unanswered(state) ?? messageKey] }
    case "leave-newcomer":
      return { type, ...stamp, draftId, messageKey, why: "comments are closed" }
    case "offer-evidence":
      return { type, ...stamp, messageKey, indexes: [a % 3, b % 3] }
    case "send-survey":
      return { type, ...stamp, draftId: b % 2 === 0 ? null : `svy${serial}` }
    case "skip-survey":
      return { type, ...stamp, why: "no way is open" }
    case "answer-survey":
      return { type, ...stamp, score: 1 + (a % 5), isFixed: ([null, true, false] as const)[b % 3] ?? null }
    case "name-executor":
      return { type, ...stamp, executorId: `executor-${a % 3}` }
    case "add-note":
      return { type, ...stamp, noteId: `note:${serial}`, mentions: b % 2 === 0 ? [] : [`executor-${a % 3}`], textLeft: b % 7 !== 0 }
    case "tag": {
      const tags = ["winter", "school", "again"]
      return { type, ...stamp, add: [tags[a % 3] ?? "winter"], remove: b % 2 === 0 ? [] : [tags[b % 3] ?? "school"] }
    }
    case "set-place":
      return { type, ...stamp, messageKey, revision: 2 + (b % 3), textLeft: b % 7 !== 0 }
    case "note-edit":
      return { type, ...stamp, messageKey, revision: 2 + (b % 3) }
    case "note-deletion":
    case "note-closed-comments":
      return { type, ...stamp, messageKey }
    case "note-erasure":
      return {
        type,
        ...stamp,
        messageKey: b % 3 === 0 ? (state.notes[a % Math.max(1, state.notes.length)]?.noteId ?? messageKey) : messageKey,
      }
  }
}
