import type { Storage } from "@otklik/core"
import { lostRace } from "@otklik/core/storage"
import { mutant, type Mutant, type Mutants, type Breaks } from "../mutant.ts"

/** What the handles of another tenant do, given a handle of the first one. */
function mixing(breaks: (main: Storage, own: Storage) => Breaks): Mutant {
  return mutant(() => {
    let main: Storage | undefined
    return (storage, tenant) => {
      if (tenant === "main") main = storage
      return tenant === "main" || main === undefined ? {} : breaks(main, storage)
    }
  })
}

/** Storages in which tenants meet. */
export const tenantMutants: Mutants = {
  "tenant: one sees nothing of another": mixing((main) => ({ readDrafts: async (ids) => main.read("draft", ids) })),
  "tenant: it says whose data it has, the same through another handle": mixing((main) => ({ tenant: main.tenant })),
  "tenant: one counts nothing of another": mixing((main) => ({ figures: main.counts.figures })),
  "tenant: one gets no work of another": mixing((main, own) => ({
    lease: (options) => (options.kind === "clock" ? main.lease(options) : own.lease(options)),
  })),
  "tenant: one does not hold the sources of another": mixing((main, own) => ({
    lease: (options) => (options.kind === "source" ? main.lease(options) : own.lease(options)),
  })),
  // Only the incident of that case: others have the same one in several tenants to see something else.
  "tenant: two may store items of the same name": mixing((main, own) => ({
    async commit(unit) {
      for (const { incidentId } of unit.appends ?? [])
        if (incidentId === "incident-1" && (await main.get(incidentId)) !== undefined) throw lostRace("incident", incidentId, "exists")
      return own.commit(unit)
    },
  })),
  "tenant: one erases nothing of another": mixing((main, own) => ({
    async commit(unit) {
      if (unit.tombstones !== undefined) await main.commit({ tombstones: unit.tombstones }).catch(() => {})
      return own.commit(unit)
    },
  })),
  "tenant: one reads no journal, no sealed author and no record of another": mutant(() => {
    let main: Storage | undefined
    return (storage, tenant) => {
      if (tenant === "main") main = storage
      return tenant === "another region" && main !== undefined ? { readJournal: main.privacy.readJournal } : {}
    }
  }),
}
