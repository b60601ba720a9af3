import { createContext, use, useSyncExternalStore } from "react"
import type { Rights, Session, Vocabulary } from "../api/client.ts"

/** What every page of somebody who is signed in knows. */
export interface Desk {
  readonly session: Session
  readonly account: NonNullable<Session["account"]>
  readonly rights: Rights
  readonly vocabulary: Vocabulary
  /** Titles by id; an id that nobody described is shown as it is. */
  readonly topic: (id: string | null) => string | null
  readonly authority: (id: string | null) => string | null
  readonly territory: (id: string | null) => string | null
  /** The name of an actor. */
  readonly person: (by: { readonly id: string; readonly kind: string }) => string
  /** What the server's clock shows ahead of this machine's, in milliseconds. */
  readonly offset: number
  /** Says something once, and to a screen reader. */
  readonly say: (text: string, tone?: "good" | "bad") => void
}

export const DeskContext = createContext<Desk | null>(null)

/** What every page of somebody who is signed in knows. */
export function useDesk(): Desk {
  const desk = use(DeskContext)
  if (desk === null) throw new Error("DeskContext is missing")
  return desk
}

const everyMillis = 15_000
let tick = Math.floor(Date.now() / everyMillis)

function subscribe(listener: () => void): () => void {
  const timer = setInterval(() => {
    tick = Math.floor(Date.now() / everyMillis)
    listener()
  }, 5000)
  return () => clearInterval(timer)
}

/** The present by the server's clock, in milliseconds; four times a minute anew. */
export function useNow(): number {
  const { offset } = useDesk()
  useSyncExternalStore(subscribe, () => tick)
  return Date.now() + offset
}
