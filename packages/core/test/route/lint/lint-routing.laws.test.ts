import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { lintRouting, route, routingSchema } from "../../../src/route/index.ts"
import { allFacts, askAll, rules, topics, worlds } from "./world.ts"

const place = /^rules\[(\d+)\]/
const dead = new Set(["unreachable", "shadowed"])

describe("lintRouting, by brute force on small worlds", () => {
  it("calls a rule dead exactly when it decides for nothing that can be asked", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const deciding = new Set(askAll(world).map(({ found }) => found.ruleId))
        const findings = lintRouting(world, topics)
        const reported = new Set(
          findings
            .filter(({ code, severity }) => dead.has(code) || (code === "ownerless" && severity === "error"))
            .map(({ path }) => Number(place.exec(path)?.[1])),
        )
        expect(world.rules.filter((_rule, index) => reported.has(index)).map(({ id }) => id)).toEqual(
          world.rules.map(({ id }) => id).filter((id) => !deciding.has(id)),
        )
        expect(reported.size).toBe(world.rules.filter(({ id }) => !deciding.has(id)).length)
      }),
      { numRuns: 120 },
    )
  })

  it("calls an authority idle exactly when it is given nothing, as owner or beside one, whatever is asked", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const busy = new Set(
          askAll(world).flatMap(({ found }) => [found.authorityId, ...found.coExecutors.map(({ authorityId }) => authorityId)]),
        )
        const told = lintRouting(world, topics).filter(({ code, path }) => code === "idle" && path.startsWith("authorities"))
        const expected = world.authorities.flatMap(({ id }, index) => (busy.has(id) ? [] : [`authorities[${index}]`]))
        expect(told.map(({ path }) => path)).toEqual(expected)
      }),
      { numRuns: 120 },
    )
  })

  it("tells of a gap exactly when some known place has a topic of the host and no owner, and of unknown places too", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const lost = askAll(world).filter(({ facts, found }) => found.authorityId === null && facts.topic !== null)
        const findings = lintRouting(world, topics).filter(({ code }) => code === "unrouted" || code === "ownerless")
        const lostSomewhere = lost.some(({ facts }) => facts.territoryId !== null)
        // A dead rule is an ownerless one too, without anybody being lost by it: only living gaps are looked at.
        const told = findings.filter(({ code, severity }) => (code === "unrouted" ? severity !== "note" : severity === "warning"))
        if (lostSomewhere) expect(findings.filter(({ severity }) => severity !== "note")).not.toEqual([])
        if (told.length > 0 && told.every(({ code }) => code === "unrouted")) expect(lostSomewhere).toBe(true)
        if (findings.some(({ severity }) => severity === "note")) expect(lost.some(({ facts }) => facts.territoryId === null)).toBe(true)
      }),
      { numRuns: 120 },
    )
  })

  it("tells of a conflict exactly when two rules that overlap only in part would give something to different owners", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const alone = world.rules.map((rule) => {
          const only = { ...world, rules: [rule] }
          const always = {
            ...world,
            rules: [{ ...rule, assign: { authorityId: "w" } }],
            authorities: [{ id: "w", title: "W", kind: "ministry" as const }],
          }
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
        expect(told.map(({ path, related }) => `${path} ${related.join()}`)).toEqual(expected)
      }),
      { numRuns: 80 },
    )
  })
})

describe("route", () => {
  it("is deterministic and total, and names every rule that it passed over", () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...allFacts), (world, facts) => {
        const found = route(world, facts)
        expect(route(routingSchema.parse(JSON.parse(JSON.stringify(world))), facts)).toEqual(found)
        expect(found.why).not.toBe("")
        const before =
          found.ruleId === null
            ? world.rules
            : world.rules.slice(
                0,
                world.rules.findIndex(({ id }) => id === found.ruleId),
              )
        expect(found.passed.map(({ ruleId }) => ruleId)).toEqual(before.map(({ id }) => id))
        for (const { why } of found.passed) expect(why).not.toBe("")
        const bodies = [found.authorityId, ...found.coExecutors.map(({ authorityId }) => authorityId)].filter((id) => id !== null)
        expect(new Set(bodies).size).toBe(bodies.length)
        for (const id of bodies) {
          const body = world.authorities.find((authority) => authority.id === id)
          expect(body).toBeDefined()
          expect((body?.validFrom ?? "") <= facts.at && facts.at < (body?.validTo ?? "9")).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  it("keeps every answer when a rule is added at the end, and gives it only what nobody had", () => {
    fc.assert(
      fc.property(worlds, rules, fc.constantFrom(...allFacts), (world, more, facts) => {
        const before = route(world, facts)
        const added = more.map((rule) => ({ ...rule, id: `late-${rule.id}` }))
        const after = route(routingSchema.parse({ ...world, rules: [...world.rules, ...added] }), facts)
        if (before.authorityId !== null) expect(after).toEqual(before)
        else expect(after.ruleId === null || after.ruleId.startsWith("late-")).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
