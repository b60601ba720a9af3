import { checkRouting, createLocator, lintRouting, route, routingSchema } from "@otklik/core/routing"
import { describe, expect, it } from "vitest"
import { region } from "../src/region.ts"
import { municipalTopics, routing as input } from "../src/routing.ts"
import { districts } from "../src/territories/district-table.ts"
import { topics } from "../src/topics.ts"

const routing = routingSchema.parse(input)
const networks = ["vk", "ok", "facebook", "instagram", "x"]
const topicIds = topics.map((topic) => topic.id)

describe("the routing of the region", () => {
  it("holds 31 districts, three urban okrugs and 92 settlements", () => {
    const count = (kind: string) => routing.territories.filter((territory) => territory.kind === kind).length
    expect([districts.length, count("district"), count("urban-okrug"), count("settlement"), count("city-district")]).toEqual([
      31, 31, 3, 92, 4,
    ])
  })

  it("names no topic that is not in the rubricator", () => {
    const named = routing.rules.flatMap((rule) => rule.when.topics ?? [])
    expect(named.filter((topic) => !topicIds.includes(topic))).toEqual([])
  })

  it("finds an owner for every topic in every territory and network", () => {
    const orphans = routing.territories.flatMap(({ id: territoryId }) =>
      topicIds.flatMap((topic) =>
        networks
          .filter((network) => route(routing, { topic, territoryId, network }).authorityId === null)
          .map((network) => [territoryId, topic, network]),
      ),
    )
    expect(orphans).toEqual([])
  })

  it("finds a territory, and so an owner, for every community", () => {
    const locator = createLocator(routing, { locale: region.locale })
    const communities = routing.territories.flatMap((territory) => (territory.communities ?? []).map((key) => [key, territory.id] as const))
    expect(new Set(communities.map(([key]) => key)).size).toBe(communities.length)
    for (const [communityKey, territoryId] of communities) {
      expect(locator.locate({ text: "", communityKey })).toMatchObject({ territoryId, basis: "community" })
    }
  })

  it("gives every district and settlement an administration of its own, not the region's", () => {
    const local = routing.territories.filter((territory) => territory.kind !== "region" && territory.id !== "place-yagodnyy")
    const owners = local.map(({ id }) => route(routing, { topic: "road-repair", territoryId: id, network: "vk" }).authorityId)
    expect(owners.filter((owner) => owner?.startsWith("adm-") !== true)).toEqual([])
  })

  it("leaves a municipal topic without a place in the visible no-owner queue, and says why", () => {
    for (const topic of municipalTopics) {
      const found = route(routing, { topic, territoryId: null, network: "vk" })
      expect(found.authorityId).toBeNull()
      expect(found.why).toContain("territory is unknown")
    }
  })

  it("knows the owner of a regional topic without a place", () => {
    const owner = (topic: string) => route(routing, { topic, territoryId: null, network: "vk" }).authorityId
    expect(owner("health-care")).toBe("ministry-health")
    expect(owner("social-benefits")).toBe("ministry-social")
    expect(owner("schools")).toBe("ministry-education")
    expect(owner("electricity")).toBe("grid-zabaykalye")
    expect(owner("waste-collection")).toBe("waste-operator")
  })

  it("gives local utilities what is theirs", () => {
    const owner = (topic: string, territoryId: string) => route(routing, { topic, territoryId, network: "vk" }).authorityId
    expect(owner("heating", "place-chita")).toBe("heat-chita")
    expect(owner("water", "chita-ingodinskiy")).toBe("water-chita")
    expect(owner("heating", "place-sherlovaya-gora")).toBe("utility-borzinskiy")
    expect(owner("road-repair", "chita-chernovskiy")).toBe("adm-chita-chernovskiy")
    expect(owner("regional-roads", "baleyskiy")).toBe("road-agency")
  })

  it("lets the management centre answer on X for districts, and Chita for itself", () => {
    const owner = (territoryId: string, network: string) => route(routing, { topic: "road-repair", territoryId, network })
    expect(owner("place-baley", "x")).toMatchObject({ authorityId: "region-centre", ruleId: "municipal-on-x" })
    expect(owner("place-baley", "vk").authorityId).toBe("adm-baleyskiy")
    expect(owner("place-chita", "x").authorityId).toBe("adm-chita")
  })

  it("is clean for lint: nothing is lost, shadowed or in conflict; what waits without a place is known to", () => {
    const findings = lintRouting(routing, topics, { contactsCheckedSince: "2026-05-25T00:00:00.000Z" })
    const waiting = findings.filter(({ code }) => code === "unrouted").map(({ message }) => message)
    for (const topic of municipalTopics) expect(waiting.join("\n")).toContain(`"${topic}"`)
    // Bodies that people assign by hand: no topic is theirs alone.
    const byHand = ["government", "ministry-economy", "inspection-veterinary", "inspection-traffic", "tariff-service", "social-fund"]
    const rest = findings.filter(({ code, message }) => code !== "unrouted" && !byHand.some((id) => message.includes(`"${id}"`)))
    expect(rest).toEqual([])
  })

  it("does right by the hundred and six cases beside it, which decide by every rule", () => {
    expect(routing.cases).toHaveLength(106)
    const { failures, untested } = checkRouting(routing)
    expect(failures.map(({ title, problems }) => [title, ...problems])).toEqual([])
    expect(untested).toEqual([])
  })

  it("resolves every district and settlement by its title as a named place, to itself or to one of the same name", () => {
    const locator = createLocator(routing, { locale: region.locale })
    const named = routing.territories.filter(({ kind }) => kind !== "region")
    const lost = named.filter(({ title }) => {
      const found = locator.locate({ text: "", place: { name: title } }).territoryId
      return (
        found === null ||
        !named.some((territory) => territory.id === found && [territory.title, ...(territory.names ?? [])].includes(title))
      )
    })
    expect(lost.map(({ id }) => id)).toEqual([])
  })

  it("gives every authority a contact that is plainly invented", () => {
    for (const { contact } of routing.authorities) {
      expect(contact?.phone).toMatch(/^\+7 \(000\) 000-\d\d-\d\d$/)
      expect(contact?.url).toMatch(/^https:\/\/example\.org\//)
    }
  })
})
