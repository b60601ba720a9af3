import { describe, expect, it } from "vitest"
import { lintRouting, routingSchema, type RoutingInput } from "../../../src/route/index.ts"

const contact = { phone: "112" }
const base: RoutingInput = {
  authorities: [
    { id: "press", title: "Press office", kind: "government", contact },
    { id: "adm-north", title: "Administration of the North", kind: "administration", contact },
    { id: "heat-north", title: "Heat of the North", kind: "utility", contact },
  ],
  territories: [
    { id: "region", title: "The Region", kind: "region" },
    { id: "north", title: "North", kind: "district", parentId: "region", owners: { heating: "heat-north", administration: "adm-north" } },
    { id: "south", title: "South", kind: "district", parentId: "region" },
  ],
  rules: [],
}
const topics = [{ id: "heating" }, { id: "roads" }]
const lint = (rules: RoutingInput["rules"], change: Partial<RoutingInput> = {}, options: Parameters<typeof lintRouting>[2] = {}) =>
  lintRouting(routingSchema.parse({ ...base, ...change, rules }), topics, options).filter(({ code }) => code !== "idle")
/** Sends everything somewhere, so that a test sees only what it is about. */
const rest: RoutingInput["rules"][number] = { id: "rest", when: {}, assign: { authorityId: "press" } }

