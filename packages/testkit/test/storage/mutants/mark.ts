import { addMinutes } from "@otklik/core"
import type { FiguresRow } from "@otklik/core/reports"
import type { Append, UnitOfWork } from "@otklik/core/storage"
import { instead, names, plainMutant, type Mutants } from "../mutant.ts"

const changed = (unit: UnitOfWork, change: (append: Append) => Append): UnitOfWork => ({
  ...unit,
  appends: (unit.appends ?? []).map(change),
})
const withMarks = (append: Append, marks: Append["marks"]): Append => ({ ...append, marks: marks ?? [] })

/** Storages that mishandle what happened. */
export const markMutants: Mutants = {
  // As a storage that counts by whole hours.
  "mark: what happened is counted by it, at every edge of the period": plainMutant((storage) => ({
    async figures(query) {
      const { from, to } = query.period
      const hour = to.slice(14) === "00:00.000Z" ? to : addMinutes(`${to.slice(0, 13)}:00:00.000Z`, 60)
      return storage.counts.figures({ ...query, period: { from, to: hour } })
    },
  })),
  "mark: what was open before is what is open now without the moves since, and no other marks": plainMutant((storage) => ({
    async figures(query) {
      const rows = await storage.counts.figures(query)
      if (query.metrics.length > 1 || query.metrics[0] !== "openBefore") return rows
      const [since] = await storage.counts.figures({ ...query, period: { ...query.period, to: query.at }, metrics: ["refused"] })
      return rows.map((row) => ({ ...row, numbers: { openBefore: (row.numbers.openBefore ?? 0) + (since?.numbers.refused ?? 0) } }))
    },
  })),
  "mark: those of a later append are added to the earlier ones": plainMutant((storage) => ({
    commit: (unit) =>
      storage.commit(changed(unit, (append) => (append.expectedVersion === 0 ? append : withMarks(append, append.marks?.slice(0, 1))))),
  })),
  "mark: a repeat counts for the incident that it repeats, when it came by the moment of the report": plainMutant((storage) => ({
    figures: async (query) => {
      const rows = await storage.counts.figures(query)
      if (query.metrics.length !== 2 || !query.metrics.includes("closedThenRepeated")) return rows
      return storage.counts.figures({ ...query, at: query.period.to })
    },
  })),
  "mark: subjects are counted by kind and period, in the order of UTF-16 units": plainMutant((storage) => ({
    async figures(query) {
      const rows = await storage.counts.figures(query)
      const point = ({ keys }: FiguresRow) => keys[0]?.codePointAt(0) ?? Infinity
      return query.by?.[0] === "subject" && query.metrics.length === 1 ? rows.toSorted((one, other) => point(one) - point(other)) : rows
    },
  })),
  "mark: a kind that there is not, and moments that do not sort, are refused": plainMutant((storage) => ({
    commit: (unit) =>
      instead(storage.commit(unit), "config", () => storage.commit(changed(unit, (append) => withMarks(append, []))), names("marks")),
  })),
}
