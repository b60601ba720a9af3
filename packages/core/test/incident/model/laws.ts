import assert from "node:assert/strict"
import { addMinutes, isDeskError } from "../../../src/base/index.ts"
import {
  decide,
  evolve,
  initialIncident,
  legalCommands,
  legalProblems,
  messagesToAnswer,
  transitions,
  type ClockState,
  type ExistingIncident,
  type Incident,
  type IncidentCommand,
  type IncidentCommandType,
} from "../../../src/incident/index.ts"
import { backlogSigns, countedCase, figuresOf, type MetricId } from "../../../src/report/index.ts"
import { wakeUps } from "../../../src/sla/index.ts"
import type { Kept, Move, World } from "./world.ts"

/** Commands that may touch the citizen's clock at all; every other leaves it exactly as it is. */
const touchesFirstReply: ReadonlySet<IncidentCommandType> = new Set<IncidentCommandType>([
  "register",
  "assign",
  "arbitrate",
  "transfer",
  "reclassify",
  "change-policy",
  "record-publication",
  "record-joint-reply",
  "record-late-reply",
  "approve-draft",
  "waive-reply",
  "end-wait",
  "close",
  "expire-window",
  "refute-fix",
  "reopen",
  "miss-deadline",
  "escalate",
  "dismiss",
  "restore",
])

/** What must hold of every step. */
export function checkMove({ command, before, after, events }: Move): void {
  const place = `${command.type} in ${before.status}`
  const row = transitions.find((candidate) => candidate.command === command.type && candidate.from.includes(before.status))
  assert(row !== undefined, `${place} is not in the table`)
  assert(
    row.to.some((target) => (target === "same" ? before.status : target) === after.status),
    `${place} led to ${after.status}`,
  )
  assert(legalProblems[after.status].includes(after.problem.value), `${after.status} with ${after.problem.value}, after ${place}`)
  for (const event of events) assert.equal(event.at, command.at, `${place}: an event of another moment`)
  checkMessages(after, place)
  checkOwners(after, place)
  if (before.status === "none") return
  checkClocks(before, after, command, place)
  checkStandingReply(before, after, command, place)
  for (const { messageKey, isOwn, joinedFrom } of before.messages) {
    const isReleased = command.type === "release-messages" && !isOwn && joinedFrom.every((other) => other === command.from)
    assert.equal(after.messageKeys.includes(messageKey), !isReleased, `${place}: the message ${messageKey}`)
  }
  if (command.type === "dismiss") {
    assert(!after.clocks.some((clock) => clock.stoppedAt === null), `${place} left a clock running`)
    assert(!before.replies.some(({ replyKind }) => ["interim", "final", "redirect"].includes(replyKind)), `${place} hid an answer`)
  }
  if (after.status === "closed") {
    // A reply to a later word goes back to the closing that it came from, also while another word waits: that closes
    // nothing anew.
    const closure = "closure" in before ? before.closure : null
    if (closure === null) checkNobodyWaits(before, place)
    else assert.deepEqual(after.closure, closure, `${place} closed again what was closed`)
  }
  for (const reply of before.replies) assert(after.replies.includes(reply), `${place} lost a reply`)
  assert(after.evidence.length >= before.evidence.length, `${place} lost evidence`)
  if (
    after.status === "replied-final" &&
    before.status !== "replied-final" &&
    after.standing !== null &&
    row.to.includes("replied-final")
  ) {
    // A follow-up goes back to where it came from and says nothing about complaints that joined meanwhile.
    const isFollowUp = "draft" in before && before.draft.replyKind === "follow-up"
    if (command.type !== "return-draft" && !isFollowUp)
      assert.deepEqual(messagesToAnswer(after, after.standing), [], `${place} left a message out`)
  }
}

/**
 * Told apart from the code: every complaint has some reply or a waiver, and no word of an author came after the last
 * reply to that author.
 */
