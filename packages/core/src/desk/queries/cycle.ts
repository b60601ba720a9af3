import { composeCycle, createPeriod, type CycleFigures, type PeriodOptions } from "../../report/index.ts"
import type { DeskContext } from "../context.ts"

/** Counts the cycle where the data is: no event is read, however long the feed has become. */
export async function cycle(context: DeskContext, request: { readonly period: PeriodOptions }): Promise<CycleFigures> {
  const period = createPeriod(request.period)
  const [tally, missed] = await Promise.all([
    context.storage.counts.tallyCycle(period),
    context.storage.counts.countSubjects({ kind: "missed", period }),
  ])
  return composeCycle(tally, missed)
}
