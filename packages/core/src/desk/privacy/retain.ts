import { addMinutes, isDeskError, type Instant } from "../../base/index.ts"
import { deskActor } from "../actor.ts"
import type { ErasedCounts, ErasureEntry, Lease } from "../../storage/index.ts"
import { readRequest } from "../options/request.ts"
import type { SignalOptions } from "../access/authorisation.ts"
import type { DeskContext } from "../context.ts"
import { countsSum, noteRun, readRun } from "./erasure-run.ts"
import { noneErased, wholeOf } from "./erasure.ts"
import { withLease } from "../transact/lease.ts"
import type { JournalTerm, RetentionPolicy, Swept } from "../options/retention.ts"
import { findDue, sweepIncidents } from "./sweep-incidents.ts"
import { sweepClaims, sweepSomeClaims } from "./sweep-claims.ts"
import { findOverdue, sweepJournal } from "./sweep-journal.ts"
import { traced } from "../transact/traced.ts"
import { commit } from "../transact/transact.ts"

/** What a policy came to in one call. */
export interface RetainedPolicy {
  /** The policy. */
  readonly policyId: string
  /** Incidents, or entries of the journal, that were processed. */
  readonly looked: number
  /** What was erased, by kind. */
  readonly erased: ErasedCounts
  /**
   * What is still due, counted up to 1 000: what waits for its reply, what another worker or the next call takes; of
   * the access log what outlives its term.
   */
  readonly left: number
  /** Since when the longest kept of it should be gone; null when nothing is left, and for the journal. */
  readonly dueSince: Instant | null
}

/** What retention came to. */
export interface RetainResult {
  /** Incidents, and entries of the journal, that were processed. */
  readonly looked: number
  /**
   * One for each policy that reached its end in this call and took something: of everything since its run began, also
   * of what earlier calls took that were interrupted. They are in the journal as well, as do those of the single
   * commits.
   */
  readonly certificates: readonly ErasureEntry[]
  /** Every policy, and every term of the journal. */
  readonly policies: readonly RetainedPolicy[]
  /**
   * Claims that had done their work and went: ends that were reported of messages that never came, counted messages
   * under what is over and watched no more.
   */
  readonly claims: number
}

/** How far retention goes. */
export interface RetainOptions extends SignalOptions {
  /** Commits of each policy at most; absent: until nothing is left. */
  readonly batches?: number
}

type PolicyOutcome = Omit<RetainedPolicy, "policyId" | "left" | "dueSince"> & {
  readonly kept: number
  readonly certificates: readonly ErasureEntry[]
}

/**
 * Takes away what the host's policies keep no longer, commit by commit, each with its certificate: what was interrupted
 * continues where it stopped, and ends in a certificate of the whole. One worker at a time follows a policy.
 */
export async function retain(context: DeskContext, options: RetainOptions = {}): Promise<RetainResult> {
  readRequest("retain", options)
  await context.authorKeys.check()
  const outcomes: PolicyOutcome[] = []
  const policies: RetainedPolicy[] = []
  for (const policy of context.retention) {
    const found = await followPolicy(context, policy, options)
    const due = await findDue(context, policy, context.clock.now())
    const over = due.length > 0 || options.signal?.aborted === true ? null : await endRun(context, policy)
    outcomes.push(over === null ? found : { ...found, certificates: [...found.certificates, over] })
    const dueSince = due[0] === undefined ? null : addMinutes(due[0].facts.updatedAt, policy.afterDays * 1440)
    policies.push({ policyId: policy.id, looked: found.looked, erased: found.erased, left: due.length, dueSince })
  }
  for (const term of context.journalTerms) {
    const found = await followTerm(context, term, options)
    outcomes.push(found)
    policies.push({ policyId: term.id, looked: found.looked, erased: found.erased, left: found.kept, dueSince: null })
  }
  let claims = 0
  for (let after: string | null = null; options.signal?.aborted !== true;) {
    const swept = await sweepClaims(context, after)
    claims += swept.released
    after = swept.next
    if (after === null) break
  }
  const looked = outcomes.reduce((sum, one) => sum + one.looked, 0)
  return { looked, certificates: outcomes.flatMap(({ certificates }) => certificates), policies, claims }
}

