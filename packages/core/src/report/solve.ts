/** A prime whose square a double holds exactly, so that no step of the reckoning is rounded. */
const prime = 67_108_859

type Sparse = Map<string, number>

/**
 * The unknowns that a system of sums gives away: those that have one value only, whatever the right sides are.
 *
 * Gauss and Jordan over the numbers modulo a prime: an unknown is given away where a row of the reduced system has
 * nothing but it. The coefficients are 1 and -1.
 *
 * @param system - the hidden numbers of every sum, with their signs
 */
export function determined(system: readonly (readonly (readonly [id: string, sign: 1 | -1])[])[]): readonly string[] {
  const pivots = new Map<string, Sparse>()
  /** Which reduced rows hold an unknown. */
  const holders = new Map<string, Set<string>>()
  for (const sum of system.toSorted((one, other) => one.length - other.length)) {
    const row: Sparse = new Map()
    for (const [id, sign] of sum) addTo(row, id, sign)
    for (const id of Array.from(row.keys())) {
      const pivot = pivots.get(id)
      const factor = row.get(id)
      if (pivot !== undefined && factor !== undefined) addRow(row, pivot, prime - factor)
    }
    const [first] = row
    if (first === undefined) continue
    const [lead, value] = first
    const inverse = inverseOf(value)
    for (const [id, coefficient] of row) row.set(id, (coefficient * inverse) % prime)
    for (const other of holders.get(lead) ?? []) {
      const held = pivots.get(other)
      const factor = held?.get(lead)
      if (held === undefined || factor === undefined) continue
      addRow(held, row, prime - factor)
      for (const id of row.keys()) if (held.has(id)) holdersOf(id).add(other)
    }
    pivots.set(lead, row)
    for (const id of row.keys()) holdersOf(id).add(lead)
  }
  return [...pivots].flatMap(([lead, row]) => (row.size === 1 ? [lead] : []))

  function holdersOf(id: string): Set<string> {
    const known = holders.get(id) ?? new Set()
    holders.set(id, known)
    return known
  }
}

function addTo(row: Sparse, id: string, value: number): void {
  const sum = ((row.get(id) ?? 0) + value + prime) % prime
  if (sum === 0) row.delete(id)
  else row.set(id, sum)
}

function addRow(row: Sparse, other: Sparse, factor: number): void {
  for (const [id, value] of other) addTo(row, id, (value * factor) % prime)
}

/** By Fermat's little theorem. */
function inverseOf(value: number): number {
  let [result, base] = [1, value]
  for (let exponent = prime - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * base) % prime
    base = (base * base) % prime
  }
  return result
}
