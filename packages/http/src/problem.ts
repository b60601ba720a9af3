import { isDeskError, minutesBetween, type AnyDeskError, type Clock, type DeskErrorCode, type InputIssue } from "@otklik/core"
import { schemaOf } from "@otklik/core/internal"
import * as z from "zod"

/** The codes of problems that arise before the desk is asked. */
export type HttpProblemCode =
  | "invalid-request"
  | "unauthenticated"
  | "cross-site"
  | "no-such-route"
  | "method-not-allowed"
  | "too-large"
  | "unsupported-media"
  | "if-match-required"
  | "too-many-streams"
  | "internal"

/** Every code that a problem may carry. */
export type ProblemCode = DeskErrorCode | HttpProblemCode

/** What is known of a code before it happens. */
interface ProblemKind {
  readonly title: string
  /** Every status that the code may have; the first is the usual one. */
  readonly statuses: readonly [number, ...number[]]
  /** What to do about it: the text of the page that `type` names. */
  readonly advice: string
}

/**
 * Every code with its statuses. The type is exhaustive: a code that the core gains does not compile without an entry
 * here.
 */
export const problemKinds: Readonly<Record<ProblemCode, ProblemKind>> = {
  config: {
    title: "What was asked cannot be done so",
    statuses: [422, 500],
    advice: "`errors` names each field and what was expected of it. As 500 the desk itself is set up wrongly: its operators were informed.",
  },
  auth: {
    title: "The network refuses the desk's credential",
    statuses: [502],
    advice: "The desk's operators must renew the token or its rights; the health of the connector says what is missing.",
  },
  "rate-limited": {
    title: "The network asks to wait",
    statuses: [503],
    advice: "Ask again after the seconds of `Retry-After`.",
  },
  network: { title: "The network did not answer", statuses: [503], advice: "Nothing is known to have happened. Ask again." },
  protocol: {
    title: "The network answered in an unknown shape",
    statuses: [502],
    advice: "The connector does not know this answer. The desk's operators were informed.",
  },
  refused: { title: "The network said no", statuses: [502], advice: "The network will not do this, also not later." },
  ambiguous: {
    title: "It is unknown whether it was done",
    statuses: [504],
    advice: "Read what is there before asking again.",
  },
  capability: {
    title: "This desk cannot do that",
    statuses: [501],
    advice: "`capability` names what is missing: the host did not set it up, or the network does not offer it.",
  },
  conflict: {
    title: "Somebody else wrote first",
    statuses: [412, 409],
    advice: "Read the incident again, look at what changed, and ask again with its new ETag in `If-Match`.",
  },
  duplicate: {
    title: "It was done before",
    statuses: [409, 422],
    advice: "As 422 the `Idempotency-Key` belongs to another request: every request takes a key of its own.",
  },
  "illegal-transition": {
    title: "The incident's status does not allow it",
    statuses: [409],
    advice: "`legal` lists the commands that its status allows.",
  },
  "invalid-query": {
    title: "A query cannot be read",
    statuses: [422],
    advice: "`span` is the place in the query, `expected` what belongs there.",
  },
  "invalid-rule": { title: "A rule cannot be used", statuses: [422], advice: "`errors` names what is wrong with the rule." },
  "missing-fact": {
    title: "Something that it needs is missing",
    statuses: [422],
    advice: "`facts` lists what must be there first, as evidence before a fix is claimed.",
  },
  forbidden: {
    title: "You may not do that",
    statuses: [403],
    advice: "`reason` says in which respect your rights do not reach: role, territory, topic, authority or personal data.",
  },
  "not-found": { title: "There is no such thing", statuses: [404], advice: "`id` is what was looked for." },
  "unreadable-photo": {
    title: "The file cannot be read as a photo",
    statuses: [415, 413, 422],
    advice: "`reason` says why. 415: no photo, or a kind that is not read; 413: too many bytes or pixels; 422: damaged.",
  },
  "invalid-request": {
    title: "The request is malformed",
    statuses: [400],
    advice: "`errors` names each place of the body, the query, the path or the headers, and what was expected there.",
  },
  unauthenticated: { title: "Nobody is signed in", statuses: [401], advice: "Sign in, or send a credential that is still valid." },
  "cross-site": {
    title: "A page of another site asked",
    statuses: [403],
    advice: "Browsers may change the desk's data only from its own pages and from the origins that the host allows.",
  },
  "no-such-route": { title: "There is nothing at this address", statuses: [404], advice: "`/openapi.json` lists every address." },
  "method-not-allowed": { title: "The address does not take this method", statuses: [405], advice: "`Allow` lists the methods." },
  "too-large": { title: "The body is too large", statuses: [413], advice: "`limitBytes` is the largest body that is taken here." },
  "unsupported-media": {
    title: "The body is of a kind that is not taken here",
    statuses: [415],
    advice: "Send `application/json`; where a photo is expected, its own `image/…`.",
  },
  "if-match-required": {
    title: "The version must be named",
    statuses: [428],
    advice: "Send `If-Match` with the ETag of what you have read; `*` takes whatever version there is.",
  },
  "too-many-streams": { title: "Too many event streams are open", statuses: [429], advice: "Close one, or ask again later." },
  internal: {
    title: "The desk failed",
    statuses: [500],
    advice: "The desk's operators were informed. Nothing of the failure is shown here.",
  },
}

