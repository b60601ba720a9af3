import type { Actor } from "../../incident/index.ts"
import { configError, DeskError, isDeskError } from "../../base/index.ts"
import type { ExistingIncident, ReachTest } from "../../storage/index.ts"
import type { IncidentChange } from "../transact/change.ts"
import type { CheckedCommand } from "../commands/command.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"
import type { Reading, WholeTenant, Reader, AuthorisationVerdict, CheckedUnsealing, PossibleCommand } from "./authorisation.ts"

/**
 * Refuses a command that its actor may not give. Without an authorisation everybody may give every command.
 *
 * @throws DeskError `forbidden`
 */
export async function authorise(
  context: DeskContext,
  actor: Actor,
  command: CheckedCommand | CheckedUnsealing,
  incident: ExistingIncident | null,
): Promise<void> {
  const verdict = await mayGive(context, actor, command, incident)
  if (verdict.allowed) return
  const { reason } = verdict
  throw new DeskError("forbidden", `"${actor.id}" may not give "${command.type}" to this incident: ${reason}`, { reason })
}

/** Whether somebody may give a command, or could before its fields are filled in. */
export async function mayGive(
  context: DeskContext,
  actor: Actor,
  command: CheckedCommand | PossibleCommand | CheckedUnsealing,
  incident: ExistingIncident | null,
): Promise<AuthorisationVerdict> {
  return (await context.authorisation?.decide({ actor, command, incident })) ?? { allowed: true }
}

/** Whether somebody may do what reaches the whole tenant. */
export async function mayDoWhole(context: DeskContext, actor: Actor, whole: WholeTenant): Promise<AuthorisationVerdict> {
  return (await context.authorisation?.decide({ actor, whole, incident: null })) ?? { allowed: true }
}

/**
 * Loads an incident and refuses a command that its actor may not give to it. Of an incident that does not exist whoever
 * may not command all of them hears the same as of one out of reach.
 *
 * @throws DeskError `forbidden`; then `not-found`
 */
export async function loadAuthorised(
  context: DeskContext,
  actor: Actor,
  command: CheckedCommand | CheckedUnsealing,
  load: () => Promise<IncidentChange>,
): Promise<IncidentChange> {
  let change: IncidentChange
  try {
    change = await load()
  } catch (error) {
    if (isDeskError(error, "not-found")) await authorise(context, actor, command, null)
    throw error
  }
  await authorise(context, actor, command, change.incident)
  return change
}

/**
 * Refuses what reaches the whole tenant to somebody who may not.
 *
 * @throws DeskError `forbidden`
 */
export async function authoriseWhole(context: DeskContext, actor: Actor, whole: WholeTenant): Promise<void> {
  const verdict = await mayDoWhole(context, actor, whole)
  if (verdict.allowed) return
  const { reason } = verdict
  throw new DeskError("forbidden", `"${actor.id}" may not do this to the whole tenant: "${whole}": ${reason}`, { reason })
}

/**
 * Whether somebody may read something.
 *
 * @throws DeskError `config` when the desk has an authorisation and nobody is named
 */
export async function mayRead(
  context: DeskContext,
  reader: Reader,
  reading: Reading,
  incident: ExistingIncident | null,
): Promise<AuthorisationVerdict> {
  const actor = readerOf(context, reader, reading)
  return actor === undefined || context.authorisation === undefined
    ? { allowed: true }
    : context.authorisation.decide({ actor, reading, incident })
}

/**
 * Who reads; undefined only where the desk has no authorisation and nobody is named.
 *
 * @throws DeskError `config` when the desk has an authorisation and nobody is named, also where there is nothing to
 * read
 */
export function readerOf(context: DeskContext, reader: Reader, reading: Reading): Actor | undefined {
  const { actor } = readRequest("reader", reader)
  if (actor !== undefined || context.authorisation === undefined) return actor
  throw configError(`desk.${reading}`, [{ path: "actor", message: "`actor` is required because this desk has an `authorisation`" }])
}

/**
 * Refuses to show somebody what is not theirs to read.
 *
 * @throws DeskError `forbidden`; `config` as {@link mayRead}
 */
export async function authoriseReading(
  context: DeskContext,
  reader: Reader,
  reading: Reading,
  incident: ExistingIncident | null,
): Promise<void> {
  const verdict = await mayRead(context, reader, reading, incident)
  if (verdict.allowed) return
  const { reason } = verdict
  throw new DeskError("forbidden", `"${reader.actor?.id ?? ""}" may not read this by "${reading}": ${reason}`, { reason })
}

/**
 * What a reader reaches, as a storage takes it; undefined: everything.
 *
 * @throws DeskError `config` when the desk has an authorisation and nobody is named, and for grants that are wrong
 */
export async function reachFor(context: DeskContext, reader: Reader, reading: Reading): Promise<readonly ReachTest[] | undefined> {
  const actor = readerOf(context, reader, reading)
  if (actor === undefined || context.authorisation === undefined) return undefined
  const reach = await context.authorisation.reach({ actor, reading })
  if (reach === "everything") return undefined
  const limits = reach.map((limit): ReachTest => Object.fromEntries(Object.entries(limit).filter(([name]) => name !== "personalData")))
  return limits.some((limit) => Object.values(limit).every((list) => list === undefined)) ? undefined : limits
}

/**
 * What a reader reaches of figures; undefined: everything. Whoever reaches a part gets the figures of that part.
 *
 * @throws DeskError `forbidden` for whoever reaches nothing; `config` as {@link reachFor}
 */
export async function figuresReach(context: DeskContext, reader: Reader, reading: Reading): Promise<readonly ReachTest[] | undefined> {
  const reach = await reachFor(context, reader, reading)
  if (reach?.length === 0) await authoriseReading(context, reader, reading, null)
  return reach
}
