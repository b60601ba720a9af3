import type { Mutants } from "./mutant.ts"
import { batchMutants } from "./mutants/batch.ts"
import { betweenMutants } from "./mutants/between.ts"
import { burstMutants } from "./mutants/burst.ts"
import { caseMutants } from "./mutants/case.ts"
import { claimMutants } from "./mutants/claim.ts"
import { cursorMutants } from "./mutants/cursor.ts"
import { dueMutants } from "./mutants/due.ts"
import { evidenceMutants } from "./mutants/evidence.ts"
import { feedMutants } from "./mutants/feed.ts"
import { figuresMutants } from "./mutants/figures.ts"
import { findMutants } from "./mutants/find.ts"
import { habitMutants } from "./mutants/habit.ts"
import { incidentMutants } from "./mutants/incident.ts"
import { journalMutants, keptWholeMutants, sealedMutants, sweepMutants, tombstoneMutants } from "./mutants/keeping.ts"
import { learnedMutants } from "./mutants/learned.ts"
import { leaseMutants } from "./mutants/lease.ts"
import { markMutants } from "./mutants/mark.ts"
import { messageMutants } from "./mutants/message.ts"
import { olderMutants } from "./mutants/older.ts"
import { planMutants } from "./mutants/plan.ts"
import { recordMutants } from "./mutants/records.ts"
import { replyMutants } from "./mutants/reply.ts"
import { schemaMutants } from "./mutants/schema.ts"
import { searchMutants } from "./mutants/search.ts"
import { tenantMutants } from "./mutants/tenant.ts"
import { untypedMutants } from "./mutants/untyped.ts"
import { watchedMutants } from "./mutants/watched.ts"
import { wholeMutants } from "./mutants/whole.ts"
import { workMutants } from "./mutants/work.ts"
import { wholeTenantMutants } from "./mutants/whole-tenant.ts"

/** A broken storage for every promise. */
export const mutants: Mutants = {
  ...schemaMutants,
  ...incidentMutants,
  ...claimMutants,
  ...messageMutants,
  ...replyMutants,
  ...caseMutants,
  ...cursorMutants,
  ...watchedMutants,
  ...wholeMutants,
  ...batchMutants,
  ...findMutants,
  ...searchMutants,
  ...figuresMutants,
  ...markMutants,
  ...evidenceMutants,
  ...feedMutants,
  ...learnedMutants,
  ...burstMutants,
  ...leaseMutants,
  ...dueMutants,
  ...workMutants,
  ...sealedMutants,
  ...tombstoneMutants,
  ...journalMutants,
  ...sweepMutants,
  ...keptWholeMutants,
  ...recordMutants,
  ...wholeTenantMutants,
  ...tenantMutants,
  ...untypedMutants,
  ...habitMutants,
  ...planMutants,
  ...betweenMutants,
  ...olderMutants,
}
