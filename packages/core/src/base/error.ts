import type { Instant } from "./clock.ts"

/** A place in a query or another text: offsets of UTF-16 units, half-open. */
export interface Span {
  /** Its first UTF-16 unit. */
  readonly start: number
  /** After its last UTF-16 unit. */
  readonly end: number
}

/** One thing that is wrong with some input, with its place. */
export interface InputIssue {
  /** Field path, as `rules[3].query` or `deadlines[0].dueAt`; empty for the whole input. */
  readonly path: string
  /** What was expected, in a sentence. Never holds a token, an author or a citizen's text. */
  readonly message: string
  /** Characters of the input at `path`, where the trouble has a place inside a text. */
  readonly span?: Span
}

/**
 * Why a file cannot be read as a photo: it is none, it is one of a kind that is not read, it has too many bytes or
 * pixels, or it is broken.
 */
export type PhotoFault = "not-a-photo" | "unsupported" | "too-many-bytes" | "too-many-pixels" | "damaged"

/**
 * What a conflict is about, and so what its `id` is:
 *
 * - `incident`: an incident's id; it has another version by now.
 * - `draft`: a draft's id; another draft is on file.
 * - `message`: a message's key; it has another revision by now.
 * - `claim`: a claim's key; the incident that releases it does not hold it.
 * - `cursor`: `connectorId/sourceId`; another party moved it.
 * - `lease`: `kind:id`; another worker holds it, or it was settled.
 * - `tenant`: `tenant`; it has something already, or was written to while it was exported.
 * - `staging`: `staging`; another import into the tenant was there meanwhile.
 * - `selection`: how many incidents a condition holds for now, where another number was expected.
 * - `storage`: what was busy; other writers held it for too long, and nothing is known to have changed.
 */
export type ConflictSubject =
  | "incident"
  | "draft"
  | "message"
  | "claim"
  | "cursor"
  | "lease"
  | "learned"
  | "tenant"
  | "staging"
  | "selection"
  | "storage"

/**
 * What each code of {@link DeskError} carries beside its message. The keys of this interface are the closed list of
 * codes.
 */
export interface DeskErrorDetails {
  /** Options or data given by the host are wrong. Every issue is listed, not only the first. */
  readonly config: {
    /** What is wrong, each with its field path. */
    readonly issues: readonly InputIssue[]
  }
  /** The credential is missing, expired or without a right; `action` says what a person must do. */
  readonly auth: {
    /** What to do about it, for the operator. */
    readonly action: string
  }
  /** The network asks to wait. */
  readonly "rate-limited": {
    /** The moment from which on it can be called again. */
    readonly retryAt: Instant
  }
  /** No answer, or an answer of the 5xx kind: nothing is known to have happened. */
  readonly network: {
    /** The HTTP status, where there was an answer. */
    readonly status?: number
  }
  /** The other side answered in another shape than its contract says; `path` is the field. */
  readonly protocol: {
    /** Which part of the data is wrong. */
    readonly path: string
    /** The file that it is in. */
    readonly file?: string
    /** The line of that file, from 1. */
    readonly line?: number
  }
  /** The network said no for good: comments closed, message deleted, window over. */
  readonly refused: {
    /** Why. */
    readonly reason: string
  }
  /** It is unknown whether the side effect happened: read back before trying again. */
  readonly ambiguous: Record<never, never>
  /** The credential or the network cannot do that. */
  readonly capability: {
    /** What is missing, as `capabilities` names it. */
    readonly capability: string
  }
  /**
   * Another party wrote first: load again and decide again. `id` names what was written to; its form is that of `what`.
   */
  readonly conflict: {
    /** What another writer changed meanwhile. */
    readonly what: ConflictSubject
    /** Its id. */
    readonly id: string
  }
  /** A claim was taken before; nothing of the unit was stored. */
  readonly duplicate: {
    /** The keys that exist already. */
    readonly keys: readonly string[]
  }
  /** The command does not fit the state; `legal` are the commands that do. */
  readonly "illegal-transition": {
    /** The command that was refused. */
    readonly command: string
    /** The status of the incident. */
    readonly status: string
    /** The commands that this status takes. */
    readonly legal: readonly string[]
  }
  /** A query that cannot be read. */
  readonly "invalid-query": {
    /** Where in the query it is wrong. */
    readonly span: Span
    /** What is allowed there. */
    readonly expected: string
    /** What was probably meant. */
    readonly hint?: string
  }
  /** A rule that cannot be used. */
  readonly "invalid-rule": {
    /** The rule. */
    readonly ruleId: string
    /** What is wrong, each with its field path. */
    readonly issues: readonly InputIssue[]
  }
  /** A template or a command needs facts that were not given. */
  readonly "missing-fact": {
    /** What is missing. */
    readonly facts: readonly string[]
  }
  /** The actor may not do that: separation of roles, or the host's own rules. */
  readonly forbidden: {
    /** Why. */
    readonly reason: string
  }
  /** There is no such thing. */
  readonly "not-found": {
    /** The id that was asked for. */
    readonly id: string
  }
  /** A file that was handed in as a photo cannot be read as one. */
  readonly "unreadable-photo": {
    /** Why. */
    readonly reason: PhotoFault
  }
}

