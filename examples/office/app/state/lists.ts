import type { ListQuery, Status } from "../api/client.ts"

/** The filters of a list, as its address has them. */
export const filterNames = ["topics", "territoryIds", "authorityIds", "networks", "statuses", "importance"] as const
export type FilterName = (typeof filterNames)[number]

/** Lists of the desk, and what each of them settles: there is no second filter for it. */
const views: Readonly<Record<string, { readonly query: ListQuery; readonly settled: readonly FilterName[] }>> = {
  open: { query: { open: "true", order: "due" }, settled: [] },
  all: { query: { order: "newest" }, settled: [] },
  closed: { query: { statuses: ["closed"], order: "updated" }, settled: ["statuses"] },
  new: { query: { view: "new" }, settled: ["statuses"] },
  "to-approve": { query: { view: "to-approve" }, settled: ["statuses"] },
  dismissed: { query: { view: "dismissed" }, settled: ["statuses"] },
  "no-owner": { query: { view: "no-owner" }, settled: ["authorityIds"] },
}

/** The filters that a list leaves open. */
export function openFilters(view: string): readonly FilterName[] {
  const settled = views[view]?.settled ?? []
  return filterNames.filter((name) => !settled.includes(name))
}

/** The numbers of a report, whose incidents an address asks for. */
const metricNames = ["metric", "metricFrom", "metricTo", "metricAt"] as const

/** What the API is asked for a list. */
export function listQuery(view: string, query: URLSearchParams): ListQuery {
  const base = views[view]?.query ?? { view }
  const given = openFilters(view).flatMap((name) => {
    const values = query.getAll(name)
    return values.length === 0 ? [] : [[name, values] as const]
  })
  const filters = Object.fromEntries(given) as {
    readonly topics?: string[]
    readonly statuses?: Status[]
    readonly importance?: ("normal" | "raised")[]
  }
  const places = query.getAll("territoryIds").length === 0 ? {} : { withParts: "true" as const }
  const metric = Object.fromEntries(metricNames.flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : [])))
  const order = query.get("order")
  return { ...base, ...filters, ...places, ...metric, ...(order === null ? {} : { order: order as NonNullable<ListQuery["order"]> }) }
}
