import { join } from "node:path"
import { sampleReport } from "../../../packages/report/test/sample-report.ts"
import { titles } from "../../../packages/report/test/sample-titles.ts"
import { ask } from "../check.ts"

/** The report that is judged: two Novembers of an invented region. */
export const report = sampleReport()

/** Titles that a spreadsheet would take for formulas, a number and a command. */
export const hostile = [
  '=HYPERLINK("http://example.org";"1")',
  "+7 900 000-00-00",
  "@SUM(1+1)",
  "-2+3",
  "'своя кавычка",
  'две;части, "в кавычках"\nи строка',
]

/** The sample's titles, the first topics with hostile ones. */
export const hostileTitles = {
  ...titles,
  topic: Object.fromEntries(Object.entries(titles.topic).map(([id, title], index) => [id, hostile[index] ?? title])),
}

/**
 * Opens a file in LibreOffice and saves it in another format.
 *
 * @param folder - where the new file goes
 * @param args - `--convert-to` and what else is asked
 */
export async function convert(folder: string, ...args: readonly string[]): Promise<void> {
  const profile = `-env:UserInstallation=file://${join(folder, "profile")}`
  const { code, err } = await ask("soffice", [profile, "--headless", ...args, "--outdir", folder], "libreoffice-calc")
  if (code !== 0) throw new Error(err)
}
