import { soundSubject } from "../sound.ts"
import { habitMutant, instead, type Mutants } from "../mutant.ts"

/** Storages that let the host's own settings through. */
export const habitMutants: Mutants = {
  // As parsers for the whole process that give counts as texts.
  "habit: however a host has set up its handle, everything reads the same": habitMutant((storage) => ({
    readCursors: async (connectorId) => {
      const cursors = await storage.readCursors(connectorId)
      return cursors.map((cursor) => ({ ...cursor, read: JSON.parse(`"${cursor.read}"`) as number }))
    },
  })),
  // As a transform that takes what is undefined, or looks so, away.
  "habit: however a host has set up its handle, the same is stored through it": habitMutant((storage) => ({
    commit: async (unit) => storage.commit({ ...unit, drafts: (unit.drafts ?? []).map((draft) => ({ ...draft, guidanceId: null })) }),
  })),
  "habit: with any configuration of the handles racing workers do nothing twice, and what fails may be tried again": habitMutant(
    (storage) => ({
      commit: async (unit) => instead(storage.commit(unit), "duplicate", () => storage.commit({ ...unit, claims: [] })),
    }),
  ),
  "habit: a handle that gives rows in another shape is refused, and nothing is stored": {
    subject: {
      ...soundSubject,
      async open() {
        const opened = await soundSubject.open()
        return { ...opened, openSecond: async (tenant, special) => opened.openSecond(tenant, special?.habit === undefined ? special : {}) }
      },
    },
  },
}
