import { addMinutes, isDeskError, type Instant } from "../../../src/base/index.ts"
import {
  decide,
  evolve,
  initialIncident,
  legalCommands,
  newcomersOf,
  standingDraftOf,
  standingReplyOf,
  standingRoom,
  transitions,
  type ExistingIncident,
  type Incident,
  type IncidentCommand,
  type IncidentEvent,
  type Proposal,
} from "../../../src/incident/index.ts"
import { wakeUps } from "../../../src/sla/index.ts"
import { actors, commandFor, planned, type Draw } from "./facts.ts"

/** One thing that is tried, as numbers that fast-check draws and shrinks. */
export interface Step {
  readonly incident: number
  readonly pick: number
  readonly actor: number
  /** How far time moves before it; negative: a clock that was set back. */
  readonly minutes: number
  readonly a: number
  readonly b: number
}

/** An incident with its whole log. */
export interface Kept {
  state: ExistingIncident
  readonly log: IncidentEvent[]
}

/** What one command did to one incident. */
export interface Move {
  readonly command: IncidentCommand
  readonly before: Incident
  readonly after: ExistingIncident
  readonly events: readonly IncidentEvent[]
}

/** Several incidents, one clock, and nothing else: what the desk does in one commit is done here in one step. */
export interface World {
  now: Instant
  readonly incidents: Map<string, Kept>
  /** Told of everything that happened. */
  readonly watch: (move: Move) => void
  /** Told of everything that was refused. */
  readonly refused: (command: IncidentCommand, state: Incident, error: unknown) => void
  serial: number
}

const allTypes = [...new Set(transitions.map(({ command }) => command))].filter((type) => type !== "detect" && type !== "open-split")
/** The commands that bring an incident nearer to its end, or into its next cycle. */
const forward: ReadonlySet<string> = new Set([
  "register",
  "assign",
  "arbitrate",
  "take",
  "submit-draft",
  "approve-draft",
  "record-publication",
  "extend-reply",
  "end-wait",
  "claim-fix",
  "confirm-fix",
  "refute-fix",
  "reopen",
  "close",
  "expire-window",
  "attach-evidence",
  "restore",
])
const most = 5

/** A world in which nothing has happened. */
export function emptyWorld(watch: World["watch"], refused: World["refused"]): World {
  return { now: "2026-11-24T00:00:00.000Z", incidents: new Map(), watch, refused, serial: 0 }
}

/** Tries one thing. */
export function play(world: World, step: Step): void {
  world.now = addMinutes(world.now, step.minutes)
  world.serial += 1
  const ids = [...world.incidents.keys()]
  if (ids.length === 0 || (step.pick % 29 === 0 && ids.length < most)) return detect(world, step)
  if (step.pick % 13 === 0) return tick(world)
  if (step.pick % 17 === 0) return stand(world, step)
  const id = ids[step.incident % ids.length] ?? ""
  const kept = world.incidents.get(id)
  if (kept === undefined) return
  const draw = drawOf(world, step)
  const legal = legalCommands[kept.state.status]
  // Mostly what the state takes, and what leads on, so that sequences get far; sometimes anything.
  const onward = legal.filter((command) => forward.has(command))
  const pool = step.b % 6 === 0 ? allTypes : step.b % 6 < 4 && onward.length > 0 ? onward : legal
  const type = pool[step.pick % pool.length] ?? "take"
  const command = commandFor(type, kept.state, draw)
  const other = ids[(step.incident + 1 + step.a) % ids.length] ?? id
  if (command.type === "merge") return together(world, id, { ...command, into: other }, (pair) => joinOf(id, pair, command))
  if (command.type === "unmerge") return together(world, id, command, (pair) => releaseOf(world, id, pair, command))
  if (command.type === "split")
    return together(world, id, { ...command, into: `inc_s${world.serial}` }, (pair) => openOf(world, id, pair, command))
  together(world, id, command, (pair) => jointOf(pair, id, command))
}

/** Newcomers get an answer that is published: seldom enough that chance alone hardly comes to it. */
function stand(world: World, step: Step): void {
  for (const [id, { state }] of world.incidents) {
    if (standingDraftOf(state) === null) continue
    const type = standingReplyOf(state) === null ? "approve-standing-reply" : "use-standing-reply"
    together(world, id, commandFor(type, state, drawOf(world, step)), () => [])
  }
}

/** Everything whose time has come, as `desk.tick` does it. */
export function tick(world: World): void {
  const by = { id: "desk", kind: "system" } as const
  for (const [id, kept] of world.incidents) {
    for (;;) {
      const [next] = wakeUps(kept.state)
      if (next === undefined || next.at > world.now) break
      const stamp = { at: world.now, by }
      const command: IncidentCommand =
        next.kind === "breach"
          ? { type: "miss-deadline", ...stamp, goal: next.goal }
          : next.kind === "escalation"
            ? { type: "escalate", ...stamp, goal: next.goal, level: next.level }
            : next.kind === "wait-end"
              ? { type: "end-wait", ...stamp, cause: "expired", resumptions: [] }
              : next.kind === "survey"
                ? { type: "send-survey", ...stamp, draftId: null }
                : next.kind === "standing-reply-end"
                  ? { type: "end-standing-reply", ...stamp, reason: "expired" }
                  : { type: "expire-window", ...stamp }
      const before = kept.log.length
      together(world, id, command, () => [])
      if (kept.log.length === before) throw new Error(`nothing came of ${next.kind} in ${kept.state.status}`)
    }
    const standing = standingReplyOf(kept.state)
    if (standing === null || standing.until <= world.now) continue
    const messageKeys = newcomersOf(kept.state, standing).slice(0, standingRoom(standing, world.now))
    if (messageKeys.length > 0) together(world, id, { type: "use-standing-reply", at: world.now, by, messageKeys }, () => [])
  }
}

