import type { Check } from "../check.ts"
import { exchangeChecks } from "./exchange.ts"
import { figureChecks } from "./figures.ts"
import { searchChecks } from "./search.ts"

/** Lists, reports and spreadsheets of an office, judged by sqlite3, Python, openpyxl, LibreOffice and csvkit. */
export const checks: readonly Check[] = [...figureChecks, ...exchangeChecks, ...searchChecks]
