import { instantToMillis, millisToInstant, type Instant } from "../../base/index.ts"
import type { Importance, IncidentKind } from "../../incident/index.ts"
import { networkOf, type MessageKey, type Network } from "../../message/index.ts"
import type { RouteFacts } from "../routing-rule.ts"
import type { Routing } from "../routing.ts"
import { membersOf, type Box } from "./box.ts"

/** Where a message can come from. */
export interface Source {
  readonly network: Network
  /** Null: a community that no rule names. */
  readonly communityKey: MessageKey | null
}

/** Every value that rules can distinguish. */
export interface Space {
  /** Null: the topic is unknown. */
  readonly topic: readonly (string | null)[]
  /** Null: the territory is unknown. */
  readonly territory: readonly (string | null)[]
  readonly source: readonly Source[]
  readonly kind: readonly IncidentKind[]
  readonly importance: readonly Importance[]
  /** One moment for each interval in which nothing begins or ends. */
  readonly time: readonly Instant[]
}

/** Represents every network that no rule names. */
const otherNetwork: Network = "another-network"

/**
 * The values that rules can distinguish: all topics and territories, each network and community that is named and one
 * that is not, and a moment of every interval between two changes.
 *
 * @param topicIds - of the host's topics
 * @param from - what ended before is not checked; absent: all times
 */
export function spaceOf(routing: Routing, topicIds: readonly string[], from?: Instant): Space {
  const communities = [...new Set(routing.rules.flatMap((rule) => rule.when.communities ?? []))]
  const networks = new Set([...routing.rules.flatMap((rule) => rule.when.networks ?? []), ...communities.map(networkOf)])
  return {
    topic: [null, ...new Set(topicIds)],
    territory: [null, ...routing.territories.map(({ id }) => id)],
    source: [
      ...[...networks, otherNetwork].map((network) => ({ network, communityKey: null })),
      ...communities.map((communityKey) => ({ network: networkOf(communityKey), communityKey })),
    ],
    kind: ["problem", "question", "suggestion", "thanks"],
    importance: ["normal", "raised"],
    time: momentsOf(routing, from),
  }
}

function momentsOf(routing: Routing, from: Instant | undefined): readonly Instant[] {
  const periods = [...routing.rules, ...routing.authorities, ...routing.territories.flatMap((territory) => territory.ownersByTime ?? [])]
  const changes = [...new Set(periods.flatMap(({ validFrom, validTo }) => [validFrom ?? [], validTo ?? []].flat()))].toSorted()
  const first = changes[0]
  const earliest = from ?? (first === undefined ? "1970-01-01T00:00:00.000Z" : millisToInstant(instantToMillis(first) - 1))
  return [earliest, ...changes.filter((change) => change > earliest)]
}

/** One of the facts of a box that is not empty. */
export function factsIn(
  box: Box,
  space: Space,
): RouteFacts & { readonly kind: IncidentKind; readonly importance: Importance; readonly at: Instant } {
  const source = space.source[firstOf(box.source)]
  return {
    topic: space.topic[firstOf(box.topic)] ?? null,
    territoryId: space.territory[firstOf(box.territory)] ?? null,
    network: source?.network ?? otherNetwork,
    communityKey: source?.communityKey ?? null,
    kind: space.kind[firstOf(box.kind)] ?? "problem",
    importance: space.importance[firstOf(box.importance)] ?? "normal",
    at: space.time[firstOf(box.time)] ?? "",
  }
}

function firstOf(set: bigint): number {
  return membersOf(set)[0] ?? -1
}
