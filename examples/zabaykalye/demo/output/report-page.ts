import type { CaseConditions, Desk, Report, Storage } from "@otklik/core"
import { regionTitles, toHtml, type HtmlOptions } from "@otklik/report"
import { region } from "../../src/region.ts"
import { shortMoment } from "../local-time.ts"
import type { SourceProgress } from "../replay/replay-connector.ts"
import { authorityTitle, networkTitle, territoryTitle, topicTitle } from "../titles.ts"
import { counted } from "../wording.ts"
import { explainAll, type ExplainedIncident } from "./explained-incident.ts"
import { answersUnknown, skippedPlace, skippedReason } from "./report-words.ts"
import { talksText } from "./talks-text.ts"
import { whyText } from "./why-text.ts"

/** What was read of a source. */
export type SourceTally = Pick<SourceProgress, "read" | "skipped" | "notes" | "oldest">

/** Where the page's lists come from. */
export interface PageSource {
  readonly desk: Desk
  readonly storage: Storage
  readonly report: Report
  /** Of every source that was read. */
  readonly progress: readonly SourceTally[]
  /** Whether the desk can know of answers at all; an archive of citizens' messages holds none. */
  readonly knowsAnswers: boolean
  /**
   * Whether messages stand at the addresses that they name: those of a simulated network would lead to another party's.
   */
  readonly hasLinks: boolean
}

type List = NonNullable<HtmlOptions["lists"]>[number]
type Filter = CaseConditions

/** So many rows of a table have their incidents listed, and so many each: the rest stands in `incidents.ndjson`. */
const drilledRows = 12
const drilledIncidents = 8
/** The length of the lists that want attention. */
const listed = 15
const notesListed = 50

/** The report as a page, with the incidents behind its rows and those that want attention. It reads only. */
export async function reportPage(source: PageSource): Promise<string> {
  const { report, knowsAnswers } = source
  const talks = await talksText(source)
  return toHtml(report, {
    locale: "ru",
    title: "Обращения жителей в социальных сетях",
    organisation: "Забайкальский край",
    titles: regionTitles(region),
    notices: [...(talks === null ? [] : [talks]), ...(knowsAnswers ? [] : [answersUnknown])],
    lists: [...(await attentionLists(source)), unreadList(source), ...(await listsBehind(source))],
  })
}

const columns = (why: string): string[] => ["№", "Тема и место", "Ответственный", "Ответить до", why]

async function attentionLists({ desk, storage, report, hasLinks }: PageSource): Promise<readonly List[]> {
  const { period, at, tables, totals } = report
  const rowsOf = async (filter: Filter): Promise<List["rows"]> => {
    const { incidents } = await desk.find(filter, { limit: listed })
    return (await explainAll(storage, incidents)).map((incident) => lineOf(incident, hasLinks))
  }
  const unowned = tables.find(({ by }) => by.join() === "authority")?.rows.find(({ keys: [key] }) => key === null)
  return [
    {
      title: "Просрочено",
      lead: "Срок прошёл, а ответа ещё нет: первого, итогового, на новые слова жителя или по обещанию.",
      columns: columns("Почему зарегистрировано"),
      rows: await rowsOf({ metric: { id: "overdueOpen", period, at } }),
      total: totals.numbers["overdueOpen"] ?? 0,
      empty: "Таких обращений нет: на всё, чему вышел срок, ответ дан.",
    },
    {
      title: "Очередь без ответственного",
      lead: "Правила маршрута никого не назвали: решает оператор. Такие обращения видны здесь, а не теряются.",
      columns: columns("Почему зарегистрировано"),
      rows: await rowsOf({ unowned: true, metric: { id: "received", period, at } }),
      total: unowned?.numbers["received"] ?? 0,
      empty: "Очередь пуста: у каждого обращения есть ответственный.",
    },
  ]
}

/** The first incidents behind the first rows of every table by one dimension. */
async function listsBehind({ desk, storage, report, hasLinks }: PageSource): Promise<readonly List[]> {
  const { period, at } = report
  const lists: List[] = []
  for (const [table, { by, bucket, rows }] of report.tables.entries()) {
    const [dimension] = by
    if (by.length !== 1 || dimension === undefined || bucket !== null) continue
    for (const { keys, numbers } of rows.slice(0, drilledRows)) {
      const filter = filterOf(dimension, keys[0] ?? null)
      if (filter === null || numbers["received"] === 0) continue
      const { incidents } = await desk.find({ ...filter, metric: { id: "received", period, at } }, { limit: drilledIncidents })
      const lines = (await explainAll(storage, incidents)).map((incident) => lineOf(incident, hasLinks))
      lists.push({
        title: "Обращения",
        columns: columns("Почему"),
        rows: lines,
        total: numbers["received"] ?? lines.length,
        row: { table, keys: [...keys] },
      })
    }
  }
  return lists
}

/** Storages find by key, not by "none": only the queue without an owner can be asked for. */
function filterOf(dimension: string, key: string | null): Filter | null {
  if (key === null) return dimension === "authority" ? { unowned: true } : null
  if (dimension === "topic") return { topics: [key] }
  if (dimension === "authority") return { authorityIds: [key] }
  if (dimension === "territory") return { territoryIds: [key] }
  return dimension === "network" ? { networks: [key] } : null
}

function lineOf(incident: ExplainedIncident, hasLinks: boolean): List["rows"][number] {
  const { stored, message } = incident
  const { facts, number } = stored
  const url = hasLinks ? (message?.url ?? null) : null
  return {
    cells: [
      String(number),
      `${topicTitle(facts.topic)}, ${territoryTitle(facts.territoryId)}, ${networkTitle(facts.network)}`,
      authorityTitle(facts.authorityId),
      facts.dueAt === null ? "без срока" : shortMoment(facts.dueAt),
      whyText(incident),
    ],
    ...(url !== null && /^https?:\/\//i.test(url) ? { url } : {}),
  }
}

function unreadList({ progress }: PageSource): List {
  const read = progress.reduce((sum, one) => sum + one.read - one.skipped, 0)
  const messages = counted(read, ["сообщение", "сообщения", "сообщений"])
  const notes = progress.flatMap((one) => one.notes).slice(0, notesListed)
  return {
    title: "Что не прочитано",
    lead: `Прочитано ${messages}. Эти строки разобрать не удалось: сказано, где они и что в них не так.`,
    columns: ["Где", "Поле", "Почему"],
    rows: notes.map((note) => ({ cells: [skippedPlace(note), note.path === "" ? "строка целиком" : note.path, skippedReason(note)] })),
    total: progress.reduce((sum, one) => sum + one.skipped, 0),
    empty: `Прочитано ${messages}; пропусков нет.`,
  }
}
