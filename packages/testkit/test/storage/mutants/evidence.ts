import { instead, plainMutant, type Mutants } from "../mutant.ts"

/** Storages that mishandle evidence. */
export const evidenceMutants: Mutants = {
  "evidence: comes back as it was given, through another handle, in the order of the first storing": plainMutant((storage) => ({
    async readEvidence(query) {
      const page = await storage.readEvidence(query)
      // Wrong only where everything fits and nothing was replaced: the five of one incident's name each.
      const isWhole = query.limit > 5 && query.incidentId === undefined && page.evidence.every(({ doubts }) => doubts.length > 0)
      return isWhole ? { ...page, evidence: page.evidence.toSorted((one, other) => (one.evidenceId < other.evidenceId ? -1 : 1)) } : page
    },
  })),
  "evidence: pages hold everything once, and the last one says so": plainMutant((storage) => ({
    async readEvidence(query) {
      const page = await storage.readEvidence(query)
      return { ...page, next: query.limit < 5 && query.after !== undefined ? null : page.next }
    },
  })),
  "evidence: a piece that is stored again takes the place of the earlier one": plainMutant((storage) => ({
    async commit(unit) {
      // What is left of a piece after an erasure has a case of its own.
      if ((unit.tombstones ?? []).length > 0) return storage.commit(unit)
      const known = new Set(
        (await storage.readEvidence({ limit: 1000 })).evidence.map(({ incidentId, evidenceId }) => `${incidentId} ${evidenceId}`),
      )
      const fresh = (unit.evidence ?? []).filter(({ incidentId, evidenceId }) => !known.has(`${incidentId} ${evidenceId}`))
      return storage.commit({ ...unit, evidence: fresh })
    },
  })),
  "evidence: pieces of another incident stay out, also those of one name": plainMutant((storage) => ({
    async readEvidence({ incidentId, ...query }) {
      const page = await storage.readEvidence(query)
      if (incidentId === undefined) return page
      const names = new Set(page.evidence.filter((piece) => piece.incidentId === incidentId).map(({ evidenceId }) => evidenceId))
      return { ...page, evidence: page.evidence.filter(({ evidenceId }) => names.has(evidenceId)) }
    },
  })),
  "evidence: what is left of a piece is stored with the tombstone of its message": plainMutant((storage) => ({
    commit: async (unit) => storage.commit((unit.tombstones ?? []).length === 0 ? unit : { ...unit, evidence: [] }),
  })),
  "evidence: a page that cannot be given is refused": plainMutant((storage) => ({
    readEvidence: (query) => instead(storage.readEvidence(query), "config", () => ({ evidence: [], next: null })),
  })),
}
