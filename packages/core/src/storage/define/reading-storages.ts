import { DeskError } from "../../base/index.ts"
import type { Storage, StorageMoving } from "../contract/contract.ts"
import type { LoadedIncident } from "../contract/stored-incident.ts"

/** The events of one incident; none, at version 0, for one that does not exist. */
export async function loadOne(storage: Pick<Storage, "load">, incidentId: string): Promise<LoadedIncident> {
  const [loaded] = await storage.load([incidentId])
  if (loaded === undefined) throw new TypeError("a storage gives a log for every incident that is asked for")
  return loaded
}

/** Which claims are taken, and by which incident. */
export async function claimHolders(storage: Pick<Storage, "read">, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const claims = await storage.read("claim", keys)
  return new Map(claims.map(({ key, incidentId }) => [key, incidentId]))
}

/**
 * What moves the tenant of a storage.
 *
 * @throws DeskError `capability` where tenants cannot be moved
 */
export function movingOf({ moving }: Pick<Storage, "moving">): StorageMoving {
  if (moving !== undefined) return moving
  throw new DeskError("capability", "the storage cannot move tenants: it has no member `moving`", { capability: "moving" })
}
