import assert from "node:assert/strict"
import { checkRouting, createLocator, lintRouting, route, routingSchema, russianAddressWords } from "@otklik/core/routing"
import { russian } from "@otklik/locale-ru"

// #region routing
const routing = routingSchema.parse({
  authorities: [
    { id: "adm-borzya", title: "Администрация Борзинского округа", kind: "administration", contact: { phone: "000-00-01" } },
    {
      id: "heat-old",
      title: "Прежняя тепловая компания",
      kind: "utility",
      contact: { phone: "000-00-02" },
      validTo: "2026-10-01T00:00:00+09:00",
    },
    { id: "heat-new", title: "Новая тепловая компания", kind: "utility", contact: { url: "https://heat.example.org" } },
  ],
  territories: [
    { id: "region", title: "Край", kind: "region" },
    {
      id: "borzinskiy",
      title: "Борзинский район",
      kind: "district",
      parentId: "region",
      textNames: ["Борзинский"],
      owners: { administration: "adm-borzya", heating: "heat-new" },
      ownersByTime: [{ role: "heating", authorityId: "heat-old", validTo: "2026-10-01T00:00:00+09:00" }],
    },
    { id: "borzya", title: "Борзя", kind: "settlement", parentId: "borzinskiy", textNames: ["Борзя"] },
    { id: "yasnaya", title: "Ясная", kind: "settlement", parentId: "borzinskiy", textNames: ["Ясная"], isOrdinaryWord: true },
  ],
  rules: [
    { id: "heating", when: { topics: ["heating"] }, assign: { role: "heating" }, coExecutors: [{ role: "administration" }] },
    { id: "municipal", when: { topics: ["roads"] }, assign: { role: "administration" } },
  ],
  cases: [
    {
      title: "cold flat in Borzya",
      facts: { topic: "heating", territoryId: "borzya", network: "vk", at: "2026-11-25T00:00:00Z" },
      owner: "heat-new",
      ruleId: "heating",
    },
    {
      title: "a road, nobody knows where",
      facts: { topic: "roads", territoryId: null, network: "vk" },
      owner: null,
      why: ["the territory is unknown"],
    },
  ],
  addressWords: russianAddressWords,
})
// #endregion routing

// #region route
const found = route(routing, { topic: "heating", territoryId: "borzya", network: "vk", at: "2026-11-25T01:00:00.000Z" })
console.log(found.why)
// #endregion route

assert.equal(found.why, 'topic "heating", rule "heating": "heat-new" plays the role "heating" in "borzinskiy"')
assert.deepEqual(
  found.coExecutors.map(({ authorityId }) => authorityId),
  ["adm-borzya"],
)
assert.equal(
  route(routing, { topic: "heating", territoryId: "borzya", network: "vk", at: "2026-09-01T00:00:00.000Z" }).authorityId,
  "heat-old",
)

// #region locate
const locator = createLocator(routing, { locale: russian() })
const texts = ["Нет тепла: ул. Ленина, 5, Борзя", "На станции Ясной темно", "Ясная погода, а в доме холод", "Дороги в Борзе"]
for (const text of texts) {
  const { territoryId, confidence, why } = locator.locate({ text })
  console.log(`${territoryId ?? "unknown"} ${confidence}: ${why}`)
}
// #endregion locate

assert.deepEqual(
  texts.map((text) => locator.locate({ text }).territoryId),
  ["borzya", "yasnaya", null, "borzya"],
)

// #region check
const { passed, failures } = checkRouting(routing)
for (const { title, problems, found: answer } of failures) console.log(title, problems, answer.passed)

const findings = lintRouting(routing, [{ id: "heating" }, { id: "roads" }, { id: "dumps" }])
for (const { severity, path, message } of findings) console.log(`${severity} ${path}: ${message}`)
// #endregion check

assert.ok(passed)
assert.deepEqual(
  findings.map(({ code, severity, path }) => `${code} ${severity} ${path}`),
  ["ownerless warning rules[0].assign", "ownerless warning rules[1].assign", "unrouted error topics[2]", "unrouted note rules"],
)
