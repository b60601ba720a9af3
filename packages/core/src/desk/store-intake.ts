import type { Instant } from "../base/index.ts"
import type { UnitOfWork } from "../storage/index.ts"
import { deskActor } from "./candidate.ts"
import { commit } from "./commit.ts"
import type { DeskContext } from "./context.ts"
import { thingsOf } from "./erased-things.ts"
import { erasureUnit } from "./erasure.ts"
import type { Intake } from "./intake.ts"

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
  return erasureUnit(context, reason, { ...things, messages })
}
