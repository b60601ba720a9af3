import assert from "node:assert/strict"
import type { Storage } from "@otklik/core"
import type { CaseFilter } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildIncident, type BuildIncidentOptions } from "../../build/index.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

/** Stores incidents named by their place in the list, from `incident-1` on. */
async function store(storage: Storage, list: readonly BuildIncidentOptions[]): Promise<void> {
  const built = list.map((options, index) => {
    const id = index + 1
    return buildIncident({ incidentId: `incident-${id}`, messageKey: `${options.network ?? "vk"}:-1_${id}`, ...options })
  })
  await storage.commit({ appends: built.map((incident) => appendOf(incident)) })
}

async function idsOf(storage: Storage, filter: CaseFilter): Promise<readonly string[]> {
  return (await storage.find({ ...filter, limit: 100 })).incidents.map((incident) => incident.facts.incidentId)
}

function filterCase(what: string, list: readonly BuildIncidentOptions[], filter: CaseFilter, expected: readonly string[]) {
  return storageCase(`find: ${what}`, async ({ storage, openSecond }) => {
    await store(storage, list)
    assert.deepEqual(await idsOf(await openSecond(), filter), expected)
  })
}

/** Which incidents a filter gives. */
export const findCases: readonly ContractCase<StorageSubject>[] = [
  filterCase(
    "without conditions every incident comes, by number",
    [{ status: "closed" }, { status: "candidate" }, {}, { status: "rejected" }],
    {},
    ["incident-1", "incident-2", "incident-3", "incident-4"],
  ),
  filterCase("by status", [{}, { status: "closed" }, { status: "in-work" }], { statuses: ["in-work"] }, ["incident-3"]),
  filterCase("by topic", [{}, { topic: "heating" }, { topic: null }], { topics: ["heating"] }, ["incident-2"]),
  filterCase(
    "by authority",
    [{ status: "assigned" }, { status: "assigned", authorityId: "housing" }, { status: "registered" }],
    { authorityIds: ["housing"] },
    ["incident-2"],
  ),
  filterCase("by territory", [{ territoryId: "aga" }, {}, { territoryId: null }], { territoryIds: ["aga"] }, ["incident-1"]),
  filterCase("by network", [{}, { network: "ok" }, {}], { networks: ["ok"] }, ["incident-2"]),
  filterCase(
    "without an owner: registered and open, and nobody's",
    [
      { status: "candidate" },
      { status: "registered" },
      { status: "assigned" },
      { status: "rejected" },
      { status: "closed" },
      { status: "merged" },
      { status: "converted" },
      { status: "dismissed" },
    ],
    { unowned: true },
    ["incident-2"],
  ),
  storageCase("find: the incidents in which an author waits, in whatever state, and no others", async ({ storage, openSecond }) => {
    const waiting = (place: number, special: BuildIncidentOptions, waitingSince: string | null) => {
      const one = buildIncident({ incidentId: `incident-${place}`, messageKey: `vk:-1_${place}`, ...special })
      return { ...one, view: { ...one.view, facts: { ...one.view.facts, waitingSince } } }
    }
    const list = [
      waiting(1, { status: "closed" }, "2026-03-02T07:00:00.000Z"),
      waiting(2, {}, null),
      waiting(3, { topic: "heating" }, "2026-03-01T07:00:00.000Z"),
    ]
    await storage.commit({ appends: list.map((incident) => appendOf(incident)) })
    const second = await openSecond()
    assert.deepEqual(await idsOf(second, { authorWaits: true }), ["incident-1", "incident-3"])
    assert.deepEqual(await idsOf(second, { authorWaits: true, topics: ["heating"] }), ["incident-3"])
  }),
  filterCase(
    "a list allows each of its values, once and by number",
    [{ topic: "water" }, { topic: "roads" }, { topic: "heating" }, { topic: "water" }],
    { topics: ["heating", "water", "heating"] },
    ["incident-1", "incident-3", "incident-4"],
  ),
  storageCase("find: an empty list is refused: it would allow nothing", async ({ storage }) => {
    await failsWith("config", storage.find({ topics: [], limit: 10 }))
  }),
  filterCase(
    "every condition must hold",
    [{ topic: "water", status: "closed" }, { topic: "water" }, { topic: "roads", status: "closed" }],
    { topics: ["water"], statuses: ["closed"] },
    ["incident-1"],
  ),
  storageCase("find: it sees an incident as it is now", async ({ storage }) => {
    const begun = buildIncident({ status: "registered" })
    await storage.commit({ appends: [appendOf(begun)] })
    await storage.commit({ appends: [appendOf(buildIncident({ status: "assigned" }), begun)] })
    assert.deepEqual(await idsOf(storage, { statuses: ["assigned"] }), [begun.incidentId])
    assert.deepEqual(await idsOf(storage, { statuses: ["registered"] }), [])
  }),
  storageCase("find: a limit that is none is refused", async ({ storage }) => {
    for (const limit of [0, -1, 1.5, 1001]) await failsWith("config", storage.find({ limit }))
  }),
  storageCase("find: a place that no page gave is refused", async ({ storage }) => {
    await failsWith("config", storage.find({ limit: 10, after: { value: "somewhere", number: 1 } }))
  }),
]
