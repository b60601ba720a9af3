import * as z from "zod"
import type { ActorOptions, SignalOptions } from "../access/authorisation.ts"
import { compare, configError, DeskError, isDeskError, readOptions, sha256, type AnyDeskError } from "../../base/index.ts"
import type { Actor } from "../../incident/index.ts"
import { claimHolders, pageLimit, type UnitOfWork } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { actorSchema, signalSchema } from "../options/request.ts"
import type { CaseConditions } from "../queries/case-conditions.ts"
import { find } from "../queries/find.ts"
import type { Changes } from "../transact/change.ts"
import { traced } from "../transact/traced.ts"
import { commit, joined, transact } from "../transact/transact.ts"
import { deskCommandSchema, type CheckedCommand, type DeskCommand } from "./command.ts"
import { commandClaim, decideOn, execute, findDone } from "./execute.ts"

type WithoutIncident<Command> = Command extends DeskCommand
  ? { readonly [Field in keyof Command as Exclude<Field, "incidentId">]: Frozen<Command[Field]> }
  : never
/** Lists may be constants. */
type Frozen<Value> = Value extends readonly (infer Item)[] ? readonly Item[] : Value

/** A command for many incidents: as `desk.execute` takes it, without `incidentId`. */
export type ManyCommand = WithoutIncident<DeskCommand>

/** Which incidents a command is for. */
export type ManyRequest =
  | {
      /** What each of them is to do. */
      readonly command: ManyCommand
      /** Each once; 1 to 10 000. */
      readonly incidentIds: readonly string[]
    }
  | {
      /** What each of them is to do. */
      readonly command: ManyCommand
      /** As `desk.find` takes it: whom the actor may read are found, and written down before the first is changed. */
      readonly where: CaseConditions
      /** How many were seen, as `previewMany` counts them: another number ends with `conflict`, and nothing is done. */
      readonly expectedCount: number
    }

/** As a preview is asked for: of a `where` it says how many there are. */
export type ManyPreviewRequest =
  | Extract<ManyRequest, { readonly incidentIds: unknown }>
  | Omit<Extract<ManyRequest, { readonly where: unknown }>, "expectedCount">

/** How far a run came. */
export interface ManyProgress {
  /** Of how many. */
  readonly count: number
  /** Incidents on which the command did its work. */
  readonly done: number
  /** Incidents on which it had done its work before. */
  readonly already: number
  /** Incidents that refused it. */
  readonly refused: number
}

/** Who asks for it, and how it is done. */
export interface ManyOptions {
  /** Who does it. */
  readonly actor: Actor
  /**
   * A run that was interrupted is asked for again under the same key and does the rest, each incident once. 1 to 400
   * characters.
   */
  readonly idempotencyKey: string
  /** `each`: a commit an incident, 10 000 at most; `all`: all of 100 at most in one commit, or nothing. */
  readonly mode: "each" | "all"
  /** Called after every incident. What it throws ends the run. */
  readonly onProgress?: (progress: ManyProgress) => void
  /** Ends the run between two incidents. */
  readonly signal?: AbortSignal
}

/** An incident that a command was refused for. */
export interface ManyRefusal {
  /** The incident that refused. */
  readonly incidentId: string
  /** For people; null where the actor may not know it. */
  readonly number: number | null
  /** What `desk.execute` would throw. */
  readonly error: AnyDeskError
}

/** What a command for many came to; of a preview: what it would come to. */
export interface ManyResult {
  /** How many incidents were asked about. */
  readonly count: number
  /** How many were changed. */
  readonly done: number
  /** How many needed no change: it was so already, or an earlier run of this key did it. */
  readonly already: number
  /** Of `all` with one refusal nothing is done. */
  readonly refused: readonly ManyRefusal[]
  /** The signal ended it before the last incident. */
  readonly stopped: boolean
}

const most = { each: 10_000, all: 100 } as const
/** The incident's id while a command for many is checked. */
const anyIncident = "of many"

const text = z.string().min(1).max(99)
const callable = z.custom<ManyOptions["onProgress"]>((value) => typeof value === "function", "a function was expected")
const incidentIds = z
  .array(text)
  .min(1)
  .max(most.each)
  .refine((ids) => new Set(ids).size === ids.length, "duplicate id")
const fields = z.record(z.string(), z.unknown())
const requestSchema = z.union(
  [
    z.strictObject({ command: fields, incidentIds }),
    z.strictObject({ command: fields, where: fields, expectedCount: z.int().min(0).max(most.each) }),
  ],
  "{ command, incidentIds } or { command, where, expectedCount } was expected",
)
const previewSchema = z.union(
  [z.strictObject({ command: fields, incidentIds }), z.strictObject({ command: fields, where: fields })],
  "{ command, incidentIds } or { command, where } was expected",
)
const previewOptionsSchema = z.strictObject({ actor: actorSchema, signal: signalSchema.optional() })
const optionsSchema = previewOptionsSchema.extend({
  idempotencyKey: z.string().min(1).max(400),
  mode: z.enum(["each", "all"]),
  onProgress: callable.optional(),
})