function checkNobodyWaits({ messages, replies }: ExistingIncident, place: string): void {
  for (const { messageKey, role, act, of, waiver, seenAt } of messages) {
    // The complaint itself belongs to the thread also when it was given back to the incident that it came from.
    const root = of ?? messageKey
    const thread = new Set([root, ...messages.filter((other) => other.of === root).map((other) => other.messageKey)])
    const isAnswered =
      role === "complaint"
        ? replies.some((reply) => reply.messageKey === messageKey)
        : replies.some(
            (reply) =>
              reply.replyKind !== "guidance" &&
              (reply.messageKey === messageKey || (reply.publishedAt >= seenAt && thread.has(reply.messageKey))),
          )
    assert(isAnswered || waiver !== null || (role === "follow-up" && act !== "word"), `${place} closed over ${messageKey}`)
  }
}

function checkMessages(state: ExistingIncident, place: string): void {
  assert.deepEqual(
    state.messageKeys,
    state.messages.map((message) => message.messageKey),
    `${place}: keys and messages differ`,
  )
  assert.equal(new Set(state.messageKeys).size, state.messageKeys.length, `${place}: a message stands twice`)
  assert(
    state.messages.some((message) => message.isOwn),
    `${place}: no message of its own is left`,
  )
}

function checkOwners(state: ExistingIncident, place: string): void {
  if (!("owners" in state)) return
  assert(
    state.owners.slice(0, -1).every((span) => span.to !== null),
    `${place}: two owners at once`,
  )
  const present = state.owners.at(-1)
  const isOpen = present !== undefined && present.to === null
  if (isOpen) assert.equal(state.assignment?.authorityId, present.authorityId, `${place}: another owner than the last`)
  if (state.assignment === null) assert(!isOpen, `${place}: nobody owns it, and somebody's time runs`)
  if (["assigned", "in-work", "needs-info"].includes(state.status)) assert(isOpen, `${place}: nobody's time runs in ${state.status}`)
}

function checkClocks(before: ExistingIncident, after: ExistingIncident, command: IncidentCommand, place: string): void {
  for (const [index, old] of before.clocks.entries()) {
    const now = after.clocks[index]
    assert(now !== undefined && now.goal === old.goal, `${place} lost a clock`)
    assert.equal(now.startedAt, old.startedAt, `${place} moved a start`)
    if (command.type === "restore" && old.cancelled === "dismissed" && now.stoppedAt === null) checkGoesOn(old, now, place)
    else if (old.stoppedAt !== null) assert.deepEqual(now, old, `${place} changed a clock that had ended`)
    if (old.missedNoticedAt !== null) assert.equal(now.missedNoticedAt, old.missedNoticedAt, `${place} unwrote a breach`)
    for (const mark of old.marks) {
      if (mark.noticedAt !== null)
        assert(
          now.marks.some((other) => other.level === mark.level && other.noticedAt === mark.noticedAt),
          `${place} unwrote a step`,
        )
    }
    for (const pause of old.pauses) assert(now.pauses.includes(pause), `${place} lost a pause`)
    checkHiddenBreach(old, now, command, place)
  }
  for (const clock of after.clocks) {
    assert(clock.pausedAt === null || after.status === "needs-info", `${place}: ${clock.goal} stands still without a question`)
  }
  checkFirstReplyReached(before, after, place)
  const started = after.clocks.slice(before.clocks.length)
  for (const clock of after.clocks) {
    const same = after.clocks.filter((other) => other.goal === clock.goal)
    assert(same.filter((other) => other.stoppedAt === null).length <= 1, `${place}: two clocks of one goal run`)
    if (!["acceptance", "approval", "promise", "follow-up"].includes(clock.goal)) {
      assert(same.filter((other) => other.cycle === clock.cycle).length === 1, `${place}: a second term for ${clock.goal}`)
    }
  }
  if (!touchesFirstReply.has(command.type)) {
    assert.deepEqual(firstReplies(after.clocks), firstReplies(before.clocks), `${place} changed the citizen's clock`)
  }
  const running = firstReplies(before.clocks).some((clock) => clock.stoppedAt === null)
  const isNewCycle = command.type === "reopen" || command.type === "refute-fix"
  if (running && !isNewCycle) assert(!started.some((clock) => clock.goal === "first-reply"), `${place} started the citizen's clock again`)
}

/**
 * A standing reply goes once to a complaint that has none of it, before its end, not above its ceiling, and to nobody
 * after the incident is over or another answer took its place.
 */
