import { type Instant, isDeskError } from "../../base/index.ts"
import type { SkippedItem } from "../../connector/index.ts"
import { checkUnit, type Storage, type UnitOfWork } from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import { appendOf, changed, markImported, type Changes } from "../transact/change.ts"
import type { DeskContext } from "../context.ts"
import { collectErasable } from "../privacy/erasure-set.ts"
import { erasureUnit } from "../privacy/erasure.ts"
import { takeIn, type IncomingBatch, type Intake } from "./intake.ts"
import { joined, transact, type Transacted } from "../transact/transact.ts"

/** What was stored of a batch. */
export interface StoredIntake {
  readonly intake: Intake
  /** The items of the batch that could not be taken in. */
  readonly refused: readonly SkippedItem[]
  readonly at: Instant
}

/**
 * Takes a batch in and stores the result, in one commit: also what goes because the network says that it is gone.
 *
 * @param arrivals - the batch
 * @param now - the moment at which it counts as taken in; asked for each try
 * @param rest - what is to be stored in the same commit
 * @throws whatever the storage throws; then nothing of it was stored
 */
export async function storeIntake(
  context: DeskContext,
  arrivals: IncomingBatch,
  now: () => Instant,
  rest: (stored: StoredIntake) => UnitOfWork = () => ({}),
): Promise<Transacted<StoredIntake>> {
  return transact(context, async (changes) => {
    const at = now()
    const { intake, refused } = await takeInSound(context, changes, arrivals, at)
    if (context.intake === "import") for (const change of changes.values()) markImported(change)
    const result = { intake, refused, at }
    const unit = joined(intake.unit, await erasuresOf(context, changes, intake, at), rest(result))
    return { result, ...(Object.keys(unit).length === 0 ? {} : { unit }), stamp: { at, by: deskActor, incidentId: null } }
  })
}

/** What goes with the messages of a batch that are gone from the network. */
async function erasuresOf(context: DeskContext, changes: Changes, { unit, erased }: Intake, at: Instant): Promise<UnitOfWork> {
  if (erased.length === 0) return {}
  const holders = changed(changes).filter(({ incident }) => incident.messageKeys.some((key) => erased.includes(key)))
  const things = await collectErasable(context, erased, holders)
  // What this commit itself stores has no text; the tombstone keeps a later delivery from bringing one.
  const own = unit.messages.filter((message) => erased.includes(message.key))
  const messages = [...things.messages.filter(({ key }) => own.every((message) => message.key !== key)), ...own]
  const reason = { cause: "deletion", policyId: null, incidentId: null, at, by: deskActor } as const
  const { releases = [], ...goes } = await erasureUnit(context, reason, { ...things, messages })
  const moved = new Set([...unit.releases, ...unit.claims].map(({ key }) => key))
  return { ...goes, releases: releases.filter(({ key }) => !moved.has(key)) }
}

const isFunction = (value: unknown): value is (...given: unknown[]) => unknown => typeof value === "function"

/** A storage that notes what it throws, for whoever has to know whether a message or the storage was wrong. */
function noting(storage: Storage, failures: Set<unknown>): Storage {
  const guarded = Object.entries(storage).map(([name, member]: [string, unknown]): [string, unknown] => {
    if (!isFunction(member)) return [name, member]
    const call = async (...given: unknown[]): Promise<unknown> => {
      try {
        return await Reflect.apply(member, storage, given)
      } catch (error) {
        failures.add(error)
        throw error
      }
    }
    return [name, call]
  })
  return { ...storage, ...Object.fromEntries(guarded) }
}

/**
 * {@link takeIn}, but one message that cannot be taken in (of a moment that no clock can reckon with, of a key that no
 * storage holds) does not keep out the others of its batch: it is left out, and reported as a skipped item.
 *
 * @throws whatever is wrong with no message: a storage that fails, a race
 */
async function takeInSound(
  desk: DeskContext,
  changes: Changes,
  arrivals: IncomingBatch,
  at: Instant,
): Promise<Pick<StoredIntake, "intake" | "refused">> {
  const failures = new Set<unknown>()
  const context = { ...desk, storage: noting(desk.storage, failures) }
  // Of what a storage throws only an error with a code of ours says something of a message, as of a record that cannot
  // be read.
  const passes = (error: unknown): boolean => (isDeskError(error) ? error.retryable || error.code === "duplicate" : failures.has(error))
  try {
    return { intake: await tryIntake(context, changes, arrivals, at), refused: [] }
  } catch (error) {
    if (passes(error)) throw error
  }
  const sound: IncomingBatch["messages"][number][] = []
  const refused: SkippedItem[] = []
  for (const message of arrivals.messages) {
    try {
      await tryIntake(context, new Map(), { ...arrivals, messages: [message], notices: [] }, at)
      sound.push(message)
    } catch (error) {
      if (passes(error)) throw error
      const why = isDeskError(error) ? `${error.code}: ${error.message}` : error instanceof Error ? error.name : "an error"
      refused.push({ code: "refused", message: `the desk could not take it in (${why})`, path: "" })
    }
  }
  changes.clear()
  return { intake: await tryIntake(context, changes, { ...arrivals, messages: sound }, at), refused }
}

async function tryIntake(context: DeskContext, changes: Changes, arrivals: IncomingBatch, at: Instant): Promise<Intake> {
  const intake = await takeIn(context, changes, arrivals, at)
  checkUnit({ ...intake.unit, appends: changed(changes).map((change) => appendOf(change, context.reportCalendar)) })
  return intake
}
