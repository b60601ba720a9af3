import { z } from "zod"
import { compare, DeskError, isDeskError, readOptions, sha256 } from "../base/index.ts"
import type { EvidenceReview } from "../evidence/index.ts"
import type { Actor, IncidentEvent } from "../incident/index.ts"
import type { ReplyFinding } from "../reply/index.ts"
import type { Claim, ExistingIncident, UnitOfWork } from "../storage/index.ts"
import { authorise, loadAuthorised } from "./authorisation.ts"
import { appendOf, applyTo, changeOf, happened, type Changes, type IncidentChange } from "./change.ts"
import { commandTypes, deskCommandSchema, type CheckedCommand, type DeskCommand } from "./command.ts"
import { actorSchema } from "./request.ts"
import { commit } from "./commit.ts"
import type { DeskContext } from "./context.ts"
import { leavingsOf } from "./erased-things.ts"
import { loadIncident } from "./load.ts"
import { prepare } from "./prepare.ts"
import type { RuledOwner } from "./reclassify.ts"
import { timed } from "./timed.ts"

const executeOptionsSchema = z.strictObject({
  actor: actorSchema,
  expectedVersion: z.int().min(0).optional(),
  idempotencyKey: z.string().min(1).max(500).optional(),
})

/** Who commands, and under which conditions. */
export interface ExecuteOptions {
  /** The person; stands in every event. */
  readonly actor: Actor
  /** Fails with `conflict` when the incident has another version by now. */
  readonly expectedVersion?: number
  /**
   * The same key twice does the work once, also when both come at the same moment: the second call gives the present state and no events.
   * 1 to 500 characters; one key belongs to one command on one incident.
   */
  readonly idempotencyKey?: string
}

/** What a command came to. */
export interface Executed {
  readonly incident: ExistingIncident
  readonly version: number
  /** Empty when the command changed nothing. */
  readonly events: readonly IncidentEvent[]
  /** Of `attach-evidence`: the doubts for a person, each with its reason. Absent for other commands, and for an echo. */
  readonly review?: EvidenceReview
  /** Of `reclassify`, where the owner stays although the rules name another for the corrected facts: whom they name. `transfer` moves it. */
  readonly routing?: RuledOwner
  /** Of `submit-draft` and `approve-draft`: what the host's lint found, overridden errors included. Absent for other commands, and for an echo. */
  readonly findings?: readonly ReplyFinding[]
}

/** What the desk itself stores in the commit of a command; asked again with each try. */
export type Beside = (unit: UnitOfWork) => Pick<UnitOfWork, "cursors">

interface Asked {
  readonly actor: Actor
  readonly expectedVersion: number | undefined
  readonly claim: Claim | null
  readonly beside: Beside | undefined
}

const conflictTries = 5

/** Does what a person asks: loads, decides, and stores events, view, draft and outgoing replies in one commit. */
export async function execute(context: DeskContext, input: DeskCommand, given: ExecuteOptions, beside?: Beside): Promise<Executed> {
  const command = readOptions(deskCommandSchema, input, "command")
  const { actor, expectedVersion, idempotencyKey } = readOptions(executeOptionsSchema, given, "execute options")
  const claim = idempotencyKey === undefined ? null : commandClaim(idempotencyKey, command)
  await context.authorKeys.check()
  const place = { work: "command", id: command.incidentId, connectorId: null } as const
  return timed(context, place, () => doIt(context, command, { actor, expectedVersion, claim, beside }))
}

async function doIt(context: DeskContext, command: CheckedCommand, asked: Asked): Promise<Executed> {
  const { actor, expectedVersion, claim } = asked
  for (let attempt = 1; ; attempt += 1) {
    const done = await findDone(context, claim)
    if (done !== null) {
      await authorise(context, actor, command, done.incident)
      return done
    }
    const changes: Changes = new Map()
    try {
      return await tryOnce(context, command, changes, asked)
    } catch (thrown) {
      const error = isDeskError(thrown, "illegal-transition") ? namingCommands(thrown) : thrown
      if (!isDeskError(error)) throw error
      // The same key may have done its work between the look and now; then whatever went wrong here is its echo.
      const echo = isDeskError(error, "forbidden") ? null : await findDone(context, claim)
      if (echo !== null) return echo
      // Somebody else wrote between load and commit: decide again on what stands now.
      const isRace = isDeskError(error, "conflict") && /^(incident|message|claim)$/.test(error.details.what)
      const again = isRace && (expectedVersion === undefined || error.details.id !== command.incidentId)
      if (!again || attempt >= conflictTries) throw error
    }
  }
}

