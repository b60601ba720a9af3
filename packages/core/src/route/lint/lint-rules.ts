import { findUncovered, intersect, isEmpty, membersOf, type Box } from "./box.ts"
import type { RoutingFinding } from "./finding.ts"
import type { RuleBoxes } from "./rule-boxes.ts"
import type { Space } from "./space.ts"

/** How many places are named in a sentence. */
const namedPlaces = 5

/** Rules that never decide, and rules that find no owner where nobody else does. */
export function lintRules(rules: readonly RuleBoxes[], space: Space): readonly RoutingFinding[] {
  const everything = rules.flatMap(({ owns }) => owns)
  return rules.flatMap((entry): readonly RoutingFinding[] => {
    const path = `rules[${entry.place}]`
    if (isEmpty(entry.fits)) return [unreachable(entry, path)]
    const { id, assign } = entry.rule
    if (entry.owns.length === 0) {
      const why =
        "role" in assign
          ? `no authority has the role "${assign.role}" in any territory of the rule`
          : `"${assign.authorityId}" is not responsible at any time that it is for`
      return [
        {
          code: "ownerless",
          severity: "error",
          path: `${path}.assign`,
          message: `the rule "${id}" never finds an owner: ${why}`,
          related: [],
        },
      ]
    }
    const shadow = shadowOf(entry, rules)
    if (shadow !== null) return [shadow]
    return gapOf(entry, everything, space)
  })
}

function unreachable({ rule, fits }: RuleBoxes, path: string): RoutingFinding {
  const finding = { code: "unreachable", severity: "error", related: [] } as const
  const begin = `the rule "${rule.id}" can never match`
  if (fits.topic === 0n) return { ...finding, path: `${path}.when.topics`, message: `${begin}: there is none of its topics` }
  if (fits.source === 0n)
    return { ...finding, path: `${path}.when.communities`, message: `${begin}: none of its communities is in one of its networks` }
  return { ...finding, path: `${path}.validTo`, message: `${begin}: the time for which it is valid is over` }
}

/** Whether a rule decides for some facts. */
export function isAlive(entry: RuleBoxes, rules: readonly RuleBoxes[]): boolean {
  return decides(entry.owns, rules.slice(0, entry.place))
}

/** Whether something of the boxes is left over by the rules that go before. */
function decides(boxes: readonly Box[], before: readonly RuleBoxes[]): boolean {
  const covers = before.flatMap(({ owns }) => owns)
  return boxes.some((box) => findUncovered(box, covers) !== null)
}

function shadowOf(entry: RuleBoxes, rules: readonly RuleBoxes[]): RoutingFinding | null {
  if (isAlive(entry, rules)) return null
  const guilty = rules.slice(0, entry.place).filter((other) => {
    const common = other.owns.flatMap((cover) => entry.owns.flatMap((box) => intersect(box, cover) ?? []))
    return decides(common, rules.slice(0, other.place))
  })
  const names = guilty.map(({ rule }) => `"${rule.id}"`).join(", ")
  return {
    code: "shadowed",
    severity: "error",
    path: `rules[${entry.place}]`,
    message: `the rule "${entry.rule.id}" never decides: wherever it would, ${names} ${guilty.length === 1 ? "decides" : "decide"} before it`,
    related: guilty.map(({ place }) => `rules[${place}]`),
  }
}

/** Known places where a rule holds, has no owner to give, and no rule has one. */
function gapOf({ rule, place, fits }: RuleBoxes, everything: readonly Box[], space: Space): readonly RoutingFinding[] {
  const lost = membersOf(fits.territory).filter(
    (territory) =>
      space.territory[territory] !== null && findUncovered({ ...fits, territory: 1n << BigInt(territory) }, everything) !== null,
  )
  if (lost.length === 0) return []
  const named = lost.slice(0, namedPlaces).map((territory) => `"${space.territory[territory] ?? ""}"`)
  const more = lost.length > named.length ? ` and ${lost.length - named.length} more` : ""
  const whom =
    "role" in rule.assign ? `no authority has the role "${rule.assign.role}"` : `"${rule.assign.authorityId}" is not always responsible`
  return [
    {
      code: "ownerless",
      severity: "warning",
      path: `rules[${place}].assign`,
      message: `the rule "${rule.id}" matches in ${named.join(", ")}${more}, where ${whom}, and no other rule finds an owner`,
      related: [],
    },
  ]
}
