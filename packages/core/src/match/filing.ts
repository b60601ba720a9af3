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

/** The outline of a plan. */
export function outlineOf(plan: Plan): Outline {
  switch (plan.kind) {
    case "field":
      return { groups: [], forbidden: [], complete: false }
    case "placed": {
      const isTerm = plan.placed.kind === "term"
      if (plan.negated) return { groups: [], forbidden: isTerm ? termsOf(plan.placed) : [], complete: isTerm }
      return { groups: groupsOf(plan.placed), forbidden: [], complete: isTerm }
    }
    case "near":
      return { groups: plan.negated ? [] : [...groupsOf(plan.left), ...groupsOf(plan.right)], forbidden: [], complete: false }
    case "all": {
      const outlines = plan.plans.map(outlineOf)
      return {
        groups: outlines.flatMap((outline) => outline.groups),
        forbidden: outlines.flatMap((outline) => outline.forbidden),
        complete: outlines.every((outline) => outline.complete),
      }
    }
    case "some":
      return outlineOfAlternatives(plan.plans.map(outlineOf))
  }
}

/** Alternatives need one term of any of them: the smallest group of each stands for it. */
function outlineOfAlternatives(outlines: readonly Outline[]): Outline {
  if (outlines.some((outline) => outline.groups.length === 0)) return { groups: [], forbidden: [], complete: false }
  const complete = outlines.every((outline) => outline.complete && outline.groups.length === 1 && outline.forbidden.length === 0)
  return { groups: [outlines.flatMap((outline) => smallest(outline.groups))], forbidden: [], complete }
}

function smallest(groups: readonly (readonly number[])[]): readonly number[] {
  return groups.reduce((one, other) => (other.length < one.length ? other : one))
}

function groupsOf(placed: Placed): readonly (readonly number[])[] {
  switch (placed.kind) {
    case "term":
      return [[placed.term]]
    case "row":
      return placed.parts.flatMap(groupsOf)
    case "any":
      return [placed.options.flatMap((option) => smallest(groupsOf(option)))]
  }
}

function termsOf(placed: Placed): readonly number[] {
  return placed.kind === "term" ? [placed.term] : []
}
