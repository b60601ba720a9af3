import type { ReportNote } from "./draft.ts"
import type { ReportLocale } from "./wording.ts"
export function noteText(note: ReportNote, locale: ReportLocale): string { return note.text }
