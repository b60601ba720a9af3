import fc from "fast-check"
import { route, routingSchema, type Routing, type RouteFacts } from "../../../src/route/index.ts"

/** The topics of the small worlds. */
export const topics = [{ id: "a" }, { id: "b" }]

const moments = ["2026-01-01T00:00:00.000Z", "2026-06-01T00:00:00.000Z"] as const
const period = fc.constantFrom<{ validFrom?: string; validTo?: string }>(
  {},
  {},
  {},
  { validFrom: moments[0] },
  { validTo: moments[0] },
  { validFrom: moments[1] },
  { validFrom: moments[0], validTo: moments[1] },
)
const authorityIds = ["x", "y", "z"] as const
const roles = ["heat", "roads"] as const
const assignee = fc.oneof(
  fc.constantFrom(...authorityIds).map((authorityId) => ({ authorityId })),
  fc.constantFrom(...roles).map((role) => ({ role })),
)
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 1 })
const owners = fc.dictionary(fc.constantFrom(...roles), fc.constantFrom(...authorityIds), { maxKeys: 2, noNullPrototype: true })
const ownersByTime = fc.array(
  fc
    .tuple(fc.constantFrom(...roles), fc.constantFrom(...authorityIds), period)
    .map(([role, authorityId, time]) => ({ role, authorityId, ...time })),
  { maxLength: 2 },
)
const when = fc.record(
  {
    topics: fc.subarray(["a", "b", "strange"], { minLength: 1 }),
    territoryIds: fc.subarray(["r", "n", "s"], { minLength: 1 }),
    networks: fc.subarray(["vk", "ok"], { minLength: 1 }),
    communities: fc.subarray(["vk:-1", "ok:2"], { minLength: 1 }),
    kinds: fc.subarray(["problem", "question", "suggestion", "thanks"] as const, { minLength: 1 }),
    importance: fc.constantFrom("normal" as const, "raised" as const),
  },
  { requiredKeys: [] },
)
export const rules = fc
  .array(fc.tuple(when, assignee, period, maybe(fc.array(assignee, { minLength: 1, maxLength: 2 }))), { maxLength: 6 })
  .map((list) =>
    list.map(([conditions, assign, time, coExecutors], index) => ({
      id: `rule-${index}`,
      when: conditions,
      assign,
      ...(coExecutors === undefined ? {} : { coExecutors }),
      ...time,
    })),
  )

/** A region of a root with two parts, three authorities and a few rules. */
export const worlds: fc.Arbitrary<Routing> = fc
  .tuple(rules, fc.array(period, { minLength: 3, maxLength: 3 }), fc.array(fc.tuple(owners, ownersByTime), { minLength: 3, maxLength: 3 }))
  .map(([list, times, parts]) =>
    routingSchema.parse({
      authorities: authorityIds.map((id, index) => ({ id, title: id, kind: "ministry", ...times[index] })),
      territories: ["r", "n", "s"].map((id, index) => ({
        id,
        title: id,
        kind: "district",
        ...(id === "r" ? {} : { parentId: "r" }),
        owners: parts[index]?.[0],
        ownersByTime: parts[index]?.[1],
      })),
      rules: list,
    }),
  )

/** Everything that can be asked in a small world: every combination, a moment of every interval of time. */
export const allFacts: readonly Required<RouteFacts>[] = [null, "a", "b"].flatMap((topic) =>
  [null, "r", "n", "s"].flatMap((territoryId) =>
    [
      { network: "vk", communityKey: null },
      { network: "vk", communityKey: "vk:-1" },
      { network: "ok", communityKey: null },
      { network: "ok", communityKey: "ok:2" },
      { network: "x", communityKey: null },
    ].flatMap((source) =>
      (["problem", "question", "suggestion", "thanks"] as const).flatMap((kind) =>
        (["normal", "raised"] as const).flatMap((importance) =>
          ["2025-07-01T00:00:00.000Z", ...moments].map((at) => ({ topic, territoryId, ...source, kind, importance, at })),
        ),
      ),
    ),
  ),
)

/** Asks a world everything. */
export function askAll(world: Routing): readonly { readonly facts: Required<RouteFacts>; readonly found: ReturnType<typeof route> }[] {
  return allFacts.map((facts) => ({ facts, found: route(world, facts) }))
}
