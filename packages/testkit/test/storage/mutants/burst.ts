import { isDeskError, type Storage } from "@otklik/core"
import { movingOf, type StoredBurst } from "@otklik/core/storage"
import { byTenant, instead, mutant, names, plainMutant, type Mutants } from "../mutant.ts"

const everything = { after: null, limit: 100 } as const

/** Stores bursts that are gone once more. */
async function putBack(storage: Storage, bursts: readonly StoredBurst[]): Promise<void> {
  if (bursts.length === 0) return
  const before = await storage.learned.readLearned("habit")
  const state = { format: "counts-1", position: "put back", body: Uint8Array.of(1) }
  await storage.learned.writeLearned("habit", state, before?.position ?? null, bursts)
}

/** Storages that mishandle mass events. */
export const burstMutants: Mutants = {
  "burst: what is stored with a state comes back, through another handle": plainMutant(({ learned }) => ({
    // As a column of six decimals keeps a chance.
    async readBursts(query) {
      const found = await learned.readBursts(query)
      return found.map(({ burst, ...rest }) => {
        const cells = burst.cells.map((cell) => ({ ...cell, odds: burst.burstId === "exact" ? 0 : cell.odds }))
        return { ...rest, burst: { ...burst, cells } }
      })
    },
  })),
  "burst: a later one takes the place of the one with its id, and of no other": plainMutant(({ learned }) => ({
    writeLearned: async (name, state, expected, bursts = []) =>
      learned.writeLearned(
        name,
        state,
        expected,
        bursts.filter(({ told }) => told.count === 0),
      ),
  })),
  "burst: with a state that lost the race none is stored": plainMutant((storage) => ({
    async writeLearned(name, state, expected, bursts = []) {
      try {
        await storage.learned.writeLearned(name, state, expected, bursts)
      } catch (error) {
        if (isDeskError(error, "conflict")) await putBack(storage, bursts)
        throw error
      }
    },
  })),
  "burst: the last found come first, page by page, and of equal moments by id": plainMutant(({ learned }) => ({
    async readBursts(query) {
      const { after } = query
      const found = await learned.readBursts(query)
      return after === null ? found : found.filter(({ burst }) => burst.foundAt < after.foundAt)
    },
  })),
  "burst: those that are pending are found apart from those that are not": plainMutant(({ learned }) => ({
    async readBursts({ pending, ...query }) {
      return learned.readBursts(pending === false ? query : { ...query, ...(pending === undefined ? {} : { pending }) })
    },
  })),
  "burst: those that are named are found, and one that there is not is passed over": plainMutant(({ learned }) => ({
    async readBursts({ burstIds, ...query }) {
      const isNone = burstIds?.includes("none") === true
      return learned.readBursts(isNone || burstIds === undefined ? query : { ...query, burstIds })
    },
  })),
  "burst: one without an id or a moment is refused with config, and stores nothing": plainMutant(({ learned }) => ({
    async writeLearned(name, state, expected, bursts = []) {
      return instead(
        learned.writeLearned(name, state, expected, bursts),
        "config",
        () => learned.writeLearned(name, state, expected, bursts.slice(1)),
        names("foundAt"),
      )
    },
  })),
  "burst: one tenant reads and replaces nothing of another": mutant(() => {
    const stores = byTenant<{ storage?: Storage }>(() => ({}))
    return (storage, tenant) => {
      stores(tenant).storage = storage
      return {
        async readBursts(query) {
          const own = await storage.learned.readBursts(query)
          const main = stores("main").storage
          return own.length > 0 || tenant !== "another region" || main === undefined ? own : main.learned.readBursts(query)
        },
      }
    }
  }),
  "burst: where a tenant is taken, none stays of here or of there, and none is a hindrance": plainMutant((storage) => ({
    async takeStaged(progress) {
      const before = await storage.learned.readBursts(everything)
      await movingOf(storage).takeStaged(progress)
      await putBack(storage, before)
    },
  })),
  "burst: where everything is deleted, they are too, and those of another tenant are not": plainMutant((storage) => ({
    async deleteEverything() {
      const before = await storage.learned.readBursts(everything)
      await movingOf(storage).deleteEverything()
      await putBack(storage, before)
    },
  })),
}
