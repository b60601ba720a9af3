import { foldText } from "../fold/fold.ts"
import type { MatchLocale } from "../locale.ts"
import { printQuery } from "../query/print.ts"
import type { FieldQuery, NearOperand, PhraseQuery, PhraseWord, Query, WordQuery } from "../query/query.ts"
import { foldedForms } from "../query/words.ts"

/** Says whether one query can only match where another does. */
export interface Implication {
  /**
   * Whether every message for which `narrow` holds is one for which `broad` holds. Never says yes wrongly; may say no
   * where a longer proof would say yes.
   */
  implies(narrow: Query, broad: Query): boolean
}

/** Which leaves a query has, as it is written: bare ones, negated ones, fields. */
interface Leaves {
  readonly bare: boolean
  readonly negated: boolean
  readonly field: boolean
}

/** A word of a query, and what it finds. */
interface KnownWord {
  readonly folded: string
  /** It is a word with a hyphen or the like, which is several for the matcher. */
  readonly hasParts: boolean
  readonly typos: 1 | undefined
  readonly finds: ReadonlySet<string>
  /** The same as a list. */
  readonly forms: readonly string[]
}

/** How many steps a proof may take. */
const stepLimit = 20_000

/**
 * @param locale - gives the forms of words
 */
export function createImplication(locale: MatchLocale | undefined): Implication {
  const known = new Map<string, KnownWord>()
  const knownWords = new WeakMap<PhraseWord, KnownWord>()
  // Every pair of rules is compared, so each word is asked about again and again: by itself first, which takes no key.
  const wordOf = (word: PhraseWord | WordQuery): KnownWord => {
    const earlier = knownWords.get(word)
    if (earlier !== undefined) return earlier
    const typos = "typos" in word ? word.typos : undefined
    const key = `${word.match} ${typos ?? 0} ${word.text}`
    const made = known.get(key) ?? readWord(word, typos, locale)
    known.set(key, made)
    knownWords.set(word, made)
    return made
  }

  const printed = new WeakMap<object, string>()
  const print = (query: NearOperand | Query): string => {
    const text = printed.get(query) ?? printQuery(query)
    printed.set(query, text)
    return text
  }

  const leavesOf = createLeaves()

  const wordImplies = (narrow: PhraseWord | WordQuery, broad: PhraseWord | WordQuery): boolean => {
    const [one, other] = [wordOf(narrow), wordOf(broad)]
    if (one === other) return true
    if (one.hasParts || other.hasParts || one.typos !== undefined)
      return one.folded === other.folded && narrow.match === broad.match && one.typos === other.typos
    const [first = ""] = other.forms
    if (broad.match === "prefix") return one.forms.every((form) => form.startsWith(first))
    return narrow.match !== "prefix" && one.forms.every((form) => other.finds.has(form))
  }

  const leafImplies = (narrow: NearOperand | Query, broad: NearOperand | Query): boolean => {
    if (narrow.type === "word" && broad.type === "word") return wordImplies(narrow, broad)
    if (narrow.type === broad.type && print(narrow) === print(broad)) return true
    if (narrow.type === "field" && broad.type === "field") return fieldSays(narrow, broad)
    if (narrow.type === "near") {
      if (broad.type === "near") {
        const sameSides = operandImplies(narrow.left, broad.left) && operandImplies(narrow.right, broad.right)
        return sameSides && narrow.distance <= broad.distance && (narrow.ordered || !broad.ordered)
      }
      return operandImplies(narrow.left, broad) || operandImplies(narrow.right, broad)
    }
    if (narrow.type === "phrase" && broad.type === "phrase") return phraseImplies(narrow, broad)
    if (broad.type !== "word") return false
    if (narrow.type === "phrase") return narrow.words.some((word) => wordImplies(word, broad))
    return false
  }

  const operandImplies = (narrow: NearOperand, broad: NearOperand | Query): boolean => {
    if (narrow.type === "or") return narrow.clauses.every((clause) => operandImplies(clause, broad))
    if (broad.type === "or") return broad.clauses.some((clause) => leafImplies(narrow, clause))
    return leafImplies(narrow, broad)
  }

  const phraseImplies = (narrow: PhraseQuery, broad: PhraseQuery): boolean => {
    const { words, slack } = broad
    return (
      narrow.words.length === words.length &&
      narrow.slack <= slack &&
      narrow.words.every((word, index) => wordImplies(word, words[index] as PhraseWord))
    )
  }

  return {
    implies(narrow, broad) {
      let steps = 0
      const proves = (one: Query, isOne: boolean, other: Query, isOther: boolean): boolean => {
        steps += 1
        if (steps > stepLimit || !mayProve(leavesOf(one), isOne, leavesOf(other), isOther)) return false
        if (one.type === "not") return proves(one.clause, !isOne, other, isOther)
        if (other.type === "not") return proves(one, isOne, other.clause, !isOther)
        const oneParts = one.type === "and" || one.type === "or" ? one.clauses : undefined
        const otherParts = other.type === "and" || other.type === "or" ? other.clauses : undefined
        const oneIsAll = (one.type === "and") === isOne
        const otherIsAll = (other.type === "and") === isOther
        if (oneParts !== undefined && !oneIsAll) return oneParts.every((part) => proves(part, isOne, other, isOther))
        if (otherParts !== undefined && otherIsAll) return otherParts.every((part) => proves(one, isOne, part, isOther))
        if (otherParts?.some((part) => proves(one, isOne, part, isOther)) === true) return true
        if (oneParts?.some((part) => proves(part, isOne, other, isOther)) === true) return true
        if (oneParts !== undefined || otherParts !== undefined) return false
        if (isOne !== isOther) return isOne && one.type === "field" && other.type === "field" && excludes(one, other)
        return isOne ? leafImplies(one, other) : leafImplies(other, one)
      }
      return proves(narrow, true, broad, true)
    },
  }
}

