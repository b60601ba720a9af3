import { foldText } from "../fold/fold.ts"
import type { MatchLocale } from "../locale.ts"
import { printQuery } from "../query/print.ts"
import type { FieldQuery, NearOperand, PhraseQuery, PhraseWord, Query, WordQuery } from "../query/query.ts"
import { foldedForms } from "../query/words.ts"

/** Tells whether one query can only hold where another does. */
export interface Implication {
  /**
   * Whether every message for which `narrow` holds is one for which `broad` holds. Never says yes wrongly; may say no where a longer proof
   * would say yes.
   */
  implies(narrow: Query, broad: Query): boolean
}

/** Which leaves a query has, as it is written: bare ones, negated ones, fields. */
interface Leaves {
  readonly bare: boolean
  readonly negated: boolean
  readonly field: boolean
}

/** How many steps a proof may take. */
const stepLimit = 20_000

/**
 * @param locale - gives the forms of words
 */
export function createImplication(locale: MatchLocale | undefined): Implication {
  const known = new Map<string, ReadonlySet<string>>()
  const formsOf = (word: PhraseWord): ReadonlySet<string> => {
    const key = `${word.match} ${word.text}`
    const forms = known.get(key)
    if (forms !== undefined) return forms
    const folded = foldText(word.text).at(-1)?.text ?? ""
    const made = word.match === "forms" ? foldedForms(word.text, folded, locale) : new Set([folded])
    known.set(key, made)
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
    if (foldText(narrow.text).length > 1 || foldText(broad.text).length > 1) return sameWord(narrow, broad)
    if ("typos" in narrow && narrow.typos !== undefined) return sameWord(narrow, broad)
    const wanted = [...formsOf(broad)]
    if (broad.match === "prefix") return [...formsOf(narrow)].every((form) => form.startsWith(wanted[0] ?? ""))
    return narrow.match !== "prefix" && [...formsOf(narrow)].every((form) => formsOf(broad).has(form))
  }

  const leafImplies = (narrow: NearOperand | Query, broad: NearOperand | Query): boolean => {
    if (print(narrow) === print(broad)) return true
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
    return narrow.type === "word" && wordImplies(narrow, broad)
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

function sameWord(one: PhraseWord | WordQuery, other: PhraseWord | WordQuery): boolean {
  const typos = (word: PhraseWord | WordQuery): 1 | undefined => ("typos" in word ? word.typos : undefined)
  const folded = (word: PhraseWord): string =>
    foldText(word.text)
      .map((token) => token.text)
      .join(" ")
  return folded(one) === folded(other) && one.match === other.match && typos(one) === typos(other)
}

/** Whether a field that holds makes another hold: the same value, or the full key of a source beside its short one. */
function fieldSays(narrow: FieldQuery, broad: FieldQuery): boolean {
  if (narrow.field !== broad.field) return false
  if (narrow.value === broad.value) return true
  return narrow.field === "source" && narrow.value.slice(narrow.value.indexOf(":") + 1) === broad.value
}
