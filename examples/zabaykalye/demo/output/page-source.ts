import type { Desk, CaseConditions, Report, Storage } from "@otklik/core"
import { dayBuckets, type Dimension, type ReportTable, type RowFigures } from "@otklik/core/reports"
import type { IncidentLine, PageList, PageModel, PageRow, PageSection } from "../page/page-model.ts"
import { longMoment, periodTitle, shortDay, shortMoment, zoneTitle } from "../local-time.ts"
import type { SourceProgress } from "../replay/replay-connector.ts"
import { authorityTitle, networkTitle, territoryTitle, topicTitle } from "../titles.ts"
import { explainAll, type ExplainedIncident } from "./explained-incident.ts"
import { answersUnknown, definitions, skippedPlace, skippedReason } from "./report-words.ts"
import { talksText } from "./talks-text.ts"
import { whyText } from "./why-text.ts"

/** What was read of a source. */
export type SourceTally = Pick<SourceProgress, "read" | "skipped" | "notes" | "oldest">

/** Where the page's numbers come from. */
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

type Shown = Extract<Dimension, "topic" | "authority" | "territory" | "network">
type Drill = Pick<CaseConditions, "topics" | "authorityIds" | "unowned" | "territoryIds" | "networks">

/** So many rows of a section have their incidents listed, and so many each: the rest stands in `incidents.ndjson`. */
const drilledRows = 12
const drilledIncidents = 8
/** The length of the two lists that want attention. */
const listed = 15

const shapes = [
  { by: "topic", title: "О чём пишут", rowTitle: "Тема" },
  { by: "authority", title: "Кому направлено", rowTitle: "Ответственный" },
  { by: "territory", title: "Где", rowTitle: "Территория" },
  { by: "network", title: "Социальные сети", rowTitle: "Сеть" },
] as const satisfies readonly { readonly by: Shown; readonly title: string; readonly rowTitle: string }[]

const titleOf: Readonly<Record<Shown, (key: string | null) => string>> = {
  topic: topicTitle,
  authority: authorityTitle,
  territory: territoryTitle,
  network: networkTitle,
}

/** Gathers everything that the page shows. It reads only. */
export async function pageModelOf(source: PageSource): Promise<PageModel> {
  const { report, progress, knowsAnswers } = source
  const { period, comparedWith, totals } = report
  const unowned = tableOf(report, "authority").find((row) => row.keys[0] === null)?.numbers["received"] ?? 0
  const sections: PageSection[] = []
  for (const shape of shapes) sections.push(await sectionOf(source, shape))
  const notes = progress.flatMap((one) => one.notes).slice(0, 50)
  return {
    region: "Забайкальский край",
    heading: "Обращения жителей в социальных сетях",
    period: periodTitle(period.fromDate, period.toDate),
    periodBefore: comparedWith === null ? null : periodTitle(comparedWith.fromDate, comparedWith.toDate),
    madeAt: longMoment(report.at),
    timeZone: zoneTitle,
    notice: knowsAnswers ? null : answersUnknown,
    messagesRead: progress.reduce((sum, one) => sum + one.read - one.skipped, 0),
    total: countsOf(totals),
    before: totals.previous === null ? null : countsOf(totals.previous),
    unowned,
    talks: await talksText(source),
    sections: [...sections, daySection(report)],
    lists: await attentionLists(source, unowned),
    unread: {
      total: progress.reduce((sum, one) => sum + one.skipped, 0),
      notes: notes.map((note) => ({
        place: skippedPlace(note),
        field: note.path === "" ? "строка целиком" : note.path,
        reason: skippedReason(note),
      })),
    },
    definitions,
  }
}

async function sectionOf(source: PageSource, { by, title, rowTitle }: (typeof shapes)[number]): Promise<PageSection> {
  const rows: PageRow[] = []
  for (const row of tableOf(source.report, by)) {
    const [key = null] = row.keys
    const incidents = rows.length < drilledRows ? await behind(source, drillOf(by, key)) : []
    const before = row.previous === null ? null : countsOf(row.previous)
    rows.push({ id: key ?? "none", title: titleOf[by](key), counts: countsOf(row), before, incidents })
  }
  return { id: by, title, rowTitle, shape: "bars", rows }
}

