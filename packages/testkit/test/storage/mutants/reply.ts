import type { Draft } from "@otklik/core/storage"
import { byTenant, plainMutant, mutant, type Mutants } from "../mutant.ts"

/** Storages that mishandle drafts, replies or other people's objects. */
export const replyMutants: Mutants = {
  "reply: drafts come back in the order asked, without those that are not stored": plainMutant((storage) => ({
    readDrafts: (draftIds) => storage.read("draft", draftIds.toSorted()),
  })),
  "reply: a draft that is stored again takes the place of the earlier one": plainMutant((storage) => ({
    async commit(unit) {
      const known = new Set(
        (
          await storage.read(
            "draft",
            (unit.drafts ?? []).map((draft) => draft.draftId),
          )
        ).map((draft) => draft.draftId),
      )
      return storage.commit({ ...unit, drafts: (unit.drafts ?? []).filter((draft) => !known.has(draft.draftId)) })
    },
  })),
  "reply: a planned one comes back as it was given, through another handle": plainMutant((storage) => ({
    async readOutbox(incidentId) {
      const entries = await storage.readOutbox(incidentId)
      return entries.map((entry) => (entry.dueAt === null ? { ...entry, dueAt: entry.plannedAt } : entry))
    },
  })),
  "reply: a draft keeps its texts for networks, and a planned reply its route": plainMutant((storage) => ({
    async readOutbox(incidentId) {
      const entries = await storage.readOutbox(incidentId)
      return entries.map((entry) => (entry.state === "manual" && entry.refusal !== null ? { ...entry, placement: "under-message" } : entry))
    },
  })),
  "reply: one that is stored again takes the place of the earlier one": plainMutant((storage) => ({
    async commit(unit) {
      // One that was never tried is left to the count of work.
      const known = new Map<string, number>()
      for (const { incidentId } of unit.outbox ?? [])
        for (const entry of await storage.readOutbox(incidentId)) known.set(entry.outboxId, entry.attempts)
      return storage.commit({
        ...unit,
        outbox: (unit.outbox ?? []).filter((entry) => (known.get(entry.outboxId) ?? entry.attempts) === entry.attempts),
      })
    },
  })),
  "reply: those of an incident come by the moment of planning": plainMutant((storage) => ({
    readOutbox: async (incidentId) => (await storage.readOutbox(incidentId)).toReversed(),
  })),
  "reply: those of another incident stay out": mutant(() => {
    const incidents = byTenant(() => new Set<string>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const entry of unit.outbox ?? []) incidents(tenant).add(entry.incidentId)
        return committed
      },
      async readOutbox(incidentId) {
        const own = await storage.readOutbox(incidentId)
        if (own.length === 0) return own
        return (await Promise.all([...incidents(tenant)].map((id) => storage.readOutbox(id)))).flat()
      },
    })
  }),
  "isolation: changing what was handed in does not change what is stored": mutant(() => {
    const held = byTenant(() => new Map<string, Draft>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const draft of unit.drafts ?? []) held(tenant).set(draft.draftId, draft)
        return committed
      },
      readDrafts: async (ids) =>
        (await storage.read("draft", ids)).map((draft) => ({ ...draft, ...structuredClone(held(tenant).get(draft.draftId)) })),
    })
  }),
  "isolation: changing what was read does not change what is stored": mutant(() => {
    const held = byTenant(() => new Map<string, Draft>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        const stored = await storage.read(
          "draft",
          (unit.drafts ?? []).map(({ draftId }) => draftId),
        )
        for (const draft of stored) held(tenant).set(draft.draftId, structuredClone(draft))
        return committed
      },
      readDrafts: async (ids) => (await storage.read("draft", ids)).map((draft) => held(tenant).get(draft.draftId) ?? draft),
    })
  }),
}