function checkStandingReply(before: ExistingIncident, after: ExistingIncident, command: IncidentCommand, place: string): void {
  const [was, now] = [before, after].map((state) => ("standingReply" in state ? state.standingReply : null))
  if (now === null || now === undefined) return
  const keys = now.uses.map(({ messageKey }) => messageKey)
  assert.equal(new Set(keys).size, keys.length, `${place}: a newcomer got the standing reply twice`)
  const fresh = now.uses.slice(was?.draftId === now.draftId ? was.uses.length : 0)
  for (const { messageKey, at } of fresh) {
    const isAnswered = before.replies.some((reply) => reply.draftId === now.draftId && reply.messageKey === messageKey)
    assert(!isAnswered, `${place}: a newcomer who was answered got the standing reply`)
    assert(was?.end === null && at < now.until, `${place}: a standing reply that ended went out`)
    const hour = now.uses.filter((use) => use.at > addMinutes(at, -60))
    assert(hour.length <= now.perHour, `${place}: more than ${now.perHour} newcomers within an hour`)
  }
  if (now.end !== null) return
  assert(
    ["assigned", "in-work", "needs-info", "reply-review", "publishing", "replied-interim", "replied-final", "merged"].includes(
      after.status,
    ),
  )
  const draft = "draft" in after && after.draft.approved ? after.draft : "standing" in after ? after.standing : null
  const isAnswer = draft?.replyKind === "interim" || draft?.replyKind === "final"
  assert(!isAnswer || draft.draftId === now.draftId, `${place}: a standing reply goes on after another answer`)
  if (command.type === "approve-standing-reply") assert(now.until <= addMinutes(command.at, 72 * 60), `${place}: longer than 72 hours`)
}

/** Whoever was dismissed by mistake has waited: the clock goes on from its old start to its old due time. */
function checkGoesOn(old: ClockState, now: ClockState, place: string): void {
  const gone = { stoppedAt: null, cancelled: null, marks: [] }
  assert.deepEqual({ ...now, ...gone }, { ...old, ...gone }, `${place} changed the clock of ${old.goal}`)
}

/** Only a published reply under a message of its own reaches the citizen's clock, at the moment at which it stood. */
function checkFirstReplyReached(before: ExistingIncident, after: ExistingIncident, place: string): void {
  const wasRunning = firstReplies(before.clocks).some((clock) => clock.stoppedAt === null)
  const reached = firstReplies(after.clocks).at(-1)
  if (!wasRunning || reached === undefined || reached.stoppedAt === null || reached.cancelled !== null) return
  const own = new Set(before.messages.filter((message) => message.isOwn).map((message) => message.messageKey))
  const news = after.replies.slice(before.replies.length)
  const isUnderOwn = news.some((reply) => own.has(reply.messageKey) && reply.publishedAt === reached.stoppedAt)
  assert(isUnderOwn || news.some((reply) => reply.replyKind === "clarify"), `${place} stopped the citizen's clock without a reply`)
}

/** Whatever ends, pauses or moves a term that had passed writes the breach down. */
function checkHiddenBreach(old: ClockState, now: ClockState, command: IncidentCommand, place: string): void {
  if (old.stoppedAt !== null || old.pausedAt !== null || now.missedNoticedAt !== null) return
  if (now.stoppedAt !== null && now.cancelled === null) assert(now.stoppedAt <= old.dueAt, `${place} stopped a late clock in silence`)
  if (now.cancelled !== null) assert(command.at < old.dueAt, `${place} took a late clock back in silence`)
  if (now.pausedAt !== null) assert(now.pausedAt <= old.dueAt || now.pausedAt === old.startedAt, `${place} paused a late clock in silence`)
  if (now.dueAt !== old.dueAt) assert(command.at < old.dueAt, `${place} moved a late due time in silence`)
}

function firstReplies(clocks: readonly ClockState[]): readonly ClockState[] {
  return clocks.filter((clock) => clock.goal === "first-reply")
}

/** What must hold of every refusal: the list of what is legal, or a reason. */
export function checkRefused(command: IncidentCommand, state: Incident, error: unknown): void {
  assert(isDeskError(error), `${command.type} in ${state.status} threw something else than a desk error`)
  if (legalCommands[state.status].includes(command.type)) return
  assert(isDeskError(error, "illegal-transition"))
  assert.deepEqual(error.details, { command: command.type, status: state.status, legal: legalCommands[state.status] })
}

