import type { Instant } from "../../base/index.ts"
import { isAnswer, surveyOf, type DismissalReason, type IncidentEvent, type Problem, type PublishedKind } from "../../incident/index.ts"
import { loadOne, type ExistingIncident, type StoredIncident } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { findByCode } from "./code.ts"

/** How far it is, as a citizen sees it. */
export type CitizenState =
  | "received"
  | "not-accepted"
  | "accepted"
  | "assigned"
  | "in-work"
  | "question"
  | "interim"
  | "answered"
  | "closed"
  | "reopened"
  | "appeal"

/** One thing that happened, as a citizen sees it. */
export type CitizenStep =
  | "received"
  | "registered"
  | "not-accepted"
  | "restored"
  | "assigned"
  | "in-work"
  | "joined"
  | "separated"
  | "question"
  | "advice"
  | "interim-answer"
  | "final-answer"
  | "answer"
  | "fix-confirmed"
  | "fix-refuted"
  | "reopened"
  | "appeal"
  | "closed"

/** A line of the history. */
export interface CitizenNews {
  /** When it happened. */
  readonly at: Instant
  /** What happened. */
  readonly what: CitizenStep
  /** Of `assigned` the body that is responsible from now on, as people call it; null: not named. */
  readonly owner: string | null
  /** Of `interim-answer` the promised moment; null: none was named. */
  readonly until: Instant | null
}

/** A published answer. */
export interface CitizenAnswer {
  /** When it was published. */
  readonly at: Instant
  /** Where it is public; null: it is not in a network, or its message is erased. */
  readonly url: string | null
}

/**
 * What whoever has its code sees of an incident: no text, no author, nobody of the staff, and no place below the
 * district.
 */
export interface CitizenStatus {
  /** The number of the incident. */
  readonly number: number
  /** The code that leads to this page. */
  readonly code: string
  /** Its state, as citizens read it. */
  readonly state: CitizenState
  /** Whether it is worked on together with others of the same trouble. */
  readonly isJoined: boolean
  /** Of `not-accepted`: why. */
  readonly reason: DismissalReason | null
  /** What is known of the problem itself. */
  readonly problem: Problem["value"]
  /** The title of its topic. */
  readonly topic: string | null
  /** The title of the district or city that it is in. */
  readonly district: string | null
  /** Who is responsible, as people call it; null: nobody yet. */
  readonly owner: string | null
  /** When the message was published. */
  readonly publishedAt: Instant
  /** When it last changed. */
  readonly updatedAt: Instant
  /** The promised date; null: none. */
  readonly promisedUntil: Instant | null
  /** Until when an objection is heard; null: no such term runs. */
  readonly objectUntil: Instant | null
  /** Oldest first. */
  readonly answers: readonly CitizenAnswer[]
  /** Oldest first. */
  readonly history: readonly CitizenNews[]
  /** Whether an answer to the survey is expected; null: no survey is planned in this cycle. */
  readonly survey: "open" | "answered" | null
}

/** What whoever has a code sees; undefined for a wrong code, and for a number that there is not. */
export async function status(context: DeskContext, code: string): Promise<CitizenStatus | undefined> {
  const own = await findByCode(context, code)
  if (own === undefined) return undefined
  const { incident, number } = own
  const active = await activeOf(context, own)
  const { events } = await loadOne(context.storage, incident.incidentId)
  const erased = await erasedOf(context, incident)
  const answers = incident.replies.filter(({ replyKind }) => isAnswer(replyKind))
  const survey = surveyOf(incident)
  const isRegistered = "registeredAt" in active
  return {
    number,
    code,
    state: stateOf(active),
    isJoined: incident.status === "merged",
    reason: incident.status === "rejected" ? incident.rejection : incident.status === "dismissed" ? incident.dismissal : null,
    problem: active.problem.value,
    topic: "topic" in incident ? (context.topics.find(({ id }) => id === incident.topic)?.title ?? null) : null,
    district: "territory" in incident ? districtOf(context, incident.territory.territoryId) : null,
    owner: isRegistered ? titleOf(context, active.assignment?.authorityId) : null,
    publishedAt: incident.publishedAt,
    updatedAt: active.updatedAt > incident.updatedAt ? active.updatedAt : incident.updatedAt,
    promisedUntil: active.problem.value === "planned" ? active.problem.until : null,
    objectUntil: active.status === "replied-final" && active.window !== null ? active.window.until : null,
    answers: answers.map(({ messageKey, publishedAt: at, url }) => ({
      at,
      url: erased.has(messageKey) || !/^https?:/.test(url) ? null : url,
    })),
    history: historyOf(context, events),
    survey: survey === null ? null : survey.answeredAt === null ? "open" : "answered",
  }
}

