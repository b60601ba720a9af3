import type { Desk, IncidentFilter, Storage } from "@otklik/core"
import type { OldReport, OldReportRow } from "@otklik/core/reports"
import type { IncidentLine, PageList, PageModel, PageRow, PageSection, RowCounts } from "../page/page-model.ts"
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
  readonly report: OldReport
  /** Of every source that was read. */
  readonly progress: readonly SourceTally[]
  /** Whether the desk can know of answers at all; an archive of citizens' messages holds none. */
  readonly knowsAnswers: boolean
  /**
   * Whether messages stand at the addresses that they name: those of a simulated network would lead to another party's.
   */
  readonly hasLinks: boolean
}

type Dimension = OldReport["sections"][number]["by"]
type Drill = Pick<IncidentFilter, "topics" | "authorityIds" | "unowned" | "territoryIds" | "networks">

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
] as const satisfies readonly { readonly by: Dimension; readonly title: string; readonly rowTitle: string }[]

const titleOf: Readonly<Record<Exclude<Dimension, "day">, (key: string | null) => string>> = {
  topic: topicTitle,
  authority: authorityTitle,
  territory: territoryTitle,
  network: networkTitle,
}

/** Gathers everything that the page shows. It reads only. */
export async function pageModelOf(source: PageSource): Promise<PageModel> {
  const { report, progress, knowsAnswers } = source
  const { period, comparedWith, totals } = report
  const unowned = report.sections.find((section) => section.by === "authority")?.rows.find((row) => row.key === null)?.tally.received ?? 0
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
    total: totals.tally,
    before: totals.previous?.tally ?? null,
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
  for (const row of source.report.sections.find((section) => section.by === by)?.rows ?? []) {
    if (!isShown(row)) continue
    const incidents = rows.length < drilledRows ? await behind(source, drillOf(by, row.key)) : []
    rows.push({ id: row.key ?? "none", title: titleOf[by](row.key), counts: row.tally, before: row.previous?.tally ?? null, incidents })
  }
  return { id: by, title, rowTitle, shape: "bars", rows }
}

/** A row that has nothing in either period says nothing. */
function isShown({ tally, previous }: OldReportRow): boolean {
  return tally.received + tally.due + tally.closed + (previous?.tally.received ?? 0) > 0
}

/** Storages find by key, not by "none": only the queue without an owner can be asked for. */
function drillOf(by: Exclude<Dimension, "day">, key: string | null): Drill | null {
  if (key === null) return by === "authority" ? { unowned: true } : null
  return { topic: { topics: [key] }, authority: { authorityIds: [key] }, territory: { territoryIds: [key] }, network: { networks: [key] } }[
    by
  ]
}

async function behind({ storage, desk, report, hasLinks }: PageSource, drill: Drill | null): Promise<readonly IncidentLine[]> {
  if (drill === null) return []
  const page = await desk.find({ ...drill, metric: { id: "received", period: report.period, at: report.at }, limit: drilledIncidents })
  return (await explainAll(storage, page.incidents)).map((incident) => lineOf(incident, hasLinks))
}

function daySection(report: OldReport): PageSection {
  const days = [...report.previousDays, ...(report.sections.find((section) => section.by === "day")?.rows ?? [])]
  const rows = days.map((row): PageRow => ({
    id: row.key ?? "",
    title: shortDay(row.key ?? ""),
    counts: countsOf(row),
    before: null,
    incidents: [],
  }))
  return { id: "day", title: "По дням", rowTitle: "День", shape: "columns", rows }
}

function countsOf(row: OldReportRow): RowCounts {
  return row.tally
}

async function attentionLists({ desk, storage, report, hasLinks }: PageSource, unowned: number): Promise<readonly PageList[]> {
  const { period, at, totals } = report
  const overdue = await desk.find({ metric: { id: "overdueOpen", period, at }, limit: listed })
  const queue = await desk.find({ unowned: true, metric: { id: "received", period, at }, limit: listed })
  return [
    {
      id: "overdue",
      title: "Просрочено",
      lead: "Срок прошёл, а ответа ещё нет: первого, итогового, на новые слова жителя или по обещанию.",
      noteTitle: "Почему зарегистрировано",
      empty: "Таких обращений нет: на всё, чему вышел срок, ответ дан.",
      total: totals.tally.overdueOpen,
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
