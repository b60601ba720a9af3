import { im47Columns, type MappedField } from "@otklik/exchange"
import { spreadsheet, type SheetCell } from "@otklik/report/spreadsheet"
import { region } from "../../src/region.ts"
import { shiftDate } from "../local-time.ts"

/** A stretch of days in the system before, with what it was like. */
interface Days {
  readonly from: string
  readonly days: number
  readonly aDay: number
  /** Of ten answers so many were late. */
  readonly lateOfTen: number
}

/** Last November whole, and this one up to the day on which the desk began. */
const months: readonly Days[] = [
  { from: "2025-11-01", days: 30, aDay: 8, lateOfTen: 3 },
  { from: "2026-11-01", days: 22, aDay: 12, lateOfTen: 1 },
]

/** The day on which the spreadsheet was made; what was answered and not closed by then is still open. */
const lastDate = "2026-11-23"

type Matter = readonly [topic: string, authority: string, text: string]

/** What people wrote about, the commonest first, and who answered. */
const matters: readonly [Matter, ...Matter[]] = [
  ["heating", "ministry-utilities", "В квартире холодно, батареи чуть тёплые"],
  ["snow-and-ice", "road-agency", "Дорогу не чистят, колея и лёд"],
  ["waste-collection", "waste-operator", "Мусор не вывозят неделю"],
  ["road-repair", "road-agency", "Яма на яме, объехать нельзя"],
  ["electricity", "grid-zabaykalye", "Света нет второй вечер"],
  ["street-lights", "ministry-utilities", "Фонари не горят, дети идут в темноте"],
  ["water", "ministry-utilities", "Воды нет с утра"],
]

const two = (value: number): string => String(value).padStart(2, "0")
const titles = {
  topic: new Map(region.topics.map(({ id, title }) => [id, title])),
  authority: new Map(region.routing.authorities.map(({ id, title }) => [id, title])),
}
const places = region.routing.territories.filter(({ kind }) => kind === "urban-okrug" || kind === "district").map(({ title }) => title)

type Row = Readonly<Partial<Record<MappedField, string | number>>>

function rowOf(date: string, place: number, number: number, lateOfTen: number): Row {
  // No pattern that a reader would see, and the same in every run.
  const roll = (of: number, salt: number): number => (Math.imul(number * 31 + salt, 2_654_435_761) >>> 12) % of
  // The smaller of two: the first of the list come most often.
  const [topic, authority, text] = matters[Math.min(roll(matters.length, 1), roll(matters.length, 2))] ?? matters[0]
  const minute = two(roll(60, 3))
  const isLate = roll(10, 4) < lateOfTen
  const closedOn = shiftDate(date, 5)
  const isFixed = roll(5, 5) > 1
  return {
    externalId: 700_000 + number,
    externalNumber: number,
    authority: titles.authority.get(authority) ?? "",
    registeredAt: `${date} ${two(8 + (place % 10))}:${minute}:00`,
    firstAnsweredAt: isLate ? `${shiftDate(date, 2)} 10:${minute}:00` : `${date} ${two(10 + (place % 10))}:${minute}:00`,
    firstAnswerText: `'Здравствуйте! ${isFixed ? "Сделано, проверьте, пожалуйста." : "Причину объяснили, сроки назвали."}`,
    topic: titles.topic.get(topic) ?? "",
    district: places[roll(places.length, 6)] ?? "",
    kind: "Решаемый",
    outcome: isFixed ? "Решено" : "Разъяснено",
    url: `https://example.org/archive/${number}`,
    text: `'${text}`,
    ...(closedOn > lastDate
      ? { step: "Оценка удовлетворенности" }
      : { step: "Готово", closedAt: `${closedOn} 12:${minute}:00`, closing: roll(3, 7) === 0 ? "Автор доволен" : "Нет ответа от автора" }),
  }
}

/** The spreadsheet of 47 columns that the system before gives away. Everything in it is invented. */
export async function historyWorkbook(madeAt: string): Promise<Uint8Array> {
  const rows: Row[] = []
  for (const { from, days, aDay, lateOfTen } of months)
    for (let day = 0; day < days; day += 1)
      for (let place = 0; place < aDay + (day % 3); place += 1) rows.push(rowOf(shiftDate(from, day), place, rows.length + 1, lateOfTen))
  const cells = rows.map((row) => im47Columns.map(({ field }): SheetCell => row[field] ?? null))
  return spreadsheet.write([{ name: "Инциденты", columns: im47Columns.map(({ name }) => ({ title: name })), rows: cells }], { madeAt })
}
