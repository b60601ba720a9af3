import type { CaseQuery, FoundPage } from "@otklik/core/storage"
import { byTenant, instead, mutant, names, plainMutant, type Mutant, type Mutants } from "../mutant.ts"
import type { IncidentLabel } from "@otklik/core/reports"

/** Answers another question than the one that was asked. */
function asking(change: (query: CaseQuery) => CaseQuery): Mutant {
  return plainMutant((storage) => ({ find: (query) => storage.find(change(query)) }))
}

function without(query: CaseQuery, field: keyof CaseQuery): CaseQuery {
  const { [field]: _dropped, ...rest } = query
  return rest as CaseQuery
}

const nothing: FoundPage = { incidents: [], next: null }

const asksWord = ({ words }: CaseQuery, term: string) => words?.groups[0]?.[0]?.term === term

/** Storages that mishandle conditions, orders and words. */
export const searchMutants: Mutants = {
  "search: by facts of every kind, and by none of those that have none": asking((query) => without(query, "kinds")),
  "search: by number": asking((query) => without(query, "numbers")),
  "search: by what holds or does not": asking((query) => without(query, "reopened")),
  "search: by moments: from the first on, and until just before the last": asking(({ registered, ...query }) =>
    registered === undefined ? query : { ...query, registered: registered.from === undefined ? registered : { from: registered.from } },
  ),
  "search: by clocks that run, and by none that is reached, taken back or paused": asking((query) =>
    query.due?.from === undefined ? query : { ...query, due: { from: query.due.from } },
  ),
  "search: by labels: any value of each, or none of them": asking((query) =>
    query.labels === undefined ? query : { ...query, labels: query.labels.filter(({ not }) => not !== true) },
  ),
  "search: clocks and labels are those of the last view": mutant(() => {
    const known = byTenant(() => new Map<string, readonly IncidentLabel[]>())
    return (storage, tenant) => ({
      async commit(unit) {
        const appends = unit.appends?.map((append) => {
          const { labels } = append.view
          const earlier = append.expectedVersion === 0 ? [] : (known(tenant).get(append.incidentId) ?? [])
          known(tenant).set(append.incidentId, labels)
          const old = earlier.filter(({ kind, value }) => kind === "tag" && labels.every((one) => one.value !== value))
          return { ...append, view: { ...append.view, labels: [...labels, ...old] } }
        })
        return storage.commit(appends === undefined ? unit : { ...unit, appends })
      },
    })
  }),
  "search: by a reach: of each limit every list, owners with what they work on beside another": asking((query) =>
    query.reach?.length === 3 ? { ...query, reach: query.reach.slice(0, 1) } : query,
  ),
  "search: every order gives every incident once, what has no moment last": asking((query) =>
    query.order === "waiting" && query.networks === undefined ? { ...query, order: "oldest" } : query,
  ),
  "search: what stays where it is comes once, whoever writes meanwhile": asking((query) =>
    query.networks?.[0] === "of-number" && query.after !== undefined
      ? { ...query, after: { ...query.after, number: query.after.number + 1 } }
      : query,
  ),
  "search: a place of another order is refused": plainMutant((storage) => ({
    find: (query) =>
      query.order === "oldest" ? instead(storage.find(query), "config", () => nothing, names("after")) : storage.find(query),
  })),
  "search: counts go no further than their limit, each filter for itself": plainMutant((storage) => ({
    async countCases(filters, limit) {
      const counts = await storage.counts.countCases(filters, limit)
      return filters.length === 1 ? counts : counts.toReversed()
    },
  })),
  "search: by words as they are written, every group in one text": asking((query) =>
    query.words === undefined ? query : { ...query, words: { ...query.words, groups: query.words.groups.slice(0, 1) } },
  ),
  "search: words are those of the newest text, and of none that was erased": plainMutant((storage) => ({
    find: async (query) => (asksWord(query, "фонарь") ? nothing : storage.find(query)),
  })),
  "search: words of notes are found where notes are asked for": asking((query) =>
    query.words?.in.length === 1 && query.words.in[0] === "note" ? { ...query, words: { ...query.words, in: ["message"] } } : query,
  ),
  "search: words of another tenant are nobody's": plainMutant((storage, tenant) => ({
    find: async (query) => storage.find(tenant === "elsewhere" ? without(query, "words") : query),
  })),
}
