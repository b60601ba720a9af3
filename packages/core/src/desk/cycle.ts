import { composeCycle, createPeriod, type CycleFigures, type PeriodOptions } from "../report/index.ts"
import type { DeskContext } from "./context.ts"

/** Counts the cycle where the data is: no event is read, however long the feed has become. */
export async function cycle(context: DeskContext, request: { readonly period: PeriodOptions }): Promise<CycleFigures> {
  return composeCycle(await context.storage.tallyCycle(createPeriod(request.period)))
}
