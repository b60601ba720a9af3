import { movingOf } from "@otklik/core/storage"
import { plainMutant, type Mutants } from "../mutant.ts"

/** Storages that give away too little. */
export const recordMutants: Mutants = {
  "records: pages give everything of a kind once, through another handle": plainMutant((storage) => ({
    async readRecords(kind, after, limit) {
      const page = await storage.privacy.readRecords(kind, after, limit)
      // The last one of a page that another follows stands on both.
      return page.next === null || after !== null || kind === "claim"
        ? page
        : { ...page, next: (await storage.privacy.readRecords(kind, null, limit - 1)).next ?? page.next }
    },
  })),
  "records: claims that stay are in the pages once, whatever is released between two of them": plainMutant((storage) => {
    // A page begins after as many as the pages before had, and not after the last of them.
    const places = new Map<string, number>()
    return {
      async readRecords(kind, after, limit) {
        const page = await storage.privacy.readRecords(kind, after, limit)
        const done = after === null ? 0 : (places.get(after) ?? 0)
        if (page.next !== null) places.set(page.next, done + page.records.length)
        if (kind !== "claim" || after === null || done === 0) return page
        const all = await storage.privacy.readRecords(kind, null, 1000)
        return all.records.length >= done + page.records.length ? page : { ...page, records: page.records.slice(2) }
      },
    }
  }),
  "records: what was erased for good is said to be": plainMutant((storage) => ({
    async readRecords(kind, after, limit) {
      const page = await storage.privacy.readRecords(kind, after, limit)
      for (const record of page.records)
        if ("erased" in record && record.erased) return { ...page, records: page.records.filter((one) => one !== record) }
      return page
    },
  })),
  "records: the counts say how much there is": plainMutant((storage) => ({
    countRecords: async () => ({ ...(await movingOf(storage).countRecords()), claim: 0 }),
  })),
  "records: a place of a page that no page gave is refused with its field, for every kind": plainMutant((storage) => ({
    readRecords: async (kind, after, limit) => storage.privacy.readRecords(kind, after === "{}" ? null : after, limit),
  })),
  "records: a page of nothing is refused": plainMutant((storage) => ({
    readRecords: async (kind, after, limit) => storage.privacy.readRecords(kind, after, Math.max(1, limit)),
  })),
}
