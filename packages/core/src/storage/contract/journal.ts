import type { Instant } from "../../base/index.ts"
import type { Actor } from "../../incident/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { TenantCounts } from "./record-kind.ts"

/**
 * What every entry of the journal says. Entries are added and never changed; they go when their term is over
 * (`UnitOfWork.forgotten`).
 */
interface JournalEnvelope {
  /** Unique in the tenant: the same entry twice is stored once. */
  readonly entryId: string
  /** When it was written. */
  readonly at: Instant
  /** Who did it. */
  readonly by: Actor
  /** The incident that it is about; null for more than one. */
  readonly incidentId: string | null
}

/** Somebody has read a sealed author. */
export interface AccessEntry extends JournalEnvelope {
  readonly kind: "access"
  /** The message whose author was read. */
  readonly messageKey: MessageKey
  /** What for, in the words of whoever asked. */
  readonly purpose: string
}

/** Somebody has read texts of citizens: a case, a list with texts, or what was exported of one. */
export interface ReadingEntry extends JournalEnvelope {
  readonly kind: "reading"
  /** Of a case one entry an hour for each person, of the others one a call. */
  readonly what: "case" | "list" | "export"
  /** As they were asked; null of a case. */
  readonly conditions: Readonly<Record<string, unknown>> | null
  /** How many incidents were given; null of a case. */
  readonly count: number | null
}

/** How much of each kind. */
export interface ErasedCounts {
  /** Messages that lost text, pseudonym, place, links and attachments. */
  readonly messages: number
  /** Sealed authors that were dropped, those of erased messages included. */
  readonly sealedAuthors: number
  /** Drafts that lost text, photos and remark. */
  readonly drafts: number
  /** Entries of the outbox that lost text and photos. */
  readonly replies: number
  /** Pieces of evidence that lost place, hour and the facts of their doubts. */
  readonly evidence: number
  /** Entries of the access log whose term was over. */
  readonly accessEntries: number
}

/** Something that an erasure left, and why. */
export interface KeptThing {
  /** What was not erased. */
  readonly what: "message" | "reply" | "access-entry"
  /** How many. */
  readonly count: number
  /** An entry of the access log outlives the sealed author that it speaks of. */
  readonly why: "another-incident-needs-it" | "not-published-yet" | "author-still-sealed"
}

/** The certificate of an erasure, stored in the commit that erased. */
export interface ErasureEntry extends JournalEnvelope {
  readonly kind: "erasure"
  /**
   * By message: somebody named it; by deletion: it is gone from the network; by author: a person asked; by age: a
   * policy; ended: a reply to an erased message was settled, or an incident ended of which no message is left.
   */
  readonly cause: "message" | "deletion" | "author" | "age" | "ended"
  /** The retention policy, by age. */
  readonly policyId: string | null
  /** What the host calls the request of a person, as the number of a letter; null where it gave none. */
  readonly requestId: string | null
  /**
   * Of a certificate of the whole: how many certificates of single commits it sums up, which are in the journal
   * as well; null for one of those.
   */
  readonly parts: number | null
  /** What was erased, by kind. */
  readonly erased: ErasedCounts
  /** What was not erased, and why. */
  readonly kept: readonly KeptThing[]
  /**
   * The messages that were erased; empty in a certificate of the whole: by author a list would say what one person
   * wrote, by age it would have no end.
   */
  readonly messageKeys: readonly MessageKey[]
  /** A sum over the messages under the host's key: of a whole it is the sum of its parts. */
  readonly digest: string
  /**
   * HMAC-SHA-256 over everything that the certificate says, under the host's key: one that was changed, or made up, is
   * found out.
   */
  readonly proof: string
}

/**
 * Everything of the tenant was taken out, or has come in. An export's own entry is written before the first line is
 * given, and is part of the export.
 */
export interface MoveEntry extends JournalEnvelope {
  readonly kind: "move"
  /** Whether everything was taken out or in. */
  readonly direction: "export" | "import"
  readonly incidentId: null
  /** How much of each kind: of an export, what there was when it was asked for; of an import, what came in. */
  readonly counts: TenantCounts
}

/** Somebody has searched texts for words. */
export interface SearchEntry extends JournalEnvelope {
  readonly kind: "search"
  readonly incidentId: null
  /** As they were asked for. */
  readonly words: string
  /** What for; null where it was not said. */
  readonly purpose: string | null
  /** How many incidents were found: all of them where they were counted, else those of the page. */
  readonly found: number
}

/** A part of what the host set the desk up with. */
export type ConfigurationPart = "rules" | "policies" | "connectors" | "topics"

/** Every part, in the order in which they are shown. */
export const configurationParts: readonly ConfigurationPart[] = ["rules", "policies", "connectors", "topics"]

/** What was added to one part, taken out of it and changed in it, by id. */
export interface PartChange {
  /** Not there before. */
  readonly added: readonly string[]
  /** There before. */
  readonly removed: readonly string[]
  /** There before, with other contents. */
  readonly changed: readonly string[]
}

/** From this moment on the desk worked with other rules, policies, connectors or topics than before. */
export interface ConfigurationEntry extends JournalEnvelope {
  readonly kind: "configuration"
  readonly incidentId: null
  /** Whether nothing was noted before: what the desk began with. `changes` name everything as added then. */
  readonly isFirst: boolean
  /** A digest of each part as it is now: equal ones say that a part was the same. */
  readonly digests: Readonly<Record<ConfigurationPart, string>>
  /**
   * By part: rules and topics by id, policies by id and version (`reply-4h 2026`), connectors by id. Of a connector its
   * sources count, of a topic everything but the titles for people.
   */
  readonly changes: Readonly<Record<ConfigurationPart, PartChange>>
}

/** One entry of the journal. */
export type JournalEntry = AccessEntry | ReadingEntry | SearchEntry | ErasureEntry | MoveEntry | ConfigurationEntry

/** Which entries: by kind, and by incident or period. There is no question by author, and none by purpose. */
export interface JournalQuery {
  /** Which entries. */
  readonly kind: JournalEntry["kind"]
  /** Of this incident. Default: any. */
  readonly incidentId?: string
  /** From this moment on. */
  readonly from?: Instant
  /** Until just before this moment. */
  readonly to?: Instant
  /** A page holds at most this many, 1 to 1 000. */
  readonly limit: number
  /** Where the last page ended. */
  readonly after?: string
}

/** A page of entries by moment, then by id. */
export interface JournalPage {
  /** The entries of the page, oldest first. */
  readonly entries: readonly JournalEntry[]
  /** Hands on to the next page; null at the end. */
  readonly next: string | null
}