/** The backlog adds up over any period, and is what a replay up to its ends says. */
function checkBacklog(world: World): void {
  const logs = [...world.incidents.values()].map(({ log }) => log)
  const moments = logs.flatMap((log) => log.map((event) => event.at)).toSorted()
  const from = moments[Math.floor(moments.length / 3)]
  const to = moments[Math.floor((moments.length * 2) / 3)]
  if (from === undefined || to === undefined || from >= to) return
  const cases = logs.map(countedCase)
  const metrics = [...Object.keys(backlogSigns), "openBefore", "openAfter"] as const
  const never = "9999-01-01T00:00:00.000Z"
  const count = (period: { from: string; to: string }): Readonly<Partial<Record<string, number>>> =>
    figuresOf(cases, { period, at: never, metrics: metrics as readonly MetricId[] })[0]?.numbers ?? {}
  const { openBefore, received = 0, reopened = 0, unmerged = 0, restored = 0, openAfter, ...out } = count({ from, to })
  const { closed = 0, merged = 0, converted = 0, dismissed = 0 } = out
  const added = (openBefore ?? 0) + received + reopened + unmerged + restored
  assert.equal(added - closed - merged - converted - dismissed, openAfter, "the backlog does not add up")
  assert.equal(count({ from: "0000-01-01T00:00:00.000Z", to: never })["openBefore"], 0, "nothing was open before everything")
  const end = count({ from: never, to: "9999-02-01T00:00:00.000Z" })["openBefore"]
  const over = new Set<string>(["candidate", "rejected", "dismissed", "closed", "merged", "converted"])
  const open = [...world.incidents.values()].filter(
    ({ state }) => !over.has(state.status) && !("conversion" in state && (state.conversion !== null || state.closure !== null)),
  )
  assert.equal(end, open.length, "the backlog is not what stands open")
  assert.equal(count({ from: to, to: never })["openBefore"], openAfter, "one period ends where the next begins")
}

/** What must hold of a world at any moment, checked at the end of a sequence. */
export function checkWorld(world: World): void {
  checkBacklog(world)
  for (const [id, { state, log }] of world.incidents) {
    assert.deepEqual(log.reduce(evolve, initialIncident), state, `${id}: the log gives another state`)
    checkMergeLaw(state, world)
    if (state.status === "merged") {
      const target: Kept | undefined = world.incidents.get(state.into)
      assert(target !== undefined, `${id} was merged into nothing`)
      for (const message of state.messages) {
        if (message.role !== "complaint" || message.waiver !== null) continue
        const held = target.state.messages.find((candidate) => candidate.messageKey === message.messageKey)
        assert(held?.joinedFrom.includes(id) === true, `${id}: nobody answers ${message.messageKey}`)
      }
    }
  }
}

/** After everything whose time has come is done, nothing is left whose time has come, and no breach is unwritten. */
export function checkQuiet(world: World): void {
  for (const [id, { state }] of world.incidents) {
    const late = wakeUps(state).filter((wakeUp) => wakeUp.at <= world.now)
    assert.deepEqual(late, [], `${id}: something is left to do`)
    if (state.status === "merged" || state.status === "closed" || state.status === "rejected") continue
    for (const clock of state.clocks) {
      const isDue = clock.stoppedAt === null && clock.pausedAt === null && clock.dueAt <= world.now
      assert(!isDue || clock.missedNoticedAt !== null, `${id}: the breach of ${clock.goal} is not written`)
    }
  }
}

/** Merging and unmerging again is as if nothing had happened. */
function checkMergeLaw(state: ExistingIncident, world: World): void {
  if (!legalCommands[state.status].includes("merge")) return
  const stamp = { at: world.now, by: { id: "moderator", kind: "person" } } as const
  const merged = decide({ type: "merge", ...stamp, into: "another" }, state).reduce<Incident>(evolve, state)
  const back = decide({ type: "unmerge", ...stamp }, merged).reduce<Incident>(evolve, merged)
  assert.deepEqual({ ...back, updatedAt: "" }, { ...state, updatedAt: "" }, "merge and unmerge are no identity")
}
