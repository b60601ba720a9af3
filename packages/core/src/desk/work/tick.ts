import { diagnosticsChannels, isDeskError, publishDiagnostics, type Instant } from "../../base/index.ts"
import type { Lease } from "../../storage/index.ts"
import { answerNewcomers } from "./answer-newcomers.ts"
import { actOn, type ActCounts } from "./act.ts"
import { noteConfiguration } from "./configuration.ts"
import { changeOf } from "../transact/change.ts"
import { deskActor } from "../actor.ts"
import type { DeskContext } from "../context.ts"
import { giveBack, isLeaseLost, takeWork } from "../transact/lease.ts"
import { learnNowAndThen } from "../learning/learning.ts"
import { readRequest } from "../options/request.ts"
import { retainOneBatch } from "../privacy/retain.ts"
import { traced } from "../transact/traced.ts"
import { transact } from "../transact/transact.ts"
import { learnStock } from "./reply-stock.ts"
import { watchBursts } from "../bursts/watch-bursts.ts"
import { watchSources } from "../sources/watch-sources.ts"

/** What the clocks came to. */
export interface TickResult {
  /** Incidents processed. */
  readonly woken: number
  /** Deadlines written down as missed. */
  readonly missed: number
  /** Steps of the ladder written down. */
  readonly escalated: number
  /** Questions that waited long enough. */
  readonly resumed: number
  /** Incidents closed because nobody objected. */
  readonly closed: number
  /** Newcomers of events who get a standing reply now. */
  readonly answered: number
  /** Incidents whose authors were asked how it was, or could not be. */
  readonly surveyed: number
  /** Incidents that could not be handled; the others were. They are tried again when their lease has run out. */
  readonly failures: readonly TickFailure[]
}

/** An incident whose clocks could not be handled. */
export interface TickFailure {
  /** The incident. */
  readonly incidentId: string
  /** What was thrown. */
  readonly error: unknown
}

/** Few, so that workers share what is due at the same moment, and a killed one holds up little. */
const batch = 20
const nothing: ActCounts = { breach: 0, escalation: 0, "wait-end": 0, "window-end": 0, survey: 0, "standing-reply-end": 0 }

/**
 * Acts on everything whose time has come: breaches, steps of the ladder, waits and windows that end. Each is written
 * once, with the moment it was due and the moment it was noticed. Then it answers newcomers of events, learns which
 * replies were approved, checks the sources, once a minute at most, takes away one batch of what each retention policy
 * keeps no longer, and learns from what people decided.
 */
export async function tick(context: DeskContext, options: { readonly signal?: AbortSignal } = {}): Promise<TickResult> {
  readRequest("tick", options)
  await context.authorKeys.check()
  await noteConfiguration(context)
  await watchBursts(context, options.signal)
  const woken = await wakeDue(context, options)
  const result = { ...woken, answered: isAborted(options) ? 0 : await answerNewcomers(context, options) }
  if (!isAborted(options)) await learnStock(context)
  if (!isAborted(options)) await watchSources(context)
  if (!isAborted(options)) await retainOneBatch(context, options)
  if (!isAborted(options)) await learnNowAndThen(context)
  return result
}

async function wakeDue(context: DeskContext, options: { readonly signal?: AbortSignal }): Promise<Omit<TickResult, "answered">> {
  const result = { woken: 0, missed: 0, escalated: 0, resumed: 0, closed: 0, surveyed: 0 }
  const failures: TickFailure[] = []
  const idle = new Set<string>()
  while (options.signal?.aborted !== true) {
    const { leases, takenAt } = await takeWork(context, { kind: "clock", limit: batch })
    if (leases.length === 0) return { ...result, failures }
    for (const [index, lease] of leases.entries()) {
      // An incident that wants attention again and again without anything happening must not keep the worker from all
      // others.
      if (idle.has(lease.id) || isAborted(options)) {
        await giveBack(context, leases.slice(index))
        return { ...result, failures }
      }
      const place = { work: "clock", id: lease.id, connectorId: null } as const
      let counts: ActCounts
      try {
        counts = await traced(
          context,
          place,
          () => wake(context, lease, takenAt),
          () => ({ outcome: "woken" }),
        )
      } catch (error) {
        // A storage that gives no answer fails for all of them; one incident that cannot be read keeps its lease, and
        // holds up no other.
        if (isDeskError(error) && error.retryable) {
          await giveBack(context, leases.slice(index + 1))
          throw error
        }
        failures.push({ incidentId: lease.id, error })
        context.eventBus.emit("work-failed", { work: "clock", id: lease.id, error, nextTryAt: lease.until })
        publishDiagnostics(diagnosticsChannels.workFailed, () => ({
          work: "clock",
          id: lease.id,
          code: isDeskError(error) ? error.code : null,
        }))
        continue
      }
      if (Object.values(counts).every((count) => count === 0)) idle.add(lease.id)
      result.woken += 1
      result.missed += counts.breach
      result.escalated += counts.escalation
      result.resumed += counts["wait-end"]
      result.closed += counts["window-end"]
      result.surveyed += counts.survey
    }
  }
  return { ...result, failures }
}

function isAborted({ signal }: { readonly signal?: AbortSignal }): boolean {
  return signal?.aborted === true
}

async function wake(context: DeskContext, lease: Lease, at: Instant): Promise<ActCounts> {
  try {
    const { result } = await transact(context, async (changes) => {
      const change = await changeOf(context, changes, lease.id)
      const { counts, outbox } = await actOn(context, change, at)
      return {
        result: counts,
        unit: { leases: [lease], outbox },
        // Also where nothing happened the view is stored anew, with the moment at which something will.
        touched: [change],
        stamp: { at, by: deskActor, incidentId: lease.id },
      }
    })
    return result
  } catch (error) {
    if (isLeaseLost(error, lease)) return nothing
    throw error
  }
}
