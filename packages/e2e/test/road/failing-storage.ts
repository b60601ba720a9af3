import type { Storage } from "@otklik/core"
import type { ErasureEntry } from "@otklik/core/storage"

/** A storage whose commits fail from the n-th on, as when the power goes. */
export function failingFrom(storage: Storage, commits: number): Storage {
  let done = 0
  return {
    ...storage,
    async commit(unit) {
      if ((done += 1) > commits) throw new Error("the power is gone")
      return storage.commit(unit)
    },
  }
}

/** The certificates of the journal, oldest first. */
export async function certificatesIn(storage: Storage): Promise<readonly ErasureEntry[]> {
  const { entries } = await storage.privacy.readJournal({ kind: "erasure", limit: 1000 })
  return entries.filter((entry) => entry.kind === "erasure")
}
