import { addMinutes, goals, type Actor, type Incident, type IncidentEvent, type IncidentStatus, type Instant } from "@otklik/core"
import { decide, evolve, initialIncident, type ExistingIncident, type IncidentCommand } from "@otklik/core/incident"
import { marksOf, stableId, timedId, viewOf } from "@otklik/core/internal"
import type { Append, IncidentView } from "@otklik/core/storage"

/**
 * What a built incident is like. Whatever is absent has a default, and the same options always build the same incident.
 */
export interface BuildIncidentOptions {
  /** Default: made from the message's key. */
  readonly incidentId?: string
  /** Default `vk:-1_1`. */
  readonly messageKey?: string
  /** Default `vk`; must fit the message's key. */
  readonly network?: string
  /** How far it has come. Default `registered`. */
  readonly status?: Exclude<IncidentStatus, "none" | "replied-interim" | "returned" | "needs-info" | "reopened">
  /** Default `roads`. */
  readonly topic?: string | null
  /** The owner, once it is `assigned`. Default `roads-department`. */
  readonly authorityId?: string
  /** Default `chita`. */
  readonly territoryId?: string | null
  /** Default 2026-03-02T06:00:00.000Z. Detected one minute later, registered two. */
  readonly publishedAt?: Instant
  /** When the first reply is due. Default: 240 minutes after publication. */
  readonly dueAt?: Instant
  /** When the final reply stood in the network. Default: 120 minutes after publication. */
  readonly answeredAt?: Instant
  /** Default: 1 440 minutes after publication. */
  readonly closedAt?: Instant
}

/** An incident that was really decided and evolved by the core. */
export interface BuiltIncident {
  /** Its id. */
  readonly incidentId: string
  /** Its log. */
  readonly events: readonly IncidentEvent[]
  /** Its state. */
  readonly incident: ExistingIncident
  /** Its state and what it is found by. */
  readonly view: IncidentView
}

const desk: Actor = { id: "system", kind: "system" }
const drafter: Actor = { id: "drafter", kind: "person" }
const approver: Actor = { id: "approver", kind: "person" }

/** Commands that leave the main road, and where to. */
/** When the message was published, where nothing is said. */
const usualMoment = "2026-03-02T06:00:00.000Z"

const sideRoads: Readonly<Partial<Record<IncidentCommand["type"], IncidentStatus>>> = {
  reject: "rejected",
  dismiss: "dismissed",
  merge: "merged",
  convert: "converted",
}

/**
 * Builds an incident by giving the core's `decide` the commands of the main road, one after the other, until a status
 * is reached. An incident that is built further begins with the same events.
 *
 * @param options - what is to be special about it
 */
export function buildIncident(options: BuildIncidentOptions = {}): BuiltIncident {
  const { status = "registered", messageKey = "vk:-1_1", publishedAt = usualMoment } = options
  const incidentId = options.incidentId ?? timedId("inc", publishedAt, messageKey)
  let incident: Incident = initialIncident
  const events: IncidentEvent[] = []
  for (const command of commandsOf(incidentId, options)) {
    if (incident.status === status) break
    const leadsAside = sideRoads[command.type]
    if (leadsAside !== undefined && leadsAside !== status) continue
    for (const event of decide(command, incident)) {
      events.push(event)
      incident = evolve(incident, event)
    }
  }
  if (incident.status !== status) throw new TypeError(`no command leads to "${status}"`)
  // A copy, so that whoever changes it changes no other built incident.
  return JSON.parse(JSON.stringify({ incidentId, events, incident, view: viewOf(incident) })) as BuiltIncident
}

/**
 * The append that stores a built incident.
 *
 * @param built - the incident as it is to be
 * @param stored - the same incident as it is stored; absent for a new one
 */
export function appendOf(built: BuiltIncident, stored?: BuiltIncident): Append {
  const expectedVersion = stored?.events.length ?? 0
  const earlier = built.events.slice(0, expectedVersion)
  const events = built.events.slice(expectedVersion)
  const since = earlier.reduce((latest, { at }) => (at > latest ? at : latest), "")
  const marks = marksOf(earlier.reduce<Incident>(evolve, initialIncident), since, events)
  return { incidentId: built.incidentId, expectedVersion, events, view: built.view, marks }
}

function commandsOf(incidentId: string, options: BuildIncidentOptions): readonly IncidentCommand[] {
  const { messageKey = "vk:-1_1", network = "vk", topic = "roads", territoryId = "chita", authorityId = "roads-department" } = options
  const { publishedAt = usualMoment } = options
  const {
    dueAt = addMinutes(publishedAt, 240),
    answeredAt = addMinutes(publishedAt, 120),
    closedAt = addMinutes(publishedAt, 1440),
  } = options
  const at = (minutes: number) => addMinutes(publishedAt, minutes)
  const draftId = stableId("draft", incidentId)
  const reply = { draftId, textHash: "0".repeat(64) }
  const territory = {
    territoryId,
    basis: territoryId === null ? "unknown" : "community",
    confidence: territoryId === null ? 0 : 1,
    why: "built",
  } as const
  const proposal = { topic, territory, authorityId }
  const clock = { goal: goals.firstReply, policyId: "policy", policyVersion: "1", startsAt: "registered", startedAt: at(2), dueAt } as const
  return [
    { type: "detect", at: at(1), by: desk, incidentId, messageKey, network, publishedAt, matches: [], intake: "network", proposal },
    { type: "reject", at: at(2), by: desk, reason: "advert" },
    {
      type: "register",
      at: at(2),
      by: desk,
      kind: "problem",
      importance: "normal",
      topic,
      territory,
      clocks: [clock],
    },
    { type: "dismiss", at: at(3), by: desk, reason: "news", why: null, resumptions: [] },
    { type: "merge", at: at(3), by: desk, into: "another-incident" },
    { type: "convert", at: at(3), by: desk, externalId: "appeal-1", channel: "reception" },
    {
      type: "assign",
      at: at(3),
      by: desk,
      authorityId,
      ruleId: "rule",
      why: "built",
      coExecutors: [{ authorityId: "administration", why: "built" }],
      clocks: [],
    },
    { type: "take", at: at(4), by: drafter, executorId: null },
    {
      type: "submit-draft",
      at: at(5),
      by: drafter,
      ...reply,
      replyKind: "final",
      outcome: { value: "explained" },
      evidenceRequired: false,
      promiseBy: "9999-12-31T00:00:00.000Z",
    },
    { type: "approve-draft", at: at(6), by: approver, ...reply, sameActorAllowed: false, promiseBy: "9999-12-31T00:00:00.000Z" },
    {
      type: "record-publication",
      at: answeredAt,
      by: desk,
      draftId,
      messageKey,
      replyKey: `${messageKey}_reply`,
      url: "https://example.org/reply",
      publishedAt: answeredAt,
    },
    { type: "close", at: closedAt, by: approver, reason: "no-objection" },
  ]
}