/** The incident in which it is worked on. */
async function activeOf(context: DeskContext, own: StoredIncident): Promise<ExistingIncident> {
  let { incident } = own
  while (incident.status === "merged") {
    const next = await context.storage.get(incident.into)
    if (next === undefined) return incident
    incident = next.incident
  }
  return incident
}

/** A link to an answer leads to what it answers, and is not shown when that is erased. */
async function erasedOf(context: DeskContext, { messageKeys }: ExistingIncident): Promise<ReadonlySet<string>> {
  const messages = await context.storage.read("message", messageKeys)
  const left = new Set(messages.flatMap(({ key, text }) => (text === null ? [] : [key])))
  return new Set(messageKeys.filter((key) => !left.has(key)))
}

function stateOf(incident: ExistingIncident): CitizenState {
  switch (incident.status) {
    case "candidate":
      return "received"
    case "rejected":
    case "dismissed":
      return "not-accepted"
    case "registered":
    case "returned":
    case "merged":
      return "accepted"
    case "needs-info":
      return "question"
    // What is written and looked at is the office's: until it is published, nothing changed.
    case "reply-review":
    case "publishing":
      return drafted[incident.draft.returnsTo]
    case "replied-interim":
      return "interim"
    case "replied-final":
      return "answered"
    case "converted":
      return "appeal"
    default:
      return incident.status
  }
}

const drafted = {
  "in-work": "in-work",
  "replied-interim": "interim",
  "replied-final": "answered",
  converted: "appeal",
  closed: "closed",
} as const satisfies Record<string, CitizenState>

const published: Readonly<Record<Exclude<PublishedKind, "survey">, CitizenStep>> = {
  interim: "interim-answer",
  final: "final-answer",
  clarify: "question",
  redirect: "appeal",
  guidance: "advice",
  "follow-up": "answer",
}

const plain: Readonly<Partial<Record<IncidentEvent["type"], CitizenStep>>> = {
  "incident-detected": "received",
  "incident-split-off": "received",
  "incident-registered": "registered",
  "incident-rejected": "not-accepted",
  "incident-dismissed": "not-accepted",
  "incident-restored": "restored",
  "work-taken": "in-work",
  "incident-merged": "joined",
  "incident-unmerged": "separated",
  "fix-confirmed": "fix-confirmed",
  "fix-refuted": "fix-refuted",
  "incident-reopened": "reopened",
  "incident-converted": "appeal",
  "incident-closed": "closed",
}

function historyOf(context: DeskContext, events: readonly IncidentEvent[]): readonly CitizenNews[] {
  const drafts = new Map(events.flatMap((event) => (event.type === "draft-submitted" ? [[event.draftId, event] as const] : [])))
  const shown = new Set<string>()
  return events.flatMap((event): readonly CitizenNews[] => {
    const { at } = event
    switch (event.type) {
      case "incident-assigned":
      case "owner-decided":
      case "incident-transferred":
        return [{ at, what: "assigned", owner: titleOf(context, event.authorityId), until: null }]
      case "reply-published":
      case "late-reply-published":
      case "joint-reply-published": {
        const draft = drafts.get(event.draftId)
        const kind = "replyKind" in event ? event.replyKind : draft?.replyKind
        // One answer goes out under each of the messages.
        if (kind === undefined || kind === "survey" || shown.has(event.draftId)) return []
        shown.add(event.draftId)
        const until = draft?.outcome?.value === "planned" ? draft.outcome.until : null
        return [{ at: event.publishedAt, what: published[kind], owner: null, until }]
      }
      default: {
        const what = plain[event.type]
        return what === undefined ? [] : [{ at, what, owner: null, until: null }]
      }
    }
  })
}

function titleOf({ routing }: DeskContext, authorityId: string | undefined): string | null {
  return routing.authorities.find(({ id }) => id === authorityId)?.title ?? null
}

/** Districts and cities; what is smaller says where somebody lives. */
const wide: readonly string[] = ["region", "district", "urban-okrug"]

/** The nearest territory that is no smaller than a district. */
function districtOf({ routing }: DeskContext, territoryId: string | null): string | null {
  const byId = new Map(routing.territories.map((territory) => [territory.id, territory]))
  const seen = new Set<string>()
  for (let at = byId.get(territoryId ?? ""); at !== undefined && !seen.has(at.id); at = byId.get(at.parentId ?? "")) {
    if (wide.includes(at.kind)) return at.title
    seen.add(at.id)
  }
  return null
}