/** The closed list of error codes. */
export type DeskErrorCode = keyof DeskErrorDetails

const retryableCodes: ReadonlySet<DeskErrorCode> = new Set(["rate-limited", "network", "conflict"])
const marker = Symbol.for("otklik.desk-error")

/**
 * The one error that Otklik throws on purpose. Recognise it with {@link isDeskError}, which also works between two
 * installed copies.
 *
 * Messages and details never hold a token, an author or a citizen's text.
 */
export class DeskError<Code extends DeskErrorCode = DeskErrorCode> extends Error {
  /** Always `DeskError`, also where the class was loaded twice. */
  override readonly name = "DeskError" as const
  /** What went wrong, from a closed list. */
  readonly code: Code
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean
  /** What the code carries. */
  readonly details: DeskErrorDetails[Code]
  /** Marks the error across copies of the package. */
  readonly [marker] = true

  /**
   * @param code - from the closed list
   * @param message - a sentence for the developer
   * @param details - what the code carries
   * @param options - `cause`, as of any error
   */
  constructor(
    code: Code,
    message: string,
    details: DeskErrorDetails[Code],
    options?: {
      /** What was thrown underneath. */
      readonly cause?: unknown
    },
  ) {
    super(message, options)
    this.code = code
    this.retryable = retryableCodes.has(code)
    this.details = details
  }
}

/** Any desk error, distinguished by its `code`: checking `code` narrows `details`. */
export type AnyDeskError = { [Code in DeskErrorCode]: DeskError<Code> }[DeskErrorCode]

/**
 * Whether something caught is a {@link DeskError}.
 *
 * @param error - anything caught
 */
export function isDeskError(error: unknown): error is AnyDeskError
/**
 * Whether something caught is a {@link DeskError} of one code.
 *
 * @param error - anything caught
 * @param code - narrows to this code
 */
export function isDeskError<Code extends DeskErrorCode>(error: unknown, code: Code): error is DeskError<Code>
export function isDeskError(error: unknown, code?: DeskErrorCode): boolean {
  if (typeof error !== "object" || error === null || !(marker in error)) return false
  return code === undefined || (error as { code?: unknown }).code === code
}

/**
 * The error of wrong options: its sentence names the first issue, its details list all.
 *
 * @param what - what was given, as `createDesk options`
 * @param issues - one or more
 */
export function configError(what: string, issues: readonly InputIssue[]): DeskError<"config"> {
  const first = issues[0]
  const place = first === undefined || first.path === "" ? "" : `${first.path}: `
  return new DeskError("config", `${what}: ${place}${first?.message ?? "invalid"}`, { issues })
}
