import { plainMutant, type Mutants } from "../mutant.ts"

/** Storages that mix up what belongs to an incident. */
export const caseMutants: Mutants = {
  "case: an incident comes with its events, messages, drafts, replies and evidence, and with nothing of another": plainMutant(
    (storage) => ({
      async readCase(incidentId) {
        const found = await storage.readCase(incidentId)
        if (found === undefined) return found
        const { evidence } = await storage.readEvidence({ limit: 1000 })
        return { ...found, evidence }
      },
    }),
  ),
  "case: drafts come as they were written, and messages in the order of the incident": plainMutant((storage) => ({
    async readCase(incidentId) {
      const found = await storage.readCase(incidentId)
      return found === undefined
        ? found
        : { ...found, drafts: found.drafts.toSorted((one, other) => (one.draftId < other.draftId ? -1 : 1)) }
    },
  })),
  "case: there is none of an incident that is not stored": plainMutant((storage) => ({
    async readCase(incidentId) {
      const [any] = (await storage.find({ limit: 1 })).incidents
      return (await storage.readCase(incidentId)) ?? (any === undefined ? any : storage.readCase(any.facts.incidentId))
    },
  })),
}