/** Does one command on many incidents. */
export async function executeMany(context: DeskContext, input: ManyRequest, given: ManyOptions): Promise<ManyResult> {
  const request = readOptions(requestSchema, input, "executeMany")
  const options = readOptions(optionsSchema, given, "executeMany options")
  const commandOf = readCommand(request.command)
  await context.authorKeys.check()
  const ids =
    "incidentIds" in request
      ? request.incidentIds
      : await frozenIds(context, request.command, request.where, request.expectedCount, options)
  if (ids.length > most[options.mode]) throw tooMany(options.mode, ids.length)
  const tally = createTally(context, ids.length, options.onProgress)
  return options.mode === "all" ? inOneCommit(context, ids, commandOf, options, tally) : oneByOne(context, ids, commandOf, options, tally)
}

/** Says what one command would come to on many incidents, and does nothing. */
export async function previewMany(
  context: DeskContext,
  input: ManyPreviewRequest,
  given: ActorOptions & SignalOptions,
): Promise<ManyResult> {
  const request = readOptions(previewSchema, input, "previewMany")
  const { actor, signal } = readOptions(previewOptionsSchema, given, "previewMany options")
  const commandOf = readCommand(request.command)
  const ids = "incidentIds" in request ? request.incidentIds : await idsOf(context, request.where, actor)
  const tally = createTally(context, ids.length, undefined)
  for (const incidentId of ids) {
    if (signal?.aborted === true) return tally.result(true)
    await tally.take(incidentId, async () => {
      const asked = { actor, expectedVersion: undefined, claim: null, extraWrites: undefined }
      const { result } = await decideOn(context, commandOf(incidentId), new Map(), asked)
      return result.events.length > 0
    })
  }
  return tally.result(false)
}

type CommandOf = (incidentId: string) => CheckedCommand
type Options = z.output<typeof optionsSchema>

function readCommand(given: Readonly<Record<string, unknown>>): CommandOf {
  if ("incidentId" in given)
    throw configError("executeMany", [{ path: "command.incidentId", message: "a command for many names no incident" }])
  const checked = readOptions(deskCommandSchema, { ...given, incidentId: anyIncident }, "executeMany command")
  return (incidentId) => ({ ...checked, incidentId })
}

async function oneByOne(
  context: DeskContext,
  ids: readonly string[],
  commandOf: CommandOf,
  { actor, idempotencyKey, signal }: Options,
  tally: Tally,
): Promise<ManyResult> {
  for (let from = 0; from < ids.length; from += pageLimit) {
    const part = ids.slice(from, from + pageLimit)
    const claims = new Map(part.map((id) => [id, commandClaim(`${idempotencyKey}:${id}`, commandOf(id))]))
    const earlier = await claimHolders(
      context.storage,
      [...claims.values()].map(({ key }) => key),
    )
    for (const [incidentId, claim] of claims) {
      if (signal?.aborted === true) return tally.result(true)
      await tally.take(incidentId, async () => {
        if (earlier.get(claim.key) === claim.incidentId) return false
        const { events } = await execute(context, commandOf(incidentId), { actor, idempotencyKey: `${idempotencyKey}:${incidentId}` })
        return events.length > 0
      })
    }
  }
  return tally.result(false)
}

async function inOneCommit(
  context: DeskContext,
  ids: readonly string[],
  commandOf: CommandOf,
  { actor, idempotencyKey, signal }: Options,
  tally: Tally,
): Promise<ManyResult> {
  const place = { work: "command", id: null, connectorId: null } as const
  const { result } = await traced(context, place, () =>
    transact(context, async (changes: Changes) => {
      const units: UnitOfWork[] = []
      tally.begin()
      for (const incidentId of ids) {
        if (signal?.aborted === true) return { ...nothing, result: tally.result(true, true) }
        await tally.take(incidentId, async () => {
          const command = commandOf(incidentId)
          const claim = commandClaim(`${idempotencyKey}:${incidentId}`, command)
          if ((await findDone(context, claim)) !== null) return false
          const before = changes.get(incidentId)?.events.length ?? 0
          const decided = await decideOn(context, command, changes, {
            actor,
            expectedVersion: undefined,
            claim,
            extraWrites: undefined,
          })
          if (decided.unit !== undefined) units.push(decided.unit)
          return decided.result.events.length > before
        })
      }
      const whole = tally.result(false)
      if (whole.refused.length > 0) {
        changes.clear()
        return { ...nothing, result: { ...whole, done: 0 } }
      }
      return { result: whole, unit: joined(...units), stamp: { at: context.clock.now(), by: actor, incidentId: null } }
    }),
  )
  return result
}

