import type { MatchLocale } from "../../match/index.ts"
import type { LintTools } from "./checks.ts"
import type { ReplyLintContext } from "./context.ts"
import type { RawFinding } from "./finding.ts"
import { findTimes } from "./times.ts"
import { sentencesOf, wordsOf } from "./words-of.ts"

/** From which share of it on a text counts as stock, and from which on it makes a form reply. */
const stockShare = 0.6
const formShare = 0.5

/** Whether a reply answers: what was or will be done and when, about this complaint, and not to everybody alike. */
export function checkSubstance(text: string, context: ReplyLintContext, tools: LintTools): readonly RawFinding[] {
  const { replyKind } = context
  // A question, a redirection and a guidance text do nothing, and are not meant to.
  if (replyKind !== "interim" && replyKind !== "final" && replyKind !== "follow-up") return []
  const findings: RawFinding[] = []
  const { ask } = tools
  const sentences = sentencesOf(text).map((sentence) => sentence.text)
  const promises = sentences.some((sentence) => ask("promise", sentence) !== undefined)
  // "Will be repaired" has a word of what was done, and promises: within one part of a sentence.
  const parts = sentences.flatMap((sentence) => sentence.split(/[,;:—]/u))
  const wasDone = parts.some((part) => ask("done", part) !== undefined && ask("promise", part) === undefined)
  const hasTime = findTimes(text, context, tools).length > 0
  const passed = ask("passedOn", text)
  const isOnlyPassed = passed !== undefined && !hasTime && !wasDone
  if (isOnlyPassed) findings.push({ code: "only-passed-on", span: passed })
  const citing = sentences.filter((sentence) => ask("law", sentence) !== undefined)
  if (citing.length * 2 > sentences.filter((sentence) => ask("greeting", sentence) === undefined).length && !wasDone && !promises)
    findings.push({ code: "law-only" })
  const share = context.shareSaidToOthers?.(text) ?? 0
  if (share >= stockShare) findings.push({ code: "stock-text", facts: { percent: String(Math.round(share * 100)) } })
  const lacksTime = replyKind === "interim" && context.outcome?.value !== "unknown" && !hasTime
  if (isOnlyPassed || (share >= formShare && lacksTime)) findings.push({ code: "form-reply" })
  if (context.about !== undefined && !sharesSubject(text, context.about, tools)) findings.push({ code: "other-subject" })
  return findings
}

/** Whether a text has a word, in any form, of what it is about. Nothing to compare with is no other subject. */
function sharesSubject(text: string, about: readonly string[], { language, locale }: LintTools): boolean {
  const courtesy = new Set(language.courtesyWords)
  const telling = (of: string): readonly string[] =>
    wordsOf(of)
      .map((word) => word.text)
      .filter((word) => word.length > 2 && !/\d/.test(word) && !courtesy.has(word) && locale?.isCommon?.(word) !== true)
  const own = new Set(telling(text))
  const subject = new Set(about.flatMap(telling))
  return subject.size === 0 || [...subject].some((word) => own.has(word) || formsOf(locale, word).some((form) => own.has(form)))
}

function formsOf(locale: MatchLocale | undefined, word: string): readonly string[] {
  return locale?.formsOf(word) ?? []
}

/** Shorter than this, a reply says nothing. Our choice. */
const fewestCharacters = 60

/** How a reply speaks. */
export function checkManner(text: string, _context: ReplyLintContext, { ask }: LintTools): readonly RawFinding[] {
  const rude = ask("impolite", text)
  return [
    ...(rude === undefined ? [] : [{ code: "impolite", span: rude } as const]),
    ...(ask("greeting", text) === undefined ? [{ code: "no-greeting" } as const] : []),
    ...(text.trim().length < fewestCharacters ? [{ code: "too-short", facts: { least: String(fewestCharacters) } } as const] : []),
  ]
}