describe("lintRouting", () => {
  it("has nothing to say of routing that is whole", () => {
    expect(lint([{ id: "heat", when: { topics: ["heating"] }, assign: { role: "heating" } }, rest])).toEqual([])
  })

  it.each([
    [
      "a topic that there is not",
      [{ id: "odd", when: { topics: ["heatnig"] }, assign: { authorityId: "press" } }, rest],
      [
        ["unreachable", "error", "rules[0].when.topics", 'the rule "odd" can never match: there is none of its topics'],
        ["unknown-topic", "error", "rules[0].when.topics[0]", 'the rule "odd" names the topic "heatnig", and there is none'],
      ],
    ],
    [
      "a community of another network",
      [{ id: "odd", when: { networks: ["ok"], communities: ["vk:-1"] }, assign: { authorityId: "press" } }, rest],
      [
        [
          "unreachable",
          "error",
          "rules[0].when.communities",
          'the rule "odd" can never match: none of its communities is in one of its networks',
        ],
      ],
    ],
    [
      "a rule behind a general one",
      [
        { id: "north", when: { territoryIds: ["north"] }, assign: { authorityId: "adm-north" } },
        rest,
        { id: "late", when: { topics: ["heating"] }, assign: { role: "heating" } },
      ],
      [["shadowed", "error", "rules[2]", 'the rule "late" never decides: wherever it would, "north" decides before it']],
    ],
    [
      "a rule behind two that share its facts",
      [
        { id: "vk", when: { topics: ["heating"], networks: ["vk"] }, assign: { authorityId: "press" } },
        { id: "ok", when: { topics: ["heating"], networks: ["ok"] }, assign: { authorityId: "adm-north" } },
        { id: "both", when: { topics: ["heating"], networks: ["ok", "vk"] }, assign: { role: "heating" } },
        rest,
      ],
      [["shadowed", "error", "rules[2]", 'the rule "both" never decides: wherever it would, "vk", "ok" decide before it']],
    ],
    [
      "a role that nobody plays",
      [{ id: "water", when: { topics: ["heating"] }, assign: { role: "water" } }, rest],
      [
        [
          "ownerless",
          "error",
          "rules[0].assign",
          'the rule "water" never finds an owner: no authority has the role "water" in any territory of the rule',
        ],
      ],
    ],
    [
      "a role that nobody plays in some places, and a topic without a place",
      [
        { id: "heat", when: { topics: ["heating"] }, assign: { role: "heating" } },
        { id: "roads", when: { topics: ["roads"] }, assign: { authorityId: "press" } },
      ],
      [
        [
          "ownerless",
          "warning",
          "rules[0].assign",
          'the rule "heat" matches in "region", "south", where no authority has the role "heating", and no other rule finds an owner',
        ],
        ["unrouted", "note", "rules", 'without a place these topics may wait in the no-owner queue: "heating"'],
      ],
    ],
    [
      "a topic that no rule is for",
      [{ id: "heat", when: { topics: ["heating"] }, assign: { authorityId: "press" } }],
      [["unrouted", "error", "topics[1]", 'no rule is for the topic "roads"']],
    ],
    [
      "a topic that no rule is for in one place",
      [
        { id: "heat", when: { topics: ["heating"] }, assign: { authorityId: "press" } },
        { id: "north", when: { topics: ["roads"], territoryIds: ["north"] }, assign: { authorityId: "press" } },
        { id: "vk", when: { topics: ["roads"], networks: ["vk"] }, assign: { authorityId: "press" } },
      ],
      [
        [
          "unrouted",
          "warning",
          "topics[1]",
          'in "region" on "another-network", for a problem of normal importance, no rule is for the topic "roads"',
        ],
        ["unrouted", "note", "rules", 'without a place these topics may wait in the no-owner queue: "roads"'],
      ],
    ],
    [
      "two rules of equal rank",
      [
        { id: "vk", when: { networks: ["vk"] }, assign: { authorityId: "press" } },
        { id: "north", when: { territoryIds: ["north"] }, assign: { role: "administration" } },
        rest,
      ],
      [
        [
          "conflict",
          "warning",
          "rules[1]",
          'for an unknown topic in "north" on "vk" "vk" gives it to "press", "north" gives it to "adm-north", and only their order decides; a rule for what both are about, put before them, would say it',
        ],
      ],
    ],
    [
      "no conflict where a rule before them says it",
      [
        { id: "both", when: { networks: ["vk"], territoryIds: ["north"] }, assign: { authorityId: "press" } },
        { id: "vk", when: { networks: ["vk"] }, assign: { authorityId: "press" } },
        { id: "north", when: { territoryIds: ["north"] }, assign: { role: "administration" } },
        rest,
      ],
      [],
    ],
  ] satisfies [string, RoutingInput["rules"], string[][]][])("finds %s", (_what, rules, expected) => {
    expect(lint(rules).map(({ code, severity, path, message }) => [code, severity, path, message])).toEqual(expected)
  })

  it("looks only at what is still to come, when asked so", () => {
    const old = { id: "old", when: {}, assign: { authorityId: "press" }, validTo: "2026-01-01T00:00:00.000Z" }
    expect(lint([old, rest])).toEqual([])
    expect(lint([old, rest], {}, { from: "2026-01-01T00:00:00.000Z" })).toMatchObject([
      {
        code: "unreachable",
        path: "rules[0].validTo",
        message: 'the rule "old" can never match: the time for which it is valid is over',
      },
    ])
    expect(lint([old, rest], {}, { from: "2025-12-31T23:59:59.999Z" })).toEqual([])
  })

  it("sees an owner that is responsible for a time only", () => {
    const authorities = base.authorities.map((authority) =>
      authority.id === "heat-north" ? { ...authority, validTo: "2026-06-01T00:00:00.000Z" } : authority,
    )
    const heat: RoutingInput["rules"] = [
      { id: "heat", when: { topics: ["heating"], territoryIds: ["north"] }, assign: { role: "heating" } },
      { id: "other", when: { topics: ["roads"] }, assign: { authorityId: "press" } },
      { id: "elsewhere", when: { territoryIds: ["region"], kinds: ["thanks"] }, assign: { authorityId: "press" } },
    ]
    const gap = lint(heat, { authorities }).filter(({ code }) => code === "ownerless")
    expect(gap).toMatchObject([{ severity: "warning", path: "rules[0].assign" }])
    expect(lint(heat, { authorities }, { from: "2026-06-01T00:00:00.000Z" })).toContainEqual(
      expect.objectContaining({ code: "ownerless", severity: "error", path: "rules[0].assign" }),
    )
  })

  it.each([
    [undefined, "error", "authorities[0].contact", "has no contact at all"],
    [{ address: "1 Main street" }, "error", "authorities[0].contact", "can be reached by neither telephone nor page nor e-mail"],
    [{ phone: "see the site" }, "error", "authorities[0].contact.phone", "has a telephone number without digits"],
    [{ phone: "112", fault: "nobody answers" }, "error", "authorities[0].contact.fault", "cannot be reached: nobody answers"],
    [{ email: "a@example.org" }, "warning", "authorities[0].contact.checkedAt", "has a contact that was never tried"],
    [
      { url: "https://example.org", checkedAt: "2025-01-01T00:00:00Z" },
      "warning",
      "authorities[0].contact.checkedAt",
      "has a contact that was last tried on 2025-01-01",
    ],
    [{ phone: "01", checkedAt: "2026-01-02T00:00:00Z" }, null, "", ""],
  ] as const)("asks for a contact that works: %j", (given, severity, path, message) => {
    const authorities = [
      { id: "press", title: "Press office", kind: "government" as const, ...(given === undefined ? {} : { contact: given }) },
    ]
    const options = { contactsCheckedSince: "2026-01-01T00:00:00.000Z" }
    const found = lint([rest], { authorities, territories: [] }, options)
    expect(found).toEqual(
      severity === null ? [] : [{ code: "no-contact", severity, path, message: `the authority "press" ${message}`, related: [] }],
    )
  })

  it("names authorities that are given nothing, and roles that nobody asks for, each once", () => {
    const owners = { heating: "heat-north", water: "adm-north" }
    const territories = base.territories.map((territory) => ({ ...territory, owners }))
    const rules: RoutingInput["rules"] = [{ id: "heat", when: { topics: ["heating"] }, assign: { role: "heating" } }, rest]
    const found = lintRouting(routingSchema.parse({ ...base, territories, rules }), topics)
    expect(found.map(({ code, severity, path, message }) => [code, severity, path, message])).toEqual([
      ["idle", "note", "authorities[1]", 'the authority "adm-north" is given nothing by any rule'],
      ["idle", "note", "territories[0].owners.water", 'no rule asks for the role "water"'],
    ])
  })

  it("takes a few hundred rules", () => {
    const many: RoutingInput["rules"] = Array.from({ length: 300 }, (_, index) => ({
      id: `rule-${index}`,
      when: {
        topics: [index % 3 === 0 ? "heating" : "roads"],
        ...(index % 2 === 0 ? { territoryIds: [index % 4 === 0 ? "north" : "south"] } : {}),
        communities: [`vk:-${index % 50}`, `ok:${index % 40}`],
        ...(index % 5 === 0 ? { kinds: ["question" as const] } : {}),
      },
      assign: { authorityId: index % 7 === 0 ? "press" : "adm-north" },
      ...(index % 11 === 0 ? { validFrom: `20${10 + (index % 13)}-01-01T00:00:00.000Z` } : {}),
    }))
    const found = lint([...many, rest])
    expect(found.filter(({ code }) => code === "shadowed").length).toBeGreaterThan(10)
    expect(found.some(({ path }) => path === "rules[300]")).toBe(false)
  })
})
