import assert from "node:assert/strict"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { setTimeout } from "node:timers/promises"
import { createDesk, type Clock } from "@otklik/core"
import { createOpen311Client } from "@otklik/open311/client"
import { createOpen311Forwarder } from "@otklik/open311/forwarder"
import { createMemoryStorage } from "@otklik/storage-memory"
// #region start
import { createServer } from "node:http"
import { toNodeHandler } from "@otklik/http/node"
import { createOpen311Handler, russianOpen311Wording } from "@otklik/open311"
// #endregion start

const clock: Clock = { now: () => new Date().toISOString() }
const storage = createMemoryStorage()
await storage.migrate()
const desk = createDesk({
  storage,
  connectors: [],
  rules: [],
  topics: [{ id: "pits", title: "Ямы на дорогах", group: "Дороги" }],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32),
  clock,
})
const region = createDesk({
  storage: createMemoryStorage(),
  connectors: [],
  rules: [],
  topics: [{ id: "pits", title: "Ямы на дорогах" }],
  tags: [{ id: "sent-to-the-city", title: "Передано городу" }],
  routing: { authorities: [{ id: "city-roads", title: "Дороги города", kind: "utility" }], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32),
  clock,
})
const portals = new Map([["key-of-the-portal", "portal"]])

// #region start
const open311 = createOpen311Handler({
  jurisdictions: [
    {
      id: "chita.example",
      desk,
      reader: { id: "public", kind: "system" },
      services: [{ topic: "pits", group: "Дороги", keywords: ["яма", "выбоина"] }],
    },
  ],
  publicUrl: "https://desk.example.org/open311/v2",
  contact: "desk@example.org",
  keyService: "https://desk.example.org/keys",
  actorOfKey(apiKey) {
    const id = portals.get(apiKey)
    return id === undefined ? null : { id, kind: "system" }
  },
  statuses: "fixmystreet",
  wording: russianOpen311Wording,
  clock,
})
const server = createServer(toNodeHandler(open311)).listen(0)
// #endregion start

await once(server, "listening")
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/open311/v2`

const waiting: Clock = {
  ...clock,
  async sleep(millis, signal) {
    await setTimeout(millis, undefined, signal === undefined ? {} : { signal })
  },
}

// #region submit
const form = { api_key: "key-of-the-portal", service_code: "pits", lat: "52.03", long: "113.5", description: "Яма у школы" }
const sent = await fetch(`${endpoint}/requests.json`, { method: "POST", body: new URLSearchParams(form) })
const [{ service_request_id: id }] = (await sent.json()) as [{ readonly service_request_id: string }]
const shown = await fetch(`${endpoint}/requests/${id}.xml`)
// #endregion submit

assert.equal(sent.status, 201)
const xml = await shown.text()
assert.ok(xml.includes("<service_name>Ямы на дорогах</service_name>") && !xml.includes("Яма у школы"))
// #region client
const city = createOpen311Client({ endpoint, apiKey: "key-of-the-portal", fetch, clock: waiting })
const { id: number } = await city.submit({ serviceCode: "pits", description: "Яма у моста", latitude: 52.04, longitude: 113.5 })
const requests = await city.requests({ serviceCodes: ["pits"], status: "open" })
// #endregion client
assert.deepEqual(
  requests.map((request) => request.id),
  [number, id],
)

// #region forwarder
const forwarder = createOpen311Forwarder({
  id: "city",
  desk: region,
  client: city,
  clock: waiting,
  actor: { id: "forwarder", kind: "system" },
  tag: "sent-to-the-city",
  requestOf({ incident: { facts }, messages: [complaint] }) {
    if (facts.authorityId !== "city-roads") return null
    const { latitude, longitude, name = "на карте" } = complaint?.place ?? {}
    const place = latitude === undefined || longitude === undefined ? { address: name } : { latitude, longitude }
    return { serviceCode: "pits", description: "Яма. Просим устранить.", ...place }
  },
  mentions: ["ivanova"],
  onError: (error) => console.error(error),
})
// #endregion forwarder

const entered = await region.register(
  { from: "phone", text: "Яма у моста", topic: "pits", authorityId: "city-roads", place: { name: "у моста" } },
  { actor: { id: "operator", kind: "person" }, idempotencyKey: "call-1" },
)
await forwarder.forward(entered.incidentId)
assert.deepEqual(await forwarder.readBack(), { asked: 1, noted: 1 })

server.close()
server.closeAllConnections()
console.log(`the page of Open311 works: request ${id}`)
