import * as z from "zod"
import { compare, DeskError, isDeskError, readOptions, sha256 } from "../../base/index.ts"
import type { EvidenceReview } from "../../evidence/index.ts"
import type { Actor, IncidentEvent } from "../../incident/index.ts"
import type { ReplyFinding } from "../../reply/index.ts"
import { lostRace, type Claim, type ExistingIncident, type UnitOfWork, claimHolders } from "../../storage/index.ts"
import { authorise, loadAuthorised } from "../access/authorise.ts"
import { applyTo, changed, changeOf, loadChange, type Changes, type IncidentChange } from "../transact/change.ts"
import { deskCommandSchema, type CheckedCommand, type DeskCommand } from "./command.ts"
import { actorSchema } from "../options/request.ts"
import type { DeskContext } from "../context.ts"
import { inPersonsWords, refusalOf } from "./legal-commands.ts"
import { checkNames } from "./names.ts"
import { prepare } from "./prepare/prepare.ts"
import type { RuledOwner } from "./prepare/prepared.ts"
import { traced } from "../transact/traced.ts"
import { joined, transact, type Decision } from "../transact/transact.ts"

const executeOptionsSchema = z.strictObject({
  actor: actorSchema,
  expectedVersion: z.int().min(0).optional(),
  idempotencyKey: z.string().min(1).max(500).optional(),
})

/** Who commands, and under which conditions. */
export interface ExecuteOptions {
  /** The person; is part of every event. */
  readonly actor: Actor
  /** Fails with `conflict` when the incident has another version by now. */
  readonly expectedVersion?: number
  /**
   * The same key twice does the work once, also when both come at the same moment: the second call gives the present
   * state and no events. 1 to 500 characters; one key belongs to one command on one incident.
   */
  readonly idempotencyKey?: string
}

/** What a command came to. */
export interface Executed {
  /** The incident after the command. */
  readonly incident: ExistingIncident
  /** How many events its log has: the version to expect in the next command. */
  readonly version: number
  /** Empty when the command changed nothing. */
  readonly events: readonly IncidentEvent[]
  /** The idempotency key had done its work before: this is the present state, and nothing was changed. */
  readonly known?: true
  /**
   * Of `attach-evidence`: the doubts for a person, each with its reason. Absent for other commands, and for an echo.
   */
  readonly review?: EvidenceReview
  /**
   * Of `reclassify`, where the owner stays although the rules name another for the corrected facts: whom they name.
   * `transfer` moves it.
   */
  readonly routing?: RuledOwner
  /**
   * Of `submit-draft` and `approve-draft`: what the host's lint found, overridden errors included. Absent for other
   * commands, and for an echo.
   */
  readonly findings?: readonly ReplyFinding[]
}

/** What the desk itself stores in the commit of a command; asked again with each try. */
export type ExtraWrites = (unit: UnitOfWork) => Pick<UnitOfWork, "cursors">

/** A command as it is decided on. */
export interface Asked {
  readonly actor: Actor
  readonly expectedVersion: number | undefined
  readonly claim: Claim | null
  readonly extraWrites: ExtraWrites | undefined
}

/** Does what a person asks: loads, decides, and stores events, view, draft and outgoing replies in one commit. */
export async function execute(
  context: DeskContext,
  input: DeskCommand,
  given: ExecuteOptions,
  extraWrites?: ExtraWrites,
): Promise<Executed> {
  const command = readOptions(deskCommandSchema, input, "command")
  const { actor, expectedVersion, idempotencyKey } = readOptions(executeOptionsSchema, given, "execute options")
  const claim = idempotencyKey === undefined ? null : commandClaim(idempotencyKey, command)
  await context.authorKeys.check()
  const place = { work: "command", id: command.incidentId, connectorId: null } as const
  return traced(context, place, () => doOnce(context, command, { actor, expectedVersion, claim, extraWrites }))
}