/** What the key of a command claims: its incident, and a sum over the command, so that the key of another one is told from an echo. */
function commandClaim(idempotencyKey: string, command: CheckedCommand): Claim {
  const sum = sha256(JSON.stringify(Object.entries(command).toSorted(([one], [other]) => compare(one, other))))
  return { key: `command:${idempotencyKey}`, incidentId: `${command.incidentId} ${sum.slice(0, 32)}` }
}

/** Names only commands that a person can give where one does not fit: the others are the desk's own. */
function namingCommands({ message, details }: DeskError<"illegal-transition">): DeskError<"illegal-transition"> {
  const legal = details.legal.filter((name) => commandTypes.includes(name))
  const named = message.replace(`legal: ${details.legal.join(", ")}`, `legal: ${legal.join(", ")}`)
  return new DeskError("illegal-transition", named, { ...details, legal })
}

/** What stands now, when the key did its work already; null when it did not, or when there is none. */
async function findDone(context: DeskContext, claim: Claim | null): Promise<Executed | null> {
  if (claim === null) return null
  const taken = (await context.storage.findClaims([claim.key])).get(claim.key)
  if (taken === undefined) return null
  const [incidentId = ""] = claim.incidentId.split(" ")
  if (taken !== claim.incidentId) {
    const other = taken.startsWith(`${incidentId} `) ? "for another command" : "on another incident"
    const message = `idempotencyKey: the key did its work ${other}; every command takes a key of its own`
    throw new DeskError("duplicate", message, { keys: [claim.key] })
  }
  const { state, version } = await loadIncident(context, incidentId)
  return { incident: state, version, events: [] }
}

async function tryOnce(
  context: DeskContext,
  command: CheckedCommand,
  changes: Changes,
  { actor, expectedVersion, claim, beside }: Asked,
): Promise<Executed> {
  const { incidentId } = command
  const authorised = (id: string) =>
    loadAuthorised(
      context,
      actor,
      command,
      () => changeOf(context, changes, id),
      ({ incident }) => incident,
    )
  const change = await authorised(incidentId)
  const other = otherOf(command, change)
  if (other !== null) await authorised(other)
  const { expectedVersion: version } = change
  if (expectedVersion !== undefined && expectedVersion !== version) {
    throw new DeskError("conflict", `version ${expectedVersion} was expected, ${version} is stored`, { what: "incident", id: incidentId })
  }
  const now = context.clock.now()
  // Where a clock was set back, what happens now still comes after what has happened.
  const stamp = { at: now < change.since ? change.since : now, by: actor }
  const prepared = await prepare(context, command, changes, change, stamp)
  for (const step of prepared.steps) applyTo(change, step(change.incident))
  const more = await prepared.after?.(change)
  const { incident, events } = change
  const changed = happened(changes)
  if (changed.length === 0 && claim === null && more?.journal === undefined) return { incident, version, events }
  const left = await leavingsOf(context, changed, [...(prepared.unit.outbox ?? []), ...(more?.outbox ?? [])], { ...stamp, incidentId })
  const unit: UnitOfWork = {
    ...prepared.unit,
    ...more,
    drafts: [prepared.unit, more, left].flatMap((part) => part?.drafts ?? []),
    outbox: [prepared.unit, more, left].flatMap((part) => part?.outbox ?? []),
    evidence: [prepared.unit, more, left].flatMap((part) => part?.evidence ?? []),
    journal: [more, left].flatMap((part) => part?.journal ?? []),
    appends: changed.map(appendOf),
    claims: [...[prepared.unit, more].flatMap((part) => part?.claims ?? []), ...(claim === null ? [] : [claim])],
  }
  await commit(context, { ...unit, ...beside?.(unit) })
  for (const { incident: state, events: news } of changed) context.newsroom.tellIncident(state, news)
  const { review, routing, findings } = prepared
  const told = {
    ...(review === undefined ? {} : { review }),
    ...(routing === undefined ? {} : { routing }),
    ...(findings === undefined ? {} : { findings }),
  }
  return { incident, version: version + events.length, events, ...told }
}

/** The other incident that a command is about, or writes into. */
function otherOf(command: CheckedCommand, { incident }: IncidentChange): string | null {
  switch (command.type) {
    case "merge":
    case "join":
      return command.into
    case "unmerge":
      return incident.status === "merged" ? incident.into : null
    case "link-repeat":
      return command.repeatOf
    default:
      return null
  }
}
