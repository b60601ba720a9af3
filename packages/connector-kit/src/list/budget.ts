/** How many calls a page may still cost. */
export interface Budget {
  /** Takes one call; false when none is left. */
  spend(): boolean
}

/**
 * Makes a budget.
 *
 * @param calls - how many calls it holds
 */
export function createBudget(calls: number): Budget {
  let left = calls
  return { spend: () => left > 0 && (left -= 1) >= 0 }
}
