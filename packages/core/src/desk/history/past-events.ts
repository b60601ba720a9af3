import { stableId, type Instant } from "../../base/index.ts"
import { changeClocks, isAnswer, overStatuses, withClocks, type Actor, type IncidentEvent } from "../../incident/index.ts"
import type { Message } from "../../message/index.ts"
import { replyTextHash } from "../../reply/index.ts"
import { plansOf } from "../../sla/index.ts"
import type { Draft, ExistingIncident } from "../../storage/index.ts"
import { assignCommand, chosen, importanceOf } from "../commands/facts.ts"
import { noteOf } from "../commands/prepare/office.ts"
import type { DeskContext } from "../context.ts"
import { applyTo, follow, markImported, openLog, type IncidentChange } from "../transact/change.ts"
import type { CheckedPast, CheckedStep } from "./past-incident.ts"

/** Whose past it is, and in whose name it is written. */
export interface PastNames {
  readonly system: string
  readonly incidentId: string
  readonly messageKey: string
  readonly by: Actor
}

/** What happened, as the log says it, without what it did to clocks; and the texts of replies. */
export interface PastLog {
  readonly events: readonly IncidentEvent[]
  readonly drafts: readonly Draft[]
  readonly notes: readonly Message[]
}

/** A step as events and texts. */
interface Step {
  readonly events: readonly IncidentEvent[]
  readonly drafts?: readonly Draft[]
  readonly notes?: readonly Message[]
}

/** Nobody has closed the window of an open incident: it stays open until a person ends it. */
const endless: Instant = "9999-12-31T23:59:59.999Z"

/** The log of a past incident, in the order of its moments, without clocks. */
export function pastLog(context: DeskContext, past: CheckedPast, names: PastNames): PastLog {
  const { incidentId, messageKey, system, by } = names
  const { network, publishedAt, communityKey } = past.message
  const [registered] = past.steps
  const at = registered?.at ?? publishedAt
  const opening: IncidentEvent = {
    ...stamp(at, by),
    type: "incident-detected",
    incidentId,
    messageKey,
    network,
    publishedAt,
    matches: [],
    intake: "import",
    proposal: null,
    external: { system, id: past.id, number: past.number },
    ...(communityKey === undefined ? {} : { communityKey }),
  }
  const closedAt = past.steps.find(({ type }) => type === "closed")?.at
  const steps = past.steps.map((step, index) => tell(context, step, `${system}:${past.id}:${index}`, names, past.message.url, closedAt))
  const events = [opening, ...steps.flatMap((one) => one.events)]
  // What was handed in before something else happened comes before it; of one moment the given order holds.
  return {
    events: events.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)),
    drafts: steps.flatMap((one) => one.drafts ?? []),
    notes: steps.flatMap((one) => one.notes ?? []),
  }
}

function stamp(at: Instant, by: Actor) {
  return { schemaVersion: 1, at, by, imported: true } as const
}

function tell(
  context: DeskContext,
  step: CheckedStep,
  name: string,
  { incidentId, messageKey, by }: PastNames,
  url: string | null,
  closedAt: Instant | undefined,
): Step {
  const now = stamp(step.at, by)
  switch (step.type) {
    case "registered": {
      const { kind = "problem", topic, territoryId } = step
      const importance = step.importance ?? importanceOf(context, topic)
      const nowhere = { territoryId: null, basis: "unknown", confidence: 0, why: "the other system named none" } as const
      const territory = territoryId === null ? nowhere : { ...chosen(territoryId), why: "as the other system had it" }
      return { events: [{ ...now, type: "incident-registered", kind, importance, topic, territory }] }
    }
    case "assigned":
      return {
        events: [{ ...now, type: "incident-assigned", authorityId: step.authorityId, ruleId: null, why: "as the other system had it" }],
      }
    case "executor-named":
      return { events: [{ ...now, type: "executor-named", executorId: step.executorId ?? unknownExecutor }] }
    case "answered": {
      const { text, replyKind, outcome, at, submittedAt = at, approvedAt = at } = step
      const draftId = `draft:${name}`
      const textHash = replyTextHash({ text })
      return {
        events: [
          { ...stamp(submittedAt, by), type: "draft-submitted", draftId, textHash, replyKind, outcome, waitMinutes: null },
          { ...stamp(approvedAt, by), type: "draft-approved", draftId, textHash },
          {
            ...now,
            type: "reply-published",
            draftId,
            messageKey,
            replyKey: name.replace(":", ":reply-"),
            url: step.url ?? url ?? "urn:otklik:imported",
            publishedAt: at,
          },
        ],
        drafts: [
          {
            draftId,
            incidentId,
            text,
            textHash,
            variants: [],
            photos: [],
            guidanceId: null,
            findings: [],
            remark: null,
            createdAt: submittedAt,
          },
        ],
      }
    }
    case "noted": {
      const note = { ...noteOf(`note:${stableId("not", name)}`, step.text, step.at), inExport: true } as const
      return { events: [{ ...now, type: "note-added", noteId: note.key, mentions: [] }], notes: [note] }
    }
    case "tagged":
      return { events: [{ ...now, type: "tags-changed", added: [...new Set(step.tags)], removed: [] }] }
    case "window-opened":
      return { events: [{ ...now, type: "window-opened", policyId: "imported", policyVersion: "1", until: closedAt ?? endless }] }
    case "closed":
      return { events: [{ ...now, type: "incident-closed", reason: step.reason }] }
  }
}

