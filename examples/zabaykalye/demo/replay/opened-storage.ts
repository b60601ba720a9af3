import type { Storage } from "@otklik/core"

/** A storage, ready for use, with what was opened for it. */
export interface OpenedStorage {
  readonly storage: Storage
  close(): Promise<void>
}
