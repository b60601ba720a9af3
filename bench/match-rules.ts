/** A term of the benchmark's rules, folded. */
export interface BenchTerm {
  readonly kind: "word" | "prefix" | "phrase"
  readonly text: string
}

/** A rule of one term. */
export interface LiteralRule extends BenchTerm {
  readonly id: string
}

/** `(any) & (all) & -not`; where `near` is not 0, some `any` stands within `near` words of some `all`. */
export interface BooleanRule {
  readonly id: string
  readonly any: readonly BenchTerm[]
  readonly all: readonly BenchTerm[]
  readonly not: BenchTerm
  readonly near: number
}

export type BenchRule = LiteralRule | BooleanRule

export type RuleKind = "literal" | "boolean"

export interface Corpus {
  readonly name: string
  readonly posts: readonly string[]
  rules(kind: RuleKind, count: number): readonly BenchRule[]
}
