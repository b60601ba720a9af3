import * as z from "zod"
import type { ActorOptions, SignalOptions } from "../access/authorisation.ts"
import { loadAuthorised } from "../access/authorise.ts"
import { instantSchema, minutesBetween, readOptions, type DeskErrorCode } from "../../base/index.ts"
import { guardOf, type Actor, type ExistingIncident, type IncidentEvent } from "../../incident/index.ts"
import { pageLimit, type MomentRange, type StoredIncident } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { actorSchema, signalSchema } from "../options/request.ts"
import { topicsOf } from "../queries/conditions.ts"
import { find } from "../queries/find.ts"
import { loadChange, loadLogs } from "../transact/change.ts"
import { executeMany, previewMany, type ManyOptions, type ManyProgress, type ManyResult } from "./many.ts"

/** What makes incidents parts of one event: a topic, a place and a time, all of them. */
export interface EventScope {
  /** One of these topics; these or `topicGroups` are given. */
  readonly topics?: readonly string[]
  /** A topic of one of these groups. */
  readonly topicGroups?: readonly string[]
  /** In one of these territories, or inside it. */
  readonly territoryIds: readonly string[]
  /** Whose first message was published in this interval; `from` is given. */
  readonly published: MomentRange & Required<Pick<MomentRange, "from">>
  /**
   * Streets that belong to the event besides those of `into`. An incident of a street that is neither is left out; one
   * that names no street is not.
   */
  readonly streets?: readonly string[]
}

/** Which incidents are joined, and where they are worked on from now on. */
export interface JoinAllRequest {
  /** The incident that they are merged into. */
  readonly into: string
  /** Which. */
  readonly where: EventScope
}

/** Who asks for it, and whether it is done. */
export interface JoinAllOptions extends ActorOptions, SignalOptions {
  /** True: only says what it would come to. Default false. */
  readonly dryRun?: boolean
  /** Called after every incident that is joined or refused. What it throws ends the run. */
  readonly onProgress?: (progress: ManyProgress) => void
}

/** One fact by which an incident is taken for a part of the event. */
export type JoinReason =
  | {
      /** What is the same. */
      readonly fact: "topic" | "territory" | "street"
      /** The id of the topic or the territory, or the street as it is compared. */
      readonly value: string
    }
  | {
      /** How long after the first message of `into` it was published; before it: less than 0. */
      readonly fact: "minutes"
      /** Minutes. */
      readonly value: number
    }

/**
 * Why an incident is left to a person: it waits for its registration; a reply of its own is on its way, or it was
 * answered; another street; it was taken out of this event before (`unmerge`); it asks about something else as well; or
 * the code of what `desk.execute` would throw.
 */
export type LeftOutReason = "candidate" | "on-its-way" | "answered" | "other-street" | "taken-out" | "something-else" | DeskErrorCode

/** An incident that is joined, or would be. */
export interface Joining {
  /** The incident. */
  readonly incidentId: string
  /** For people. */
  readonly number: number
  /** Why it is taken for a part of the event. */
  readonly why: readonly JoinReason[]
}

/** An incident of the scope that is not joined. */
export interface LeftOut {
  /** The incident. */
  readonly incidentId: string
  /** For people. */
  readonly number: number
  /** Why not. */
  readonly reason: LeftOutReason
}

/** What joining came to; of a dry run: what it would come to. */
export interface JoinAllResult {
  /** At most 200, by number. */
  readonly joins: readonly Joining[]
  /** Those that a person decides on. */
  readonly refused: readonly LeftOut[]
  /** There are more than 200: ask again. */
  readonly more: boolean
  /** The signal ended it before the last incident. */
  readonly stopped: boolean
}

/** So many are joined in a call. Our choice: a few seconds of work, and a preview that a person can read. */
const mostJoins = 200
/** So many incidents of the scope are looked at in a call: as many as a command for many takes. */
const mostSeen = 10_000

