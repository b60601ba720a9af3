import { im47Columns } from "./im47/columns.ts"
import type { ColumnMapping, MappedField, TableMapping } from "./mapping.ts"
import { readTable } from "./table/table.ts"

/** Words of headings beside those of the 47 columns, in lower case. */
const words: readonly (readonly [field: MappedField, words: readonly string[]])[] = [
  ["externalId", ["id", "ид", "номер обращения", "код"]],
  ["registeredAt", ["создано", "зарегистрировано", "дата регистрации", "created", "registered"]],
  ["publishedAt", ["дата", "дата публикации", "опубликовано", "date", "published"]],
  ["closedAt", ["закрыто", "дата закрытия", "closed"]],
  ["text", ["текст", "текст обращения", "сообщение", "обращение", "text", "message"]],
  ["url", ["ссылка", "адрес", "url", "link"]],
  ["topic", ["тематика", "topic"]],
  ["authority", ["ведомство", "ответственный", "орган", "authority", "department"]],
  ["district", ["район", "округ", "district"]],
  ["settlement", ["город", "село", "settlement", "town"]],
  ["authorId", ["автор", "author"]],
  ["firstAnswerText", ["ответ", "текст ответа", "reply", "answer"]],
  ["firstAnsweredAt", ["дата ответа", "answered"]],
]

/**
 * Proposes a mapping by the headings of a table, for a person to complete: headings of the real system's spreadsheet,
 * and usual words. A column whose heading says nothing is left out.
 *
 * @param file - the bytes of the table, CSV or XLSX
 * @param options - the zone of its moments, and the system that it comes from
 * @throws DeskError `config` for bytes that are no table
 */
export async function suggestMapping(
  file: Uint8Array,
  {
    zone,
    system = "table",
  }: {
    /** The IANA zone of the table's moments. */
    readonly zone: string
    /** The system that the table comes from. Default `table`. */
    readonly system?: string
  },
): Promise<TableMapping> {
  const { heading } = await readTable(file, { encoding: "auto", delimiter: "auto" })
  const columns = new Map<string, ColumnMapping>()
  const taken = new Set<MappedField>()
  for (const name of heading) {
    const said = name.toLowerCase().replace(/\s+/g, " ").trim()
    const field =
      im47Columns.find((column) => column.name.toLowerCase() === said)?.field ?? words.find(([, usual]) => usual.includes(said))?.[0]
    if (field === undefined || taken.has(field)) continue
    taken.add(field)
    columns.set(name, { to: field })
  }
  return { schemaVersion: 1, system, zone, columns: Object.fromEntries(columns) }
}
