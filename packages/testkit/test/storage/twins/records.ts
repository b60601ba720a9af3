import { importNotesId, type SourceCursor, type Storage } from "@otklik/core"
import { instead, plainTwin, twin, type Twins } from "../twin.ts"

/** Storages that give away too little, or hand over otherwise. */
export const recordTwins: Twins = {
  "records: pages give everything of a kind once, through another handle": plainTwin((storage) => ({
    async readRecords(kind, after, limit) {
      const page = await storage.readRecords(kind, after, limit)
      // The last one of a page that another follows stands on both.
      return page.next === null || after !== null
        ? page
        : { ...page, next: (await storage.readRecords(kind, null, limit - 1)).next ?? page.next }
    },
  })),
  "records: what was erased for good is said to be": plainTwin((storage) => ({
    async readRecords(kind, after, limit) {
      const page = await storage.readRecords(kind, after, limit)
      for (const record of page.records)
        if ("erased" in record && record.erased) return { ...page, records: page.records.filter((one) => one !== record) }
      return page
    },
  })),
  "records: the counts say how much there is": plainTwin((storage) => ({
    countRecords: async () => ({ ...(await storage.countRecords()), claim: 0 }),
  })),
  "records: a page of nothing is refused": plainTwin((storage) => ({
    readRecords: async (kind, after, limit) => storage.readRecords(kind, after, Math.max(1, limit)),
  })),
  "hand over: everything goes to the other tenant at once, and nothing stays": twin(() => {
    let isOver = false
    return (storage) => ({
      async handOver(to) {
        await storage.handOver(to)
        isOver = to !== null
      },
      readRecords: async (kind, after, limit) =>
        isOver && kind === "cursor" ? { records: [], next: null } : storage.readRecords(kind, after, limit),
    })
  }),
  "hand over: what an import noted of its progress goes to nobody": twin(() => {
    const notes: SourceCursor[] = []
    return (storage, tenant) => ({
      async handOver(to) {
        notes.push(...(await storage.readCursors(importNotesId)))
        return storage.handOver(to)
      },
      readCursors: async (connectorId) =>
        tenant === "successor" && connectorId === importNotesId ? notes : storage.readCursors(connectorId),
    })
  }),
  "hand over: to a tenant that has anything it fails, and nothing moves": plainTwin((storage) => ({
    handOver: async (to) => instead(storage.handOver(to), "conflict", () => undefined),
  })),
  "hand over: to nobody deletes everything of this tenant, and nothing of another": plainTwin((storage) => ({
    handOver: async (to) => (to === null ? undefined : storage.handOver(to)),
  })),
  "hand over: numbers and positions go on where they stood": twin(() => {
    let isOver = false
    return (storage: Storage) => ({
      async handOver(to) {
        await storage.handOver(to)
        isOver = true
      },
      async commit(unit) {
        const { numbers } = await storage.commit(unit)
        return { numbers: isOver ? new Map([...numbers.keys()].map((id, index) => [id, index + 1])) : numbers }
      },
    })
  }),
}