/** One place of a request that is wrong. */
export interface Fault {
  /** The part of the request. */
  readonly in: "body" | "query" | "path" | "header"
  /** A JSON pointer into the body; of the others `/` and the name. */
  readonly pointer: string
  /** What is wrong there. */
  readonly detail: string
}

const fault = schemaOf<Fault>()(
  z.strictObject({ in: z.enum(["body", "query", "path", "header"]), pointer: z.string(), detail: z.string() }).meta({ id: "Fault" }),
)

/** The body of every answer that is no success: RFC 9457, with the code of the error and what the code carries. */
export interface Problem {
  /** The address of a page about the code, relative to the answer's own. */
  readonly type: string
  /** What went wrong, for people. */
  readonly title: string
  /** The status of the answer. */
  readonly status: number
  /** The error's code. */
  readonly code: string
  /** What went wrong this time. */
  readonly detail: string
  /** Whether the same request may succeed later without anybody changing anything. */
  readonly retryable: boolean
  /** The places of the request that are wrong. */
  readonly errors?: readonly Fault[] | undefined
  /** Facts that are missing. */
  readonly facts?: readonly string[] | undefined
  /** Commands that would fit. */
  readonly legal?: readonly string[] | undefined
  /** Why it is forbidden or refused. */
  readonly reason?: string | undefined
  /** The id that is unknown or taken. */
  readonly id?: string | undefined
  /** What the id names. */
  readonly what?: string | undefined
  /** The command that does not fit. */
  readonly command?: string | undefined
  /** The incident's status where a command does not fit it. */
  readonly incidentStatus?: string | undefined
  /** What cannot be done here. */
  readonly capability?: string | undefined
  /** The largest body that is taken, in bytes. */
  readonly limitBytes?: number | undefined
  /** What else the code carries. */
  readonly [more: string]: unknown
}

/** The schema of {@link Problem}. */
export const problemSchema: z.ZodType<Problem> = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    retryable: z.boolean(),
    errors: z.array(fault).optional(),
    facts: z.array(z.string()).optional(),
    legal: z.array(z.string()).optional(),
    reason: z.string().optional(),
    id: z.string().optional(),
    what: z.string().optional(),
    command: z.string().optional(),
    incidentStatus: z.string().optional(),
    capability: z.string().optional(),
    limitBytes: z.int().optional(),
  })
  .meta({ id: "Problem" })

