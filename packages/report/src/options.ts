import { readOptions, type Report } from "@otklik/core"
import { dimensions, reportSchema } from "@otklik/core/reports"
import * as z from "zod"

const titles = z.record(z.string(), z.string())

/** The fields that every form of a report asks. */
export const reportOptions = {
  /** The language of headings, and how numbers are written. */
  locale: z.enum(["ru", "en"]),
  /** What ids are called: `regionTitles(region)` and whatever else. Default: ids are shown as they are. */
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
