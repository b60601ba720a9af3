import { join } from "node:path"
import type { Report } from "@otklik/core"
import { toJson } from "@otklik/report"
import { region } from "../../src/region.ts"
import { localDate, regionZone, shiftDate } from "../local-time.ts"
import type { OpenDesk } from "../open-desk.ts"
import { officeCalendarId } from "../../src/calendar.ts"
import { writeIncidents } from "./incidents-file.ts"
import { reportPage, type SourceTally } from "./report-page.ts"
import { writeWhole } from "./write-whole.ts"

/** What was written. */
export interface Results {
  readonly incidents: number
  readonly report: Report
  readonly incidentsPath: string
  readonly reportPath: string
  readonly pagePath: string
}

/** What is to be reported. */
export interface WantedReport {
  /** Days of the report; null: from the archive itself. */
  readonly from: string | null
  readonly to: string | null
  /** Whether the desk knows of answers. */
  readonly knowsAnswers: boolean
  /** Of every source that was read. */
  readonly progress: readonly SourceTally[]
  /** Whether messages stand at the addresses that they name. */
  readonly hasLinks: boolean
}

/** A longer archive is reported by its last days: a year of columns cannot be read. */
const longest = 92

/**
 * Writes incidents, report and page. All of it follows from the database alone, so that writing again changes nothing.
 *
 * @param open - a desk that has read its messages
 * @param folder - where the files go
 * @param wanted - the period, and whether answers are known
 */
export async function writeResults(open: OpenDesk, folder: string, wanted: WantedReport): Promise<Results> {
  const { desk, storage, clock } = open
  const { progress, knowsAnswers, hasLinks } = wanted
  const incidentsPath = join(folder, "incidents.ndjson")
  const reportPath = join(folder, "report.json")
  const pagePath = join(folder, "report.html")
  const incidents = await writeIncidents(open, incidentsPath)

  const oldest =
    progress
      .map((one) => one.oldest)
      .filter((moment) => moment !== null)
      .toSorted()[0] ?? clock.now()
  const last = wanted.to ?? localDate(clock.now())
  const first = wanted.from ?? [localDate(oldest), shiftDate(last, 1 - longest)].toSorted()[1] ?? last
  const period = { zone: regionZone, from: first < last ? first : last, to: shiftDate(last, 1) }
  const calendar = region.calendars[officeCalendarId]
  // Before the archive begins there is nothing to compare with, and zeros would look like a success.
  const comparable = localDate(oldest) < period.from
  const report = await desk.report({
    period,
    tables: [
      { bucket: "day" },
      { by: ["topic"] },
      { by: ["authority"] },
      { by: ["territory"] },
      { by: ["network"] },
      { by: ["topicGroup", "network"], metrics: ["received", "due", "answeredInTime"] },
    ],
    ...(comparable ? { compareWith: "previous" } : {}),
    ...(calendar === undefined ? {} : { calendar }),
  })
  await writeWhole(reportPath, (write) => write(toJson(report)))
  const page = await reportPage({ desk, storage, report, progress, knowsAnswers, hasLinks })
  await writeWhole(pagePath, (write) => write(page))
  return { incidents, report, incidentsPath, reportPath, pagePath }
}
