import type { Storage } from "@otklik/core"
import type { LeaseOptions } from "@otklik/core/storage"
import { openWatched, soundSubject } from "../sound.ts"
import { type SubjectMutant, type Mutants, type Breaks, changed } from "../mutant.ts"

/** A storage that reads a table whole at some calls, and says so. */
function scanning(breaks: (storage: Storage, tell: (table: string) => void) => Breaks): SubjectMutant {
  return {
    subject: { ...soundSubject, openWatched: async () => openWatched((storage, tell) => changed(storage, breaks(storage, tell))) },
  }
}

/** Storages that read more than they were asked for. */
export const planMutants: Mutants = {
  // As a prepared statement whose plan is made for any limit once it was asked five times.
  "plan: work is leased without reading any table whole, however often it is asked for": scanning((storage, tell) => {
    let asked = 0
    return {
      lease: async (options: LeaseOptions) => {
        if (options.kind === "clock" && (asked += 1) > 5) tell("incident")
        return storage.lease(options)
      },
    }
  }),
  // As a page that is sorted out of everything.
  "plan: a page, the feed, a search, a sweep, a commit and a settlement read no whole table": scanning((storage, tell) => ({
    findRetentionDue: async (query) => {
      tell("incident")
      return storage.privacy.findRetentionDue(query)
    },
  })),
  // As a count of terms that goes through every term there ever was.
  "plan: figures, and the incidents behind a number, read no whole table": scanning((storage, tell) => ({
    figures: async (query) => {
      tell("clock_fact")
      return storage.counts.figures(query)
    },
  })),
}
