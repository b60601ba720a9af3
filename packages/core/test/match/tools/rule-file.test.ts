import { describe, expect, it } from "vitest"
import * as z from "zod"
import { isDeskError, type AnyDeskError } from "../../../src/base/index.ts"
import { createMatcher, readRuleFile, ruleFileSchema, ruleSchema } from "../../../src/match/index.ts"

function errorOf(value: unknown): AnyDeskError & { readonly code: "invalid-rule" } {
  try {
    readRuleFile(value)
  } catch (error) {
    if (isDeskError(error, "invalid-rule")) return error
    throw error
  }
  throw new Error("the file was taken")
}

const file = {
  $schema: "./rules.schema.json",
  rules: [
    {
      id: "heating",
      query: "батарея & холод*",
      topic: "heating",
      version: "1",
      registration: "review",
      examples: {
        match: [
          "батарея холодная",
          { text: "батарея холодная", network: "vk", kind: "comment", communityKey: null, attachments: [{ kind: "photo" }] },
        ],
        skip: ["батарея для телефона"],
      },
    },
    { id: "light", query: "нет NEAR/2 свет" },
  ],
}

describe("a rule file", () => {
  it("is read as it is", () => {
    expect(readRuleFile(file)).toEqual(file)
    expect(readRuleFile({ rules: [] })).toEqual({ rules: [] })
  })

  it("gives rules that the matcher and the desk take, the trust in them included", () => {
    const { rules } = readRuleFile(JSON.parse(JSON.stringify(file)))
    expect(
      createMatcher(rules)
        .match("батарея холодная")
        .map(({ ruleId }) => ruleId),
    ).toEqual(["heating"])
    expect(ruleSchema.parse(rules[0])).toMatchObject({ id: "heating", registration: "review" })
  })

  it("has a JSON Schema that knows the fields and refuses others", () => {
    const schema = z.toJSONSchema(ruleFileSchema, { io: "input" })
    expect(schema).toMatchObject({
      required: ["rules"],
      additionalProperties: false,
      properties: { rules: { items: { additionalProperties: false } } },
    })
  })

  it("names the rule, the field and the characters of a query that can't be read", () => {
    const { details, message } = errorOf({
      rules: [
        { id: "a", query: "вода" },
        { id: "b", query: "вода & (свет" },
      ],
    })
    expect(details).toEqual({
      ruleId: "b",
      issues: [{ path: "rules[1].query", message: expect.stringContaining("closing bracket") as string, span: { start: 7, end: 8 } }],
    })
    expect(message).toContain('rules[1].query (rule "b")')
  })

  it("says everything that is wrong at once, inside examples too", () => {
    const examples = { match: ["", 3, { text: "x", kind: "story", place: 1 }, { network: "vk" }], skip: "x", maybe: [] }
    const { details, message } = errorOf({
      rules: [
        { id: "a", query: "-нет", exmaples: {} },
        { id: "a", query: "", examples },
        { id: "a", query: "да" },
      ],
      more: 1,
    })
    expect(details.ruleId).toBe("a")
    expect(details.issues.map(({ path }) => path).toSorted()).toEqual([
      "more",
      "rules[0].exmaples",
      "rules[0].query",
      "rules[1].examples.match[0]",
      "rules[1].examples.match[1]",
      "rules[1].examples.match[2].kind",
      "rules[1].examples.match[2].place",
      "rules[1].examples.match[3].text",
      "rules[1].examples.maybe",
      "rules[1].examples.skip",
      "rules[1].id",
      "rules[1].query",
      "rules[2].id",
    ])
    const told = (path: string) => details.issues.find((issue) => issue.path === path)?.message
    expect(told("rules[1].examples.match[1]")).toBe("a text or a message was expected")
    expect(told("rules[1].id")).toBe("this id was used before")
    expect(told("rules[0].exmaples")).toContain('did you mean "examples"?')
    expect(message).toMatch(/and 12 more$/)
  })

  it("is refused as a whole when it is no file of rules", () => {
    for (const value of [null, undefined, 7, "rules", [], {}, { rules: {} }]) expect(errorOf(value).details.ruleId).toBe("")
    expect(errorOf({ rules: [null] }).details.issues.map(({ path }) => path)).toEqual(["rules[0]"])
  })

  it("is refused without telling a text of its examples", () => {
    const secret = "тайный текст жителя"
    const attempts = [
      { match: [{ text: secret, kind: secret }] },
      { match: [{ text: secret, network: secret, communityKey: secret, attachments: [{ kind: secret }] }] },
      { skip: [[secret]] },
      { skip: secret },
    ]
    for (const examples of attempts) {
      const { message, details } = errorOf({ rules: [{ id: "a", query: "вода", examples }] })
      expect(message + JSON.stringify(details)).not.toContain("тайн")
    }
  })
})
