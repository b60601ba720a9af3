import type { Message } from "@otklik/core"
import { checkErasure, erasedMessage, type ErasureCertificate, type ErasureRequest } from "@otklik/core/storage"
import { compare } from "./compare.ts"
import type { Data } from "./document.ts"

/** A page of an erasure: what is looked at, which of it goes, and where to go on. */
export function eraseMessages(data: Data, request: ErasureRequest): ErasureCertificate {
  const { page, goes } = pageOf(data, request)
  const chosen = page.filter(goes)
  for (const message of chosen) {
    data.messages.set(message.key, erasedMessage(message))
    data.erased.add(message.key)
    data.sealedAuthors.delete(message.key)
  }
  const last = page.at(-1)
  const isOver = request.by === "message" || last === undefined || page.length < request.limit
  return { at: request.at, messages: chosen.length, next: isOver ? null : placeOf(last, request) }
}

function pageOf(data: Data, request: ErasureRequest): { readonly page: readonly Message[]; readonly goes: (message: Message) => boolean } {
  const { publishedAt, key, kept } = checkErasure(request)
  const left = [...data.messages.values()].filter((message) => !data.erased.has(message.key))
  if (request.by === "message") return { page: left.filter((message) => request.keys.includes(message.key)), goes: () => true }
  const from = request.by === "author" ? key : `${publishedAt} ${key}`
  const page = left
    .filter((message) => request.by === "author" || message.publishedAt < request.publishedBefore)
    .toSorted((one, other) => compare(placeOf(one, request), placeOf(other, request)))
    .filter((message) => compare(placeOf(message, request), from) > 0)
    .slice(0, request.limit)
  if (request.by === "author") return { page, goes: (message) => message.authorPseudonym === request.pseudonym }
  const holders = [...data.incidents.values()].filter(({ facts }) => kept.includes(facts.status))
  const needed = new Set(holders.flatMap(({ incident }) => incident.messageKeys))
  return { page, goes: (message) => !needed.has(message.key) }
}

function placeOf({ publishedAt, key }: Message, { by }: ErasureRequest): string {
  return by === "author" ? key : `${publishedAt} ${key}`
}
