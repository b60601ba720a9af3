import { checkErasure, erasedMessage, type ErasureCertificate, type ErasureRequest } from "@otklik/core"
import type { Connection, Row } from "./connection.ts"
import { forgetAuthor } from "./keep.ts"
import { messageOf, textOf } from "./rows.ts"

/** Messages of one transaction: other writers get their turn in between. */
const batchSize = 1000

const byKeys = `SELECT found.key AS key, body FROM json_each(?) AS wanted CROSS JOIN otklik_message AS found
  WHERE found.tenant = ? AND found.key = wanted.value AND erased = 0`

// There is no index by author on purpose: this reads every message, and nobody can list what a person wrote in passing.
const byAuthor = `SELECT key, body FROM otklik_message
  WHERE tenant = ? AND key > ? AND erased = 0 AND body ->> '$.authorPseudonym' = ? ORDER BY key LIMIT ${batchSize}`

// A message of an incident that is in none of the statuses stays.
const byAge = `SELECT key, published_at, body FROM otklik_message INDEXED BY otklik_message_age
  WHERE tenant = ? AND erased = 0 AND published_at < ? AND (published_at, key) > (?, ?) AND key NOT IN (
    SELECT named.value FROM otklik_incident, json_each(state, '$.messageKeys') AS named
    WHERE tenant = ? AND status NOT IN (SELECT value FROM json_each(?))
  ) ORDER BY published_at, key LIMIT ${batchSize}`

const leaveTombstone = "UPDATE otklik_message SET erased = 1, body = ? WHERE tenant = ? AND key = ?"

/**
 * Leaves tombstones of the messages that a request names, batch by batch. Interrupted, it can be asked again: what is erased stays erased.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param request - by key, by author or by age
 * @throws DeskError `config`
 */
export function eraseMessages(connection: Connection, tenant: string, request: ErasureRequest): ErasureCertificate {
  checkErasure(request)
  let messages = 0
  for (const next of batches(connection, tenant, request)) {
    messages += connection.write(() => {
      const rows = next()
      for (const row of rows) {
        connection.run(leaveTombstone, JSON.stringify(erasedMessage(messageOf(row))), tenant, textOf(row, "key"))
        forgetAuthor(connection, tenant, textOf(row, "key"))
      }
      return rows.length
    })
  }
  return { at: request.at, messages }
}

function* batches(connection: Connection, tenant: string, request: ErasureRequest): Generator<() => readonly Row[]> {
  if (request.by === "message") {
    const keys = [...new Set(request.keys)]
    for (let start = 0; start < keys.length; start += batchSize) {
      yield () => connection.all(byKeys, JSON.stringify(keys.slice(start, start + batchSize)), tenant)
    }
    return
  }
  let last: Row | undefined
  let full = true
  while (full) {
    yield () => {
      const rows =
        request.by === "author" ? ofAuthor(connection, tenant, request.pseudonym, last) : ofAge(connection, tenant, request, last)
      last = rows.at(-1)
      full = rows.length === batchSize
      return rows
    }
  }
}

function ofAuthor(connection: Connection, tenant: string, pseudonym: string, last: Row | undefined): readonly Row[] {
  return connection.all(byAuthor, tenant, last === undefined ? "" : textOf(last, "key"), pseudonym)
}

function ofAge(
  connection: Connection,
  tenant: string,
  request: Extract<ErasureRequest, { by: "age" }>,
  last: Row | undefined,
): readonly Row[] {
  const from = last === undefined ? ["", ""] : [textOf(last, "published_at"), textOf(last, "key")]
  const [publishedAt = "", key = ""] = from
  return connection.all(byAge, tenant, request.publishedBefore, publishedAt, key, tenant, JSON.stringify(request.statuses))
}
