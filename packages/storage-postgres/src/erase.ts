import { checkErasure, erasedMessage, type ErasureCertificate, type ErasureRequest } from "@otklik/core"
import type { PostgresRow } from "./client.ts"
import type { Connection } from "./connection.ts"
import { messageOf, textAt } from "./rows.ts"
import { textArray } from "./text-array.ts"

/** Messages of one transaction: other writers get their turn in between. */
const batchSize = 1000

/** Where a batch begins: after a key, or after a moment and a key. */
interface Mark {
  readonly publishedAt: string
  readonly key: string
}

/** Reads a batch of what is to be erased, in an order that {@link Mark} follows. Columns: key, revision, published_at, body. */
type ReadBatch = (after: Mark) => Promise<readonly PostgresRow[]>

const columns = "found.key, found.revision::text, found.published_at, found.body"

/**
 * Leaves tombstones of the messages that a request names, batch by batch. Interrupted, it can be asked again: what is erased stays erased.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param request - by key, by author or by age
 * @throws DeskError `config`
 */
export async function eraseMessages(connection: Connection, tenant: string, request: ErasureRequest): Promise<ErasureCertificate> {
  checkErasure(request)
  let messages = 0
  for (const readBatch of batchReaders(connection, tenant, request)) messages += await eraseAll(connection, tenant, readBatch)
  return { at: request.at, messages }
}

async function eraseAll(connection: Connection, tenant: string, readBatch: ReadBatch): Promise<number> {
  let erased = 0
  let after: Mark = { publishedAt: "", key: "" }
  for (;;) {
    const rows = await readBatch(after)
    const done = rows.length === 0 ? 0 : await leaveTombstones(connection, tenant, rows)
    erased += done
    // A message that was edited in between is read again, as it is now.
    if (done < rows.length) continue
    const last = rows.at(-1)
    if (last === undefined || rows.length < batchSize) return erased
    after = { publishedAt: textAt(last, 2), key: textAt(last, 0) }
  }
}

/** Only over the revision that was read: what is left of a message is written here, since SQL reads no document that holds U+0000. */
async function leaveTombstones(connection: Connection, tenant: string, rows: readonly PostgresRow[]): Promise<number> {
  const tombstones = rows
    .map((row) => ({ key: textAt(row, 0), revision: Number(row[1]), body: JSON.stringify(erasedMessage(messageOf(textAt(row, 3)))) }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
  const [left] = await connection.write(`SELECT ${connection.schema}.leave_tombstones($1, $2)::text`, tenant, JSON.stringify(tombstones))
  return Number(left?.[0])
}

function batchReaders({ schema, read }: Connection, tenant: string, request: ErasureRequest): readonly ReadBatch[] {
  const from = `FROM ${schema}.message AS found`
  switch (request.by) {
    case "message": {
      const keys = [...new Set(request.keys)]
      const starts = Array.from({ length: Math.ceil(keys.length / batchSize) }, (_, index) => index * batchSize)
      return starts.map((start) => {
        const part = textArray(keys.slice(start, start + batchSize))
        return async ({ key }) =>
          read(
            `SELECT ${columns} ${from} WHERE found.tenant = $1 AND found.key = ANY ($2::text::text[]) AND found.key > $3 AND NOT found.erased
            ORDER BY found.key`,
            tenant,
            part,
            key,
          )
      })
    }
    // There is no index by author on purpose: this reads every message.
    case "author":
      return [
        async ({ key }) =>
          read(
            `SELECT ${columns} ${from} WHERE found.tenant = $1 AND found.key > $3 AND NOT found.erased
            AND found.author = $2 ORDER BY found.key LIMIT ${batchSize}`,
            tenant,
            JSON.stringify(request.pseudonym),
            key,
          ),
      ]
    // A message of an incident that is in none of the statuses stays.
    case "age":
      return [
        async ({ publishedAt, key }) =>
          read(
            `WITH kept AS MATERIALIZED (
              SELECT DISTINCT unnest(message_keys) AS key FROM ${schema}.incident
              WHERE tenant = $1 AND status <> ALL ($3::text::text[])
            )
            SELECT ${columns} ${from} WHERE found.tenant = $1 AND NOT found.erased AND found.published_at < $2
            AND (found.published_at, found.key) > ($4, $5) AND NOT EXISTS (SELECT FROM kept WHERE kept.key = found.key)
            ORDER BY found.published_at, found.key LIMIT ${batchSize}`,
            tenant,
            request.publishedBefore,
            textArray(request.statuses),
            publishedAt,
            key,
          ),
      ]
  }
}
