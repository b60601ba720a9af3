import type { Routing } from "../routing.ts"
import { findUncovered, isEmpty, setOf, type Box } from "./box.ts"
import type { RoutingFinding } from "./finding.ts"
import type { RuleBoxes } from "./rule-boxes.ts"
import { factsIn, type Space } from "./space.ts"

/** Topics that no rule is for, and topics in rules that the host does not have. */
export function lintTopics(
  rules: readonly RuleBoxes[],
  space: Space,
  routing: Routing,
  topicIds: readonly string[],
): readonly RoutingFinding[] {
  return [...unknownTopics(routing, topicIds), ...unroutedTopics(rules, space, topicIds)]
}

function unknownTopics(routing: Routing, topicIds: readonly string[]): readonly RoutingFinding[] {
  const known = new Set(topicIds)
  return routing.rules.flatMap((rule, place) =>
    (rule.when.topics ?? []).flatMap((topic, at): readonly RoutingFinding[] => {
      if (known.has(topic)) return []
      const message = `the rule "${rule.id}" names the topic "${topic}", and there is none`
      return [{ code: "unknown-topic", severity: "error", path: `rules[${place}].when.topics[${at}]`, message, related: [] }]
    }),
  )
}

function unroutedTopics(rules: readonly RuleBoxes[], space: Space, topicIds: readonly string[]): readonly RoutingFinding[] {
  const known = setOf(space.territory, (territory) => territory !== null)
  const all: Box = {
    topic: 0n,
    territory: known,
    source: setOf(space.source, () => true),
    kind: setOf(space.kind, () => true),
    importance: setOf(space.importance, () => true),
    time: setOf(space.time, () => true),
  }
  const fits = rules.map((entry) => entry.fits)
  const owns = rules.flatMap((entry) => entry.owns)
  const findings: RoutingFinding[] = []
  const needPlace: string[] = []
  topicIds.forEach((id, at) => {
    const topic = setOf(space.topic, (candidate) => candidate === id)
    const path = `topics[${at}]`
    if (fits.every((box) => isEmpty(box) || (box.topic & topic) === 0n)) {
      findings.push({ code: "unrouted", severity: "error", path, message: `no rule is for the topic "${id}"`, related: [] })
      return
    }
    const gap = findUncovered({ ...all, topic }, fits)
    if (gap !== null) {
      const message = `${gapText(gap, space)} no rule is for the topic "${id}"`
      findings.push({ code: "unrouted", severity: "warning", path, message, related: [] })
    }
    const nowhere = setOf(space.territory, (territory) => territory === null)
    if (findUncovered({ ...all, topic, territory: nowhere }, owns) !== null) needPlace.push(id)
  })
  if (needPlace.length > 0)
    findings.push({
      code: "unrouted",
      severity: "note",
      path: "rules",
      message: `without a place these topics may wait in the no-owner queue: ${needPlace.map((id) => `"${id}"`).join(", ")}`,
      related: [],
    })
  return findings
}

function gapText(box: Box, space: Space): string {
  const { territoryId, network, importance, kind } = factsIn(box, space)
  return `in "${territoryId ?? ""}" on "${network}", for a ${kind} of ${importance} importance,`
}
