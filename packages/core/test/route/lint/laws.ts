import assert from "node:assert/strict"
import fc from "fast-check"
import { lintRouting, route, routingSchema, type Routing } from "../../../src/route/index.ts"
import { allFacts, askAll, rules, topics, worlds } from "./world.ts"

/** A law, and how many runs it gets on an ordinary day. */
export interface Law {
  readonly name: string
  readonly runs: number
  readonly check: (run: { readonly numRuns: number; readonly seed?: number }) => void
}

const place = /^rules\[(\d+)\]/
const dead = new Set(["unreachable", "shadowed"])
const owners: Routing["authorities"] = [{ id: "w", title: "W", kind: "ministry" }]

const deadRules = fc.property(worlds, (world) => {
  const deciding = new Set(askAll(world).map(({ found }) => found.ruleId))
  const reported = new Set(
    lintRouting(world, topics)
      .filter(({ code, severity }) => dead.has(code) || (code === "ownerless" && severity === "error"))
      .map(({ path }) => Number(place.exec(path)?.[1])),
  )
  const silent = world.rules.flatMap(({ id }, index) => (deciding.has(id) ? [] : [index]))
  assert.deepEqual(reported, new Set(silent))
})

const idleAuthorities = fc.property(worlds, (world) => {
  const busy = new Set(
    askAll(world).flatMap(({ found }) => [found.authorityId, ...found.coExecutors.map(({ authorityId }) => authorityId)]),
  )
  const told = lintRouting(world, topics).filter(({ code, path }) => code === "idle" && path.startsWith("authorities"))
  const expected = world.authorities.flatMap(({ id }, index) => (busy.has(id) ? [] : [`authorities[${index}]`]))
  assert.deepEqual(
    told.map(({ path }) => path),
    expected,
  )
})

const gaps = fc.property(worlds, (world) => {
  const lost = askAll(world).filter(({ facts, found }) => found.authorityId === null && facts.topic !== null)
  const findings = lintRouting(world, topics).filter(({ code }) => code === "unrouted" || code === "ownerless")
  const lostSomewhere = lost.some(({ facts }) => facts.territoryId !== null)
  // A dead rule is an ownerless one too, without anybody being lost by it: only living gaps are looked at.
  const told = findings.filter(({ code, severity }) => (code === "unrouted" ? severity !== "note" : severity === "warning"))
  if (lostSomewhere) assert.ok(findings.some(({ severity }) => severity !== "note"))
  if (told.length > 0 && told.every(({ code }) => code === "unrouted")) assert.ok(lostSomewhere)
  if (findings.some(({ severity }) => severity === "note")) assert.ok(lost.some(({ facts }) => facts.territoryId === null))
})

const conflicts = fc.property(worlds, (world) => {
  const alone = world.rules.map((rule) => {
    const only = { ...world, rules: [rule] }
    const always = { ...world, rules: [{ ...rule, assign: { authorityId: "w" } }], authorities: owners }
    return allFacts.map((facts) => ({ fits: route(always, facts).authorityId !== null, owner: route(only, facts).authorityId }))
  })
  const deciding = new Set(askAll(world).map(({ found }) => found.ruleId))
  const expected = world.rules.flatMap((later, j) =>
    world.rules.slice(0, j).flatMap((earlier, i) => {
      if (!deciding.has(later.id) || !deciding.has(earlier.id)) return []
      const [one, other] = [alone[i] ?? [], alone[j] ?? []]
      const inside = (a: typeof one, b: typeof one) => a.every(({ fits }, at) => !fits || b[at]?.fits === true)
      if (inside(one, other) || inside(other, one)) return []
      const disputed = allFacts.some((_facts, at) => {
        const taken = alone.slice(0, i).some((rule) => rule[at]?.owner !== null)
        const [a, b] = [one[at]?.owner ?? null, other[at]?.owner ?? null]
        return !taken && a !== null && b !== null && a !== b
      })
      return disputed ? [`rules[${j}] rules[${i}]`] : []
    }),
  )
  const told = lintRouting(world, topics).filter(({ code }) => code === "conflict")
  assert.deepEqual(
    told.map(({ path, related }) => `${path} ${related.join()}`),
    expected,
  )
})

const totality = fc.property(worlds, fc.constantFrom(...allFacts), (world, facts) => {
  const found = route(world, facts)
  assert.deepEqual(route(routingSchema.parse(JSON.parse(JSON.stringify(world))), facts), found)
  assert.notEqual(found.why, "")
  const before =
    found.ruleId === null
      ? world.rules
      : world.rules.slice(
          0,
          world.rules.findIndex(({ id }) => id === found.ruleId),
        )
  assert.deepEqual(
    found.passed.map(({ ruleId }) => ruleId),
    before.map(({ id }) => id),
  )
  for (const { why } of found.passed) assert.notEqual(why, "")
  const bodies = [found.authorityId, ...found.coExecutors.map(({ authorityId }) => authorityId)].filter((id) => id !== null)
  assert.equal(new Set(bodies).size, bodies.length)
  for (const id of bodies) {
    const body = world.authorities.find((authority) => authority.id === id)
    assert.ok(body !== undefined && (body.validFrom ?? "") <= facts.at && facts.at < (body.validTo ?? "9"))
  }
})

const addedRules = fc.property(worlds, rules, fc.constantFrom(...allFacts), (world, more, facts) => {
  const before = route(world, facts)
  const added = more.map((rule) => ({ ...rule, id: `late-${rule.id}` }))
  const after = route(routingSchema.parse({ ...world, rules: [...world.rules, ...added] }), facts)
  if (before.authorityId !== null) assert.deepEqual(after, before)
  else assert.ok(after.ruleId === null || after.ruleId.startsWith("late-"))
})

/** What lint and route promise, by brute force on small worlds. */
export const routingLaws: readonly Law[] = [
  {
    name: "lint calls a rule dead exactly when it decides for nothing that can be asked",
    runs: 120,
    check: (run) => fc.assert(deadRules, run),
  },
  {
    name: "lint calls an authority idle exactly when it is given nothing, as owner or beside one",
    runs: 120,
    check: (run) => fc.assert(idleAuthorities, run),
  },
  { name: "lint tells of a gap when somebody is lost, and of none without", runs: 120, check: (run) => fc.assert(gaps, run) },
  {
    name: "lint tells of a conflict exactly when two living rules that overlap in part give something to different owners",
    runs: 80,
    check: (run) => fc.assert(conflicts, run),
  },
  {
    name: "route is deterministic and total, and names every rule that it passed over",
    runs: 500,
    check: (run) => fc.assert(totality, run),
  },
  { name: "a rule that is added at the end changes no earlier answer", runs: 500, check: (run) => fc.assert(addedRules, run) },
]