/** The executor where nobody knows him any more: that somebody was named, and when, stays. */
const unknownExecutor = "unknown"

/** How clocks of the past are had. */
export interface PastClocks {
  readonly clocks: "as-of" | "none"
}

/**
 * Opens a past incident, or goes on with one: its events with what they did to the clocks of the policies that were
 * valid then.
 *
 * @throws DeskError `protocol` for events that cannot follow each other
 */
export function recordPast(
  context: DeskContext,
  begun: IncidentChange | null,
  events: readonly IncidentEvent[],
  { clocks }: PastClocks,
): IncidentChange {
  let change = begun
  const isOwnWindow = events.some(({ type }) => type === "window-opened")
  for (const [index, event] of events.entries()) {
    if (change === null) {
      change = openLog([event])
      continue
    }
    const state = change.incident
    const plans = clocks === "none" ? {} : plansOf(events, index, state, context.planner)
    const all = event.type === "window-opened" ? [windowOf(context, event, state, clocks)] : withClocks(event, state, plans)
    for (const one of all) {
      // The other system's own moment counts.
      if (one !== event && one.type === "window-opened" && isOwnWindow) continue
      follow(change, { ...one, imported: true })
    }
  }
  if (change === null) throw new TypeError("a past incident has an event")
  return change
}

/** The window under the policy that was valid then, where there was one. */
function windowOf(
  context: DeskContext,
  event: Extract<IncidentEvent, { type: "window-opened" }>,
  state: ExistingIncident,
  clocks: PastClocks["clocks"],
): IncidentEvent {
  if (clocks === "none" || !("registeredAt" in state)) return event
  const window = context.planner.windowFrom(state, event.at)
  return window === null ? event : { ...event, ...window }
}

/** Whether somebody still has to do something about an incident. */
export function isOpen({ status }: ExistingIncident): boolean {
  return !(overStatuses as readonly string[]).includes(status)
}

/**
 * Makes an open incident an ordinary one: an owner by the rules where it has none, and the clocks of the present
 * policies, from now on, where none runs. Who was not asked before cannot be late.
 */
export function adopt(context: DeskContext, change: IncidentChange, at: Instant, by: Actor): void {
  const state = change.incident
  const restart = <Of extends ExistingIncident>(incident: Of) => ({ ...incident, publishedAt: at, detectedAt: at, registeredAt: at })
  if (state.status === "registered" && state.assignment === null) {
    const command = assignCommand(context, restart(state), state.communityKey, { at, by })
    applyTo(change, command)
  }
  const { incident } = change
  if ("registeredAt" in incident) {
    const isAnswered = incident.replies.some(({ replyKind }) => isAnswer(replyKind))
    const anew = restart(incident)
    const { topic, kind, importance, network, assignment } = incident
    const moments = { published: at, detected: at, registered: at }
    const start = isAnswered
      ? incident.status === "replied-interim"
        ? context.planner.onStage(anew, "interim-published", at)
        : []
      : [
          ...context.planner.onRegistered({ topic, kind, importance, network }, moments),
          ...(assignment === null ? [] : context.planner.onHandOver(anew, assignment.authorityId, at)),
        ]
    for (const event of changeClocks(incident.clocks, 1, { at, by }, { start })) follow(change, event)
    if (incident.status === "replied-final" && incident.window === null) {
      const window = context.planner.windowFrom(incident, at)
      if (window !== null) follow(change, { type: "window-opened", schemaVersion: 1, at, by, ...window })
    }
  }
  markImported(change)
}

/** A moment after everything that a log of the past holds. */
export function lastPast(events: readonly IncidentEvent[]): Instant {
  return events.reduce((last, { imported, at }) => (imported === true && at > last ? at : last), "")
}
