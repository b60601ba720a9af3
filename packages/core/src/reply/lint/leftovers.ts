import type { Span } from "../../base/index.ts"
import type { ReplyLintContext } from "./context.ts"
import type { RawFinding } from "./finding.ts"
import type { LintTools } from "./checks.ts"

const slots = /\{[^{}\n]{0,60}\}|<[\p{L}_][^<>\n]{0,60}>|_{3,}/gu
/** Groups of X in either script, as in a date to fill in. Roman numerals are alone: `XX век`, `XXX`. */
const crosses = /(?<![\p{L}\d])[XxХх]{2,}(?:[.:/-][XxХх]{2,})+(?![\p{L}\d])|(?<![\p{L}\d])[XxХх]{4,}(?![\p{L}\d])/gu
/** Brackets of any kind, or dots, before a word. A mention as VK writes it (`[id1|Name]`) is none. */
const filled = /[[(«](?:\.{3}|…)?[ \u00a0]*(?<word>\p{L}[\p{L}.]*)(?<rest>[^\])»\n|]{0,60})[\])»]|(?:\.{3}|…)[ \u00a0]*(?<dotted>\p{L}+)/gu

/** What was left of a template. */
export function checkPlaceholders(text: string, _context: ReplyLintContext, { language }: LintTools): readonly RawFinding[] {
  const spans: Span[] = [slots, crosses].flatMap((pattern) => Array.from(text.matchAll(pattern), spanOf))
  const words = new Set(language.placeholderWords)
  for (const match of text.matchAll(filled)) {
    const { word, dotted } = match.groups ?? {}
    if (words.has((word ?? dotted ?? "").toLowerCase().replaceAll(".", ""))) spans.push(spanOf(match))
  }
  const order = spans.toSorted((one, other) => one.start - other.start)
  // One place is reported once, by its widest finding.
  const outermost = order.filter((span) => !order.some((other) => other !== span && other.start <= span.start && span.end <= other.end))
  return outermost.map((span) => ({ code: "placeholder", span }))
}

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length }
}

const capitals = /(?<![\p{L}\d])\p{Lu}{2,}(?:[ \u00a0,-]+\p{Lu}{2,}){2,}(?![\p{L}\d])/gu
/** Abbreviations in a row (`ГУ ГИБДД МВД`) are shorter than words. */
const longWord = /\p{Lu}{6,}/u
const signs = /!{2,}|[!?]{3,}/g

/** Three words in a row in capitals, one of them longer than an abbreviation; rows of exclamation marks. */
export function checkShouting(text: string): readonly RawFinding[] {
  const rows = Array.from(text.matchAll(capitals)).filter(([row]) => longWord.test(row))
  return [...rows, ...text.matchAll(signs)].map((match) => ({ code: "shouting", span: spanOf(match) }))
}