/** Remembers the leaves of every part of a query that was asked about. */
function createLeaves(): (query: Query) => Leaves {
  const known = new WeakMap<Query, Leaves>()
  const leavesOf = (query: Query): Leaves => {
    const earlier = known.get(query)
    if (earlier !== undefined) return earlier
    const made = read(query)
    known.set(query, made)
    return made
  }
  const read = (query: Query): Leaves => {
    if (query.type === "not") {
      const { bare, negated, field } = leavesOf(query.clause)
      return { bare: negated, negated: bare, field }
    }
    if (query.type !== "and" && query.type !== "or") return { bare: true, negated: false, field: query.type === "field" }
    const parts = query.clauses.map(leavesOf)
    const some = (kind: keyof Leaves) => parts.some((part) => part[kind])
    return { bare: some("bare"), negated: some("negated"), field: some("field") }
  }
  return leavesOf
}

/** Only a leaf of the same sign proves another, but for fields, whose values exclude each other. */
function mayProve(one: Leaves, isOne: boolean, other: Leaves, isOther: boolean): boolean {
  if (one.field && other.field) return true
  return isOne === isOther
    ? (one.bare && other.bare) || (one.negated && other.negated)
    : (one.bare && other.negated) || (one.negated && other.bare)
}

/** A message has one network, one kind and one source: another value of the same field can't hold. */
function excludes(one: Extract<Query, { type: "field" }>, other: Extract<Query, { type: "field" }>): boolean {
  if (one.field !== other.field || one.field === "has") return false
  return !fieldSays(one, other) && !fieldSays(other, one)
}

function readWord(word: PhraseWord, typos: 1 | undefined, locale: MatchLocale | undefined): KnownWord {
  const tokens = foldText(word.text).map(({ text }) => text)
  const last = tokens.at(-1) ?? ""
  const finds = word.match === "forms" ? foldedForms(word.text, last, locale) : new Set([last])
  return { folded: tokens.join(" "), hasParts: tokens.length > 1, typos, finds, forms: [...finds] }
}

/**
 * Whether a field that holds makes another hold: the same value, or the full key of a source adjacent its short one.
 */
function fieldSays(narrow: FieldQuery, broad: FieldQuery): boolean {
  if (narrow.field !== broad.field) return false
  if (narrow.value === broad.value) return true
  return narrow.field === "source" && narrow.value.slice(narrow.value.indexOf(":") + 1) === broad.value
}
