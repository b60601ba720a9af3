import { readOptions, type Report } from "@otklik/core"
import { reportSchema } from "@otklik/core/reports"

/**
 * The report as JSON, indented and with a last line break: as `reportSchema` reads it back.
 *
 * @param report - of `desk.report`
 * @throws DeskError `config` when it is no report
 */
export function toJson(report: Report): string {
  return `${JSON.stringify(readOptions(reportSchema, report, "the report"), null, 2)}\n`
}
