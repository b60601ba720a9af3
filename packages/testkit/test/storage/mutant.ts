import { isDeskError, type DeskError, type DeskErrorCode, type Message, type Storage, type StoredIncident } from "@otklik/core"
import {
  claimHolders,
  loadOne,
  movingOf,
  type Draft,
  type KeyedKind,
  type KeyedThings,
  type LoadedIncident,
  type StorageCounts,
  type StorageLearned,
  type StorageMoving,
  type StoragePrivacy,
  type UnitOfWork,
} from "@otklik/core/storage"
import type { OpenedStorage, StorageSubject } from "@otklik/testkit/storage"
import { openSound, soundSubject } from "./sound.ts"

/** A storage that breaks one promise: made anew for each opening. */
export type Mutant = (opened: OpenedStorage) => OpenedStorage

/**
 * Members of a storage by their names alone, with what is read by key as a member each: what a mutant does otherwise,
 * whatever part it belongs to.
 */
export type Breaks = Partial<
  Omit<Storage, "counts" | "privacy" | "learned" | "moving" | "read" | "load"> &
    StorageCounts &
    StoragePrivacy &
    StorageLearned &
    StorageMoving
> & {
  readonly loadOne?: (incidentId: string) => Promise<LoadedIncident>
  readonly readIncidents?: (incidentIds: readonly string[]) => Promise<readonly StoredIncident[]>
  readonly readMessages?: (keys: readonly string[]) => Promise<readonly Message[]>
  readonly readDrafts?: (keys: readonly string[]) => Promise<readonly Draft[]>
  readonly findClaims?: (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

/** What one handle does otherwise. */
export type Break = (storage: Storage, tenant: string) => Breaks

/** A storage that does some things otherwise, and the rest as before. */
export function changed(storage: Storage, breaks: Breaks): Storage {
  const { loadOne: load, readIncidents, readMessages, readDrafts, findClaims, ...members } = breaks
  const part = <Part extends object>(own: Part): Part =>
    Object.fromEntries(Object.entries(own).map(([name, member]) => [name, Reflect.get(members, name) ?? member])) as Part
  const heart = Object.entries(members).filter(([name]) => Object.hasOwn(storage, name))
  const readers: { readonly [Kind in KeyedKind]?: (keys: readonly string[]) => Promise<readonly KeyedThings[Kind][]> } = {
    ...(readIncidents === undefined ? {} : { incident: readIncidents }),
    ...(readMessages === undefined ? {} : { message: readMessages }),
    ...(readDrafts === undefined ? {} : { draft: readDrafts }),
    ...(findClaims === undefined
      ? {}
      : { claim: async (keys) => [...(await findClaims(keys))].map(([key, incidentId]) => ({ key, incidentId })) }),
  }
  return {
    ...storage,
    ...Object.fromEntries(heart),
    ...(load === undefined ? {} : { load: async (incidentIds) => Promise.all(incidentIds.map((incidentId) => load(incidentId))) }),
    read: async (kind, keys) => readers[kind]?.(keys) ?? storage.read(kind, keys),
    counts: part(storage.counts),
    privacy: part(storage.privacy),
    learned: part(storage.learned),
    moving: part(movingOf(storage)),
  }
}

/** A member of a storage by the name that {@link Breaks} has for it. */
function soundMember(storage: Storage, name: string): unknown {
  const byKey: Readonly<Record<string, unknown>> = {
    loadOne: async (incidentId: string) => loadOne(storage, incidentId),
    readIncidents: async (ids: readonly string[]) => storage.read("incident", ids),
    readMessages: async (keys: readonly string[]) => storage.read("message", keys),
    readDrafts: async (keys: readonly string[]) => storage.read("draft", keys),
    findClaims: async (keys: readonly string[]) => claimHolders(storage, keys),
  }
  return byKey[name] ?? Reflect.get({ ...storage, ...storage.counts, ...storage.privacy, ...storage.learned, ...storage.moving }, name)
}

/** A subject that breaks one promise about what it offers beside a storage. */
export interface SubjectMutant {
  readonly subject: StorageSubject
}

/** Mutants by the name of the case that must notice them. */
export type Mutants = Readonly<Record<string, Mutant | SubjectMutant>>

/** A mutant whose every handle is broken; `makeBreak` runs once an opening, so that handles may share a state. */
export function mutant(makeBreak: () => Break): Mutant {
  return (opened) => {
    const breaks = makeBreak()
    const broken = (storage: Storage, tenant: string): Storage => changed(storage, unlessUntyped(breaks(storage, tenant), storage))
    return {
      ...opened,
      storage: broken(opened.storage, "main"),
      openSecond: async (tenant) => broken(await opened.openSecond(tenant), tenant ?? "main"),
    }
  }
}

/** A mutant that is broken where its host has set up the handle in a way of its own, and sound elsewhere. */
export function habitMutant(breaks: Break): SubjectMutant {
  const open = async (): Promise<OpenedStorage> => {
    const opened = await soundSubject.open()
    return {
      ...opened,
      async openSecond(tenant, special) {
        const storage = await opened.openSecond(tenant, special)
        return special?.habit === undefined ? storage : changed(storage, breaks(storage, tenant ?? "main"))
      },
    }
  }
  return { subject: { ...soundSubject, open } }
}

/** A mutant without a state that takes part in what no type allows: for the promises about that alone. */
export function untypedMutant(breaks: Break): Mutant {
  return (opened) => ({ ...opened, storage: changed(opened.storage, breaks(opened.storage, "main")) })
}

/**
 * What no type allows goes to the sound storage, which refuses it: a mutant of another promise need not know what to do
 * with it.
 */
function unlessUntyped(breaks: Breaks, sound: Storage): Breaks {
  const guarded = Object.entries(breaks).map(([name, member]): [string, unknown] => {
    if (typeof member !== "function") return [name, member]
    const call = (...values: unknown[]): unknown => {
      const chosen: unknown = values.some((value) => isUntyped(value)) ? soundMember(sound, name) : member
      return Reflect.apply(chosen as () => unknown, breaks, values)
    }
    return [name, call]
  })
  return Object.fromEntries(guarded) as Breaks
}

/** The members of contract types that are true or false. */
const truths: ReadonlySet<string> = new Set([
  "unowned",
  "authorWaits",
  "open",
  "repeats",
  "reopened",
  "not",
  "prefix",
  "shared",
  "replacesGaps",
  "takenOver",
  "isOwn",
  "isFinal",
  "approved",
  "pending",
  "isOver",
])

function isUntyped(value: unknown, key = ""): boolean {
  if (typeof value === "boolean") return !truths.has(key)
  if (typeof value === "number") return !Number.isFinite(value)
  if (typeof value !== "object") return typeof value !== "string"
  if (value === null) return false
  if (value instanceof Date) return true
  if (value instanceof Uint8Array) return false
  return Object.entries(value).some(([name, inner]) => isUntyped(inner, Array.isArray(value) ? "" : name))
}

/** A mutant without a state. */
export function plainMutant(breaks: Break): Mutant {
  return mutant(() => breaks)
}

/**
 * What the contract is run against for a mutant. A mutant of one storage offers nothing beside it: what is promised of
 * special handles is no promise of it.
 */
export function subjectOf(broken: Mutant | SubjectMutant): StorageSubject {
  if (typeof broken !== "function") return broken.subject
  return { open: async () => broken(await soundSubject.open()), openUnmigrated: async () => broken(openSound(false)) }
}

/** Does something else where the sound storage would fail with a code and the condition holds. */
export async function instead<Result>(
  work: Promise<Result>,
  code: DeskErrorCode,
  other: () => Promise<Result> | Result,
  when: (error: DeskError) => boolean = () => true,
): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (isDeskError(error, code) && when(error)) return other()
    throw error
  }
}

/** Whether a `config` error names a path. */
export function names(path: string): (error: DeskError) => boolean {
  return (error) => isDeskError(error, "config") && error.details.issues.some((issue) => issue.path.includes(path))
}

/** Waits a number of turns of the microtask queue. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve()
}

/** A commit that goes on to do something when the unit failed for a reason that lies in the data. */
export function afterFailure(storage: Storage, then: (unit: UnitOfWork) => Promise<unknown>): Pick<Storage, "commit"> {
  return {
    async commit(unit) {
      try {
        return await storage.commit(unit)
      } catch (error) {
        if (!isDeskError(error, "config")) await then(unit).catch(() => {})
        throw error
      }
    },
  }
}

/** One value a tenant. */
export function byTenant<Value>(make: () => Value): (tenant: string) => Value {
  const values = new Map<string, Value>()
  return (tenant) => {
    const value = values.get(tenant) ?? make()
    values.set(tenant, value)
    return value
  }
}
