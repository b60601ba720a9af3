import { plainMutant, type Mutants } from "../mutant.ts"

const isTwice = (names: readonly string[]): boolean => new Set(names).size < names.length

/** Storages that keep the wrong one of two. */
export const batchMutants: Mutants = {
  "batch: of duplicate drafts, replies and evidence in a unit the last is stored": plainMutant((storage) => ({
    async commit(unit) {
      const { outbox = [] } = unit
      return storage.commit(isTwice(outbox.map(({ outboxId }) => outboxId)) ? { ...unit, outbox: outbox.toReversed() } : unit)
    },
  })),
  "batch: of duplicate sealed authors and entries in a unit the first is stored": plainMutant((storage) => ({
    async commit(unit) {
      const { journal = [] } = unit
      return storage.commit(isTwice(journal.map(({ entryId }) => entryId)) ? { ...unit, journal: journal.toReversed() } : unit)
    },
  })),
}