const text = z.string().min(1).max(200)
const some = z.array(text).min(1).max(1000)
/** Checks an {@link EventScope}, but for its moments. */
export const scopeShape = { topics: some.optional(), topicGroups: some.optional(), territoryIds: some, streets: some.optional() }
const requestSchema = z.strictObject({
  into: z.string().min(1),
  where: z
    .strictObject({ ...scopeShape, published: z.strictObject({ from: instantSchema, to: instantSchema.optional() }) })
    .refine(({ topics, topicGroups }) => (topics ?? topicGroups) !== undefined, {
      error: "topics or groups were expected",
      path: ["topics"],
    }),
})
const optionsSchema = z.strictObject({
  actor: actorSchema,
  signal: signalSchema.optional(),
  dryRun: z.boolean().optional(),
  onProgress: z
    .custom<NonNullable<ManyOptions["onProgress"]>>((value) => typeof value === "function", "a function was expected")
    .optional(),
})

/** Merges the incidents of an event into one of them. */
export async function joinAll(context: DeskContext, input: JoinAllRequest, given: JoinAllOptions): Promise<JoinAllResult> {
  const { into, where } = readOptions(requestSchema, input, "joinAll")
  const { actor, signal, dryRun = false, onProgress } = readOptions(optionsSchema, given, "joinAll options")
  await context.authorKeys.check()
  const { incident } = await loadAuthorised(context, actor, { type: "merge", incidentId: into, into }, () => loadChange(context, into))
  const closed = guardOf("join-messages", incident, { at: context.clock.now(), by: actor })
  if (closed !== null) throw closed
  const { chosen, refused, more } = await choose(context, incident, where, actor)
  const ids = chosen.map(({ incidentId }) => incidentId)
  if (ids.length === 0) return { joins: [], refused, more, stopped: false }
  const request = { command: { type: "merge", into }, incidentIds: ids } as const
  const until = signal === undefined ? {} : { signal }
  const told = onProgress === undefined ? {} : { onProgress }
  const done = dryRun
    ? await previewMany(context, request, { actor, ...until })
    : await executeMany(context, request, { actor, idempotencyKey: `join:${into}`, mode: "each", ...told, ...until })
  return { ...resultOf(chosen, refused, done), more, stopped: done.stopped }
}

function resultOf(
  chosen: readonly Joining[],
  leftOut: readonly LeftOut[],
  { done, already, refused }: ManyResult,
): Pick<JoinAllResult, "joins" | "refused"> {
  const codes = new Map(refused.map(({ incidentId, error }) => [incidentId, error.code]))
  const reached = chosen.slice(0, done + already + refused.length)
  return {
    joins: reached.filter(({ incidentId }) => !codes.has(incidentId)),
    refused: [
      ...leftOut,
      ...reached.flatMap(({ incidentId, number }) => {
        const reason = codes.get(incidentId)
        return reason === undefined ? [] : [{ incidentId, number, reason }]
      }),
    ].toSorted((one, other) => one.number - other.number),
  }
}

/** The incidents of an event, as the actor may read them. */
async function choose(
  context: DeskContext,
  target: ExistingIncident,
  { published, ...scope }: z.output<typeof requestSchema>["where"],
  actor: Actor,
): Promise<{ readonly chosen: readonly Joining[]; readonly refused: readonly LeftOut[]; readonly more: boolean }> {
  const { streets = [], ...names } = scope
  const range = { from: published.from, ...(published.to === undefined ? {} : { to: published.to }) }
  const conditions = {
    ...withoutAbsent(names),
    territoryIds: names.territoryIds,
    published: range,
    withParts: true,
    statuses: openStatuses,
  }
  const topics = topicsOf(context, names.topics, names.topicGroups) ?? []
  const sorter = await createSorter(context, target, { topics, streets })
  const chosen: Joining[] = []
  const refused: LeftOut[] = []
  let seen = 0
  for (let after: string | null | undefined; after !== null && seen < mostSeen;) {
    const page = await find(context, conditions, { actor, limit: pageLimit, ...(after === undefined ? {} : { after }) })
    for (const one of await sorter(page.incidents.filter(({ incident }) => incident.incidentId !== target.incidentId))) {
      if ("reason" in one) refused.push(one)
      else if (chosen.length === mostJoins) return { chosen, refused, more: true }
      else chosen.push(one)
    }
    seen += page.incidents.length
    after = page.next
  }
  return { chosen, refused, more: seen >= mostSeen }
}

/** What is over is no part of an event that goes on. */
const openStatuses = [
  "candidate",
  "registered",
  "assigned",
  "returned",
  "in-work",
  "needs-info",
  "reply-review",
  "publishing",
  "replied-interim",
  "replied-final",
  "reopened",
] as const

