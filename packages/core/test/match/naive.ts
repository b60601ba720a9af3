// An evaluator that follows docs/query-language.md sentence by sentence, trying everything. Shares no code with the
// package.
import type { FieldQuery, MatchableMessage, NearOperand, PhraseWord, Query, WordQuery } from "../../src/match/index.ts"
import { naiveFold, type NaiveToken } from "./naive-fold.ts"

export interface NaiveClause {
  readonly term: string
  readonly start: number
  readonly end: number
  readonly text: string
}

interface Place {
  readonly first: number
  readonly after: number
  readonly start: number
  readonly end: number
  readonly gap: number
}

type FormsOf = (word: string) => readonly string[]

/** The tokens of messages that were asked about: many queries look at the same message. */
const folded = new WeakMap<MatchableMessage, readonly NaiveToken[]>()

function tokensOf(message: MatchableMessage): readonly NaiveToken[] {
  const tokens = folded.get(message) ?? naiveFold(message.text)
  folded.set(message, tokens)
  return tokens
}

/** The clauses that made the query hold, or undefined when it does not. */
export function naiveMatch(query: Query, message: MatchableMessage, formsOf: FormsOf = () => []): readonly NaiveClause[] | undefined {
  const tokens = tokensOf(message)
  const clauses = new Map<string, NaiveClause>()

  const reasons = (node: Query, wanted: boolean): ReadonlyMap<string, Place> | undefined => {
    // Nothing inside a negation is a reason, even where two negations cancel out.
    if (node.type === "not") return reasons(node.clause, !wanted) && new Map()
    if (node.type === "and" || node.type === "or") {
      const results = node.clauses.map((clause) => reasons(clause, wanted))
      const needsAll = (node.type === "and") === wanted
      const held = results.filter((result) => result !== undefined)
      if (needsAll ? held.length < results.length : held.length === 0) return undefined
      return new Map(held.flatMap((result) => [...result]))
    }
    if (node.type === "field") return hasField(node, message) === wanted ? new Map() : undefined
    const first = placesOf(node, tokens, formsOf).toSorted(byEnd)[0]
    if (!wanted) return first === undefined ? new Map() : undefined
    return first === undefined ? undefined : new Map([[sayHeld(node, first), first]])
  }

  /** Of a NEAR only the two operands are named that alone would stand at the same place first. */
  const sayHeld = (node: NearOperand | Extract<Query, { type: "near" }>, first: Place): string => {
    if (node.type !== "near") return say(node)
    const alternatives = (operand: NearOperand): readonly NearOperand[] => (operand.type === "or" ? operand.clauses : [operand])
    const pairs = alternatives(node.left).flatMap((left) => alternatives(node.right).map((right) => ({ ...node, left, right })))
    const held = pairs.find((pair) => placesOf(pair, tokens, formsOf).some((place) => byEnd(place, first) === 0))
    return held === undefined ? "" : say(held)
  }

  const found = reasons(query, true)
  if (found === undefined) return undefined
  for (const [term, { start, end }] of found) clauses.set(term, { term, start, end, text: message.text.slice(start, end) })
  return [...clauses.values()].toSorted((one, other) => one.start - other.start || one.end - other.end || (one.term < other.term ? -1 : 1))
}

const byEnd = (one: Place, other: Place): number => one.after - other.after || other.first - one.first || one.start - other.start

function hasField(node: FieldQuery, message: MatchableMessage): boolean {
  if (node.field === "network") return message.network === node.value
  if (node.field === "kind") return message.kind === node.value
  if (node.field === "has") return (message.attachments ?? []).some(({ kind }) => kind === node.value)
  const key = message.communityKey ?? undefined
  return key !== undefined && (key === node.value || key.replace(/^[^:]*:/, "") === node.value)
}

function placesOf(node: NearOperand | Extract<Query, { type: "near" }>, tokens: readonly NaiveToken[], formsOf: FormsOf): readonly Place[] {
  switch (node.type) {
    case "or":
      return node.clauses.flatMap((clause) => placesOf(clause, tokens, formsOf))
    case "hashtag":
    case "mention": {
      const wanted = naiveFold((node.type === "hashtag" ? "#" : "@") + node.text).find(({ kind }) => kind === node.type)?.text
      return tokens.filter(({ kind, text }) => kind === node.type && text === wanted).map(place)
    }
    case "word":
      return wordPlaces(node, tokens, formsOf)
    case "phrase":
      return rows(
        node.words.map((word) => wordPlaces(word, tokens, formsOf)),
        node.slack,
      )
    case "near": {
      const left = placesOf(node.left, tokens, formsOf)
      const right = placesOf(node.right, tokens, formsOf)
      const pairs: Place[] = []
      for (const one of left) {
        for (const other of right) {
          const joined = {
            first: Math.min(one.first, other.first),
            after: Math.max(one.after, other.after),
            start: Math.min(one.start, other.start),
            end: Math.max(one.end, other.end),
            gap: 0,
          }
          if (one.after <= other.first && other.first - one.after + 1 <= node.distance) pairs.push(joined)
          if (!node.ordered && other.after <= one.first && one.first - other.after + 1 <= node.distance) pairs.push(joined)
        }
      }
      return pairs
    }
  }
}

