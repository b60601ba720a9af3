import { spreadsheet, type SheetCell } from "@otklik/report/spreadsheet"
import { im47Columns, type MappedField } from "../src/index.ts"

/** A row of the spreadsheet by what its columns hold: moments as text, lengths of time as seconds. */
export type InventedRow = Partial<Record<MappedField, string | number>>

/** An incident of last November: taken on, handed over, answered and closed. */
export function inventedRow(id: number, change: InventedRow = {}): InventedRow {
  return {
    office: "Кабинет края",
    externalId: id,
    externalNumber: 900_000 + id,
    authority: "Теплосеть; филиал",
    executor: "Исполнитель первый",
    firstAnsweredAt: "2025-11-03 15:40:07",
    firstAnswerText: "'Здравствуйте!\nТепло дали; проверили.",
    firstAnswerTime: 5 * 3600 + 7,
    firstAnswerWorkingTime: 5 * 3600 + 60,
    assignedAt: "2025-11-03 11:00:00",
    ownAnsweredAt: "2025-11-03 15:40:07",
    ownReactionTime: 3600,
    ownInTime: "Да",
    totalTime: 4 * 86_400,
    submittedAt: "2025-11-03 12:00:00",
    reviewTime: 2 * 3600,
    step: "Готово",
    registeredAt: "2025-11-03 10:40:00",
    closedAt: "2025-11-07 10:40:00",
    topicGroup: "ЖКХ",
    topic: "Отопление",
    region: "Край",
    district: "Район",
    settlement: "Посёлок",
    street: "Ленина",
    house: "12а",
    kind: "Решаемый",
    outcome: "Разъяснено",
    replyHasMedia: "Нет",
    messageHasMedia: "Нет",
    url: `https://vk.com/wall-1_${id}`,
    text: `'В доме ${id} "холодно"; батареи ледяные`,
    answer1: "'Здравствуйте!\nТепло дали; проверили.",
    closing: "Нет ответа от автора",
    audience: 1200,
    engagement: 3,
    authorUrl: `https://vk.com/id${id}`,
    tags: "Срочно, Школа",
    note: "Проверить ещё раз",
    windowOpenedAt: "2025-11-03 15:40:10",
    surveySent: "Нет",
    ...change,
  }
}

const timed = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0")).join(":")

const columnsOf = (without: readonly MappedField[]) => im47Columns.filter(({ field }) => !without.includes(field))

/** Rows as CSV by RFC 4180. */
export function csvOf(rows: readonly InventedRow[], { delimiter = ";", without = [] as readonly MappedField[] } = {}): string {
  const columns = columnsOf(without)
  const lines = rows.map((row) =>
    columns.map(({ field, cell }) => {
      const value = row[field]
      return cell === "time" && typeof value === "number" ? timed(value) : String(value ?? "")
    }),
  )
  const written = (cell: string): string => (/[";,\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return [columns.map(({ name }) => name), ...lines].map((cells) => `${cells.map(written).join(delimiter)}\r\n`).join("")
}

/** Rows as a workbook. */
export async function xlsxOf(rows: readonly InventedRow[]): Promise<Uint8Array> {
  const cells = rows.map((row) =>
    im47Columns.map(({ field, cell }): SheetCell => {
      const value = row[field] ?? null
      return cell === "time" && typeof value === "number" ? { days: value / 86_400, format: "[hh]:mm:ss" } : value
    }),
  )
  const sheet = { name: "Инциденты", columns: im47Columns.map(({ name }) => ({ title: name })), rows: cells }
  return spreadsheet.write([sheet], { madeAt: "2026-12-01T00:00:00.000Z" })
}

/** A text in windows-1251, of letters that both have. */
export function windows1251(text: string): Uint8Array {
  const table = new TextDecoder("windows-1251").decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  return Uint8Array.from(text, (sign) => {
    const byte = table.indexOf(sign)
    if (byte === -1) throw new Error(`windows-1251 has no ${JSON.stringify(sign)}`)
    return byte
  })
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
