import * as z from "zod"
import { zoneSchema } from "../../sla/index.ts"

/** How the region looks at photos of a fix. Numbers that are absent are the presets of `reviewEvidence`. */
export const evidenceRulesSchema = z.strictObject({
  /** The IANA zone in which a camera's clock without one is read. Default `UTC`. */
  zone: z.prefault(zoneSchema, "UTC"),
  copyShare: z.number().min(0).max(1).optional(),
  sameViewShare: z.number().min(0).max(1).optional(),
  clockMinutes: z.number().min(0).max(1440).optional(),
  awayKm: z.number().min(0).max(1000).optional(),
})

/** How the region looks at photos of a fix. */
export type EvidenceRules = z.output<typeof evidenceRulesSchema>
