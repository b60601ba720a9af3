import { checkErasure, erasedMessage, type ErasureCertificate, type ErasureRequest } from "@otklik/core/storage"
import type { PostgresRow } from "./client.ts"
import type { Connection } from "./connection.ts"
import { busy } from "./driver-error.ts"
import { messageOf, textAt } from "./rows.ts"
import { storable, textArray } from "./text-array.ts"

/** What is read of a message; whether it goes stands after them. */
const columns = "found.key, found.revision::text, found.published_at, found.body"

/** How often a page is read again because somebody edited a message of it meanwhile. */
const tries = 20

/**
 * Leaves tombstones of a page of the messages that a request names. They are left in one transaction, over the revisions that were read.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param request - by key, by author or by age
 * @throws DeskError `config`; `conflict` when messages of the page are edited again and again: what was erased by then stays erased
 */
export async function eraseMessages(connection: Connection, tenant: string, request: ErasureRequest): Promise<ErasureCertificate> {
  const page = await readPage(connection, tenant, request)
  let messages = 0
  let chosen: readonly PostgresRow[] = page.filter(isChosen)
  for (let attempt = 0; chosen.length > 0; attempt += 1) {
    // A certificate would say that everything was looked at.
    if (attempt === tries)
      throw busy("messages were edited all the time; what was erased stays erased, and the same call goes on", undefined)
    const done = await leaveTombstones(connection, tenant, chosen)
    messages += done
    if (done === chosen.length) break
    // A message that was edited in between is read again, as it is now, and whether it is to go.
    const again = await readPage(
      connection,
      tenant,
      request,
      chosen.map((row) => textAt(row, 0)),
    )
    chosen = again.filter(isChosen)
  }
  return { at: request.at, messages, next: nextOf(request, page) }
}

function isChosen(row: PostgresRow): boolean {
  return row[4] === "true"
}

function nextOf(request: ErasureRequest, page: readonly PostgresRow[]): string | null {
  const last = page.at(-1)
  if (request.by === "message" || last === undefined || page.length < request.limit) return null
  return request.by === "author" ? textAt(last, 0) : `${textAt(last, 2)} ${textAt(last, 0)}`
}

/** Only over the revision that was read: what is left of a message is written here, since SQL reads no document that holds U+0000. */
async function leaveTombstones(connection: Connection, tenant: string, rows: readonly PostgresRow[]): Promise<number> {
  const tombstones = rows
    .map((row) => ({ key: textAt(row, 0), revision: Number(row[1]), body: JSON.stringify(erasedMessage(messageOf(textAt(row, 3)))) }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
  const [left] = await connection.write(`SELECT ${connection.schema}.leave_tombstones($1, $2)::text`, tenant, JSON.stringify(tombstones))
  return Number(left?.[0])
}

/** @param among - of a page that was read before; absent: all messages */
async function readPage(
  { schema, read }: Connection,
  tenant: string,
  request: ErasureRequest,
  among?: readonly string[],
): Promise<readonly PostgresRow[]> {
  const { publishedAt, key, kept } = checkErasure(request)
  const keys = among ?? (request.by === "message" ? [...new Set(request.keys)] : undefined)
  // The last value of each statement.
  const wanted = keys === undefined ? [] : [textArray(keys)]
  const fromAt = (place: number): string =>
    `FROM ${schema}.message AS found WHERE found.tenant = $1 AND NOT found.erased${keys === undefined ? "" : ` AND found.key = ANY ($${place}::text::text[])`}`
  switch (request.by) {
    case "message":
      return read(`SELECT ${columns}, 'true' ${fromAt(2)}`, tenant, ...wanted)
    // There is no index by author on purpose: page by page this reads every message.
    case "author":
      return read(
        `SELECT found.key, found.revision::text, found.published_at, CASE WHEN found.author = $2 THEN found.body END,
          coalesce(found.author = $2, false)::text ${fromAt(4)} AND found.key > $3 ORDER BY found.key LIMIT ${request.limit}`,
        tenant,
        JSON.stringify(request.pseudonym),
        storable(key),
        ...wanted,
      )
    // Of the messages of a page, which are few, those stay that an incident in another status names.
    case "age":
      return read(
        `WITH page AS MATERIALIZED (
          SELECT * ${fromAt(6)} AND found.published_at < $2 AND (found.published_at, found.key) > ($4, $5)
          ORDER BY found.published_at, found.key LIMIT ${request.limit}
        ), needed AS MATERIALIZED (
          SELECT DISTINCT named.key FROM ${schema}.incident AS i CROSS JOIN LATERAL unnest(i.message_keys) AS named(key)
          WHERE i.tenant = $1 AND i.status = ANY ($3::text::text[]) AND EXISTS (SELECT FROM page WHERE page.key = named.key)
        )
        SELECT ${columns}, (NOT EXISTS (SELECT FROM needed WHERE needed.key = found.key))::text FROM page AS found
        ORDER BY found.published_at, found.key`,
        tenant,
        request.publishedBefore,
        textArray(kept),
        publishedAt,
        storable(key),
        ...wanted,
      )
  }
}
