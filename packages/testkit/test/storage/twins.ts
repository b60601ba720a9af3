import type { Twins } from "./twin.ts"
import { batchTwins } from "./twins/batch.ts"
import { betweenTwins } from "./twins/between.ts"
import { claimTwins } from "./twins/claim.ts"
import { cursorTwins } from "./twins/cursor.ts"
import { dueTwins } from "./twins/due.ts"
import { evidenceTwins } from "./twins/evidence.ts"
import { feedTwins } from "./twins/feed.ts"
import { findTwins } from "./twins/find.ts"
import { habitTwins } from "./twins/habit.ts"
import { incidentTwins } from "./twins/incident.ts"
import { journalTwins, keptWholeTwins, sealedTwins, sweepTwins, tombstoneTwins } from "./twins/keeping.ts"
import { leaseTwins } from "./twins/lease.ts"
import { markTwins } from "./twins/mark.ts"
import { messageTwins } from "./twins/message.ts"
import { olderTwins } from "./twins/older.ts"
import { planTwins } from "./twins/plan.ts"
import { recordTwins } from "./twins/records.ts"
import { replyTwins } from "./twins/reply.ts"
import { schemaTwins } from "./twins/schema.ts"
import { tenantTwins } from "./twins/tenant.ts"
import { untypedTwins } from "./twins/untyped.ts"
import { watchedTwins } from "./twins/watched.ts"
import { wholeTwins } from "./twins/whole.ts"
import { workTwins } from "./twins/work.ts"
import { wholeTenantTwins } from "./twins/whole-tenant.ts"

/** A broken storage for every promise. */
export const twins: Twins = {
  ...schemaTwins,
  ...incidentTwins,
  ...claimTwins,
  ...messageTwins,
  ...replyTwins,
  ...cursorTwins,
  ...watchedTwins,
  ...wholeTwins,
  ...batchTwins,
  ...findTwins,
  ...markTwins,
  ...evidenceTwins,
  ...feedTwins,
  ...leaseTwins,
  ...dueTwins,
  ...workTwins,
  ...sealedTwins,
  ...tombstoneTwins,
  ...journalTwins,
  ...sweepTwins,
  ...keptWholeTwins,
  ...recordTwins,
  ...wholeTenantTwins,
  ...tenantTwins,
  ...untypedTwins,
  ...habitTwins,
  ...planTwins,
  ...betweenTwins,
  ...olderTwins,
}
