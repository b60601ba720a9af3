import { addMinutes, type Instant } from "@otklik/core"
import * as z from "zod"
import { parseJson } from "../http/body.ts"
import type { QuotaPriority } from "../quota/job.ts"

/** How much of Meta's limits is used up. */
export interface MetaUsage {
  /** Of the limit that is used up most, percent; above 100 calls are refused. */
  readonly percent: number
  /** How long Meta says to wait, milliseconds; 0 when it does not. */
  readonly regainMillis: number
}

const countsSchema = z.looseObject({
  call_count: z.number().optional(),
  total_time: z.number().optional(),
  total_cputime: z.number().optional(),
  /** Minutes. */
  estimated_time_to_regain_access: z.number().optional(),
})

type Counts = z.output<typeof countsSchema>

/** `X-Business-Use-Case-Usage`: lists by the id of a business, a Page or an account. */
const businessSchema = z.record(z.string(), z.array(countsSchema))

/**
 * Reads `X-App-Usage`, `X-Page-Usage` and `X-Business-Use-Case-Usage`.
 *
 * @param headers - of an answer
 * @returns undefined when it has none of them in a form that is known
 */
export function readMetaUsage(headers: Headers): MetaUsage | undefined {
  const single = ["x-app-usage", "x-page-usage"].map((name) => countsSchema.safeParse(headerJson(headers, name)).data)
  const business = businessSchema.safeParse(headerJson(headers, "x-business-use-case-usage")).data ?? {}
  const lists: readonly (readonly (Counts | undefined)[])[] = [single, ...Object.values(business)]
  const counts = lists.flat().filter((entry) => entry !== undefined)
  if (counts.length === 0) return undefined
  const most = (numbers: readonly (number | undefined)[]): number => numbers.reduce<number>((max, value) => Math.max(max, value ?? 0), 0)
  return {
    percent: most(counts.flatMap(({ call_count, total_time, total_cputime }) => [call_count, total_time, total_cputime])),
    regainMillis: most(counts.map(({ estimated_time_to_regain_access: minutes }) => minutes)) * 60_000,
  }
}

function headerJson(headers: Headers, name: string): unknown {
  const value = headers.get(name)
  if (value === null) return undefined
  try {
    return parseJson(value)
  } catch {
    return undefined
  }
}

/** From these percents on, calls of a kind make room for the more urgent ones. Our choice. */
const mostPercent: Readonly<Record<QuotaPriority, number>> = { discovery: 75, incident: 90, reply: Infinity }

/** Windows slide, so after this time what the last answer said is asked anew, minutes. Our choice. */
const staleMinutes = 5

/** Holds back what can wait while Meta's limits are nearly used up, so that replies still go out. */
export interface UsageGate {
  /** Takes note of an answer's headers. */
  note(headers: Headers, now: Instant): MetaUsage | undefined
  /** When a call of this kind may be made; undefined: now. */
  waitUntil(priority: QuotaPriority, now: Instant): Instant | undefined
  /** What the last answer said, while it is not stale. */
  usage(now: Instant): MetaUsage | undefined
}

/** Makes a gate for one credential. */
export function createUsageGate(): UsageGate {
  let noted: { readonly usage: MetaUsage; readonly until: Instant } | undefined
  const fresh = (now: Instant): typeof noted => (noted !== undefined && now < noted.until ? noted : undefined)
  return {
    note(headers, now) {
      const usage = readMetaUsage(headers)
      if (usage !== undefined) noted = { usage, until: addMinutes(now, staleMinutes) }
      return usage
    },
    waitUntil(priority, now) {
      const known = fresh(now)
      return known !== undefined && known.usage.percent >= mostPercent[priority] ? known.until : undefined
    },
    usage: (now) => fresh(now)?.usage,
  }
}
