import type { Message } from "@otklik/core"
import { checkErasure, erasedMessage, type ErasureCertificate, type ErasureRequest } from "@otklik/core/storage"
import { compare } from "./compare.ts"
import { deepFreeze } from "./frozen-copy.ts"
import type { TenantData } from "./store.ts"

/** Messages that are looked at, which of them go, and where to go on. */
interface ErasurePage {
  readonly chosen: readonly Message[]
  readonly next: string | null
}

/**
 * Leaves tombstones of a page of the messages that a request names.
 *
 * @param data - what the tenant has
 * @param request - by key, by author or by age
 * @throws DeskError `config`
 */
export function eraseMessages(data: TenantData, request: ErasureRequest): ErasureCertificate {
  const { chosen, next } = pageOf(data, request)
  for (const message of chosen) {
    data.messages.set(message.key, deepFreeze(erasedMessage(message)))
    data.erased.add(message.key)
    data.sealedAuthors.delete(message.key)
  }
  return { at: request.at, messages: chosen.length, next }
}

function pageOf(data: TenantData, request: ErasureRequest): ErasurePage {
  const { publishedAt, key, kept } = checkErasure(request)
  const left = [...data.messages.values()].filter((message) => !data.erased.has(message.key))
  switch (request.by) {
    case "message": {
      const keys = new Set(request.keys)
      return { chosen: left.filter((message) => keys.has(message.key)), next: null }
    }
    case "author": {
      const page = left
        .filter((message) => message.key > key)
        .toSorted((one, other) => compare(one.key, other.key))
        .slice(0, request.limit)
      const next = page.length < request.limit ? undefined : page.at(-1)
      return { chosen: page.filter((message) => message.authorPseudonym === request.pseudonym), next: next?.key ?? null }
    }
    case "age": {
      const from = { publishedAt, key }
      const page = left
        .filter((message) => message.publishedAt < request.publishedBefore && byAge(message, from) > 0)
        .toSorted(byAge)
        .slice(0, request.limit)
      const needed = keysOf(data, kept)
      const next = page.length < request.limit ? undefined : page.at(-1)
      return {
        chosen: page.filter((message) => !needed.has(message.key)),
        next: next === undefined ? null : `${next.publishedAt} ${next.key}`,
      }
    }
  }
}

/** The messages of incidents that are in one of the statuses. */
function keysOf(data: TenantData, statuses: readonly string[]): ReadonlySet<string> {
  const found = [...data.incidents.values()].filter((stored) => statuses.includes(stored.facts.status))
  return new Set(found.flatMap((stored) => stored.incident.messageKeys))
}

type Aged = Pick<Message, "publishedAt" | "key">

function byAge(one: Aged, other: Aged): number {
  return compare(one.publishedAt, other.publishedAt) || compare(one.key, other.key)
}
