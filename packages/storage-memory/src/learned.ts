import { lostRace, type LearnedName, type LearnedState } from "@otklik/core/storage"
import type { TenantData } from "./store.ts"

/** What was learned under a name, as a copy. */
export function readLearned({ learned }: TenantData, name: LearnedName): LearnedState | undefined {
  const state = learned.get(name)
  return state === undefined ? undefined : copyOf(state)
}

/**
 * Stores what was learned.
 *
 * @throws DeskError `conflict` when another position is stored
 */
export function writeLearned({ learned }: TenantData, name: LearnedName, state: LearnedState, expectedPosition: string | null): void {
  if ((learned.get(name)?.position ?? null) !== expectedPosition)
    throw lostRace("learned", name, `${name} was learned by another worker: read it again`)
  learned.set(name, copyOf(state))
}

function copyOf({ format, position, body }: LearnedState): LearnedState {
  return { format, position, body: Uint8Array.from(body) }
}
