import type { FiguresQuery, FiguresRow } from "@otklik/core/reports"
import { byTenant, instead, mutant, plainMutant, type Mutant, type Mutants } from "../mutant.ts"

/** Changes the rows that are counted. */
function counting(change: (rows: readonly FiguresRow[], query: FiguresQuery) => readonly FiguresRow[]): Mutant {
  return plainMutant((storage) => ({ figures: async (query) => change(await storage.counts.figures(query), query) }))
}

/** Counts the answer to another question. */
function asking(change: (query: FiguresQuery) => FiguresQuery): Mutant {
  return plainMutant((storage) => ({ figures: (query) => storage.counts.figures(change(query)) }))
}

/** Storages that count wrongly, or find others than they counted. */
export const figuresMutants: Mutants = {
  "figures: the numbers are those of figuresOf, at every edge of the period": counting((rows, { by, where, reach }) =>
    by !== undefined || where !== undefined || reach !== undefined
      ? rows
      : rows.map((row) => ({ ...row, numbers: { ...row.numbers, ...lessOne(row, "answeredLate") } })),
  ),
  "figures: so is each row of a split": asking((query) =>
    query.by?.includes("executor") === true ? { ...query, by: ["network"] } : query,
  ),
  "figures: what has no value is counted in a row of its own, the last": counting((rows) =>
    rows.filter(({ keys }) => !keys.includes(null)),
  ),
  "figures: how long it took is counted, the middle and nine of ten by nearest rank": counting((rows) =>
    rows.map((row) => ({
      ...row,
      durations: Object.fromEntries(
        Object.entries(row.durations).map(([id, figure]) => [id, { ...figure, p90Millis: figure.medianMillis }]),
      ),
    })),
  ),
  // As a condition on the owner alone, where who works beside the owner reaches it too.
  "figures: only what is asked for and reached is counted": asking((query) => {
    const { reach, ...rest } = query
    return reach === undefined || reach.length === 0 ? query : rest
  }),
  "figures: where nothing happened the total is a row of zeros, and a split has no rows": mutant(() => {
    let isEmpty = true
    return (storage) => ({
      async commit(unit) {
        isEmpty = false
        return storage.commit(unit)
      },
      async figures(query) {
        const rows = await storage.counts.figures(query)
        return isEmpty ? [] : rows
      },
    })
  }),
  "figures: an incident is counted once, as it is now": mutant(() => {
    const cache = byTenant(() => new Map<string, readonly FiguresRow[]>())
    return (storage, tenant) => ({
      async figures(query) {
        const rows = cache(tenant).get(JSON.stringify(query)) ?? (await storage.counts.figures(query))
        cache(tenant).set(JSON.stringify(query), rows)
        return rows
      },
    })
  }),
  "figures: a number, a moment or a split that there is not is refused": plainMutant((storage) => ({
    figures: (query) => instead(storage.counts.figures(query), "config", () => []),
  })),
  "figures: each number leads to its incidents": plainMutant((storage) => ({
    async find(filter) {
      const page = await storage.find(filter)
      return filter.metric?.id === "promisesBroken" && filter.topics === undefined ? { ...page, incidents: page.incidents.slice(1) } : page
    },
  })),
  "figures: under other conditions too": plainMutant((storage) => ({
    async find(filter) {
      const { topics: _dropped, ...rest } = filter
      return storage.find(filter.metric === undefined ? filter : rest)
    },
  })),
}

function lessOne({ numbers }: FiguresRow, id: "answeredLate"): FiguresRow["numbers"] {
  return numbers[id] === undefined ? {} : { [id]: Math.max(0, numbers[id] - 1) }
}