/** One commit of every policy that has something to take: what a tick does. */
export async function retainOneBatch(context: DeskContext, { signal }: Pick<RetainOptions, "signal">): Promise<void> {
  const options = { batches: 1, ...(signal === undefined ? {} : { signal }) }
  for (const policy of context.retention) await followPolicy(context, policy, options)
  for (const term of context.journalTerms) {
    const place = context.journalPlaces.get(term.id)
    const { after } = await followTerm(context, term, options, place)
    // What outlives its term must not hide what comes behind it.
    if (after === null) context.journalPlaces.delete(term.id)
    else context.journalPlaces.set(term.id, after)
  }
  await sweepSomeClaims(context)
}

async function followPolicy(context: DeskContext, policy: RetentionPolicy, options: RetainOptions): Promise<PolicyOutcome> {
  const passed = new Set<string>()
  return follow(context, policy.id, options, {
    isDue: async () => (await findDue(context, policy, context.clock.now(), 1)).length > 0,
    sweep: async (lease) => sweepIncidents(context, policy, lease, passed),
  })
}

async function followTerm(
  context: DeskContext,
  term: JournalTerm,
  options: RetainOptions,
  from?: string,
): Promise<PolicyOutcome & { readonly after: string | null }> {
  let after = from ?? null
  const outcomes = await follow(context, term.id, options, {
    async isDue() {
      const isDue = (await findOverdue(context, term, after ?? undefined)).entries.length > 0
      if (!isDue) after = null
      return isDue
    },
    async sweep(lease) {
      const swept = await sweepJournal(context, term, lease, after ?? undefined)
      after = swept.after
      return swept
    },
  })
  return { ...outcomes, after }
}

/** What is done over and over. */
interface Sweeping {
  isDue(): Promise<boolean>
  /** One commit. */
  sweep(lease: Lease): Promise<Swept>
}

async function follow(context: DeskContext, id: string, options: RetainOptions, sweeping: Sweeping): Promise<PolicyOutcome> {
  const sum = { looked: 0, erased: noneErased, kept: 0, certificates: [] as ErasureEntry[] }
  for (let done = 0; done < (options.batches ?? Infinity) && options.signal?.aborted !== true;) {
    const swept = await underLease(context, id, sweeping)
    if (swept === undefined) break
    sum.looked += swept.looked
    sum.erased = countsSum(sum.erased, swept.erased)
    sum.kept += swept.kept
    if (swept.certificate !== null) sum.certificates.push(swept.certificate)
    // What waits for something else must not keep the rest from its turn.
    if (!swept.isIdle) done += 1
    if (swept.isLast) break
  }
  return sum
}

/** Undefined when nothing is due, or another worker follows the policy at this moment. */
async function underLease(context: DeskContext, id: string, sweeping: Sweeping): Promise<Swept | undefined> {
  if (!(await sweeping.isDue())) return undefined
  const place = { work: "retention", id, connectorId: null } as const
  return withLease(context, `otklik/retention: ${id}`, ({ lease }) => traced(context, place, () => sweeping.sweep(lease)))
}

/**
 * A run whose rest is due no more, as when its incidents were opened again, ends here with the certificate of what it
 * took. Nothing of the policy is due by now.
 */
async function endRun(context: DeskContext, policy: RetentionPolicy): Promise<ErasureEntry | null> {
  const at = context.clock.now()
  const noted = await readRun(context, "policy", policy.id)
  if (noted.run === null) return null
  const whole = wholeOf(context, { cause: "age", policyId: policy.id, incidentId: null, at, by: deskActor }, noted.run)
  try {
    await commit(context, { journal: [whole], cursors: [noteRun("policy", policy.id, noted, null, at)] })
  } catch (error) {
    // Another worker ended it.
    if (isDeskError(error, "conflict")) return null
    throw error
  }
  return whole
}
