import type { Placed, Plan } from "./plan.ts"

/**
 * A term that may show that a group of clauses holds. Alone it is proof enough when `adjacent` is undefined and
 * `isProof`; a word of a phrase of two words is proof when the other word is adjacent to it; of everything else the
 * term says only that it may hold.
 */
export interface IndexTerm {
  readonly term: number
  readonly isProof: boolean
  /** The other word of a phrase of two, and whether it is before the term. */
  readonly adjacent?: { readonly term: number; readonly isBefore: boolean } | undefined
}

/** A distance within which one witness of the first and one of the second group must be. */
export interface GroupDistance {
  readonly distance: number
  readonly ordered: boolean
}

/** What can be said of a rule by only knowing which terms a message has. */
export interface RuleSignature {
  /** Of each group at least one witness must be there. */
  readonly groups: readonly (readonly IndexTerm[])[]
  /** None of these terms may be there. */
  readonly forbidden: readonly number[]
  /** Whether groups, forbidden terms and the distance say everything, if the witnesses are proof. */
  readonly complete: boolean
  /** Only where there are two groups, of single terms. */
  readonly near?: GroupDistance | undefined
}

/** How often a term is met, as a number to compare. */
type WeightOf = (term: number) => number

const nothing: RuleSignature = { groups: [], forbidden: [], complete: false }

/**
 * The outline of a plan.
 *
 * @param plan - a rule's plan
 * @param weightOf - how often a term is met; where one group must represent several, the rarest does
 */
export function outlineOf(plan: Plan, weightOf: WeightOf): RuleSignature {
  switch (plan.kind) {
    case "field":
      return nothing
    case "placed": {
      const groups = groupsOf(plan.placed, weightOf)
      if (!plan.negated) return { groups, forbidden: [], complete: groups.length === 1 && groups[0]?.every(isCertain) === true }
      return plan.placed.kind === "term" ? { groups: [], forbidden: [plan.placed.term], complete: true } : nothing
    }
    case "near": {
      if (plan.negated) return nothing
      const [left, right] = [groupsOf(plan.left, weightOf), groupsOf(plan.right, weightOf)]
      const isSimple = [left, right].every((groups) => groups.length === 1 && groups[0]?.every(isAlone) === true)
      const near = isSimple ? { distance: plan.distance, ordered: plan.ordered } : undefined
      return { groups: [...left, ...right], forbidden: [], complete: isSimple, near }
    }
    case "all": {
      const outlines = plan.plans.map((part) => outlineOf(part, weightOf))
      const groups = outlines.flatMap((outline) => outline.groups)
      const near = outlines.find((outline) => outline.near !== undefined)?.near
      return {
        groups,
        forbidden: outlines.flatMap((outline) => outline.forbidden),
        complete: outlines.every((outline) => outline.complete) && (near === undefined || groups.length === 2),
        near: groups.length === 2 ? near : undefined,
      }
    }
    case "some":
      return outlineOfAlternatives(
        plan.plans.map((part) => outlineOf(part, weightOf)),
        weightOf,
      )
  }
}

/** Alternatives need one witness of any of them: the rarest group of each represents it. */
function outlineOfAlternatives(outlines: readonly RuleSignature[], weightOf: WeightOf): RuleSignature {
  if (outlines.some((outline) => outline.groups.length === 0)) return nothing
  const group = outlines.flatMap((outline) => {
    const isWhole = outline.complete && outline.groups.length === 1 && outline.forbidden.length === 0
    const witnesses = rarest(outline.groups, weightOf)
    return isWhole ? witnesses : witnesses.map(({ term, adjacent }) => ({ term, isProof: false, adjacent }))
  })
  return { groups: [group], forbidden: [], complete: group.every(isCertain) }
}

/** Whether the witness is proof, alone or with the word adjacent it. */
function isCertain({ isProof }: IndexTerm): boolean {
  return isProof
}

function isAlone({ isProof, adjacent }: IndexTerm): boolean {
  return isProof && adjacent === undefined
}

function rarest(groups: readonly (readonly IndexTerm[])[], weightOf: WeightOf): readonly IndexTerm[] {
  if (groups.length === 1) return groups[0] as readonly IndexTerm[]
  const weight = (group: readonly IndexTerm[]): number => group.reduce((sum, { term }) => sum + weightOf(term), 0)
  return groups.reduce((one, other) => (weight(other) < weight(one) ? other : one))
}

function groupsOf(placed: Placed, weightOf: WeightOf): readonly (readonly IndexTerm[])[] {
  switch (placed.kind) {
    case "term":
      return [[{ term: placed.term, isProof: true }]]
    case "row": {
      const [one, other] = placed.parts
      if (placed.parts.length === 2 && placed.slack === 0 && one?.kind === "term" && other?.kind === "term") {
        return [
          weightOf(other.term) < weightOf(one.term)
            ? [{ term: other.term, isProof: true, adjacent: { term: one.term, isBefore: true } }]
            : [{ term: one.term, isProof: true, adjacent: { term: other.term, isBefore: false } }],
        ]
      }
      return placed.parts
        .flatMap((part) => groupsOf(part, weightOf))
        .map((group) => group.map(({ term, adjacent }) => ({ term, isProof: false, adjacent })))
    }
    case "any":
      return [
        placed.options.flatMap((option) => {
          const groups = groupsOf(option, weightOf)
          const witnesses = rarest(groups, weightOf)
          return groups.length === 1 ? witnesses : witnesses.map(({ term, adjacent }) => ({ term, isProof: false, adjacent }))
        }),
      ]
  }
}
