import { loadOne } from "@otklik/core/storage"
import type { Storage } from "@otklik/core"
import { soundSubject } from "../sound.ts"
import { instead, type SubjectMutant, type Mutants, type Breaks, changed } from "../mutant.ts"

/** A subject whose handles of this version, or of another, are broken. */
function breaking(handles: "present" | "other", breaks: (storage: Storage) => Breaks): SubjectMutant {
  return {
    subject: {
      ...soundSubject,
      async open() {
        const opened = await soundSubject.open()
        const handle = (storage: Storage, isOther: boolean): Storage =>
          isOther === (handles === "other") ? changed(storage, breaks(storage)) : storage
        return {
          ...opened,
          storage: handle(opened.storage, false),
          openSecond: async (tenant, special) => handle(await opened.openSecond(tenant, special), special?.upcasters !== undefined),
        }
      },
    },
  }
}

/** Storages that read what other versions of the package wrote otherwise than it was meant. */
export const olderMutants: Mutants = {
  // As one that parses documents past the codec.
  "older: an event of an older version is lifted to the present one, in its log and in the feed": breaking("other", (storage) => ({
    loadOne: async (incidentId) => {
      const loaded = await loadOne(storage, incidentId)
      return { ...loaded, events: loaded.events.map((event) => Object.assign({}, event, { seenTo: undefined })) }
    },
  })),
  // As one that passes over what it cannot read.
  "older: an event of a newer version is refused with its place, and nothing else is lost": breaking("present", (storage) => ({
    loadOne: async (incidentId) => instead(loadOne(storage, incidentId), "protocol", () => ({ incidentId, events: [], version: 0 })),
  })),
}
