import { readOptions } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { didYouMean, nearestName } from "../../src/base/suggest.ts"

describe("what was probably meant", () => {
  const known = ["authorisation", "policies", "rules", "routing", "storage"]

  it("finds the nearest name by its letters, in any case", () => {
    expect(nearestName("authorization", known)).toBe("authorisation")
    expect(nearestName("polices", known)).toBe("policies")
    expect(nearestName("Rules", known)).toBe("rules")
    // Two neighbours that changed places are one slip.
    expect(nearestName("ruels", known)).toBe("rules")
  })

  it("guesses nothing where no name is near, or where the given one is endless", () => {
    expect(didYouMean("colour", known)).toBe("")
    expect(didYouMean("", known)).toBe("")
    expect(didYouMean("a".repeat(1_000_000), known)).toBe("")
  })

  it("names every unknown field with its path and its neighbour, also inside of lists and alternatives", () => {
    const schema = z.strictObject({
      rules: z.array(z.strictObject({ query: z.string(), topic: z.string().optional() })),
      term: z.union([z.strictObject({ minutes: z.number() }), z.strictObject({ days: z.number() })]).optional(),
      time: z.enum(["working", "wall"]).optional(),
    })
    const issues = (value: unknown): unknown => {
      try {
        readOptions(schema, value, "options")
      } catch (error) {
        return error
      }
      return null
    }
    expect(issues({ rules: [{ query: "a", topik: "b", colour: 1 }] })).toMatchObject({
      message: 'options: rules[0].topik: there is no such field; did you mean "topic"?',
      details: {
        issues: [
          { path: "rules[0].topik", message: 'there is no such field; did you mean "topic"?' },
          { path: "rules[0].colour", message: "there is no such field" },
        ],
      },
    })
    expect(issues({ rules: [], time: "wroking" })).toMatchObject({
      message: 'options: time: one of working, wall was expected; did you mean "working"?',
    })
  })
})
