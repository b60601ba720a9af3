import type { Instant } from "../base/index.ts"
import { isDeskError } from "../base/index.ts"
import type { SkippedItem } from "../connector/index.ts"
import { checkUnit, type UnitOfWork } from "../storage/index.ts"
import { deskActor } from "./candidate.ts"
import { commit } from "./commit.ts"
import type { DeskContext } from "./context.ts"
import { thingsOf } from "./erased-things.ts"
import { erasureUnit } from "./erasure.ts"
import { takeIn, type Arrivals, type Intake } from "./intake.ts"

/**
 * Stores what a batch came to, in one commit: also what goes because the network says that it is gone.
 *
 * @param rest - what is to be stored in the same commit
 * @throws whatever the storage throws; then nothing of it was stored
 */
export async function storeIntake(context: DeskContext, intake: Intake, at: Instant, rest: UnitOfWork = {}): Promise<void> {
  const { unit } = intake
  const goes = await goingOf(context, intake, at)
  await commit(context, { ...unit, ...rest, ...goes })
}

async function goingOf(context: DeskContext, { unit, erased, news }: Intake, at: Instant): Promise<UnitOfWork> {
  if (erased.length === 0) return {}
  const holders = news.map(({ incident }) => incident).filter(({ messageKeys }) => messageKeys.some((key) => erased.includes(key)))
  const things = await thingsOf(context, erased, holders)
  // What this commit itself stores has no text; the tombstone keeps a later delivery from bringing one.
  const own = unit.messages.filter((message) => erased.includes(message.key))
  const messages = [...things.messages.filter(({ key }) => own.every((message) => message.key !== key)), ...own]
  const reason = { cause: "deletion", policyId: null, incidentId: null, at, by: deskActor } as const
  const { releases = [], ...goes } = await erasureUnit(context, reason, { ...things, messages })
  const moved = new Set([...unit.releases, ...unit.claims].map(({ key }) => key))
  return { ...goes, releases: [...unit.releases, ...releases.filter(({ key }) => !moved.has(key))] }
}

/** What a batch came to, and the items of it that could not be taken in. */
export interface SoundIntake {
  readonly intake: Intake
  readonly refused: readonly SkippedItem[]
}

/**
 * {@link takeIn}, but one message that cannot be taken in (of a moment that no clock can reckon with, of a key that no storage holds) does not keep out the
 * others of its batch: it is left out, and told as a skipped item.
 *
 * @throws whatever passes by itself: a storage that gives no answer, a race
 */
export async function takeInSound(context: DeskContext, arrivals: Arrivals, at: Instant): Promise<SoundIntake> {
  try {
    return { intake: await tryIntake(context, arrivals, at), refused: [] }
  } catch (error) {
    if (passes(error)) throw error
  }
  const sound: Arrivals["messages"][number][] = []
  const refused: SkippedItem[] = []
  for (const message of arrivals.messages) {
    try {
      await tryIntake(context, { ...arrivals, messages: [message], notices: [] }, at)
      sound.push(message)
    } catch (error) {
      if (passes(error)) throw error
      const why = isDeskError(error) ? `${error.code}: ${error.message}` : error instanceof Error ? error.name : "an error"
      refused.push({ code: "refused", message: `the desk could not take it in (${why})`, path: "" })
    }
  }
  return { intake: await tryIntake(context, { ...arrivals, messages: sound }, at), refused }
}

async function tryIntake(context: DeskContext, arrivals: Arrivals, at: Instant): Promise<Intake> {
  const intake = await takeIn(context, arrivals, at)
  checkUnit(intake.unit)
  return intake
}

/** A storage that is away, or somebody who wrote meanwhile: nothing is wrong with any message. */
function passes(error: unknown): boolean {
  return isDeskError(error) && (error.retryable || error.code === "duplicate")
}
