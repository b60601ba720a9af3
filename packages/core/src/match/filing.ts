import type { Placed, Plan } from "./plan.ts"

/** What can be said of a rule by looking only at which terms a message has. */
export interface Outline {
  /** Of each group at least one term must be there. */
  readonly groups: readonly (readonly number[])[]
  /** None of these may be there. */
  readonly forbidden: readonly number[]
  /** Whether groups and forbidden terms say everything: no phrase, field, or nested operator is left to look at. */
  readonly complete: boolean
}

/** How often a term is met, as a number to compare. */
type WeightOf = (term: number) => number

/**
 * The outline of a plan.
 *
 * @param plan - a rule's plan
 * @param weightOf - how often a term is met; where one group must stand for several, the rarest does
 */
export function outlineOf(plan: Plan, weightOf: WeightOf): Outline {
  switch (plan.kind) {
    case "field":
      return { groups: [], forbidden: [], complete: false }
    case "placed": {
      const isTerm = plan.placed.kind === "term"
      if (plan.negated) return { groups: [], forbidden: isTerm ? termsOf(plan.placed) : [], complete: isTerm }
      return { groups: groupsOf(plan.placed, weightOf), forbidden: [], complete: isTerm }
    }
    case "near":
      return {
        groups: plan.negated ? [] : [...groupsOf(plan.left, weightOf), ...groupsOf(plan.right, weightOf)],
        forbidden: [],
        complete: false,
      }
    case "all": {
      const outlines = plan.plans.map((part) => outlineOf(part, weightOf))
      return {
        groups: outlines.flatMap((outline) => outline.groups),
        forbidden: outlines.flatMap((outline) => outline.forbidden),
        complete: outlines.every((outline) => outline.complete),
      }
    }
    case "some":
      return outlineOfAlternatives(
        plan.plans.map((part) => outlineOf(part, weightOf)),
        weightOf,
      )
  }
}

/** Alternatives need one term of any of them: the rarest group of each stands for it. */
function outlineOfAlternatives(outlines: readonly Outline[], weightOf: WeightOf): Outline {
  if (outlines.some((outline) => outline.groups.length === 0)) return { groups: [], forbidden: [], complete: false }
  const complete = outlines.every((outline) => outline.complete && outline.groups.length === 1 && outline.forbidden.length === 0)
  return { groups: [outlines.flatMap((outline) => rarest(outline.groups, weightOf))], forbidden: [], complete }
}

function rarest(groups: readonly (readonly number[])[], weightOf: WeightOf): readonly number[] {
  if (groups.length === 1) return groups[0] as readonly number[]
  const weight = (group: readonly number[]): number => group.reduce((sum, term) => sum + weightOf(term), 0)
  return groups.reduce((one, other) => (weight(other) < weight(one) ? other : one))
}

function groupsOf(placed: Placed, weightOf: WeightOf): readonly (readonly number[])[] {
  switch (placed.kind) {
    case "term":
      return [[placed.term]]
    case "row":
      return placed.parts.flatMap((part) => groupsOf(part, weightOf))
    case "any":
      return [placed.options.flatMap((option) => rarest(groupsOf(option, weightOf), weightOf))]
  }
}

function termsOf(placed: Placed): readonly number[] {
  return placed.kind === "term" ? [placed.term] : []
}
