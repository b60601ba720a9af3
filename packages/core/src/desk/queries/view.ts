import * as z from "zod"
import { caseOrders, type CaseOrder } from "../../storage/index.ts"
import type { CaseConditions } from "./case-conditions.ts"

/** A list that people open again and again, as data. */
export interface CaseView {
  /** Unique among the views. */
  readonly id: string
  /** Its name, for people. */
  readonly title: string
  /**
   * As `desk.find` takes them. `"@me"` among `executorIds` and `mentioned` is who reads, `"@mine"` among `authorityIds`
   * the authorities that the reader's rights name; a moment may be `"@now"`, `"@now+4h"` or `"@now-7d"`.
   */
  readonly where: CaseConditions
  /** The order of its incidents. */
  readonly order: CaseOrder
  /** For whom the host shows it; nothing is refused by it. Absent: for everybody. */
  readonly roles?: readonly string[]
}

/** A view as a host writes it; its conditions are checked by the desk that has it. */
export const viewSchema = z.strictObject({
  id: z.string().min(1).max(100),
  title: z.string().min(1).max(200),
  where: z.record(z.string(), z.unknown()),
  order: z.enum(Object.keys(caseOrders)),
  roles: z.array(z.string().min(1)).min(1).optional(),
})
