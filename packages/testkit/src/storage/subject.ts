import type { Storage } from "@otklik/core"

/** One storage on data of its own, with what a case may do around it. */
export interface OpenedStorage {
  /** Migrated, empty, and shared with nobody but {@link OpenedStorage.openSecond}. */
  readonly storage: Storage
  /**
   * A second handle on the same data, as another process has it: another connection, not the same object. It sees what is really stored.
   *
   * @param tenant - another tenant; absent: the same one
   */
  openSecond(tenant?: string): Promise<Storage>
  /** What the storage itself calls a tenant that {@link OpenedStorage.openSecond} was asked for. Absent: the same. */
  nameOf?(tenant: string): string
  /**
   * Lets time pass by the clock that decides which leases have run out. Storages that go by the caller's `now` have nothing to do; those that go by a
   * database's clock really wait. The contract asks for 50 milliseconds at most.
   *
   * @param millis - how long
   */
  letPass(millis: number): Promise<void>
  /** Whether the handle that the host gave still answers. */
  hostHandleAnswers(): Promise<boolean>
  /** Ends everything that was opened, the host's handles included. */
  dispose(): Promise<void>
}

/** What `storageContract` is run against. */
export interface StorageSubject {
  /** Opens a storage on fresh, migrated data. */
  open(): Promise<OpenedStorage>
  /** Opens a storage on an empty database that nobody has migrated. Absent for storages that have no schema. */
  openUnmigrated?(): Promise<OpenedStorage>
}
