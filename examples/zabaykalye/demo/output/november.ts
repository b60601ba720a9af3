import { im47Mapping, importIncidents } from "@otklik/exchange"
import { regionTitles, toHtml, toXlsx } from "@otklik/report"
import type { Report } from "@otklik/core"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { officeCalendarId } from "../../src/calendar.ts"
import { region } from "../../src/region.ts"
import { regionZone } from "../local-time.ts"
import type { OpenDesk } from "../open-desk.ts"
import { historyWorkbook } from "../story/history.ts"

/** What came of the history and of its report. */
export interface November {
  /** Incidents of the system before. */
  readonly imported: number
  readonly report: Report
  readonly pagePath: string
  readonly workbookPath: string
}

const officer = { actor: { id: "history-officer", kind: "person" } } as const

/**
 * Brings the incidents of the system before along, at their own moments, and reports this November up to the day of the
 * story beside the same days of the last one.
 *
 * @param open - a desk that has played its days
 * @param folder - where the spreadsheet of the system before, the page and the workbook go
 * @throws TypeError when a row of the spreadsheet is not taken
 */
export async function reportNovember({ desk, clock }: OpenDesk, folder: string): Promise<November> {
  const { topics, routing, calendars } = region
  const historyPath = join(folder, "history.xlsx")
  const file = await historyWorkbook(clock.now())
  await writeFile(historyPath, file)
  const mapping = im47Mapping(regionZone, { topics, authorities: routing.authorities, territories: routing.territories })
  const { created, errors } = await importIncidents(desk, { file, mapping, clocks: "as-of", open: "adopt" }, officer)
  if (errors.length > 0) throw new TypeError(`the history has rows that are not taken: ${JSON.stringify(errors.slice(0, 3))}`)
  const calendar = calendars[officeCalendarId]
  const report = await desk.report({
    period: { zone: regionZone, from: "2026-11-01", to: "2026-11-25" },
    compareWith: "year-before",
    tables: [
      { by: ["topic"], durations: ["toFirstReplyRegistered"] },
      { by: ["authority"] },
      { by: ["territory"], rollUp: true },
      { bucket: "week" },
    ],
    ...(calendar === undefined ? {} : { calendar }),
    ...officer,
  })
  const options = { locale: "ru", titles: regionTitles(region), title: "Ноябрь против прошлого ноября" } as const
  const [pagePath, workbookPath] = [join(folder, "november.html"), join(folder, "november.xlsx")]
  await writeFile(pagePath, toHtml(report, { ...options, organisation: "Забайкальский край" }))
  await writeFile(workbookPath, await toXlsx(report, options))
  return { imported: created, report, pagePath, workbookPath }
}
