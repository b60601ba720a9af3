import { loadOne } from "@otklik/core/storage"
import type { Message } from "@otklik/core"
import { untypedMutant, type Mutants } from "../mutant.ts"

/** Storages that take what no type allows. */
export const untypedMutants: Mutants = {
  // As a driver that takes a lone Date for named parameters, and binds NULL.
  "untyped: a Date, a big integer or nothing where a unit names, counts or dates is refused with its place, and nothing is stored":
    untypedMutant((storage) => ({
      commit: async (unit) => {
        const { outbox } = unit
        if (!((outbox?.[0]?.dueAt as unknown) instanceof Date)) return storage.commit(unit)
        return storage.commit({ outbox: (outbox ?? []).map((entry) => ({ ...entry, dueAt: null })) })
      },
    })),
  "untyped: what JSON does not bring back is refused in documents too, with its place": untypedMutant((storage) => ({
    commit: async (unit) => {
      const seen: unknown = unit.messages?.[0]?.seenAt
      if (!(seen instanceof Date)) return storage.commit(unit)
      return storage.commit({ messages: JSON.parse(JSON.stringify(unit.messages)) as readonly Message[] })
    },
  })),
  "untyped: a question whose names, moments or limits are of another kind is refused with its place": untypedMutant((storage) => ({
    async loadOne(incidentId) {
      const given: unknown = incidentId
      return loadOne(storage, typeof given === "string" ? given : "nothing")
    },
  })),
  "untyped: a filter with an unknown field or status is refused with its place, and never finds everything": untypedMutant((storage) => ({
    async find(filter) {
      const { status: _unknown, ...known } = filter as typeof filter & { readonly status?: unknown }
      return storage.find(known)
    },
  })),
}
