import type { Instant } from "../../base/index.ts"
import type { Gap } from "../../connector/index.ts"
import type { IncidentEvent } from "../../incident/index.ts"
import type { Message } from "../../message/index.ts"
import type { JournalEntry } from "./journal.ts"
import type { IncidentMark } from "../../report/index.ts"
import type { StoredEvidence } from "./stored-evidence.ts"
import type { Draft } from "./draft.ts"
import type { Lease } from "./lease.ts"
import type { SourceReading } from "./source-reading.ts"
import type { SealedAuthorWrite } from "./sealed-author.ts"
import type { IncidentView } from "./stored-incident.ts"
import type { Sweep } from "./sweep.ts"
import type { OutboxEntry } from "./outbox-entry.ts"

/** New events of one incident, which is at most once in a unit. */
export interface Append {
  /** The incident. */
  readonly incidentId: string
  /**
   * The version that the decision was made on; 0 creates. Another stored version makes the whole unit fail with
   * `conflict`.
   */
  readonly expectedVersion: number
  /** May be empty for an incident that exists: then only the view changes. */
  readonly events: readonly IncidentEvent[]
  /** Its state after these events. */
  readonly view: IncidentView
  /** What of the events the cycle counts: added to the marks that the incident has. Absent: nothing. */
  readonly marks?: readonly IncidentMark[]
}

/** Something that may exist once: a message's registration, a command's idempotency key. */
export interface Claim {
  /** As `message:vk:-1_7` or `command:KEY`. */
  readonly key: string
  /** The incident that has it. */
  readonly incidentId: string
  /** Taken already by the same incident is no error. Absent: it is. */
  readonly shared?: boolean
}

/** A source's cursor moves, in the same commit as what was read. A source moves at most once in a unit. */
export interface CursorMove {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /**
   * The cursor that the page was asked with; null for the first page. Another stored cursor makes the unit fail with
   * `conflict`.
   */
  readonly expected: string | null
  /** The new cursor. */
  readonly next: string
  /** When the page was read. */
  readonly at: Instant
  /** Counts of this page; the storage adds them up. */
  readonly read: number
  /** Messages of the page that matched a rule. */
  readonly matched: number
  /** Items of the page that could not be understood. */
  readonly skipped: number
  /** Added to the gaps that are known. */
  readonly gaps: readonly Gap[]
  /** True: `gaps` take the place of those that are known. Absent: those stay. */
  readonly replacesGaps?: boolean
  /** Takes the place of what was noted. Absent: that stays. */
  readonly reading?: SourceReading
}

/** How far a source is read, with totals since its beginning. */
export interface SourceCursor {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /** How far it is read, in the connector's own words. */
  readonly cursor: string
  /** When it was last read. */
  readonly at: Instant
  /** Messages and skipped items so far. */
  readonly read: number
  /** Messages so far that matched a rule. */
  readonly matched: number
  /** Items so far that could not be understood. */
  readonly skipped: number
  /** Intervals that were not read. */
  readonly gaps: readonly Gap[]
  /** As the last move that held one noted it; null where none did. */
  readonly reading: SourceReading | null
}

/**
 * All or nothing. Whatever is absent is empty. A unit that no storage may take (`checkUnit`) makes the whole unit fail
 * with `config`.
 *
 * Names and keys are well-formed Unicode without U+0000; texts may hold anything that a string can, and come back
 * unchanged. Fields that are `undefined` come back absent.
 */
export interface UnitOfWork {
  /** New events, with the states that they lead to. */
  readonly appends?: readonly Append[]
  /**
   * Claims that are given up, before `claims` are taken. One that this incident does not hold makes the whole unit fail
   * with `conflict` (`claim:KEY`, of several the first key).
   */
  readonly releases?: readonly Pick<Claim, "key" | "incidentId">[]
  /** A key that is taken already, or given twice in the unit, makes the whole unit fail with `duplicate`. */
  readonly claims?: readonly Claim[]
  /**
   * Upserts by key, in order. A lower or equal revision than the stored one, or an erased message, is left
   * unchanged.
   */
  readonly messages?: readonly Message[]
  /** Upserts by `draftId`, in order. */
  readonly drafts?: readonly Draft[]
  /** Upserts by `outboxId`, in order. */
  readonly outbox?: readonly OutboxEntry[]
  /** How far sources are read. */
  readonly cursors?: readonly CursorMove[]
  /** Upserts by incident and evidence, in order. */
  readonly evidence?: readonly StoredEvidence[]
  /**
   * Leases that this unit works under: each must still be held, and is released by the commit. A lost one makes the
   * unit fail with `conflict`. A lease is lost when it was released or when another party has got the thing since; one
   * that ran out unnoticed still holds.
   */
  readonly leases?: readonly Lease[]
  /**
   * What is left of messages (`erasedMessage`), for good, after `messages`. One that is stored with another revision,
   * or not at all, makes the unit fail with `conflict` (`message:KEY`); one that is erased already is left
   * unchanged. A sealed author goes with its message.
   */
  readonly tombstones?: readonly Message[]
  /** In order, after `tombstones`. */
  readonly sealedAuthors?: readonly SealedAuthorWrite[]
  /** Added to the journal. */
  readonly journal?: readonly JournalEntry[]
  /**
   * Entries of the journal that go for good, their term being over; none of `journal`. What is not there is passed
   * over.
   */
  readonly forgotten?: readonly Pick<JournalEntry, "entryId">[]
  /** Noted after `appends`. */
  readonly sweeps?: readonly Sweep[]
}

/** What a commit gave. */
export interface Committed {
  /** The numbers of the incidents that were created, by incident id. */
  readonly numbers: ReadonlyMap<string, number>
}
