import { useSyncExternalStore } from "react"

// What a person wrote and chose is kept on this device: it survives a conflict, a reload and a lost connection.

const listeners = new Set<() => void>()
const memory = new Map<string, string>()

function read(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null
  } catch {
    return memory.get(key) ?? null
  }
}

function write(key: string, value: string | null): void {
  if (value === null) memory.delete(key)
  else memory.set(key, value)
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // A full or forbidden store: this page still has it.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener("storage", listener)
  return () => {
    listeners.delete(listener)
    removeEventListener("storage", listener)
  }
}

/** A choice of the person that is kept on this device. */
export function useKept(name: string, usual: string): readonly [string, (value: string) => void] {
  const key = `office:${name}`
  const value = useSyncExternalStore(subscribe, () => read(key)) ?? usual
  return [value, (next) => write(key, next)]
}

/** What was filled in, in one form of one case by one person. */
export type Filled = Readonly<Record<string, string>>

/** Names a form: whose it is, of which case, for which command. */
export function formKey(person: string, incidentId: string, command: string): string {
  return `office:text:${person}:${incidentId}:${command}`
}

/** What was filled in before; nothing: an empty form. */
export function readFilled(key: string): Filled {
  try {
    const kept: unknown = JSON.parse(read(key) ?? "{}")
    return typeof kept === "object" && kept !== null ? (kept as Filled) : {}
  } catch {
    return {}
  }
}

/** Keeps what is filled in; an empty form is forgotten. */
export function keepFilled(key: string, filled: Filled): void {
  const given = Object.entries(filled).filter(([, value]) => value !== "")
  write(key, given.length === 0 ? null : JSON.stringify(Object.fromEntries(given)))
}

/** The commands of a case for which there is unsent text, as one text: stable for React. */
export function useUnsent(person: string, incidentId: string): string {
  return useSyncExternalStore(subscribe, () => unsentOf(person, incidentId))
}

function unsentOf(person: string, incidentId: string): string {
  const start = `office:text:${person}:${incidentId}:`
  const keys = new Set(memory.keys())
  try {
    for (let index = 0; index < localStorage.length; index += 1) keys.add(localStorage.key(index) ?? "")
  } catch {
    // Nothing is kept beyond this page.
  }
  return [...keys]
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(start.length))
    .toSorted()
    .join(" ")
}

/** A list that a person keeps: a name and an address. */
export interface KeptView {
  readonly title: string
  readonly address: string
}

/** The lists that a person keeps. */
export function useKeptViews(person: string): readonly [readonly KeptView[], (views: readonly KeptView[]) => void] {
  const [text, set] = useKept(`views:${person}`, "[]")
  return [parseViews(text), (views) => set(JSON.stringify(views))]
}

function parseViews(text: string): readonly KeptView[] {
  try {
    const kept: unknown = JSON.parse(text)
    return Array.isArray(kept) ? (kept as readonly KeptView[]) : []
  } catch {
    return []
  }
}
