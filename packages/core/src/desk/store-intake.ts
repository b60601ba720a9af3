import type { Instant } from "../base/index.ts"
import type { MessageKey } from "../message/index.ts"
import type { UnitOfWork } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"
import type { Intake } from "./intake.ts"

/**
 * Stores what a batch came to.
 *
 * @param rest - what is to be stored in the same commit
 * @throws whatever the storage throws; then nothing of it was stored
 */
export async function storeIntake(context: DeskContext, { unit, erased }: Intake, at: Instant, rest: UnitOfWork = {}): Promise<void> {
  const erase = async (keys: readonly MessageKey[]): Promise<void> => {
    if (keys.length > 0) await context.storage.erase({ by: "message", keys, at })
  }
  // Before the log says so: erased twice is erased, but noted and not erased would be a lie.
  await erase(erased)
  await context.storage.commit({ ...unit, ...rest })
  // What this commit itself stored has no text; now no later delivery brings one.
  await erase(erased.filter((key) => unit.messages.some((message) => message.key === key)))
}
