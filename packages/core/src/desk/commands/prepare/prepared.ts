import type { EvidenceReview } from "../../../evidence/index.ts"
import type { IncidentCommand } from "../../../incident/index.ts"
import type { ReplyFinding } from "../../../reply/index.ts"
import type { ExistingIncident, UnitOfWork } from "../../../storage/index.ts"
import type { IncidentChange } from "../../transact/change.ts"

/** A command with its facts: what to decide, step by step, and what to store beside the events. */
export interface Prepared {
  readonly steps: readonly ((state: ExistingIncident) => IncidentCommand)[]
  readonly unit: Pick<UnitOfWork, "drafts" | "outbox" | "claims" | "evidence" | "messages">
  /** Whom the rules name for an incident whose owner stays all the same. */
  readonly routing?: RuledOwner
  /** What the check of a reply found. */
  readonly findings?: readonly ReplyFinding[]
  /** What the check of a piece of evidence resulted in. */
  readonly review?: EvidenceReview
  /**
   * What follows from the decision: changes of other incidents in the same commit; or something that must come before
   * the commit and may be done twice.
   */
  readonly after?: (
    change: IncidentChange,
  ) => Promise<Pick<UnitOfWork, "tombstones" | "claims" | "releases" | "drafts" | "outbox" | "evidence" | "journal"> | void>
}

/** Whom the routing rules name. */
export interface RuledOwner {
  /** Null: nobody. */
  readonly authorityId: string | null
  /** Null where no rule names anybody. */
  readonly ruleId: string | null
  /** Why, as the routing explains it. */
  readonly why: string
}
