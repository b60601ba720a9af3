import { describeFault } from "./fault.ts"
import type { Plan } from "./plan.ts"
import { simulate, type Run, type Sabotage } from "./simulate.ts"

/** A plan from which nothing more could be taken away, and how it ends. */
export interface Shrunk {
  readonly plan: Plan
  readonly run: Run
  readonly tries: number
}

/**
 * Takes away what is not needed to break the same promise: halves of the faults and of what citizens do, then quarters,
 * down to single ones (Zeller's ddmin).
 *
 * @param plan - one that breaks a promise
 * @param most - the most runs that it may cost
 */
export async function shrink(plan: Plan, run: Run, sabotage: Sabotage = {}, most = 150): Promise<Shrunk> {
  let least = { plan, run }
  let tries = 0
  for (const part of ["faults", "acts"] as const) {
    for (let parts = 1; tries < most;) {
      const whole = least.plan[part]
      const size = Math.ceil(whole.length / parts)
      let isLess = false
      for (let from = 0; from < whole.length && tries < most; from += size) {
        const smaller = { ...least.plan, [part]: whole.filter((_, index) => index < from || index >= from + size) }
        tries += 1
        const result = await simulate(smaller, sabotage)
        if (result.broken?.promise !== run.broken?.promise) continue
        least = { plan: smaller, run: result }
        isLess = true
        break
      }
      if (isLess) parts = Math.max(1, parts - 1)
      else if (size <= 1) break
      else parts *= 2
    }
  }
  return { ...least, tries }
}

/**
 * A plan and its end for a person: what was broken, by what, and the last steps of those who took part, reading left
 * out.
 */
export function describe({ plan, run }: Pick<Shrunk, "plan" | "run">): string {
  const { seed, workers, networks, leaseMinutes, acts, faults } = plan
  const isDull = /(load|find|get|read\w+|schemaStatus|lease|settle|countWork) is done$/
  return [
    `seed ${seed}: ${run.broken === null ? "every promise held" : `${run.broken.promise}: ${run.broken.message}`}`,
    `${workers} workers, ${networks.join(" and ")}, leases of ${leaseMinutes} minutes`,
    ...acts.map((act) => `minute ${act.minute}: ${act.kind} ${act.complaint}`),
    ...faults.map(describeFault),
    "the last steps:",
    ...run.lines.filter((line) => !isDull.test(line)).slice(-40),
  ].join("\n")
}
