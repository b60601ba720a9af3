import type { Storage } from "@otklik/core"
import type { WatchedQuery } from "@otklik/core/storage"
import { instead, plainMutant, type Mutant, type Mutants } from "../mutant.ts"

/** Changes what is watched. */
const watching = (
  change: (keys: readonly string[], query: WatchedQuery, storage: Storage) => Promise<readonly string[]> | readonly string[],
): Mutant => plainMutant((storage) => ({ readWatched: async (query) => change(await storage.readWatched(query), query, storage) }))

/** The keys of an incident that is over, before the others. */
async function alsoOver(keys: readonly string[], storage: Storage): Promise<readonly string[]> {
  const { incidents } = await storage.find({ statuses: ["merged"], limit: 1 })
  return [...incidents.flatMap(({ incident }) => incident.messageKeys), ...keys]
}

/** Storages that have others watched than they should. */
export const watchedMutants: Mutants = {
  "watched: the keys of the newest incident come first, and in it the newest, through another handle": watching((keys) =>
    keys.length === 5 ? keys.toReversed() : keys,
  ),
  "watched: incidents that are over stay out, and all others come": watching((keys, { overUpdatedSince }, storage) =>
    overUpdatedSince === undefined ? alsoOver(keys, storage) : keys,
  ),
  "watched: what is over and was updated since comes after all others, the last updated first": watching((keys, { overUpdatedSince }) =>
    overUpdatedSince === undefined ? keys : [...keys.slice(0, 1), ...keys.slice(1).toReversed()],
  ),
  "watched: those of other networks stay out, also where an incident holds some": watching(async (keys, { network }, storage) =>
    network === "vk" ? [...keys, ...(await storage.readWatched({ network: "ok", limit: 10 }))] : keys,
  ),
  "watched: no more come than were asked for": plainMutant((storage) => ({
    readWatched: async (query) =>
      storage.readWatched(query.limit === 1 && query.overUpdatedSince === undefined ? { ...query, limit: 2 } : query),
  })),
  "watched: a limit that no page has is refused with config": plainMutant((storage) => ({
    readWatched: async (query) =>
      query.overUpdatedSince === undefined ? instead(storage.readWatched(query), "config", () => []) : storage.readWatched(query),
  })),
}
