import { addMinutes, isDeskError, type Instant } from "../../base/index.ts"
import { overStatuses } from "../../incident/index.ts"
import type { Claim, StoredIncident } from "../../storage/index.ts"
import { commit } from "../transact/transact.ts"
import type { DeskContext } from "../context.ts"
import { isForgotten, isVoice } from "../transact/message-claims.ts"

/** Claims of one scan. */
const pageSize = 500

/** So long after a scan of all claims a worker scans them again. Our choice. */
const restMinutes = 360

const over: readonly string[] = overStatuses

/**
 * Gives up claims of one page that have done their work: ends of messages that did not come, once they count no more,
 * and counted messages of others under what is over and watched no more. No text, no author and no incident hangs on
 * them; one of a message that is registered is never given up.
 *
 * @returns how many went, and where the next page begins (null: all were scanned)
 */
export async function sweepClaims(
  context: DeskContext,
  after: string | null,
): Promise<{ readonly released: number; readonly next: string | null }> {
  const { storage, clock } = context
  const at = clock.now()
  const { records, next } = await storage.privacy.readRecords("claim", after, pageSize)
  const isQuiet = createQuietTest(context, at)
  const releases: Pick<Claim, "key" | "incidentId">[] = []
  for (const claim of records) if (isForgotten(claim, at) || (isVoice(claim) && (await isQuiet(claim.incidentId)))) releases.push(claim)
  if (releases.length === 0) return { released: 0, next }
  try {
    await commit(context, { releases: releases.map(({ key, incidentId }) => ({ key, incidentId })) })
  } catch (error) {
    // Another worker gave some of them up, or a message came after all: they are checked again with all others.
    if (!isDeskError(error, "conflict")) throw error
    return { released: 0, next }
  }
  return { released: releases.length, next }
}

/** One page, unless all were scanned within the last hours: what a tick does. */
export async function sweepSomeClaims(context: DeskContext): Promise<void> {
  const { claimSweep, clock } = context
  const at = clock.now()
  if (claimSweep.restsUntil !== null && at < claimSweep.restsUntil) return
  const { next } = await sweepClaims(context, claimSweep.after)
  claimSweep.after = next
  claimSweep.restsUntil = next === null ? addMinutes(at, restMinutes) : null
}

/** Informs incidents under which nobody searches for messages any more. */
function createQuietTest({ storage, handling }: DeskContext, at: Instant): (incidentId: string) => Promise<boolean> {
  const since = addMinutes(at, -handling.conversation.watchDays * 1440)
  const asked = new Map<string, Promise<StoredIncident | undefined>>()
  return async (incidentId) => {
    const found = asked.get(incidentId) ?? storage.get(incidentId)
    asked.set(incidentId, found)
    const facts = (await found)?.facts
    return facts !== undefined && over.includes(facts.status) && facts.updatedAt < since
  }
}
