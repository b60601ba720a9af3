import type { Append, UnitOfWork } from "@otklik/core/storage"
import { instead, plainMutant, type Mutants } from "../mutant.ts"

const changed = (unit: UnitOfWork, change: (append: Append) => Append): UnitOfWork => ({
  ...unit,
  appends: (unit.appends ?? []).map(change),
})
const withMarks = (append: Append, marks: Append["marks"]): Append => ({ ...append, marks: marks ?? [] })

/** Storages that count the cycle wrongly. */
export const markMutants: Mutants = {
  "mark: the counts are those of tallyMarks, at every edge of the period": plainMutant((storage) => ({
    async tallyCycle(period) {
      const tally = await storage.counts.tallyCycle(period)
      return { ...tally, firstAnswers: tally.firstAnswers.slice(1) }
    },
  })),
  "mark: what was open before is the moves before the period, and no other marks": plainMutant((storage) => ({
    async tallyCycle(period) {
      const tally = await storage.counts.tallyCycle(period)
      const { counts } = await storage.counts.tallyCycle({ from: "1970-01-01T00:00:00.000Z", to: period.from })
      return { ...tally, openBefore: tally.openBefore + counts.refused }
    },
  })),
  "mark: those of a later append are added to the earlier ones": plainMutant((storage) => ({
    commit: (unit) =>
      storage.commit(changed(unit, (append) => (append.expectedVersion === 0 ? append : withMarks(append, append.marks?.slice(0, 1))))),
  })),
  "mark: a repeat counts for the incident that it repeats, whenever it came": plainMutant((storage) => ({
    async tallyCycle(period) {
      const tally = await storage.counts.tallyCycle(period)
      return { ...tally, firstClosedRepeated: Math.min(tally.firstClosedRepeated, tally.counts.repeated) }
    },
  })),
  "mark: subjects are counted by kind and period, in the order of UTF-16 units": plainMutant((storage) => ({
    countSubjects: async (query) =>
      (await storage.counts.countSubjects(query)).toSorted((one, other) =>
        (one.subject.codePointAt(0) ?? 0) < (other.subject.codePointAt(0) ?? 0) ? -1 : 1,
      ),
  })),
  "mark: a kind that there is not, and moments that do not sort, are refused": plainMutant((storage) => ({
    countSubjects: (query) => instead(storage.counts.countSubjects(query), "config", () => []),
  })),
}