type Pair = readonly [id: string, command: IncidentCommand]
/** The other commands of a step, seen from the states as they are then. */
type Others = (states: ReadonlyMap<string, Incident>) => readonly Pair[]

/** All of it, or nothing: as one commit. */
function together(world: World, id: string, command: IncidentCommand, others: Others): void {
  const moves: (Move & { readonly id: string })[] = []
  const states = new Map<string, Incident>([...world.incidents].map(([key, kept]) => [key, kept.state]))
  const waiting: Pair[] = [[id, command]]
  let isFirst = true
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [target, wanted] = next
    const before = states.get(target) ?? initialIncident
    let events
    try {
      events = decide(wanted, before)
    } catch (error) {
      if (!isDeskError(error)) throw error
      world.refused(wanted, before, error)
      return
    }
    const after = events.reduce<Incident>(evolve, before)
    if (after.status === "none") return
    states.set(target, after)
    moves.push({ id: target, command: wanted, before, after, events })
    if (isFirst) waiting.push(...others(states))
    isFirst = false
  }
  for (const move of moves) {
    const kept = world.incidents.get(move.id)
    if (kept === undefined) world.incidents.set(move.id, { state: move.after, log: [...move.events] })
    else {
      kept.state = move.after
      kept.log.push(...move.events)
    }
    world.watch(move)
  }
}

function drawOf(world: World, { actor, a, b }: Step): Draw {
  const by = actors[actor % actors.length] ?? { id: "nobody", kind: "person" }
  return { at: world.now, by, a, b, serial: world.serial }
}

function detect(world: World, step: Step): void {
  const { at, by, serial } = drawOf(world, step)
  const facts = {
    incidentId: `inc_${serial}`,
    messageKey: `vk:${serial}`,
    network: "vk",
    matches: [],
    intake: "network",
    proposal: proposal(step),
  } as const
  const publishedAt = addMinutes(at, -(step.a % 60))
  const clocks = step.b % 2 === 0 ? [planned("triage", "detected", at, 40)] : []
  together(world, facts.incidentId, { type: "detect", at, by, ...facts, publishedAt, clocks }, () => [])
}

function proposal({ a }: Step): Proposal | null {
  const territory = { territoryId: a % 2 === 0 ? null : "chita", basis: "unknown", confidence: 0, why: "nothing tells" } as const
  return a % 3 === 0 ? null : { topic: "heating", territory, authorityId: "heat" }
}

function joinOf(id: string, states: ReadonlyMap<string, Incident>, command: IncidentCommand): readonly Pair[] {
  const source = states.get(id)
  if (source?.status !== "merged") return []
  const { at, by } = command
  const messages = source.messages.filter((message) => message.role === "complaint" && message.waiver === null)
  return [[source.into, { type: "join-messages", at, by, from: id, messages }]]
}

function releaseOf(world: World, id: string, states: ReadonlyMap<string, Incident>, command: IncidentCommand): readonly Pair[] {
  const before = world.incidents.get(id)?.state
  if (before?.status !== "merged") return []
  const target = states.get(before.into)
  if (target === undefined || target.status === "none" || !target.messages.some((message) => message.joinedFrom.includes(id))) return []
  return [[before.into, { type: "release-messages", at: command.at, by: command.by, from: id }]]
}

function openOf(world: World, id: string, states: ReadonlyMap<string, Incident>, command: IncidentCommand): readonly Pair[] {
  const source = states.get(id)
  const into = `inc_s${world.serial}`
  if (source === undefined || source.status === "none" || command.type !== "split") return []
  const { at, by, messageKey } = command
  const { network, publishedAt, detectedAt, matches, intake } = source
  const earlier = { registeredAt: null, assignedAt: null }
  const facts = { messageKey, network, publishedAt, detectedAt, matches, intake, earlier }
  return [[into, { type: "open-split", at, by, incidentId: into, from: id, ...facts }]]
}

/** What becomes of a message is told to the merged incidents that it came with, and on along every chain. */
function jointOf(states: ReadonlyMap<string, Incident>, id: string, command: IncidentCommand): readonly Pair[] {
  if (command.type !== "record-publication" && command.type !== "waive-reply") return []
  const pairs: Pair[] = []
  const target = states.get(id)
  const waiting = target === undefined || target.status === "none" ? [] : [target]
  for (let holder = waiting.shift(); holder !== undefined; holder = waiting.shift()) {
    for (const from of holder.messages.find((message) => message.messageKey === command.messageKey)?.joinedFrom ?? []) {
      const source = states.get(from)
      if (source?.status !== "merged") continue
      const { at, by, messageKey } = command
      const replyKind = target !== undefined && target.status !== "none" ? (target.replies.at(-1)?.replyKind ?? "final") : "final"
      if (command.type === "waive-reply") pairs.push([from, { type: "waive-reply", at, by, messageKey, reason: command.reason }])
      else {
        const { draftId, replyKey, url, publishedAt } = command
        const reply = { draftId, replyKind, messageKey, replyKey, url, publishedAt }
        pairs.push([from, { type: "record-joint-reply", at, by, into: holder.incidentId, ...reply }])
      }
      waiting.push(source)
    }
  }
  return pairs
}
