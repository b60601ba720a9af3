import type { Contract } from "../contract.ts"
import { batchCases } from "./cases/batch.ts"
import { betweenCases } from "./cases/between.ts"
import { caseCases } from "./cases/case.ts"
import { burstCases } from "./cases/burst.ts"
import { claimCases } from "./cases/claim.ts"
import { closeCases } from "./cases/close.ts"
import { cursorCases } from "./cases/cursor.ts"
import { dueCases } from "./cases/due.ts"
import { evidenceCases } from "./cases/evidence.ts"
import { feedCases } from "./cases/feed.ts"
import { figuresCases } from "./cases/figures.ts"
import { findCases } from "./cases/find.ts"
import { habitCases } from "./cases/habit.ts"
import { incidentCases } from "./cases/incident.ts"
import { isolationCases } from "./cases/isolation.ts"
import { learnedCases } from "./cases/learned.ts"
import { leaseCases } from "./cases/lease.ts"
import { markCases } from "./cases/mark.ts"
import { messageCases } from "./cases/message.ts"
import { numberCases } from "./cases/number.ts"
import { olderCases } from "./cases/older.ts"
import { pageCases } from "./cases/page.ts"
import { planCases } from "./cases/plan.ts"
import { replyCases } from "./cases/reply.ts"
import { schemaCases } from "./cases/schema.ts"
import { tenantCases } from "./cases/tenant.ts"
import { textCases } from "./cases/text.ts"
import { untypedCases } from "./cases/untyped.ts"
import { watchedCases } from "./cases/watched.ts"
import { wholeCases } from "./cases/whole.ts"
import { workCases } from "./cases/work.ts"
import { wholeTenantCases } from "./cases/whole-tenant.ts"
import { journalCases } from "./cases/journal.ts"
import { recordCases } from "./cases/records.ts"
import { searchCases } from "./cases/search.ts"
import { sealedCases } from "./cases/sealed.ts"
import { sweepCases } from "./cases/sweep.ts"
import { tombstoneCases } from "./cases/tombstone.ts"
import type { StorageSubject } from "./subject.ts"

/**
 * Every promise of `Storage`, one case each. A storage that keeps them all can stand under the desk.
 *
 * Each case opens its own fresh data, and most read through a second handle to see what is really stored. That every
 * case fails for a storage that breaks its promise, and for no other, is itself tested.
 *
 * @example
 * const results = await runContract(storageContract, { open: openMyStorage })
 * console.log(certificate(results).markdown)
 */
export const storageContract: Contract<StorageSubject> = [
  ...schemaCases,
  ...incidentCases,
  ...numberCases,
  ...claimCases,
  ...messageCases,
  ...replyCases,
  ...caseCases,
  ...cursorCases,
  ...watchedCases,
  ...wholeCases,
  ...batchCases,
  ...findCases,
  ...pageCases,
  ...searchCases,
  ...figuresCases,
  ...markCases,
  ...evidenceCases,
  ...feedCases,
  ...learnedCases,
  ...burstCases,
  ...leaseCases,
  ...dueCases,
  ...workCases,
  ...sealedCases,
  ...tombstoneCases,
  ...journalCases,
  ...sweepCases,
  ...recordCases,
  ...wholeTenantCases,
  ...textCases,
  ...untypedCases,
  ...habitCases,
  ...planCases,
  ...betweenCases,
  ...olderCases,
  ...isolationCases,
  ...tenantCases,
  ...closeCases,
]
