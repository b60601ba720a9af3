import { configError } from "@otklik/core/internal"
import type { Report } from "@otklik/core"
import { dimensions } from "@otklik/core/reports"
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
 * @throws DeskError `config` for one of another version
 */
export function readReport(report: Report): Report {
  if (report.schemaVersion === 2) return report
  throw configError("the report", [{ path: "schemaVersion", message: "2 was expected: make the report anew" }])
}
