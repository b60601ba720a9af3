import type { Check } from "../check.ts"
import { citizenChecks } from "./citizens.ts"
import { definitionChecks } from "./definitions.ts"
import { erasureChecks } from "./erasure.ts"
import { exchangeChecks } from "./exchange.ts"
import { figureChecks } from "./figures.ts"
import { searchChecks } from "./search.ts"
import { suppressionChecks } from "./suppression.ts"

/**
 * Lists, reports, spreadsheets and pages of an office, judged by sqlite3, Python, glpsol, openpyxl, LibreOffice,
 * csvkit, jq, xmllint and grep.
 */
export const checks: readonly Check[] = [
  ...figureChecks,
  ...definitionChecks,
  ...suppressionChecks,
  ...exchangeChecks,
  ...citizenChecks,
  ...erasureChecks,
  ...searchChecks,
]
