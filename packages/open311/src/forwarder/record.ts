import type { Case, Instant } from "@otklik/core"

/** What a forwarder has written down about one incident, in its own notes: there is no other place to look. */
export interface ForwardRecord {
  /** When it began to send, each time, oldest first. */
  readonly begun: readonly Instant[]
  /** The number on the other server; null: not known. */
  readonly requestId: string | null
  /** What a number is asked for by; null: there is none. */
  readonly token: string | null
  /** Nothing more is done: it was refused, or nobody knows. */
  readonly isGivenUp: boolean
  /** The last status that was written down; null: none was. */
  readonly status: string | null
  /** How many notes there are. */
  readonly count: number
}

/** How each kind of note begins, after the name of the forwarder. */
const kinds = { sending: "sending", request: "request", token: "token", status: "status", stopped: "stopped" } as const

/** The text of a note. */
export function noteText(id: string, kind: keyof typeof kinds, words: string): string {
  return `[open311 ${id}] ${kinds[kind]}${words === "" ? "" : `: ${words}`}`
}

/**
 * Reads what a forwarder has written down.
 *
 * @param found - the incident, with the texts of its notes
 * @param id - the forwarder
 * @param actorId - in whose name it writes
 */
export function recordOf(found: Case, id: string, actorId: string): ForwardRecord {
  const begun: Instant[] = []
  const last: { -readonly [Kind in "request" | "token" | "status" | "stopped"]?: string } = {}
  let count = 0
  let isErased = false
  for (const { at, by, text, erased } of found.notes) {
    if (by !== actorId) continue
    isErased ||= erased
    const [, kind, words = ""] = text?.startsWith(`[open311 ${id}] `) === true ? (/^\S+ \S+\] (\w+)(?:: ([\s\S]*))?$/.exec(text) ?? []) : []
    if (kind === undefined) continue
    count += 1
    if (kind === kinds.sending) begun.push(at)
    if (kind === "request" || kind === "token" || kind === "status" || kind === "stopped") last[kind] = words
  }
  return {
    begun,
    requestId: last.request ?? null,
    token: last.token ?? null,
    // What was erased may have said that it was sent: it is never sent again.
    isGivenUp: last.stopped !== undefined || isErased,
    status: last.status ?? null,
    count,
  }
}
