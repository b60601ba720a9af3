import type { Storage } from "@otklik/core"
import type { Upcasters } from "@otklik/core/storage"

/** What is special about a handle, for subjects that say that they can do it. */
export interface HandleOptions {
  /** How its host has set it up: one of {@link StorageSubject.habits}. */
  readonly habit?: string
  /** Reads and writes events in other versions, as another version of the package does. */
  readonly upcasters?: Upcasters
}

/** One storage on data of its own, with what a case may do around it. */
export interface OpenedStorage {
  /** Migrated, empty, and shared with nobody but {@link OpenedStorage.openSecond}. */
  readonly storage: Storage
  /**
   * A second handle on the same data, as another process has it: another connection, not the same object. It sees what
   * is really stored.
   *
   * @param tenant - another tenant; absent: the same one
   * @param special - what is special about the handle; asked for only where the subject offers it
   */
  openSecond(tenant?: string, special?: HandleOptions): Promise<Storage>
  /**
   * Lets time pass by the clock that decides which leases have run out. Storages that go by the caller's `now` have
   * nothing to do; those that go by a database's clock really wait. The contract asks for 50 milliseconds at most.
   *
   * @param millis - how long
   */
  advance(millis: number): Promise<void>
  /** Whether the handle that the host gave still answers. */
  hostHandleAnswers(): Promise<boolean>
  /** Ends everything that was opened, the host's handles included. */
  dispose(): Promise<void>
}

/** A storage whose database says what was read from end to end. */
export interface WatchedStorage extends OpenedStorage {
  /** How many incidents, messages, claims and replies must be stored before the database plans as it does for many. */
  readonly rows: number
  /**
   * Tells which tables were read whole by some work.
   *
   * @param work - done on a handle that is watched; the database knows by then how much there is
   * @returns the names of the tables, whatever the database calls them; tables of some rows need not be named
   */
  readWhole(work: (storage: Storage) => Promise<unknown>): Promise<readonly string[]>
}

/**
 * What `storageContract` is run against. A member that is absent exempts the subject from what could be seen by it
 * alone; the report says so.
 */
export interface StorageSubject {
  /** Opens a storage on fresh, migrated data. */
  open(): Promise<OpenedStorage>
  /** Opens a storage on an empty database that nobody has migrated. Absent for storages that have no schema. */
  openUnmigrated?(): Promise<OpenedStorage>
  /**
   * Ways in which hosts set up the handles that they hand in (parsers, big integers, isolation, rows of another shape),
   * by names that {@link OpenedStorage.openSecond} takes. `works`: nobody notices a difference. `refused`: every call
   * says so with `config`.
   */
  readonly habits?: Readonly<Record<string, "works" | "refused">>
  /** The storage has no member `moving`. Absent: it has. */
  readonly movesNoTenants?: true
  /** Whether {@link OpenedStorage.openSecond} takes upcasters. */
  readonly takesUpcasters?: boolean
  /** Opens a storage that says what is read whole. Absent where nothing can tell. */
  openWatched?(): Promise<WatchedStorage>
  /**
   * Opens a storage between whose statements another party writes. Absent where every call is one step.
   *
   * @param between - begun before every statement that `storage` sends once it is open, and ended before that goes on;
   * what it fails with is nobody's concern. A driver that cannot wait has begun it at least, so that it must do its
   * work at once. Handles of `openSecond` are left alone, and wait for nobody
   */
  openInterrupted?(between: () => Promise<unknown>): Promise<OpenedStorage>
}
