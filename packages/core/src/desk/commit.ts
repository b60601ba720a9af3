import type { Committed, UnitOfWork } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"
import { timed } from "./timed.ts"

/**
 * Stores a unit, as a part of the work that it belongs to.
 *
 * @throws whatever the storage throws; then nothing was stored
 */
export async function commit(context: Pick<DeskContext, "storage" | "clock">, unit: UnitOfWork): Promise<Committed> {
  return timed(context, { work: "commit", id: null, connectorId: null }, () => context.storage.commit(unit))
}
