import { describe, expect, it } from "vitest"
import { isDeskError, readOptions } from "../../src/base/index.ts"
import {
  chooseTemplate,
  renderReply,
  replyTemplatesSchema,
  templateFacts,
  wordFacts,
  type ReplyTemplateInput,
  type ReplyWording,
  type TemplateSituation,
} from "../../src/reply/index.ts"

const situation: TemplateSituation = {
  topic: "roads",
  kind: "problem",
  replyKind: "interim",
  outcome: "planned",
  network: "vk",
  authorityId: "adm",
  at: "2026-11-24T00:00:00.000Z",
}
const choose = (templates: readonly ReplyTemplateInput[], change: Partial<TemplateSituation> = {}) =>
  chooseTemplate(replyTemplatesSchema.parse(templates), { ...situation, ...change })

describe("chooseTemplate", () => {
  it("takes the one with the most conditions, and says why not the others", () => {
    const choice = choose([
      { id: "any", text: "a" },
      { id: "roads", text: "b", appliesTo: { topics: ["roads"], outcomes: ["planned"] } },
      { id: "water", text: "c", appliesTo: { topics: ["water"], outcomes: ["planned"], networks: ["vk"] } },
    ])
    expect(choice.template?.id).toBe("roads")
    expect(choice.why).toBe("fits by topics, outcomes; of the 2 that fit it has the most conditions")
    expect(choice.passed).toEqual([
      { templateId: "any", version: "1", why: "fits, with fewer conditions" },
      { templateId: "water", version: "1", why: "another topic" },
    ])
  })

  it("lets the order decide between equals", () => {
    const choice = choose([
      { id: "one", text: "a", appliesTo: { topics: ["roads"] } },
      { id: "two", text: "b", appliesTo: { networks: ["vk"] } },
    ])
    expect([choice.template?.id, choice.why]).toEqual([
      "one",
      "fits by topics; of the 2 that fit 2 have as many conditions, and it is the first of them in the list",
    ])
    expect(choice.passed[0]?.why).toBe("fits with as many conditions, further down the list")
  })

  it.each([
    ["topics", { topics: ["roads"] }, { topic: null }, "another topic"],
    ["reply kind", { replyKinds: ["final"] }, {}, "the reply is interim"],
    ["outcome", { outcomes: ["fix-claimed"] }, {}, "the problem is planned"],
    ["no outcome", { outcomes: ["planned"] }, { outcome: null }, "the reply does not mention the problem"],
    ["kind", { kinds: ["question"] }, {}, "kind is problem"],
    ["network", { networks: ["ok"] }, {}, "network is vk"],
    ["owner", { authorityIds: ["adm"] }, { authorityId: null }, "another owner"],
  ] satisfies readonly (readonly [string, ReplyTemplateInput["appliesTo"], Partial<TemplateSituation>, string])[])(
    "passes over what does not fit: %s",
    (_, appliesTo, change, why) => {
      const choice = choose([{ id: "t", text: "a", appliesTo }], change)
      expect([choice.template, choice.why, choice.passed]).toEqual([null, "no template fits", [{ templateId: "t", version: "1", why }]])
    },
  )

  it("knows when a template holds: from its first moment on, not at its last", () => {
    const template = { id: "t", text: "a", validFrom: "2026-11-24T00:00:00Z", validTo: "2026-11-25T00:00:00Z" }
    expect(choose([template]).template?.id).toBe("t")
    expect(choose([template], { at: "2026-11-25T00:00:00.000Z" }).passed[0]?.why).toBe("valid only before 2026-11-25T00:00:00.000Z")
    expect(choose([template], { at: "2026-11-23T23:59:59.999Z" }).passed[0]?.why).toBe("valid only from 2026-11-24T00:00:00.000Z")
    expect(choose([]).why).toBe("there are no templates")
  })

  it("refuses two of one id, a period that ends before it begins, a condition that is none", () => {
    const paths = (value: unknown) => {
      try {
        readOptions(replyTemplatesSchema, value, "templates")
      } catch (error) {
        if (isDeskError(error, "config")) return error.details.issues.map((issue) => issue.path)
      }
      return []
    }
    const template = { id: "t", text: "a" }
    expect(paths([template, template])).toEqual(["[1].id"])
    // Editions of one id follow one another, each with a version of its own.
    const [old, present] = [
      { ...template, validTo: "2026-11-24T00:00:00Z" },
      { ...template, version: "2", validFrom: "2026-11-24T00:00:00Z" },
    ]
    expect(paths([old, present])).toEqual([])
    expect(paths([old, { ...present, version: "1" }])).toEqual(["[1].version"])
    expect(paths([template, present])).toEqual(["[1].id"])
    expect(paths([{ ...template, validFrom: "2026-11-25T00:00:00Z", validTo: "2026-11-24T00:00:00Z" }])).toEqual(["[0].validTo"])
    expect(paths([{ ...template, appliesTo: { topic: "roads" } }])).toEqual(["[0].appliesTo.topic"])
  })
})

describe("wordFacts", () => {
  const wording: ReplyWording = {
    moment: (instant, zone) => `${instant} in ${zone}`,
    day: (instant) => instant.slice(0, 10),
    number: (value) => value.toFixed(1),
  }
  const word = (facts: Parameters<typeof wordFacts>[0]) => wordFacts(facts, { zone: "Asia/Chita", wording })

  it("tells moments, days and numbers in the wording that is handed in, in the region's zone", () => {
    const at = "2026-11-24T03:30:00.000Z"
    expect(renderReply("{a} {b} {c} {d}", word({ a: { moment: at }, b: { day: at }, c: 2, d: "x" }))).toBe(
      "2026-11-24T03:30:00.000Z in Asia/Chita 2026-11-24 2.0 x",
    )
  })

  it("keeps what is missing missing, so that every name is told", () => {
    let caught: unknown
    try {
      renderReply("{a} {b} {c} {d}", word({ a: null, b: Number.NaN, c: "" }))
    } catch (error) {
      caught = error
    }
    expect(isDeskError(caught, "missing-fact") && caught.details.facts).toEqual(["a", "b", "c", "d"])
  })

  it("names the facts of a template before anybody fills it in", () => {
    expect(templateFacts("{authority}: до {dueAt}. {authority}, {phone}")).toEqual(["authority", "dueAt", "phone"])
  })
})
