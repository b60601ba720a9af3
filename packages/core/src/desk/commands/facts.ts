import type { Instant } from "../../base/index.ts"
import type {
  Actor,
  Assign,
  EarlierMoments,
  IncidentKind,
  Importance,
  LeaveUnowned,
  Proposal,
  Register,
  TerritoryFinding,
} from "../../incident/index.ts"
import type { MessageKey, Network, Place } from "../../message/index.ts"
import { route } from "../../route/index.ts"
import type { ExistingIncident } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"

/** The moment and the actor of a command. */
export interface Stamp {
  readonly at: Instant
  readonly by: Actor
}

/** What a person may set when registering; what is absent follows from the rules. */
export interface RegisterChoices {
  readonly kind?: IncidentKind | undefined
  readonly importance?: Importance | undefined
  readonly topic?: string | undefined
  readonly territoryId?: string | undefined
}

/** What says where a message belongs. */
interface LocationHints {
  readonly text: string | null
  readonly place?: Place | null | undefined
  readonly communityKey?: MessageKey | null | undefined
}

/**
 * The register command with its facts: topic of the first rule, territory with its reason, clocks with their due times.
 *
 * @param registeredAt - the moment from which terms run that begin with the registration; of a split incident that of
 * the first one
 */
export function registerCommand(
  context: DeskContext,
  incident: ExistingIncident,
  message: LocationHints,
  choices: RegisterChoices,
  stamp: Stamp,
  registeredAt: Instant = stamp.at,
): Register {
  const topic = choices.topic ?? incident.matches.find((match) => match.topic !== null)?.topic ?? null
  const kind = choices.kind ?? "problem"
  const importance = choices.importance ?? importanceOf(context, topic)
  const { text, place, communityKey } = message
  const territory =
    choices.territoryId === undefined ? context.locator.locate({ text: text ?? "", place, communityKey }) : chosen(choices.territoryId)
  const facts = { topic, kind, importance, network: incident.network }
  const moments = { published: incident.publishedAt, detected: incident.detectedAt, registered: registeredAt }
  return {
    type: "register",
    ...stamp,
    kind,
    importance,
    topic,
    territory,
    clocks: context.planner.onRegistered(facts, moments),
  }
}

/** The importance of a topic: as the host's data say, else normal. */
export function importanceOf({ topics }: DeskContext, topic: string | null): Importance {
  return topics.find(({ id }) => id === topic)?.importance ?? "normal"
}

/** What the rules say of a message that matched, before anybody registers it. */
export function proposalOf(
  context: DeskContext,
  topic: string | null,
  network: Network,
  { text, place, communityKey }: LocationHints,
  at: Instant,
): Proposal {
  const territory = context.locator.locate({ text: text ?? "", place, communityKey })
  const facts = { topic, kind: "problem", importance: importanceOf(context, topic), network, territoryId: territory.territoryId } as const
  return { topic, territory, authorityId: route(context.routing, { ...facts, communityKey: communityKey ?? null, at }).authorityId }
}

/** A territory that a person set. */
export function chosen(territoryId: string): TerritoryFinding {
  return { territoryId, basis: "person", confidence: 1, why: "set by a person" }
}

/** The assign command as the routing rules say, or the one that leaves the incident in the no-owner queue. */
export function assignCommand(
  context: DeskContext,
  incident: ExistingIncident,
  communityKey: MessageKey | null,
  stamp: Stamp,
  earlier?: EarlierMoments,
): Assign | LeaveUnowned {
  if (!("registeredAt" in incident)) throw new TypeError("the incident is not registered")
  const { topic, kind, importance, network, territory } = incident
  const found = route(context.routing, { topic, kind, importance, network, communityKey, territoryId: territory.territoryId, at: stamp.at })
  if (found.authorityId === null) return { type: "leave-unowned", ...stamp, why: found.why }
  return {
    type: "assign",
    ...stamp,
    authorityId: found.authorityId,
    ruleId: found.ruleId,
    why: found.why,
    coExecutors: found.coExecutors,
    clocks: context.planner.onHandOver(incident, found.authorityId, stamp.at, earlier),
  }
}
