import type { IncomingMessage, SkippedItem } from "@otklik/core"
import { incomingMessageSchema } from "@otklik/core/connector"
import { checkInput, sha256 } from "@otklik/core/internal"
import { authorOfUrl, networkOfUrl } from "../import/past-of-row.ts"
import { knownColumns, mapRow, saidBy, type MappedRow } from "../import/read-row.ts"
import type { CheckedMapping } from "../mapping.ts"
import { readTable } from "../table/table.ts"

/** A row of a table: a message, or what is reported of it. */
export type TableItem = { readonly line: number; readonly said: string; readonly moment: string } & (
  | { readonly message: IncomingMessage; readonly skip: null }
  | { readonly message: null; readonly skip: SkippedItem }
)

/**
 * Reads the messages of a table.
 *
 * @param order - `published`: by their moments, those of one moment as the table has them; what cannot be read stays
 * behind the row before it, so that one that is added comes last
 */
export async function readMessages(
  bytes: Uint8Array,
  mapping: CheckedMapping,
  order: "published" | undefined,
): Promise<readonly TableItem[]> {
  const { heading, rows } = await readTable(bytes, mapping)
  const known = knownColumns(heading, mapping)
  const items: TableItem[] = []
  for await (const row of rows) {
    const item = itemOf(mapRow(row, known, mapping), mapping.system, sha256(saidBy(row, known, mapping)))
    items.push(item.message === null ? { ...item, moment: items.at(-1)?.moment ?? "" } : item)
  }
  return order === undefined ? items : items.toSorted((one, other) => (one.moment < other.moment ? -1 : one.moment > other.moment ? 1 : 0))
}

function itemOf(row: MappedRow, system: string, said: string): TableItem {
  const line = row.row
  const given = messageOf(row, system)
  const fault = row.errors[0] ?? gapOf(row)
  const read = checkInput(incomingMessageSchema, given)
  if (fault === undefined && "data" in read) return { line, said, moment: read.data.publishedAt, message: read.data, skip: null }
  const issue = "issues" in read ? read.issues[0] : undefined
  const path = fault === undefined ? (issue?.path ?? "") : (row.fieldOf(fault.column) ?? "")
  const message = fault?.message ?? issue?.message ?? "a message was expected"
  return { line, said, moment: "", message: null, skip: { code: "invalid", message, path, line } }
}

/** A moment that clocks left out is none: the row is looked at by a person. */
function gapOf(row: MappedRow): { readonly column: string; readonly message: string } | undefined {
  const gap = row.odd.find(({ why }) => why === "gap")
  return gap === undefined ? undefined : { column: gap.column, message: "a moment that the clocks of the zone showed was expected" }
}

function messageOf(row: MappedRow, system: string): Readonly<Record<string, unknown>> {
  const word = (field: Parameters<MappedRow["text"]>[0]): string | undefined => row.text(field)?.trim()
  const url = word("url") ?? null
  const publishedAt = row.moment("publishedAt") ?? row.moment("registeredAt")
  if (publishedAt === null && row.errors.length === 0) row.fail("publishedAt", "missing", "a moment was expected")
  const text = row.text("text") ?? ""
  const [given, externalId] = [word("key"), word("externalId")]
  const keyed = given?.includes(":") === true ? given.slice(0, given.indexOf(":")) : undefined
  const network = row.value("network") ?? keyed ?? networkOfUrl(url, system)
  const own = given ?? externalId ?? sha256(url ?? JSON.stringify([publishedAt, text])).slice(0, 26)
  const authorId = word("authorId") ?? authorOfUrl(word("authorUrl") ?? "")
  const [name, street, house, object] = (["placeName", "street", "house", "object"] as const).map(word)
  const place = { name, street, house, object }
  const reach = { audience: row.count("audience") ?? undefined, engagement: row.count("engagement") ?? undefined }
  return {
    key: keyed === undefined ? `${network}:${own}` : given,
    network,
    kind: "post",
    url,
    text,
    publishedAt,
    ...(authorId === undefined ? {} : { authorId }),
    ...(word("communityKey") === undefined ? {} : { communityKey: word("communityKey") }),
    ...(Object.values(place).every((part) => part === undefined) ? {} : { place: defined(place) }),
    ...(Object.values(reach).every((part) => part === undefined) ? {} : { reach: defined(reach) }),
  }
}

function defined(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