/** Thrown inside the handler for what the HTTP layer itself refuses. */
export interface Refusal {
  readonly refusal: HttpProblemCode
  readonly detail: string
  readonly more?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

/** What a refusal of the HTTP layer is thrown as. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal"
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.detail)
    this.refusal = refusal
  }
}

/** Refuses a request for places of it that are wrong. */
export function invalidRequest(errors: readonly Fault[]): HttpRefusal {
  const first = errors[0]
  const detail = first === undefined ? "the request is malformed" : `${first.in} ${first.pointer}: ${first.detail}`
  return new HttpRefusal({ refusal: "invalid-request", detail, more: { errors } })
}

/** What an error is answered with. */
export interface Answered {
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>
  /** Whether the host must hear of it: it is nothing that the client could mend. */
  readonly isFault: boolean
}

/** What must be known of a request to answer an error of it. */
export interface Asked {
  readonly mount: string
  readonly clock: Clock
  /** Whether the client named a version. */
  readonly isConditional: boolean
  /** Whether a `config` error can be about what the client sent: the route lists it among its problems. */
  readonly hasInput: boolean
}

/** The body and headers that an error is answered with; never a text of the error's cause. */
export function tellProblem(error: unknown, asked: Asked): Answered {
  if (error instanceof HttpRefusal) {
    const { refusal, detail, more = {}, headers = {} } = error.refusal
    const [status] = problemKinds[refusal].statuses
    return { problem: problemOf(asked.mount, refusal, status, detail, false, more), headers, isFault: status >= 500 }
  }
  if (!isDeskError(error)) {
    return { problem: problemOf(asked.mount, "internal", 500, problemKinds.internal.advice, false, {}), headers: {}, isFault: true }
  }
  const status = statusOf(error, asked)
  // What is wrong behind the desk is for its operators: clients hear what kind of trouble it is.
  const isOpen = status < 500 || error.code === "capability"
  const detail = isOpen ? error.message : problemKinds[error.code].advice
  return {
    problem: problemOf(asked.mount, error.code, status, detail, error.retryable, isOpen ? detailsOf(error) : {}),
    headers: error.code === "rate-limited" ? { "retry-after": retryAfter(error.details.retryAt, asked.clock) } : {},
    isFault: !isOpen,
  }
}

/** Whole seconds until a moment, at least one. */
function retryAfter(retryAt: string, clock: Clock): string {
  return String(Math.max(1, Math.ceil(minutesBetween(clock.now(), retryAt) * 60)))
}

function problemOf(
  mount: string,
  code: ProblemCode,
  status: number,
  detail: string,
  retryable: boolean,
  more: Readonly<Record<string, unknown>>,
): Problem {
  return { type: `${mount}/problems/${code}`, title: problemKinds[code].title, status, code, detail, retryable, ...more }
}

function statusOf(error: AnyDeskError, { isConditional, hasInput }: Asked): number {
  switch (error.code) {
    case "conflict":
      return isConditional && error.details.what === "incident" ? 412 : 409
    case "duplicate":
      return isKeyReused(error.details.keys) ? 422 : 409
    case "config":
      return hasInput ? 422 : 500
    case "unreadable-photo": {
      const { reason } = error.details
      return reason === "damaged" ? 422 : reason === "not-a-photo" || reason === "unsupported" ? 415 : 413
    }
    default:
      return problemKinds[error.code].statuses[0]
  }
}

function isKeyReused(keys: readonly string[]): boolean {
  return keys.some((key) => key.startsWith("command:"))
}

/** What a code carries, as members of the problem. */
function detailsOf(error: AnyDeskError): Readonly<Record<string, unknown>> {
  switch (error.code) {
    case "config":
      return { errors: error.details.issues.map(faultOf) }
    case "invalid-rule":
      return { ruleId: error.details.ruleId, errors: error.details.issues.map(faultOf) }
    case "illegal-transition": {
      const { command, status, legal } = error.details
      return { command, incidentStatus: status, legal }
    }
    // A key of the client holds who sent it, and says nothing that the client does not know.
    case "duplicate":
      return isKeyReused(error.details.keys) ? {} : { keys: error.details.keys }
    default:
      return error.details
  }
}

/** An issue of the core (`drafts[0].text`) as a place of the body (`/drafts/0/text`). */
function faultOf({ path, message }: InputIssue): Fault {
  return { in: "body", pointer: pointerOf(path), detail: message }
}

/** A field path of the core as a JSON pointer. */
export function pointerOf(path: string): string {
  return path === ""
    ? ""
    : `/${path
        .replaceAll(/\[(\d+)\]/g, ".$1")
        .replaceAll("~", "~0")
        .replaceAll("/", "~1")
        .replaceAll(".", "/")}`
}
