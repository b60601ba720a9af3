import type { Report } from "@otklik/core"
import { checkReport } from "./options.ts"

/**
 * The report as JSON, indented, with a line break at its end.
 *
 * @param report - of `desk.report`
 * @throws DeskError `config` for a report of another version
 */
export function toJson(report: Report): string {
  return `${JSON.stringify(checkReport(report), null, 2)}\n`
}
