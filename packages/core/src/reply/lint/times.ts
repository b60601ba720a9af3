import type { Span } from "../../base/index.ts"
import { dateOf, epochDayOf, localDayAt, type EpochDay } from "../../sla/index.ts"
import type { LintTools } from "./checks.ts"
import type { ReplyLintContext } from "./context.ts"
import { findDates, type FoundDate } from "./dates.ts"
import type { RawFinding } from "./finding.ts"
import { sentencesOf } from "./words-of.ts"

/** The hour of a day, `19:00`; not one of two, as of office hours. */
const clockTime = /(?<![\d:.])\d{1,2}:\d{2}(?![\d:])/g
const officeHours = /\d{1,2}:\d{2}[^\d\n.;]{1,6}\d{1,2}:\d{2}/g
const yearAlone = /(?<![\p{L}\d.,/-])20\d{2}(?![\p{L}\d/-]|[.,]\d)/gu

/** When something is promised or was done. Days that are over count where a present moment is not known. */
export function findTimes(text: string, context: ReplyLintContext, { language, ask }: LintTools): readonly Span[] {
  const today = todayOf(context)
  const dates = findDates(text, language.months)
  const ahead = dates.filter((date) => today === null || dayOf(date, today) >= today)
  const apart = (span: Span): boolean => !dates.some((date) => date.start < span.end && span.start < date.end)
  const hours = Array.from(text.matchAll(officeHours), spanOf)
  const clock = Array.from(text.matchAll(clockTime), spanOf).filter(
    (one) => !hours.some((span) => span.start <= one.start && one.end <= span.end),
  )
  const thisYear = today === null ? null : Number(dateOf(today).slice(0, 4))
  const years = Array.from(text.matchAll(yearAlone)).filter(([written]) => thisYear !== null && Number(written) >= thisYear)
  const relative = ask("relativeDate", text)
  return [...ahead, ...clock, ...years.map(spanOf).filter(apart), ...(relative === undefined ? [] : [relative])]
}

/** An interim reply names the day of its promise, and no other; no reply promises "soon", or for a day that is over. */
export function checkDates(text: string, context: ReplyLintContext, tools: LintTools): readonly RawFinding[] {
  const findings: RawFinding[] = []
  const { outcome = null } = context
  const dates = findDates(text, tools.language.months)
  const needsTime = context.replyKind === "interim" && outcome?.value !== "unknown"
  if (needsTime && findTimes(text, context, tools).length === 0) findings.push({ code: "no-time" })
  if (outcome?.value === "planned" && dates.length > 0) {
    const [year = 0, month = 0, day = 0] = dateOf(localDayAt(context.zone, Date.parse(outcome.until)))
      .split("-")
      .map(Number)
    const isNamed = dates.some((date) => date.day === day && date.month === month && (date.year ?? year) === year)
    const [first] = dates
    if (!isNamed && first !== undefined) findings.push({ code: "other-date", span: { start: first.start, end: first.end } })
  }
  findings.push(...pastPromises(text, context, tools))
  const vague = tools.ask("vagueDate", text)
  if (vague !== undefined) findings.push({ code: "vague-date", span: vague })
  return findings
}

/** Sentences that promise something, and whose every day is over. */
function pastPromises(text: string, context: ReplyLintContext, tools: LintTools): readonly RawFinding[] {
  const today = todayOf(context)
  if (today === null) return []
  return sentencesOf(text).flatMap((sentence): readonly RawFinding[] => {
    const dates = findDates(sentence.text, tools.language.months)
    const [first] = dates
    if (first === undefined || tools.ask("promise", sentence.text) === undefined) return []
    if (findTimes(sentence.text, context, tools).length > 0) return []
    return [{ code: "promise-in-the-past", span: { start: sentence.start + first.start, end: sentence.start + first.end } }]
  })
}

function todayOf({ now, zone }: ReplyLintContext): EpochDay | null {
  return now === undefined ? null : localDayAt(zone, Date.parse(now))
}

/** Of a date without a year the one that is the nearest to today. */
function dayOf({ day, month, year: written }: FoundDate, today: EpochDay): EpochDay {
  const at = (of: number): EpochDay => epochDayOf(new Date(Date.UTC(of, month - 1, day)).toISOString().slice(0, 10))
  if (written !== null) return at(written)
  const thisYear = Number(dateOf(today).slice(0, 4))
  const days = [thisYear - 1, thisYear, thisYear + 1].map(at)
  return days.reduce((nearest, one) => (Math.abs(one - today) < Math.abs(nearest - today) ? one : nearest))
}

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length }
}
