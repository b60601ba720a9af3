import { scanText } from "../../fold/scan.ts"
import { createTokenList } from "../../fold/tokens.ts"
import type { RuleTable } from "../rules/rule-table.ts"
import type { TermTable } from "../terms/term-table.ts"
import { createSieve, type Sieve } from "./sieve.ts"

/** Keeps a sieve in front of few rules, and takes it away where it holds too little back to be worth its step. */
export interface MessageSieve {
  /** Whether no rule can hold for a text; false when that is not known. */
  holdsBack(text: string): boolean
}

/** After so many messages it is decided whether the sieve stays. */
const trial = 256
/** The share of messages that a sieve may let through. */
const worthwhile = 0.8
/** Words of more terms than these make too many states. */
const termLimit = 3000

/**
 * @param table - the rules: a message without a term under which one is filed has no match
 * @param terms - spells the terms
 */
export function createMessageSieve(table: RuleTable, terms: TermTable): MessageSieve {
  let sieve: Sieve | undefined
  let filing = -2
  let asked = 0
  let passed = 0
  const tokens = createTokenList()

  const build = (): Sieve | undefined => {
    const filed = table.filingTerms(termLimit)
    if (filed === undefined) return undefined
    const words: string[] = []
    const prefixes: string[] = []
    for (const term of filed) {
      const spelling = terms.spellingOf(term)
      if (spelling === undefined) return undefined
      if (spelling.prefix === undefined) words.push(...spelling.words)
      else prefixes.push(spelling.prefix)
    }
    const wanted = new Set(filed)
    const hasOne = (piece: string): boolean => {
      scanText(piece, tokens)
      const found: number[] = []
      for (let token = 0; token < tokens.count; token++) terms.termsOf(tokens, token, found)
      return found.some((term) => wanted.has(term))
    }
    return createSieve({ words, prefixes, hasOne })
  }

  return {
    holdsBack(text) {
      if (table.filing() < 0) return false
      if (filing !== table.filing()) {
        filing = table.filing()
        asked = 0
        passed = 0
        sieve = build()
      }
      if (sieve === undefined) return false
      asked += 1
      if (!sieve.mightMatch(text)) return true
      passed += 1
      if (asked >= trial && passed > asked * worthwhile) sieve = undefined
      return false
    },
  }
}
