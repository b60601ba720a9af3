import { skippedPlace, skippedReason } from "./output/report-words.ts"
import { numberText } from "./wording.ts"
import type { SourceProgress } from "./replay/replay-connector.ts"

/** The rest stands on the page. */
const shown = 10

/**
 * Tells which lines could not be understood, with file, line and field.
 *
 * @param progress - of every source
 * @param out - for people
 */
export function tellSkipped(progress: readonly SourceProgress[], out: NodeJS.WriteStream): void {
  const total = progress.reduce((sum, one) => sum + one.skipped, 0)
  if (total === 0) return
  out.write(`Не понято и пропущено строк: ${numberText(total)}. Остальное прочитано.\n`)
  for (const note of progress.flatMap((one) => one.notes).slice(0, shown)) {
    out.write(`  ${skippedPlace(note)}, ${note.path === "" ? "строка целиком" : `поле ${note.path}`}: ${skippedReason(note)}\n`)
  }
  if (total > shown) out.write("  …\n")
}
