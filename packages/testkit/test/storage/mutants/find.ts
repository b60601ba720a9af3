import type { StoredIncident } from "@otklik/core"
import type { CaseQuery } from "@otklik/core/storage"
import type { IncidentFacts } from "@otklik/core/reports"
import { byTenant, instead, names, plainMutant, mutant, type Mutant, type Mutants } from "../mutant.ts"

/** Answers another question than the one that was asked. */
function asking(change: (filter: CaseQuery) => CaseQuery): Mutant {
  return plainMutant((storage) => ({ find: (filter) => storage.find(change(filter)) }))
}

/** Lets pass what has no value in a field, where a list of values is given. */
function lettingNullsPass(list: "topics" | "authorityIds" | "territoryIds", field: "topic" | "authorityId" | "territoryId"): Mutant {
  return plainMutant((storage) => ({
    async find(filter) {
      const values = filter[list]
      if (values?.length !== 1 || filter.metric !== undefined) return storage.find(filter)
      const { [list]: _dropped, ...rest } = filter
      const page = await storage.find(rest)
      const passes = (facts: IncidentFacts) => facts[field] === null || values.includes(facts[field])
      return page.next === null ? { ...page, incidents: page.incidents.filter((incident) => passes(incident.facts)) } : storage.find(filter)
    },
  }))
}

const without = (filter: CaseQuery, ...fields: readonly (keyof CaseQuery)[]) =>
  Object.fromEntries(Object.entries(filter).filter(([field]) => !fields.some((dropped) => dropped === field))) as { limit: number }

const hasConditions = (filter: CaseQuery) => Object.keys(without(filter, "limit", "after")).length > 0

/** Moves a page's beginning, once a walk has begun. */
function skipping(by: number, when: (filter: CaseQuery, changed: boolean) => boolean): Mutant {
  return mutant(() => {
    let changed = false
    return (storage) => ({
      async commit(unit) {
        changed = true
        return storage.commit(unit)
      },
      async find(filter) {
        if (filter.after === undefined) changed = false
        else if (when(filter, changed)) return storage.find({ ...filter, after: { ...filter.after, number: filter.after.number + by } })
        return storage.find(filter)
      },
    })
  })
}

/** Storages that mishandle filters and pages. */
export const findMutants: Mutants = {
  "find: without conditions every incident comes, by number": plainMutant((storage) => ({
    async find(filter) {
      const page = await storage.find(filter)
      return hasConditions(filter)
        ? page
        : { ...page, incidents: page.incidents.filter((incident) => incident.facts.status !== "rejected") }
    },
  })),
  "find: by status": asking((filter) =>
    filter.statuses?.includes("in-work") === true ? { ...filter, statuses: [...filter.statuses, "closed"] } : filter,
  ),
  "find: by topic": lettingNullsPass("topics", "topic"),
  "find: by authority": lettingNullsPass("authorityIds", "authorityId"),
  "find: by territory": lettingNullsPass("territoryIds", "territoryId"),
  "find: by network": asking((filter) => without(filter, "networks")),
  "find: without an owner: registered and open, and nobody's": asking((filter) =>
    filter.unowned === true ? { ...without(filter, "unowned"), statuses: ["candidate", "registered"] } : filter,
  ),
  "find: the incidents in which an author waits, in whatever state, and no others": asking((filter) =>
    filter.authorWaits === true ? { ...filter, statuses: ["registered"] } : filter,
  ),
  "find: a list allows each of its values, once and by number": asking((filter) =>
    (filter.topics?.length ?? 0) > 1 ? { ...filter, topics: filter.topics?.slice(0, 1) ?? [] } : filter,
  ),
  "find: an empty list is refused: it would allow nothing": plainMutant((storage) => ({
    find: (filter) => instead(storage.find(filter), "config", () => ({ incidents: [], next: null }), names("topics")),
  })),
  "find: every condition must hold": asking((filter) =>
    filter.topics !== undefined && filter.statuses !== undefined ? without(filter, "statuses") : filter,
  ),
  "find: it sees an incident as it is now": mutant(() => {
    const changed = byTenant(() => new Set<string>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const append of unit.appends ?? []) if (append.expectedVersion > 0) changed(tenant).add(append.incidentId)
        return committed
      },
      async find(filter) {
        const page = await storage.find(filter)
        const isStale = (incident: StoredIncident) => filter.statuses !== undefined && changed(tenant).has(incident.facts.incidentId)
        return { ...page, incidents: page.incidents.filter((incident) => !isStale(incident)) }
      },
    })
  }),
  "find: a limit that is none is refused": plainMutant((storage) => ({
    find: (filter) => instead(storage.find(filter), "config", () => ({ incidents: [], next: null }), names("limit")),
  })),
  "find: a place that no page gave is refused": plainMutant((storage) => ({
    find: (filter) =>
      instead(
        storage.find(filter),
        "config",
        () => storage.find(without(filter, "after")),
        (error) => filter.order === undefined && names("after")(error),
      ),
  })),
  "page: one after the other they give every incident once, in order": skipping(1, (filter, changed) => !changed && !hasConditions(filter)),
  "page: under a condition too": skipping(2, (filter) => filter.topics !== undefined && filter.order === undefined),
  "page: it holds as many as the limit allows, and no more": plainMutant((storage) => ({
    async find(filter) {
      const page = await storage.find(filter)
      return page.next === null || filter.limit === 1 || filter.words !== undefined
        ? page
        : storage.find({ ...filter, limit: filter.limit - 1 })
    },
  })),
  "page: the last one says so, also when it is full": plainMutant((storage) => ({
    async find(filter) {
      const page = await storage.find(filter)
      return page.incidents.length === filter.limit && filter.order === undefined
        ? { ...page, next: { value: null, number: page.incidents.at(-1)?.number ?? 0 } }
        : page
    },
  })),
  "page: what is stored meanwhile comes at the end": mutant(() => {
    let last = Infinity
    return (storage) => ({
      async find(filter) {
        if (hasConditions(filter)) return storage.find(filter)
        if (filter.after === undefined)
          last = Math.max(0, ...(await storage.find({ limit: 1000 })).incidents.map((incident) => incident.number))
        const page = await storage.find(filter)
        const incidents = page.incidents.filter((incident) => incident.number <= last)
        return { incidents, next: incidents.length < page.incidents.length ? null : page.next }
      },
    })
  }),
  "page: what leaves the condition meanwhile pushes nothing over the edge": plainMutant((storage) => ({
    async find(filter) {
      if (filter.statuses === undefined) return storage.find(filter)
      const { incidents } = await storage.find({ ...without(filter, "after"), limit: 1000 })
      const start = filter.after?.number ?? 0
      const end = start + filter.limit
      return { incidents: incidents.slice(start, end), next: end < incidents.length ? { value: null, number: end } : null }
    },
  })),
}
