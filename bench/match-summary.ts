// Floors, targets and what was reached. Floors and targets are this project's own, set from prototypes that were
// measured in November 2026.
import type { RuleKind } from "./match-rules.ts"
import type { Measured } from "./match-measure.ts"
import type { Single } from "./match-singles.ts"

/** The matcher beside one rival. */
export interface Row extends Measured {
  readonly kind: RuleKind
  readonly size: number
  readonly rival: string
}

/** One line of the table. */
export interface Line {
  readonly what: string
  readonly floor: string
  readonly target: string
  readonly reached: number
  readonly verdict: "target" | "floor" | "below the floor"
}

type Limit = readonly [floor: number, target: number]

const automatonNames = ["@monyone/aho-corasick/fast", "modern-ahocorasick", "fastscan"]
const byHandNames = ["one RegExp", "lower case, split, Map of prefix slices"]
const sizes = [100, 1000, 10_000, 50_000]
const booleanToNpm: readonly Limit[] = [
  [6, 16],
  [8, 15],
  [12, 25],
  [20, 40],
]
const literalToNpm: readonly Limit[] = [
  [5, 20],
  [5, 20],
  [5, 12],
  [5, 10],
]
const literalToHand: readonly Limit[] = [
  [3, 8],
  [5, 20],
  [5, 12],
  [5, 8],
]
const toLoop: readonly (readonly [size: number, ...Limit])[] = [
  [1000, 12, 6],
  [50_000, 40, 22],
]
/** Floor, target. */
const singleLimits: readonly (readonly [name: string, ...Limit])[] = [
  ["speed with word forms to without", 0.6, 0.85],
  ["seconds to build 50000 boolean rules", 2, 1],
  ["milliseconds to change one of them and match a post", 5, 1],
  ["bytes a boolean rule at 50000", 1000, 400],
  ["megabytes more after all posts", 8, 4],
]

/**
 * Makes the table.
 *
 * @param rows - the comparisons
 * @param singles - the single figures
 */
export function summarise(rows: readonly Row[], singles: readonly Single[]): { readonly lines: readonly Line[]; readonly table: string } {
  const lines: Line[] = []
  const add = (what: string, [floor, target]: Limit, reached: number | undefined, more: boolean, unit: string): void => {
    if (reached === undefined || !Number.isFinite(reached)) return
    const sign = more ? "≥" : "≤"
    const meets = (limit: number): boolean => (more ? reached >= limit : reached <= limit)
    const verdict = meets(target) ? "target" : meets(floor) ? "floor" : "below the floor"
    lines.push({
      what,
      floor: `${sign} ${floor}${unit}`,
      target: `${sign} ${target}${unit}`,
      reached: Number(reached.toPrecision(3)),
      verdict,
    })
  }
  const least = (kind: RuleKind, size: number, names: readonly string[]): number | undefined =>
    smallest(rows.filter((row) => row.kind === kind && row.size === size && names.includes(row.rival)).map((row) => row.ratio))
  sizes.forEach((size, index) =>
    add(`boolean, ${size} rules, to the best npm route`, booleanToNpm[index] ?? [0, 0], least("boolean", size, automatonNames), true, " ×"),
  )
  sizes.forEach((size, index) =>
    add(
      `literal, ${size} rules, to the quickest npm automaton`,
      literalToNpm[index] ?? [0, 0],
      least("literal", size, automatonNames),
      true,
      " ×",
    ),
  )
  sizes.forEach((size, index) =>
    add(
      `literal, ${size} rules, to anything`,
      literalToHand[index] ?? [0, 0],
      least("literal", size, [...automatonNames, ...byHandNames]),
      true,
      " ×",
    ),
  )
  const cost = (size: number): number | undefined =>
    smallest(rows.filter((row) => row.kind === "boolean" && row.size === size).map((row) => row.toBaseline))
  const [few, many] = [cost(100), cost(50_000)]
  if (few !== undefined && many !== undefined) add("boolean, a post at 50000 rules to one at 100", [6, 3.5], many / few, false, " ×")
  for (const [size, floor, target] of toLoop)
    add(`boolean, ${size} rules, a post to the loop over its char codes`, [floor, target], cost(size), false, " ×")
  for (const [name, floor, target] of singleLimits)
    add(name, [floor, target], singles.find((single) => single.name === name)?.value, target > floor, "")
  const longest = singles.filter(({ name }) => name.startsWith("milliseconds for")).toSorted((one, other) => other.value - one.value)[0]
  if (longest !== undefined)
    add(`the slowest of the long texts (${longest.name.replace("milliseconds for ", "")}), ms`, [50, 50], longest.value, false, "")
  const table = [
    "| what | floor | target | reached | |",
    "| --- | --- | --- | --- | --- |",
    ...lines.map((line) => `| ${line.what} | ${line.floor} | ${line.target} | ${line.reached} | ${line.verdict} |`),
  ].join("\n")
  return { lines, table }
}

function smallest(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : Math.min(...numbers)
}
