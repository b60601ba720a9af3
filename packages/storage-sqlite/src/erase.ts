import { checkErasure, erasedMessage, type ErasureCertificate, type ErasureRequest } from "@otklik/core/storage"
import type { Connection, Row } from "./connection.ts"
import { forgetAuthor } from "./keep.ts"
import { messageOf, textOf, textOrNull } from "./rows.ts"

const byKeys = `SELECT found.key AS key, published_at, body FROM json_each(?) AS wanted CROSS JOIN otklik_message AS found
  WHERE found.tenant = ? AND found.key = wanted.value AND erased = 0`

// There is no index by author on purpose: page by page this reads every message, and nobody can list what a person wrote in passing.
const byAuthor = `SELECT key, published_at, CASE WHEN body ->> '$.authorPseudonym' = ? THEN body END AS body FROM otklik_message
  WHERE tenant = ? AND key > ? AND erased = 0 ORDER BY key LIMIT ?`

// Of the messages of a page, which are few, those stay that an incident in another status names.
const byAge = `SELECT key, published_at, body FROM otklik_message INDEXED BY otklik_message_age
  WHERE tenant = ? AND erased = 0 AND published_at < ? AND (published_at, key) > (?, ?) ORDER BY published_at, key LIMIT ?`

const needed = `SELECT DISTINCT named.value AS key FROM otklik_incident INDEXED BY otklik_incident_status, json_each(state, '$.messageKeys') AS named
  WHERE tenant = ? AND status IN (SELECT value FROM json_each(?)) AND named.value IN (SELECT value FROM json_each(?))`

const leaveTombstone = "UPDATE otklik_message SET erased = 1, body = ? WHERE tenant = ? AND key = ?"

/**
 * Leaves tombstones of a page of the messages that a request names, in one transaction.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param request - by key, by author or by age
 * @throws DeskError `config`
 */
export function eraseMessages(connection: Connection, tenant: string, request: ErasureRequest): ErasureCertificate {
  const read = pageReader(connection, tenant, request)
  const certificate = connection.write(() => {
    const page = read()
    const chosen = page.filter((row) => textOrNull(row, "body") !== null)
    const kept = request.by === "age" ? keptOf(connection, tenant, request, chosen) : new Set<string>()
    let messages = 0
    for (const row of chosen) {
      const key = textOf(row, "key")
      if (kept.has(key)) continue
      connection.run(leaveTombstone, JSON.stringify(erasedMessage(messageOf(row))), tenant, key)
      forgetAuthor(connection, tenant, key)
      messages += 1
    }
    return { at: request.at, messages, next: nextOf(request, page) }
  })
  if (certificate.messages > 0) connection.emptyWal()
  return certificate
}

function pageReader(connection: Connection, tenant: string, request: ErasureRequest): () => readonly Row[] {
  const { publishedAt, key } = checkErasure(request)
  switch (request.by) {
    case "message": {
      const keys = JSON.stringify([...new Set(request.keys)])
      return () => connection.all(byKeys, keys, tenant)
    }
    case "author":
      return () => connection.all(byAuthor, request.pseudonym, tenant, key, request.limit)
    case "age":
      return () => connection.all(byAge, tenant, request.publishedBefore, publishedAt, key, request.limit)
  }
}

function keptOf(connection: Connection, tenant: string, request: ErasureRequest, rows: readonly Row[]): ReadonlySet<string> {
  if (rows.length === 0) return new Set()
  const { kept } = checkErasure(request)
  const keys = rows.map((row) => textOf(row, "key"))
  return new Set(connection.all(needed, tenant, JSON.stringify(kept), JSON.stringify(keys)).map((row) => textOf(row, "key")))
}

function nextOf(request: ErasureRequest, page: readonly Row[]): string | null {
  const last = page.at(-1)
  if (request.by === "message" || last === undefined || page.length < request.limit) return null
  return request.by === "author" ? textOf(last, "key") : `${textOf(last, "published_at")} ${textOf(last, "key")}`
}
