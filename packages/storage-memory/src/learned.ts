import { lostRace, type LearnedName, type LearnedState, type StoredBurst, type BurstQuery } from "@otklik/core/storage"
import { frozenCopy } from "./frozen-copy.ts"
import type { TenantData } from "./store.ts"

/** What was learned under a name, as a copy. */
export function readLearned({ learned }: TenantData, name: LearnedName): LearnedState | undefined {
  const state = learned.get(name)
  return state === undefined ? undefined : copyOf(state)
}

/**
 * Stores what was learned, with the mass events that changed.
 *
 * @throws DeskError `conflict` when another position is stored
 */
export function writeLearned(
  data: TenantData,
  name: LearnedName,
  state: LearnedState,
  { expectedPosition, bursts }: { readonly expectedPosition: string | null; readonly bursts: readonly StoredBurst[] },
): void {
  const { learned } = data
  if ((learned.get(name)?.position ?? null) !== expectedPosition)
    throw lostRace("learned", name, `${name} was learned by another worker: read it again`)
  learned.set(name, copyOf(state))
  for (const stored of bursts) data.bursts.set(stored.burst.burstId, frozenCopy(stored))
}

function copyOf({ format, position, body }: LearnedState): LearnedState {
  return { format, position, body: Uint8Array.from(body) }
}

/** Mass events, the last found first. */
export function readBursts(data: TenantData, { burstIds, pending, after, limit }: BurstQuery): readonly StoredBurst[] {
  return [...data.bursts.values()]
    .filter((one) => burstIds === undefined || burstIds.includes(one.burst.burstId))
    .filter((one) => pending === undefined || one.pending === pending)
    .filter((one) => after === null || order(one.burst, after) > 0)
    .toSorted((one, other) => order(one.burst, other.burst))
    .slice(0, limit)
}

type Place = Pick<StoredBurst["burst"], "foundAt" | "burstId">

function order(one: Place, other: Place): number {
  if (one.foundAt !== other.foundAt) return one.foundAt > other.foundAt ? -1 : 1
  return one.burstId === other.burstId ? 0 : one.burstId < other.burstId ? -1 : 1
}
