import type { NearOperand, PhraseWord, Query } from "./query.ts"

const operatorWord = /^(?:AND|OR|NOT|NEAR)$/

/**
 * Writes a query as text. Reading the text gives the same query.
 *
 * @param query - a query
 */
export function printQuery(query: Query): string {
  return print(query, 0)
}

/** Writes what is adjacent to `NEAR`; alternatives are in brackets. */
export function printOperand(operand: NearOperand): string {
  return print(operand, binding.not)
}

/** Writes `NEAR` between operands that are written already. */
export function printNear(left: string, right: string, distance: number, ordered: boolean): string {
  return `${left} NEAR/${distance}${ordered ? "f" : ""} ${right}`
}

/** How tightly an operator binds. */
const binding = { or: 1, and: 2, near: 3, not: 4 } as const

function print(query: Query | NearOperand, outer: number): string {
  switch (query.type) {
    case "word":
      if (query.typos === undefined && needsQuotes(query)) return `"${printWord(query)}"`
      return `${printWord(query)}${query.typos === undefined ? "" : `~${query.typos}`}`
    case "phrase":
      return `"${query.words.map(printWord).join(" ")}"${query.slack === 0 ? "" : `~${query.slack}`}`
    case "hashtag":
      return `#${query.text}`
    case "mention":
      return `@${query.text}`
    case "field":
      return `${query.field}:${query.value}`
    case "not":
      return `-${print(query.clause, binding.not)}`
    case "near": {
      const text = printNear(printOperand(query.left), printOperand(query.right), query.distance, query.ordered)
      return bracketed(text, binding.near, outer)
    }
    case "and":
    case "or": {
      const between = query.type === "and" ? " " : " | "
      const level = binding[query.type]
      return bracketed(query.clauses.map((clause: Query | NearOperand) => print(clause, level)).join(between), level, outer)
    }
  }
}

/** Brackets are written where the outer operator binds tighter, and where an operator is directly in itself. */
function bracketed(text: string, level: number, outer: number): string {
  return outer >= level ? `(${text})` : text
}

function printWord(word: PhraseWord): string {
  return word.match === "exact" ? `=${word.text}` : word.match === "prefix" ? `${word.text}*` : word.text
}

/**
 * A word that would be read as an operator, or be parted: U+FEFF is a space in a query and nothing inside of quotes, as
 * in a text.
 */
function needsQuotes({ text, match }: PhraseWord): boolean {
  return (match === "forms" && operatorWord.test(text)) || /\s/.test(text)
}
