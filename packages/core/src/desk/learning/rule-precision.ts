import * as z from "zod"
import { instantSchema, readOptions, schemaOf, type Instant } from "../../base/index.ts"
import type { IncidentEvent } from "../../incident/index.ts"
import type { ActorOptions } from "../access/authorisation.ts"
import type { DeskContext } from "../context.ts"
import { find } from "../queries/find.ts"
import { decisionOf } from "./decisions.ts"

/** Which incidents are asked about. */
export interface RulePrecisionRequest {
  /** Those whose first message was published from `from` until before `to`. */
  readonly period: {
    /** The first moment. */
    readonly from: Instant
    /** The moment after the last. */
    readonly to: Instant
  }
}

/** What became of the incidents of a rule: of those that it matched first, since the first rule names the topic. */
export interface RulePrecision {
  /** The rule. */
  readonly ruleId: string
  /** How many incidents it began. */
  readonly incidents: number
  /** A person left its topic, or set the same one. */
  readonly kept: number
  /** A person set another topic: how many of each. */
  readonly reclassified: Readonly<Record<string, number>>
  /** No complaint for this desk, by reason. */
  readonly rejected: Readonly<Record<string, number>>
  /** Nobody has decided yet. */
  readonly undecided: number
  /** The kept part of what was decided, 0 to 1; null: nothing was. */
  readonly share: number | null
  /** Where the share is with 95 %, by Wilson's interval; null: nothing was decided. */
  readonly interval: {
    /** From. */
    readonly low: number
    /** To. */
    readonly high: number
  } | null
}

const requestSchema = schemaOf<RulePrecisionRequest>()(
  z.strictObject({
    period: z
      .strictObject({ from: instantSchema, to: instantSchema })
      .refine(({ from, to }) => from < to, { error: "`to` must come after `from`", path: ["to"] }),
  }),
)

const pageSize = 500

/** What became of what each rule found, by what the asker may find; the rule with the most incidents first. */
export async function rulePrecision(
  context: DeskContext,
  given: RulePrecisionRequest,
  reader: ActorOptions,
): Promise<readonly RulePrecision[]> {
  const { period } = readOptions(requestSchema, given, "desk.rulePrecision")
  const rules = new Map<string, Counted>()
  for (let after: string | null | undefined; after !== null;) {
    const page: Awaited<ReturnType<typeof find>> = await find(
      context,
      { published: period },
      { ...reader, limit: pageSize, ...(after === undefined ? {} : { after }) },
    )
    const logs = await context.storage.load(page.incidents.map(({ facts }) => facts.incidentId))
    for (const { events } of logs) countOne(rules, events)
    after = page.next
  }
  return [...rules].map(([ruleId, counted]) => precisionOf(ruleId, counted)).toSorted(byIncidents)
}

interface Counted {
  kept: number
  undecided: number
  readonly reclassified: Map<string, number>
  readonly rejected: Map<string, number>
}

function countOne(rules: Map<string, Counted>, events: readonly IncidentEvent[]): void {
  const decision = decisionOf(events)
  const rule = decision?.rules[0]
  if (decision === undefined || rule === undefined) return
  const counted = rules.get(rule.ruleId) ?? { kept: 0, undecided: 0, reclassified: new Map(), rejected: new Map() }
  rules.set(rule.ruleId, counted)
  const reason = rejectionOf(events)
  if (reason !== null) add(counted.rejected, reason)
  else if (decision.topic === null) counted.undecided += 1
  else if (decision.topic === rule.topic) counted.kept += 1
  else add(counted.reclassified, decision.topic)
}

/** Why it is no complaint; null where it is one. */
function rejectionOf(events: readonly IncidentEvent[]): string | null {
  let reason: string | null = null
  for (const event of events) {
    if (event.type === "incident-rejected" || event.type === "incident-dismissed") ({ reason } = event)
    if (event.type === "incident-restored") reason = null
  }
  return reason
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function precisionOf(ruleId: string, { kept, undecided, reclassified, rejected }: Counted): RulePrecision {
  const wrong = [...reclassified.values(), ...rejected.values()].reduce((sum, count) => sum + count, 0)
  const decided = kept + wrong
  return {
    ruleId,
    incidents: decided + undecided,
    kept,
    reclassified: Object.fromEntries(reclassified),
    rejected: Object.fromEntries(rejected),
    undecided,
    share: decided === 0 ? null : kept / decided,
    interval: decided === 0 ? null : wilson(kept, decided),
  }
}

/** Wilson's score interval for a share, at 95 %. */
function wilson(kept: number, of: number): { readonly low: number; readonly high: number } {
  const [share, square] = [kept / of, 1.959964 ** 2]
  const middle = (share + square / (2 * of)) / (1 + square / of)
  const spread = (Math.sqrt((share * (1 - share) + square / (4 * of)) / of) * Math.sqrt(square)) / (1 + square / of)
  return { low: Math.max(0, middle - spread), high: Math.min(1, middle + spread) }
}

function byIncidents(one: RulePrecision, other: RulePrecision): number {
  return other.incidents - one.incidents || (one.ruleId < other.ruleId ? -1 : 1)
}
