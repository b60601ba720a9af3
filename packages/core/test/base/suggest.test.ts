import { readOptions } from "@otklik/core"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { didYouMean, nearestName } from "../../src/base/suggest.ts"
import { checkInput } from "../../src/base/validate.ts"

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

  it("says in the words of the pages what was expected, and gives away no value", () => {
    const schema = z.strictObject({
      count: z.int().min(1),
      share: z.number().positive().max(1),
      below: z.number().lt(5),
      token: z.string().min(6),
      name: z.string().min(1),
      note: z.string().max(2),
      list: z.array(z.string()).min(1),
      pair: z.array(z.string()).max(2),
      link: z.url(),
      isOpen: z.boolean(),
      version: z.literal("v1"),
      options: z.strictObject({}),
    })
    const sentences = (value: object): Readonly<Record<string, string>> => {
      const result = checkInput(schema, value)
      return "issues" in result ? Object.fromEntries(result.issues.map(({ path, message }) => [path, message])) : {}
    }
    const ends = {
      count: 0,
      share: 0,
      below: 5,
      token: "abc",
      name: "",
      note: "long",
      list: [],
      pair: ["1", "2", "3"],
      link: "x",
      isOpen: 1,
      version: 2,
    }
    expect(sentences({ ...ends, options: "secret" })).toEqual({
      count: "a number of 1 or more was expected",
      share: "a number more than 0 was expected",
      below: "a number less than 5 was expected",
      token: "a text of 6 or more characters was expected",
      name: "a text that is not empty was expected",
      note: "a text of at most 2 characters was expected",
      list: "a list that is not empty was expected",
      pair: "a list of at most 2 was expected",
      link: "a web address was expected, like https://example.org/page",
      isOpen: "true or false was expected",
      version: '"v1" was expected',
      options: "an object was expected; a text was given",
    })
    const kinds = { count: 1.5, share: Number.NaN, below: null, token: {}, name: 7, note: true, list: "a", pair: "a", isOpen: [] }
    expect(sentences(kinds)).toMatchObject({
      count: "a whole number was expected",
      share: "a number was expected; NaN was given",
      below: "a number was expected; null was given",
      token: "a text was expected; an object was given",
      name: "a text was expected",
      note: "a text was expected; true or false was given",
      list: "a list was expected; a text was given",
      pair: "a list was expected; a text was given",
      isOpen: "true or false was expected; a list was given",
      options: "an object was expected",
    })
  })
})
