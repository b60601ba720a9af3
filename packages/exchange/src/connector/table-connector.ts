import { readOptions, type Connector, type Instant, type SkippedItem } from "@otklik/core"
import type { MessagePage, PullOptions } from "@otklik/core/connector"
import { configError } from "@otklik/core/internal"
import * as z from "zod"
import { readMapping, type TableMapping } from "../mapping.ts"
import { placeAfter, readPlace } from "./cursor.ts"
import { readMessages, type TableItem } from "./read-messages.ts"

/** A table of complaints. */
export interface TableSource {
  /** The source's id, unique in the connector and stable over restarts. */
  readonly id: string
  /** For people; the id when absent. */
  readonly title?: string | undefined
  /**
   * Opens the table, CSV or XLSX: its bytes as they are now. Rows may be added at its end; a table in which another row
   * was put before the place that was read is refused with `protocol`.
   */
  open(): Uint8Array | Promise<Uint8Array>
  /**
   * `published`: its messages are given in the order in which they were published, for
   * `desk.pull({ registerAt: "published" })`. Rows that are added must be later. Absent: in the order of its rows.
   */
  readonly order?: "published" | undefined
}

/** Options of {@link createTableConnector}. */
export interface TableConnectorOptions {
  /** Names the connector's cursors. */
  readonly id: string
  /** Tables, each one a source. */
  readonly sources: readonly TableSource[]
  /**
   * What the columns are: `text` and `publishedAt` (else `registeredAt`), and where there are such, `key` or
   * `externalId`, `url`, `network`, `authorId` or `authorUrl`, `communityKey`, `placeName`, `street`, `house`,
   * `object`, `audience`, `engagement`.
   */
  readonly mapping: TableMapping
  /** How often the tables are worth reading, in minutes by the clock on the wall. Default 5. */
  readonly everyMinutes?: number | undefined
}

const sourceSchema = z.custom<TableSource>(
  (value) => typeof value === "object" && value !== null && "open" in value && typeof value.open === "function",
  "a source with the function open was expected",
)

const optionsSchema = z.strictObject({
  id: z.string().min(1).max(512),
  sources: z
    .array(sourceSchema)
    .min(1)
    .refine((sources) => new Set(sources.map(({ id }) => id)).size === sources.length, "duplicate id of a source"),
  mapping: z.unknown(),
  everyMinutes: z.number().positive().default(5),
})

/** The rows of a table as it was last opened. */
interface OpenedTable {
  readonly bytes: Uint8Array
  readonly items: readonly TableItem[]
}

/**
 * A connector of complaints that come as tables: each row is a message of the network that it names, or that its link
 * leads to. A row without a key of its own is known by its link, and without one by its moment and text. A row that
 * cannot be understood is reported with its line, and the others are read.
 *
 * Memory holds a table while it is read. A moment without a zone is one of the mapping's; in a gap of the clocks the
 * row is reported, and where clocks showed it twice it is the earlier one.
 *
 * @param options - see {@link TableConnectorOptions}
 * @throws DeskError `config` for wrong options
 */
export function createTableConnector(options: TableConnectorOptions): Connector {
  const { id, sources, everyMinutes } = readOptions(optionsSchema, options, "createTableConnector options")
  const mapping = readMapping(options.mapping)
  const fields = new Set(Object.values(mapping.columns).map(({ to }) => to))
  if (!fields.has("publishedAt") && !fields.has("registeredAt"))
    throw configError("createTableConnector options", [{ path: "mapping.columns", message: "a column with publishedAt was expected" }])
  const opened = new Map<string, OpenedTable>()

  async function itemsOf(source: TableSource): Promise<readonly TableItem[]> {
    const bytes = await source.open()
    const last = opened.get(source.id)
    if (last !== undefined && areEqual(last.bytes, bytes)) return last.items
    const items = await readMessages(bytes, mapping, source.order)
    opened.set(source.id, { bytes, items })
    return items
  }

  async function pull(source: TableSource, { cursor, limit, signal }: PullOptions): Promise<MessagePage> {
    const items = await itemsOf(source)
    signal?.throwIfAborted()
    const from = cursor === undefined ? 0 : readPlace(cursor, items, source.id)
    const messages: MessagePage["messages"][number][] = []
    const skipped: SkippedItem[] = []
    const keys = new Set<string>()
    const taken = items.slice(from, from + limit)
    for (const { message, skip, line } of taken) {
      if (skip !== null) skipped.push(skip)
      else if (keys.has(message.key)) {
        skipped.push({ code: "duplicate-key", message: "another key than that of an earlier row was expected", path: "key", line })
      } else {
        keys.add(message.key)
        messages.push(message)
      }
    }
    const next = from + taken.length
    return { messages, skipped, gaps: [], cursor: placeAfter(next, items), more: next < items.length }
  }

  return {
    specificationVersion: "v1",
    id,
    network: "table",
    capabilities: Object.freeze({ pull: true, webhook: false, reply: false, replyPhoto: false, replyLimit: null, relay: true }),
    sources: Object.freeze(
      sources.map(({ id: sourceId, title = sourceId, order }) =>
        Object.freeze({ id: sourceId, title, everyMinutes, ...(order === undefined ? {} : { order }) }),
      ),
    ),
    async doPull(request) {
      request.signal?.throwIfAborted()
      if (!Number.isSafeInteger(request.limit) || request.limit < 1)
        throw configError("table: doPull", [{ path: "limit", message: "a whole number from 1 was expected" }])
      const source = sources.find((one) => one.id === request.sourceId)
      if (source !== undefined) return pull(source, request)
      throw configError("table: doPull", [{ path: "sourceId", message: "one of the connector's own sources was expected" }])
    },
    async doCheck() {
      const problems: string[] = []
      for (const source of sources) {
        try {
          await itemsOf(source)
        } catch (error) {
          problems.push(`the table "${source.id}" cannot be read: ${error instanceof Error ? error.message : "an error"}`)
        }
      }
      const expiresAt: Instant | null = null
      return { ok: problems.length === 0, problems, expiresAt }
    },
  }
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one === other || (one.length === other.length && one.every((byte, index) => byte === other[index]))
}
