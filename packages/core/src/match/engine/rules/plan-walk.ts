import { operation, placeOperation } from "./plan-code.ts"

/** A plan in numbers, somewhere inside a longer row of them. */
export interface PlanCode {
  readonly code: ArrayLike<number>
  /** Where the plan begins. */
  readonly base: number
  readonly strings: readonly string[]
}

/** Where the node after the one at `at` begins. */
export function afterNode(code: ArrayLike<number>, base: number, at: number): number {
  switch (code[at]) {
    case operation.term:
      return at + 3
    case operation.noTerm:
      return at + 2
    case operation.field:
      return at + 4
    default:
      return base + (code[at + 1] as number)
  }
}

/** Where the place after the one at `at` begins. */
export function afterPlace({ code, base }: PlanCode, at: number): number {
  return code[at] === placeOperation.term ? at + 2 : base + (code[at + 1] as number)
}
