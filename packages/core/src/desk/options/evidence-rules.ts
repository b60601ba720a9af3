import * as z from "zod"
import { schemaOf } from "../../base/index.ts"
import type { EvidenceTolerances } from "../../evidence/index.ts"
import { zoneSchema } from "../../sla/index.ts"

/** How the region checks photos of a fix. Numbers that are absent are the presets of `reviewEvidence`. */
export interface EvidenceRules extends EvidenceTolerances {
  /** The IANA zone in which a camera's clock without one is read. Default `UTC`. */
  readonly zone?: string
}

/** Checks {@link EvidenceRules}. */
export const evidenceRulesSchema = schemaOf<EvidenceRules & { readonly zone: string }, EvidenceRules>()(
  z.strictObject({
    zone: z.prefault(zoneSchema, "UTC"),
    copyShare: z.number().min(0).max(1).optional(),
    sameViewShare: z.number().min(0).max(1).optional(),
    clockMinutes: z.number().min(0).max(1440).optional(),
    awayKm: z.number().min(0).max(1000).optional(),
  }),
)

/** {@link EvidenceRules} with their defaults. */
export type CheckedEvidenceRules = z.output<typeof evidenceRulesSchema>
