import type { Check } from "../check.ts"
import { csvChecks } from "./csv.ts"
import { pageChecks } from "./page.ts"
import { workbookChecks } from "./workbook.ts"

/** A report as CSV, as a workbook and as a page, judged by csvkit, LibreOffice, openpyxl, Chromium and poppler. */
export const checks: readonly Check[] = [...csvChecks, ...workbookChecks, ...pageChecks]