const place = (token: NaiveToken): Place => ({
  first: token.position,
  after: token.position + token.width,
  start: token.start,
  end: token.end,
  gap: 0,
})

/**
 * Every way to stand in a row within the slack; of those that end together, the one with the smallest gap, then the
 * latest.
 */
function rows(parts: readonly (readonly Place[])[], slack: number): readonly Place[] {
  let all: Place[] = [...(parts[0] ?? [])]
  for (const part of parts.slice(1)) {
    all = all.flatMap((before) =>
      part
        .filter((next) => next.first >= before.after && before.gap + next.first - before.after <= slack)
        .map((next) => ({
          first: before.first,
          after: next.after,
          start: before.start,
          end: next.end,
          gap: before.gap + next.first - before.after,
        })),
    )
  }
  return all.filter(
    (one) => !all.some((other) => other.after === one.after && (other.gap < one.gap || (other.gap === one.gap && other.first > one.first))),
  )
}

function wordPlaces(word: PhraseWord | WordQuery, tokens: readonly NaiveToken[], formsOf: FormsOf): readonly Place[] {
  const own = naiveFold(word.text)
  const parts = own.filter(({ kind }) => kind === "word")
  const typos = "typos" in word && word.typos === 1
  const single = (text: string, spelled: string, match: PhraseWord["match"]): readonly Place[] => {
    const forms = new Set([
      text,
      ...(match === "forms" ? formsOf(spelled.toLowerCase()).map((form) => naiveFold(form).at(-1)?.text ?? "") : []),
    ])
    const fits = (token: string): boolean => {
      if (match === "prefix") return token.startsWith(text)
      return forms.has(token) || (typos && [...forms].some((form) => form.length >= 5 && typoDistance(form, token) === 1))
    }
    return tokens.filter((token) => (token.kind === "word" || token.kind === "compound") && fits(token.text)).map(place)
  }
  if (parts.length === 1) return single(parts[0]?.text ?? "", word.text, word.match)
  const inRow = rows(
    parts.map((part, index) => {
      const match = word.match === "prefix" && index < parts.length - 1 ? "exact" : word.match
      return single(part.text, word.text.slice(part.start, part.end), match)
    }),
    0,
  )
  const whole = own.find(({ kind }) => kind === "compound")
  return whole === undefined ? inRow : [...inRow, ...single(whole.text, word.text, word.match)]
}

/** Letters to change, leave out, add or swap, by the textbook table. */
export function typoDistance(one: string, other: string): number {
  const table = Array.from({ length: one.length + 1 }, (_, row) =>
    Array.from({ length: other.length + 1 }, (__, column) => (row === 0 ? column : column === 0 ? row : 0)),
  )
  const at = (row: number, column: number): number => table[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let row = 1; row <= one.length; row++) {
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1
      let best = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + same)
      if (one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1] && row > 1 && column > 1)
        best = Math.min(best, at(row - 2, column - 2) + 1)
      const line = table[row]
      if (line !== undefined) line[column] = best
    }
  }
  return at(one.length, other.length)
}

/** The clause in words of the query language. */
function say(node: NearOperand | Extract<Query, { type: "near" }>): string {
  const word = ({ text, match }: PhraseWord): string => (match === "exact" ? "=" : "") + text + (match === "prefix" ? "*" : "")
  switch (node.type) {
    case "word":
      return word(node) + (node.typos === undefined ? "" : "~1")
    case "phrase":
      return `"${node.words.map(word).join(" ")}"${node.slack > 0 ? `~${node.slack}` : ""}`
    case "hashtag":
      return `#${node.text}`
    case "mention":
      return `@${node.text}`
    case "or":
      return `(${node.clauses.map(say).join(" | ")})`
    case "near":
      return `${say(node.left)} NEAR/${node.distance}${node.ordered ? "f" : ""} ${say(node.right)}`
  }
}