async function doOnce(context: DeskContext, command: CheckedCommand, asked: Asked): Promise<Executed> {
  const { actor, claim } = asked
  try {
    const { result } = await transact(context, async (changes): Promise<Decision<Executed>> => {
      const done = await findDone(context, claim)
      if (done === null) return decideOn(context, command, changes, asked)
      await authorise(context, actor, command, done.incident)
      return { result: done, stamp: { at: context.clock.now(), by: actor, incidentId: command.incidentId } }
    })
    return result
  } catch (error) {
    // The same key may have done its work meanwhile; then whatever went wrong here is its echo.
    const echo = !isDeskError(error) || error.code === "forbidden" ? null : await findDone(context, claim)
    if (echo !== null) return echo
    throw error
  }
}

/**
 * What the key of a command claims: its incident, and a sum over the command, so that the key of another one is
 * distinguished from an echo.
 */
export function commandClaim(idempotencyKey: string, command: CheckedCommand): Claim {
  const sum = sha256(JSON.stringify(Object.entries(command).toSorted(([one], [other]) => compare(one, other))))
  return { key: `command:${idempotencyKey}`, incidentId: `${command.incidentId} ${sum.slice(0, 32)}` }
}

/** The present state, when the key did its work already; null when it did not, or when there is none. */
export async function findDone(context: DeskContext, claim: Claim | null): Promise<Executed | null> {
  if (claim === null) return null
  const taken = (await claimHolders(context.storage, [claim.key])).get(claim.key)
  if (taken === undefined) return null
  const [incidentId = ""] = claim.incidentId.split(" ")
  if (taken !== claim.incidentId) {
    const other = taken.startsWith(`${incidentId} `) ? "for another command" : "on another incident"
    const message = `idempotencyKey: the key did its work ${other}; every command takes a key of its own`
    throw new DeskError("duplicate", message, { keys: [claim.key] })
  }
  const { incident, expectedVersion: version } = await loadChange(context, incidentId)
  return { incident, version, events: [], known: true }
}

/**
 * Loads, asks the authorisation and decides, on what other commands of the same commit have changed already.
 *
 * @throws DeskError as `desk.execute`
 */
export async function decideOn(context: DeskContext, command: CheckedCommand, changes: Changes, asked: Asked): Promise<Decision<Executed>> {
  try {
    return await decided(context, command, changes, asked)
  } catch (error) {
    throw isDeskError(error, "illegal-transition") ? inPersonsWords(command.type, error) : error
  }
}

async function decided(
  context: DeskContext,
  command: CheckedCommand,
  changes: Changes,
  { actor, expectedVersion, claim, extraWrites }: Asked,
): Promise<Decision<Executed>> {
  const { incidentId } = command
  const authorised = (id: string) => loadAuthorised(context, actor, command, () => changeOf(context, changes, id))
  const change = await authorised(incidentId)
  const other = otherOf(command, change)
  if (other !== null) await authorised(other)
  const { expectedVersion: version } = change
  if (expectedVersion !== undefined && expectedVersion !== version) {
    throw lostRace("incident", incidentId, `version ${expectedVersion} was expected, ${version} is stored`)
  }
  const now = context.clock.now()
  // Where a clock was set back, what happens now still comes after what has happened.
  const stamp = { at: now < change.latest ? change.latest : now, by: actor, incidentId }
  checkNames(context, command)
  // Before anything is looked up or fetched for it. A reply that comes too late is recorded in other states too.
  const refusal = command.type === "record-publication" ? null : refusalOf(context, command.type, change.incident, stamp)
  if (refusal !== null && refusal.code !== "missing-fact") throw refusal
  const { steps, unit, after, ...found } = await prepare(context, command, changes, change, { at: stamp.at, by: actor })
  for (const step of steps) applyTo(change, step(change.incident))
  const more = (await after?.(change)) ?? {}
  const { incident, events } = change
  const result = { incident, version: version + events.length, events }
  const isEmpty = changed(changes).length === 0 && claim === null && more.journal === undefined
  if (isEmpty) return { result, stamp }
  return {
    result: { ...result, ...found },
    unit: joined(unit, more, claim === null ? {} : { claims: [claim] }),
    stamp,
    ...(extraWrites === undefined ? {} : { note: extraWrites }),
  }
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