/** The rows of one dimension. */
function tableOf({ tables }: Report, by: Dimension): ReportTable["rows"] {
  return tables.find((table) => table.bucket === null && table.by.length === 1 && table.by[0] === by)?.rows ?? []
}

/** Storages find by key, not by "none": only the queue without an owner can be asked for. */
function drillOf(by: Shown, key: string | null): Drill | null {
  if (key === null) return by === "authority" ? { unowned: true } : null
  return { topic: { topics: [key] }, authority: { authorityIds: [key] }, territory: { territoryIds: [key] }, network: { networks: [key] } }[
    by
  ]
}

async function behind({ storage, desk, report, hasLinks }: PageSource, drill: Drill | null): Promise<readonly IncidentLine[]> {
  if (drill === null) return []
  const page = await desk.find({ ...drill, metric: { id: "received", period: report.period, at: report.at } }, { limit: drilledIncidents })
  return (await explainAll(storage, page.incidents)).map((incident) => lineOf(incident, hasLinks))
}

/** The days of the compared period, then those of this one. */
function daySection(report: Report): PageSection {
  const days = report.tables.find(({ by, bucket }) => by.length === 0 && bucket === "day")?.rows ?? []
  const before = days.flatMap(({ previous }, index) => (previous === null ? [] : [{ date: dayBefore(report, index), figures: previous }]))
  const rows = [...before, ...days.map((row) => ({ date: row.keys[0] ?? "", figures: row }))].map(({ date, figures }): PageRow => ({
    id: date,
    title: shortDay(date),
    counts: countsOf(figures),
    before: null,
    incidents: [],
  }))
  return { id: "day", title: "По дням", rowTitle: "День", shape: "columns", rows }
}

/** The n-th day of the compared period. */
function dayBefore({ comparedWith }: Report, index: number): string {
  return comparedWith === null ? "" : (dayBuckets(comparedWith)[index]?.date ?? "")
}

function countsOf({ numbers }: Pick<RowFigures, "numbers">): PageModel["total"] {
  const of = (id: string) => numbers[id] ?? 0
  return {
    received: of("received"),
    answered: of("answered"),
    due: of("due"),
    answeredInTime: of("answeredInTime"),
    overdueOpen: of("overdueOpen"),
    closed: of("closed"),
  }
}

async function attentionLists({ desk, storage, report, hasLinks }: PageSource, unowned: number): Promise<readonly PageList[]> {
  const { period, at, totals } = report
  const overdue = await desk.find({ metric: { id: "overdueOpen", period, at } }, { limit: listed })
  const queue = await desk.find({ unowned: true, metric: { id: "received", period, at } }, { limit: listed })
  return [
    {
      id: "overdue",
      title: "Просрочено",
      lead: "Срок прошёл, а ответа ещё нет: первого, итогового, на новые слова жителя или по обещанию.",
      noteTitle: "Почему зарегистрировано",
      empty: "Таких обращений нет: на всё, чему вышел срок, ответ дан.",
      total: totals.numbers["overdueOpen"] ?? 0,
      incidents: (await explainAll(storage, overdue.incidents)).map((incident) => lineOf(incident, hasLinks)),
    },
    {
      id: "unowned",
      title: "Очередь без ответственного",
      lead: "Правила маршрута никого не назвали: решает оператор. Такие обращения видны здесь, а не теряются.",
      noteTitle: "Почему зарегистрировано",
      empty: "Очередь пуста: у каждого обращения есть ответственный.",
      total: unowned,
      incidents: (await explainAll(storage, queue.incidents)).map((incident) => lineOf(incident, hasLinks)),
    },
  ]
}

function lineOf(incident: ExplainedIncident, hasLinks: boolean): IncidentLine {
  const { stored, message } = incident
  const { facts, number } = stored
  return {
    number,
    network: networkTitle(facts.network),
    topic: topicTitle(facts.topic),
    authority: authorityTitle(facts.authorityId),
    territory: territoryTitle(facts.territoryId),
    due: facts.dueAt === null ? "без срока" : shortMoment(facts.dueAt),
    note: whyText(incident),
    url: hasLinks ? (message?.url ?? null) : null,
  }
}
