// The comparison of the matcher with the naive evaluator over random pairs.
import { createMatcher, parseQuery, printQuery, type MatchableMessage, type Query } from "../../src/match/index.ts"
import { naiveMatch } from "./naive.ts"
import { createDice, formsOf, positiveQuery, randomMessage } from "./pairs.ts"

/** A pair that the matcher and the naive evaluator see differently. */
export interface Difference {
  readonly seed: number
  readonly query: string
  readonly message: MatchableMessage
  readonly expected: unknown
  readonly found: unknown
}

const manyRules = 20
const manyMessages = 20
/** Few rules have a sieve in front, once the first messages were counted. */
const fewRules = 3
const fewMessages = 60
const countedMessages = 512
const textsBeforeEngine = 32

/**
 * Compares over random pairs, rounds of some rules and some messages; half-way through a round, rules are replaced and
 * removed.
 *
 * @param seed - of the first round; each round has the next one
 * @param pairs - how many pairs at least
 * @param onRound - told the number of pairs so far
 * @returns the first difference, or undefined
 */
export function comparePairs(seed: number, pairs: number, onRound?: (done: number) => void): Difference | undefined {
  let done = 0
  for (let round = 0; done < pairs; round++) {
    const compared = compareRound(seed + round)
    if (typeof compared !== "number") return compared
    done += compared
    onRound?.(done)
  }
  return undefined
}

/** A query whose words a sieve can search for: no typos, and no field that may stand alone. */
function siftableQuery(dice: ReturnType<typeof createDice>): Query {
  for (;;) {
    const query = positiveQuery(dice)
    if (!/"typos"|"field"|"or"|"mention"/.test(JSON.stringify(query))) return query
  }
}

/** @returns the difference, or how many pairs were compared */
function compareRound(seed: number): Difference | number {
  const dice = createDice(seed)
  const withLocale = dice.chance(0.5)
  const isSmall = dice.chance(0.4)
  const randomQuery = isSmall ? siftableQuery : positiveQuery
  const messages = isSmall ? fewMessages : manyMessages
  const queries = new Map<string, Query>()
  const ruleCount = isSmall ? 1 + dice.below(fewRules) : manyRules
  for (let rule = 0; rule < ruleCount; rule++) queries.set(`rule-${rule}`, randomQuery(dice))
  const misprints: Difference[] = []
  /** The text of a query, which has to be read back as the same query. */
  const print = (query: Query): string => {
    const text = printQuery(query)
    const found = parseQuery(text)
    if (JSON.stringify(found) !== JSON.stringify(query))
      misprints.push({ seed, query: text, message: { text: "" }, expected: query, found })
    return text
  }
  const rules = Array.from(queries, ([id, query]) => ({ id, query: print(query) }))
  const matcher = createMatcher(rules, withLocale ? { locale: { formsOf } } : {})
  // From some text on words are looked up by WebAssembly.
  if (dice.chance(0.7)) for (let text = 0; text < textsBeforeEngine; text++) matcher.match("")
  if (isSmall) for (let message = 0; message < countedMessages; message++) matcher.match("")
  let pairs = 0
  for (let index = 0; index < messages; index++) {
    if (index === messages / 2) {
      const changed = `rule-${dice.below(ruleCount)}`
      queries.set(changed, randomQuery(dice))
      matcher.set({ id: changed, query: print(queries.get(changed) as Query) })
      const removed = `rule-${dice.below(ruleCount)}`
      queries.delete(removed)
      matcher.delete(removed)
      queries.set("late", randomQuery(dice))
      matcher.set({ id: "late", query: print(queries.get("late") as Query) })
    }
    const message = randomMessage(dice)
    const found = new Map(matcher.match(message).map(({ ruleId, clauses }) => [ruleId, clauses]))
    const order = [...queries.keys()].filter((id) => found.has(id))
    if (order.join() !== [...found.keys()].join())
      return { seed, query: "order of the rules", message, expected: order, found: [...found.keys()] }
    for (const [id, query] of queries) {
      pairs += 1
      const expected = naiveMatch(query, message, withLocale ? formsOf : undefined)
      if (JSON.stringify(expected) !== JSON.stringify(found.get(id)))
        return { seed, query: printQuery(query), message, expected, found: found.get(id) }
    }
  }
  return misprints[0] ?? pairs
}
