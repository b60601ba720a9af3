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

/** A storage whose process dies at the n-th of its calls: before it, or once it is done and nobody hears of it. */
export function dyingAt(storage: Storage, fatal: number, isDone: boolean): Storage {
  let calls = 0
  const dying = <Values extends readonly unknown[], Answer>(call: (...values: Values) => Promise<Answer>) => {
    return async (...values: Values): Promise<Answer> => {
      if ((calls += 1) < fatal) return call(...values)
      if (calls === fatal && isDone) await call(...values)
      throw new Error("the power is gone")
    }
  }
  return {
    ...storage,
    readCursors: dying(storage.readCursors),
    commit: dying(storage.commit),
    lease: dying(storage.lease),
    settle: dying(storage.settle),
    find: dying(storage.find),
  }
}

/** The certificates of the journal, oldest first. */
export async function certificatesIn(storage: Storage): Promise<readonly ErasureEntry[]> {
  const { entries } = await storage.privacy.readJournal({ kind: "erasure", limit: 1000 })
  return entries.filter((entry) => entry.kind === "erasure")
}
