/** What is known of a guess when it is made: numbers of about the same size. */
export type Facts = readonly number[]

/** Says how often guesses of a kind are right, by what became of the last ones. */
export interface Calibration {
  /** The last guesses, oldest first: their facts, and whether they were right. */
  readonly pairs: readonly { readonly facts: Facts; readonly right: boolean }[]
  add(facts: Facts, right: boolean): void
  /** The curve: a factor for each fact, and the constant; empty while there are too few guesses. */
  readonly curve: readonly number[]
  /** Fits the curve anew. */
  fit(): void
  /** The share of such guesses that are right; null while there are too few. */
  shareOf(facts: Facts): number | null
}

/** So many guesses are needed before a share is shown. */
export const fewestPairs = 200

/** So many guesses count. */
export const mostPairs = 2000

/** How many facts a guess has. */
export const factCount = 7

/** Keeps coefficients small where guesses say little: a prior of variance 1 a coefficient. */
const ridge = 1

/** Logistic regression by Newton's method on the last guesses. */
export function createCalibration(
  pairs: readonly { readonly facts: Facts; readonly right: boolean }[] = [],
  curve: readonly number[] = [],
): Calibration {
  const kept = [...pairs]
  let coefficients = curve
  return {
    pairs: kept,
    get curve() {
      return coefficients
    },
    add(facts, right) {
      // As they are stored.
      kept.push({ facts: facts.map(Math.fround), right })
      if (kept.length > mostPairs) kept.shift()
    },
    fit() {
      coefficients = kept.length < fewestPairs ? [] : fitted(kept, coefficients)
    },
    shareOf: (facts) => (coefficients.length === 0 ? null : logistic(valueOf(coefficients, facts))),
  }
}

export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

export function logit(share: number): number {
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, share))
  return Math.log(inside / (1 - inside))
}

/** The last coefficient is the constant. */
function valueOf(coefficients: readonly number[], facts: Facts): number {
  let value = coefficients[facts.length] ?? 0
  for (const [index, fact] of facts.entries()) value += (coefficients[index] ?? 0) * fact
  return value
}

function fitted(pairs: readonly { readonly facts: Facts; readonly right: boolean }[], from: readonly number[]): readonly number[] {
  const size = factCount + 1
  let coefficients: readonly number[] = Array.from({ length: size }, (_, index) => from[index] ?? 0)
  // From a curve that was fitted before two steps are enough: few guesses are new.
  for (let round = 0; round < (from.length === 0 ? 12 : 2); round += 1) {
    const gradient = Float64Array.from(coefficients, (coefficient, index) => (index === factCount ? 0 : -ridge * coefficient))
    const curvature = new Float64Array(size * size)
    for (let index = 0; index < size; index += 1) curvature[index * size + index] = index === factCount ? 1e-6 : ridge
    for (const { facts, right } of pairs) {
      const share = logistic(valueOf(coefficients, facts))
      const [error, spread] = [(right ? 1 : 0) - share, share * (1 - share)]
      for (let row = 0; row < size; row += 1) {
        const one = row === factCount ? 1 : (facts[row] ?? 0)
        gradient[row] = (gradient[row] ?? 0) + error * one
        for (let column = 0; column <= row; column += 1) {
          const other = column === factCount ? 1 : (facts[column] ?? 0)
          curvature[row * size + column] = (curvature[row * size + column] ?? 0) + spread * one * other
        }
      }
    }
    const step = solve(curvature, gradient, size)
    coefficients = coefficients.map((coefficient, index) => coefficient + (step[index] ?? 0))
    if (step.every((part) => Math.abs(part) < 1e-6)) break
  }
  return coefficients
}

/** Solves a positive definite system by Cholesky's method; of the matrix the lower half is read. */
function solve(matrix: Float64Array, right: Float64Array, size: number): readonly number[] {
  const lower = new Float64Array(size * size)
  const get = (row: number, column: number): number => lower[row * size + column] ?? 0
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column] ?? 0
      for (let index = 0; index < column; index += 1) sum -= get(row, index) * get(column, index)
      lower[row * size + column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / get(column, column)
    }
  }
  const middle = new Float64Array(size)
  for (let row = 0; row < size; row += 1) {
    let sum = right[row] ?? 0
    for (let index = 0; index < row; index += 1) sum -= get(row, index) * (middle[index] ?? 0)
    middle[row] = sum / get(row, row)
  }
  const found = new Float64Array(size)
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = middle[row] ?? 0
    for (let index = row + 1; index < size; index += 1) sum -= get(index, row) * (found[index] ?? 0)
    found[row] = sum / get(row, row)
  }
  return [...found]
}
