import { checkErasure, erasedMessage, type ErasureCertificate, type ErasureRequest, type Message } from "@otklik/core"
import { deepFreeze } from "./frozen-copy.ts"
import type { TenantData } from "./store.ts"

/**
 * Leaves tombstones of the messages that a request names.
 *
 * @param data - what the tenant has
 * @param request - by key, by author or by age
 * @throws DeskError `config`
 */
export function eraseMessages(data: TenantData, request: ErasureRequest): ErasureCertificate {
  checkErasure(request)
  let messages = 0
  for (const message of chosen(data, request)) {
    if (data.erased.has(message.key)) continue
    data.messages.set(message.key, deepFreeze(erasedMessage(message)))
    data.erased.add(message.key)
    data.sealedAuthors.delete(message.key)
    messages += 1
  }
  return { at: request.at, messages }
}

function chosen(data: TenantData, request: ErasureRequest): readonly Message[] {
  const all = [...data.messages.values()]
  switch (request.by) {
    case "message": {
      const keys = new Set(request.keys)
      return all.filter((message) => keys.has(message.key))
    }
    case "author":
      return all.filter((message) => message.authorPseudonym === request.pseudonym)
    case "age": {
      const kept = keptKeys(data, request.statuses)
      return all.filter((message) => message.publishedAt < request.publishedBefore && !kept.has(message.key))
    }
  }
}

/** The messages of incidents that are in none of the statuses. */
function keptKeys(data: TenantData, statuses: readonly string[]): ReadonlySet<string> {
  const kept = [...data.incidents.values()].filter((stored) => !statuses.includes(stored.facts.status))
  return new Set(kept.flatMap((stored) => stored.incident.messageKeys))
}
