import { lexQuery, type Lexeme, queryError } from "./lex.ts"
import { clauseLimit, nestingLimit, queryLengthLimit, measureQuery } from "./limits.ts"
import { isPositive, flatten, type NearOperand, type Query } from "./query.ts"

interface Reader {
  readonly text: string
  readonly lexemes: readonly Lexeme[]
  at: number
  depth: number
}

const clauseStarts: ReadonlySet<Lexeme["type"]> = new Set(["open", "not", "leaf"])

/**
 * Reads a query. The language is described in `docs/query-language.md`.
 *
 * @param text - the query, at most `queryLimits.queryLength` characters
 * @returns the query as data
 * @throws DeskError `invalid-query` with the span, what was expected, and often a hint
 */
export function parseQuery(text: string): Query {
  if (text.length > queryLengthLimit) throw queryError(0, text.length, `at most ${queryLengthLimit} characters`)
  const reader: Reader = { text, lexemes: lexQuery(text), at: 0, depth: 0 }
  const query = flatten(readOr(reader))
  const rest = reader.lexemes[reader.at]
  if (rest !== undefined) {
    throw rest.type === "close" ? queryError(rest.start, rest.end, "no bracket that nothing opened") : unexpected(reader)
  }
  const size = measureQuery(query)
  if (size.clauses > clauseLimit) throw queryError(0, text.length, `at most ${clauseLimit} clauses`)
  if (size.depth > nestingLimit) throw queryError(0, text.length, `at most ${nestingLimit} levels`)
  if (!isPositive(query)) {
    throw queryError(0, text.length, "something positive", "a query of exclusions alone would match nearly every message")
  }
  return query
}

function unexpected(reader: Reader): Error {
  const lexeme = reader.lexemes[reader.at]
  if (lexeme === undefined)
    return queryError(reader.text.length, reader.text.length, "a word, phrase, field or bracket, but the query ends")
  return queryError(lexeme.start, lexeme.end, "a word, phrase, field or bracket")
}

function next(reader: Reader): Lexeme["type"] | undefined {
  return reader.lexemes[reader.at]?.type
}

function readOr(reader: Reader): Query {
  const clauses = [readAnd(reader)]
  while (next(reader) === "or") {
    reader.at += 1
    clauses.push(readAnd(reader))
  }
  return clauses.length === 1 ? (clauses[0] as Query) : { type: "or", clauses }
}

function readAnd(reader: Reader): Query {
  const clauses = [readNear(reader)]
  for (;;) {
    const type = next(reader)
    if (type === "and") reader.at += 1
    else if (type === undefined || !clauseStarts.has(type)) break
    clauses.push(readNear(reader))
  }
  return clauses.length === 1 ? (clauses[0] as Query) : { type: "and", clauses }
}

function readNear(reader: Reader): Query {
  const first = reader.at
  const left = readNot(reader)
  const operator = reader.lexemes[reader.at]
  if (operator?.type !== "near") return left
  reader.at += 1
  const second = reader.at
  const right = readNot(reader)
  const another = reader.lexemes[reader.at]
  if (another?.type === "near") {
    throw queryError(another.start, another.end, "NEAR between two clauses only", "write (A NEAR/3 B) & (B NEAR/3 C)")
  }
  return {
    type: "near",
    left: nearOperand(reader, left, first, second - 1),
    right: nearOperand(reader, right, second, reader.at),
    distance: operator.distance,
    ordered: operator.ordered,
  }
}

function nearOperand(reader: Reader, query: Query, first: number, after: number): NearOperand {
  if (isNearOperand(query)) return query
  const start = reader.lexemes[first]?.start ?? 0
  const end = reader.lexemes[after - 1]?.end ?? start
  throw queryError(start, end, "a word, a phrase, or alternatives of them next to NEAR", "put AND, NOT, fields and other NEARs outside")
}

function isNearOperand(query: Query): query is NearOperand {
  switch (query.type) {
    case "word":
    case "phrase":
    case "hashtag":
    case "mention":
      return true
    case "or":
      return query.clauses.every(isNearOperand)
    default:
      return false
  }
}

function readNot(reader: Reader): Query {
  const lexeme = reader.lexemes[reader.at]
  if (lexeme?.type !== "not") return readPrimary(reader)
  reader.at += 1
  deeper(reader, lexeme)
  const clause = readNot(reader)
  reader.depth -= 1
  return { type: "not", clause }
}

function readPrimary(reader: Reader): Query {
  const lexeme = reader.lexemes[reader.at]
  if (lexeme?.type === "leaf") {
    reader.at += 1
    return lexeme.query
  }
  if (lexeme?.type !== "open") throw unexpected(reader)
  reader.at += 1
  deeper(reader, lexeme)
  const query = readOr(reader)
  reader.depth -= 1
  if (next(reader) !== "close") throw queryError(lexeme.start, lexeme.end, "a closing bracket for this one")
  reader.at += 1
  return query
}

function deeper(reader: Reader, lexeme: Lexeme): void {
  reader.depth += 1
  if (reader.depth > nestingLimit) throw queryError(lexeme.start, lexeme.end, `at most ${nestingLimit} levels of brackets and NOT`)
}
