import { useSyncExternalStore } from "react"

/** Which page an address names. */
export type Page = "queue" | "case" | "register" | "report" | "events" | "coverage" | "health" | "audit"

/** An address of the desk, taken apart. */
export interface Route {
  readonly page: Page
  /** The list, of a queue. */
  readonly view: string
  /** The case: of a case page, or in the reading pane of a queue. */
  readonly number: number | null
  /** The same by its id, where an address has that. */
  readonly incidentId: string | null
  /** Filters and order: an address with them is a list that can be kept and sent to a colleague. */
  readonly query: URLSearchParams
}

/** Reads an address; an unknown one is the queue. */
export function parseRoute(address: string): Route {
  const url = new URL(address, "http://desk")
  const [page = "", part = ""] = url.pathname.split("/").filter((piece) => piece !== "")
  const query = url.searchParams
  const number = (text: string | null): number | null => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null)
  if (page === "i") {
    const known = number(part)
    return { page: "case", view: "open", number: known, incidentId: known === null && part !== "" ? decodeURIComponent(part) : null, query }
  }
  const others: readonly string[] = ["register", "report", "events", "coverage", "health", "audit"]
  if (others.includes(page)) return { page: page as Page, view: "open", number: null, incidentId: null, query }
  const open = number(query.get("i"))
  query.delete("i")
  return { page: "queue", view: part === "" ? "open" : decodeURIComponent(part), number: open, incidentId: null, query }
}

/** The address of a list, with its filters, and the case in its reading pane. */
export function queueAddress(view: string, query: URLSearchParams | string = "", number: number | null = null): string {
  const all = new URLSearchParams(query)
  if (number !== null) all.set("i", String(number))
  const text = all.toString()
  return `/q/${encodeURIComponent(view)}${text === "" ? "" : `?${text}`}`
}

/** The address of a case. */
export function caseAddress(number: number | string): string {
  return `/i/${number}`
}

const listeners = new Set<() => void>()
const tell = (): void => listeners.forEach((listener) => listener())

/** Goes to an address of the desk. `replace` leaves no step to go back to. */
export function go(address: string, how: "push" | "replace" = "push"): void {
  if (address === location.pathname + location.search) return
  if (how === "push") history.pushState(null, "", address)
  else history.replaceState(null, "", address)
  tell()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener("popstate", listener)
  return () => {
    listeners.delete(listener)
    removeEventListener("popstate", listener)
  }
}

/** The address as it is now. */
export function useAddress(): string {
  return useSyncExternalStore(subscribe, () => location.pathname + location.search)
}