const nothing = { stamp: { at: "", by: { id: "", kind: "system" }, incidentId: null } } as const

/** Counts the results of a run. */
interface Tally {
  /** Begins to count anew. */
  begin(): void
  /**
   * Does what is to be done on one incident, and counts it. What is wrong with this incident is a refusal; what is
   * wrong with the database or a network ends the run.
   *
   * @param act - whether anything changed
   */
  take(incidentId: string, act: () => Promise<boolean>): Promise<void>
  result(stopped: boolean, isUndone?: boolean): ManyResult
}

function createTally(context: DeskContext, count: number, onProgress: ManyOptions["onProgress"]): Tally {
  const counts = { done: 0, already: 0 }
  let refused: ManyRefusal[] = []
  return {
    begin() {
      Object.assign(counts, { done: 0, already: 0 })
      refused = []
    },
    async take(incidentId, act) {
      try {
        counts[(await act()) ? "done" : "already"] += 1
      } catch (error) {
        if (!isRefusal(error)) throw error
        const isSecret = error.code === "forbidden" || error.code === "not-found"
        const number = isSecret ? null : ((await context.storage.get(incidentId))?.number ?? null)
        refused.push({ incidentId, number, error })
      }
      onProgress?.({ count, ...counts, refused: refused.length })
    },
    result: (stopped, isUndone = false) => ({ count, ...counts, ...(isUndone ? { done: 0 } : {}), refused, stopped }),
  }
}

/** What other calls may do better: it is no fault of the incident. */
const passing: readonly AnyDeskError["code"][] = ["network", "rate-limited", "ambiguous", "auth", "protocol"]

function isRefusal(error: unknown): error is AnyDeskError {
  if (!isDeskError(error)) return false
  return !passing.includes(error.code) && !(error.code === "conflict" && error.details.what === "storage")
}

function tooMany(mode: ManyOptions["mode"], count: number): DeskError<"config"> {
  return configError("executeMany", [{ path: "incidentIds", message: `${most[mode]} at most by "${mode}": there are ${count}` }])
}

async function idsOf(context: DeskContext, given: Readonly<Record<string, unknown>>, actor: Actor): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await find(context, given, { actor, limit: pageLimit, ...(after === undefined ? {} : { after }) })
    ids.push(...page.incidents.map(({ incident }) => incident.incidentId))
    if (ids.length > most.each) throw tooMany("each", ids.length)
    after = page.next
  }
  return ids
}

/**
 * The incidents of a condition as they were when the run began: written down as claims of its key, since what is done
 * may hold for the condition no more.
 */
async function frozenIds(
  context: DeskContext,
  given: object,
  conditions: Readonly<Record<string, unknown>>,
  expectedCount: number,
  { actor, idempotencyKey }: Pick<Options, "actor" | "idempotencyKey">,
): Promise<readonly string[]> {
  const key = `many:${idempotencyKey}`
  const sum = sha256(JSON.stringify([sorted(given), sorted(conditions)])).slice(0, 32)
  for (let isSecond = false; ; isSecond = true) {
    const noted = await readFrozen(context, key, sum)
    if (noted !== null) return noted
    const ids = await idsOf(context, conditions, actor)
    if (ids.length !== expectedCount) {
      const message = `where holds for ${ids.length} incidents now, ${expectedCount} were expected: look again`
      throw new DeskError("conflict", message, { what: "selection", id: String(ids.length) })
    }
    if (ids.length === 0) return ids
    try {
      const claims = ids.map((incidentId, index) => ({ key: `${key}:${index}`, incidentId }))
      await commit(context, { claims: [{ key, incidentId: `${ids.length} ${sum}` }, ...claims] })
      return ids
    } catch (error) {
      // The same run was begun at the same moment: its list counts.
      if (isSecond || !isDeskError(error, "duplicate")) throw error
    }
  }
}

async function readFrozen({ storage }: DeskContext, key: string, sum: string): Promise<readonly string[] | null> {
  const noted = (await claimHolders(storage, [key])).get(key)
  if (noted === undefined) return null
  const [count = "0", of] = noted.split(" ")
  if (of !== sum) {
    throw new DeskError("duplicate", "idempotencyKey: the key is of another run; every run takes a key of its own", { keys: [key] })
  }
  const keys = Array.from({ length: Number(count) }, (_, index) => `${key}:${index}`)
  const ids: string[] = []
  for (let from = 0; from < keys.length; from += pageLimit) {
    const part = keys.slice(from, from + pageLimit)
    const found = await claimHolders(storage, part)
    ids.push(...part.flatMap((one) => found.get(one) ?? []))
  }
  return ids
}

function sorted(given: object): readonly (readonly [string, unknown])[] {
  return Object.entries(given).toSorted(([one], [other]) => compare(one, other))
}