/** Says of incidents of a scope whether they are parts of the event that an incident is about. */
export type Sorter = (incidents: readonly StoredIncident[]) => Promise<readonly (Joining | LeftOut)[]>

/** What belongs to an event besides what its incident says of itself. */
interface EventLimits {
  readonly topics: readonly string[]
  readonly streets: readonly string[]
}

/**
 * Prepares {@link Sorter} for one event.
 *
 * @param target - the incident that the event is worked on in
 */
export async function createSorter(context: DeskContext, target: ExistingIncident, { topics, streets }: EventLimits): Promise<Sorter> {
  const { locator } = context
  const named = streets.flatMap((street) => locator.streetsOf({ text: "", place: { street } }))
  const ofEvent = new Set([...named, ...[...(await streetsOf(context, target.messageKeys)).values()].flat()])
  const isOfEvent = topicTest(context, topics)
  return async (incidents) => {
    const places = await streetsOf(
      context,
      incidents.flatMap(({ incident }) => incident.messageKeys.slice(0, 1)),
    )
    const streetsIn = ({ messageKeys: [key = ""] }: ExistingIncident) => places.get(key) ?? []
    const left = new Map<string, LeftOutReason>()
    for (const { facts, incident } of incidents) {
      const there = streetsIn(incident)
      const reason = statusReasons[facts.status] ?? (incident.matches.every(({ topic }) => isOfEvent(topic)) ? undefined : "something-else")
      if (reason !== undefined) left.set(facts.incidentId, reason)
      else if (ofEvent.size > 0 && there.length > 0 && !there.some((street) => ofEvent.has(street)))
        left.set(facts.incidentId, "other-street")
    }
    const asked = incidents.flatMap(({ facts }) => (left.has(facts.incidentId) ? [] : [facts.incidentId]))
    for (const { incidentId, events } of await loadLogs(context, asked))
      if (wasTakenOut(events, target.incidentId)) left.set(incidentId, "taken-out")
    return incidents.map(({ number, incident, facts }) => {
      const { incidentId } = incident
      const reason = left.get(incidentId)
      if (reason !== undefined) return { incidentId, number, reason }
      const street = streetsIn(incident).find((one) => ofEvent.has(one))
      const minutes = Math.round(minutesBetween(target.publishedAt, incident.publishedAt))
      const why: readonly JoinReason[] = [
        ...(facts.topic === null ? [] : [{ fact: "topic", value: facts.topic } as const]),
        ...(facts.territoryId === null ? [] : [{ fact: "territory", value: facts.territoryId } as const]),
        ...(street === undefined ? [] : [{ fact: "street", value: street } as const]),
        { fact: "minutes", value: minutes },
      ]
      return { incidentId, number, why }
    })
  }
}

/** Whether a rule's topic is one of an event's, or of the same group as one of them. */
function topicTest(context: DeskContext, ofEvent: readonly string[]): (topic: string | null) => boolean {
  const groupOf = (asked: string) => context.topics.find(({ id }) => id === asked)?.group
  const groups = new Set(ofEvent.flatMap((one) => groupOf(one) ?? []))
  return (topic) => topic === null || ofEvent.includes(topic) || groups.has(groupOf(topic) ?? "")
}

const statusReasons: Readonly<Partial<Record<StoredIncident["facts"]["status"], LeftOutReason>>> = {
  candidate: "candidate",
  "needs-info": "on-its-way",
  "reply-review": "on-its-way",
  publishing: "on-its-way",
  "replied-final": "answered",
}

/** A person took it out of that incident: it is joined again by a person alone. */
function wasTakenOut(events: readonly IncidentEvent[], into: string): boolean {
  let last: string | null = null
  return events.some((event) => {
    if (event.type === "incident-merged") last = event.into
    return event.type === "incident-unmerged" && last === into
  })
}

async function streetsOf({ storage, locator }: DeskContext, keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  for (let from = 0; from < keys.length; from += pageLimit) {
    const messages = await storage.read("message", keys.slice(from, from + pageLimit))
    for (const { key, text: words, place } of messages) found.set(key, locator.streetsOf({ text: words ?? "", place }))
  }
  return found
}

function withoutAbsent(names: { readonly topics?: string[] | undefined; readonly topicGroups?: string[] | undefined }) {
  return {
    ...(names.topics === undefined ? {} : { topics: names.topics }),
    ...(names.topicGroups === undefined ? {} : { topicGroups: names.topicGroups }),
  }
}
