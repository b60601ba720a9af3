import { readOptions, type Report } from "@otklik/core"
import { dimensions, reportSchema } from "@otklik/core/reports"
import * as z from "zod"
import type { ReportTitles } from "./titles.ts"
import type { ReportLocale } from "./wording.ts"

const titles = z.record(z.string(), z.string())

/** What every form of a report asks. */
export interface FormOptions {
  /** The language of headings, and how numbers are written. */
  readonly locale: ReportLocale
  /** What ids are called: `regionTitles(region)` and whatever else. Default: ids are shown as they are. */
  readonly titles?: ReportTitles | undefined
}

/** The fields of {@link FormOptions}. */
export const reportOptions = {
  locale: z.enum(["ru", "en"]),
  titles: z.partialRecord(z.enum(dimensions), titles).default({}),
}

/**
 * Takes a report that may have been read from a file.
 *
 * @throws DeskError `config` when it is none, or of another version
 */
export function checkReport(report: Report): Report {
  readOptions(reportSchema, report, "the report")
  return report
}
