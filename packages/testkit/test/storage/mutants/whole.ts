import { isDeskError, type StoredIncident } from "@otklik/core"
import { lostRace, type Append, loadOne } from "@otklik/core/storage"
import { afterFailure, byTenant, plainMutant, mutant, type Mutants } from "../mutant.ts"

/** Storages that leave a part of a failed unit behind. */
export const wholeMutants: Mutants = {
  "whole: the conflict of a unit that fails names what another handle changed": plainMutant((storage) => ({
    async commit(unit) {
      try {
        return await storage.commit(unit)
      } catch (error) {
        const isCursor = isDeskError(error, "conflict") && error.details.what === "cursor"
        throw isCursor ? lostRace("storage", `cursor:${error.details.id}`, error.message) : error
      }
    },
  })),
  "whole: a unit that fails stores none of its events": mutant(() => {
    const leaked = byTenant(() => new Map<string, Append>())
    return (storage, tenant) => ({
      ...afterFailure(storage, async (unit) => {
        for (const append of unit.appends ?? []) leaked(tenant).set(append.incidentId, append)
      }),
      async loadOne(incidentId) {
        const loaded = await loadOne(storage, incidentId)
        const events = leaked(tenant).get(incidentId)?.events ?? []
        return loaded.version === 0 ? { incidentId, events, version: events.length } : loaded
      },
    })
  }),
  "whole: a unit that fails stores none of its views": mutant(() => {
    const leaked = byTenant(() => new Map<string, StoredIncident>())
    return (storage, tenant) => ({
      ...afterFailure(storage, async (unit) => {
        for (const { incidentId, view } of unit.appends ?? []) leaked(tenant).set(incidentId, { ...view, number: 1000, version: 1 })
      }),
      get: async (incidentId) => (await storage.get(incidentId)) ?? leaked(tenant).get(incidentId),
    })
  }),
  "whole: a unit that fails stores none of its changes of a view": mutant(() => {
    const leaked = byTenant(() => new Map<string, Append>())
    return (storage, tenant) => ({
      ...afterFailure(storage, async (unit) => {
        for (const append of unit.appends ?? []) if (append.expectedVersion > 0) leaked(tenant).set(append.incidentId, append)
      }),
      async get(incidentId) {
        const stored = await storage.get(incidentId)
        return stored === undefined ? undefined : { ...stored, ...leaked(tenant).get(incidentId)?.view }
      },
    })
  }),
  "whole: a unit that fails stores none of its claims": plainMutant((storage) =>
    afterFailure(storage, async (unit) => {
      if (unit.appends === undefined) return
      for (const claim of unit.claims ?? []) await storage.commit({ claims: [claim] }).catch(() => {})
    }),
  ),
  "whole: a unit that fails stores none of its releases of claims": plainMutant((storage) =>
    afterFailure(storage, (unit) => storage.commit({ releases: unit.releases ?? [] })),
  ),
  "whole: a unit that fails stores none of its messages": plainMutant((storage) =>
    afterFailure(storage, (unit) => storage.commit({ messages: unit.messages ?? [] })),
  ),
  "whole: a unit that fails stores none of its drafts": plainMutant((storage) =>
    afterFailure(storage, (unit) => storage.commit({ drafts: unit.drafts ?? [] })),
  ),
  "whole: a unit that fails stores none of its planned replies": plainMutant((storage) =>
    afterFailure(storage, (unit) => storage.commit({ outbox: unit.outbox ?? [] })),
  ),
  "whole: a unit that fails stores none of its cursors": plainMutant((storage) =>
    afterFailure(storage, async (unit) => {
      for (const move of unit.cursors ?? []) await storage.commit({ cursors: [move] }).catch(() => {})
    }),
  ),
  "whole: a unit that fails stores none of its marks": mutant(() => {
    const leaked = byTenant(() => ({ thanked: 0 }))
    return (storage, tenant) => ({
      ...afterFailure(storage, async (unit) => {
        const marks = (unit.appends ?? []).filter(({ incidentId }) => incidentId === "fresh").flatMap((append) => append.marks ?? [])
        leaked(tenant).thanked += marks.filter(({ kind }) => kind === "thanked").length
      }),
      async figures(query) {
        const rows = await storage.counts.figures(query)
        const { thanked } = leaked(tenant)
        return thanked === 0
          ? rows
          : rows.map((row) => ({ ...row, numbers: { ...row.numbers, thanked: (row.numbers.thanked ?? 0) + thanked } }))
      },
    })
  }),
  "whole: a unit that fails stores none of its evidence": plainMutant((storage) =>
    afterFailure(storage, (unit) => storage.commit({ evidence: unit.evidence ?? [] })),
  ),
  "whole: a unit that fails stores none of its releases of leases": plainMutant((storage) =>
    afterFailure(storage, async (unit) => {
      for (const lease of unit.leases ?? []) await storage.commit({ leases: [lease] }).catch(() => {})
    }),
  ),
}
