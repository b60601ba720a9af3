import assert from "node:assert/strict"
import type { Storage } from "@otklik/core"
import type { CasePlace, CaseQuery, FoundPage } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildIncident } from "../../build/index.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const numbered = (id: number, status: "registered" | "assigned" = "registered") =>
  buildIncident({ incidentId: `incident-${id}`, messageKey: `vk:-1_${id}`, status, topic: id % 2 === 0 ? "even" : "odd" })

const store = (storage: Storage, ids: readonly number[]) => storage.commit({ appends: ids.map((id) => appendOf(numbered(id))) })

const ids = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)

const named = (list: readonly number[]) => list.map((id) => `incident-${id}`)

/** Walks to the end; the bound keeps a storage that never ends from hanging the run. */
async function walk(storage: Storage, filter: CaseQuery, between?: () => Promise<unknown>): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = []
  let after: CasePlace | null = null
  do {
    const { incidents, next }: FoundPage = await storage.find(after === null ? filter : { ...filter, after })
    pages.push(incidents.map((incident) => incident.facts.incidentId))
    after = next
    if (pages.length === 1) await between?.()
  } while (after !== null && pages.length < 50)
  return pages
}

/** Pages of incidents. */
export const pageCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("page: one after the other they give every incident once, in order", async ({ storage, openSecond }) => {
    await store(storage, ids(1, 10))
    assert.deepEqual((await walk(await openSecond(), { limit: 3 })).flat(), named(ids(1, 10)))
  }),
  storageCase("page: under a condition too", async ({ storage }) => {
    await store(storage, ids(1, 10))
    assert.deepEqual((await walk(storage, { limit: 2, topics: ["even"] })).flat(), named([2, 4, 6, 8, 10]))
  }),
  storageCase("page: it holds as many as the limit allows, and no more", async ({ storage }) => {
    await store(storage, ids(1, 5))
    assert.equal((await storage.find({ limit: 4 })).incidents.length, 4)
  }),
  storageCase("page: the last one says so, also when it is full", async ({ storage }) => {
    await store(storage, ids(1, 6))
    const first = await storage.find({ limit: 5 })
    assert.notEqual(first.next, null)
    assert.equal((await storage.find({ limit: 5, after: first.next ?? { value: null, number: 0 } })).next, null)
    assert.equal((await storage.find({ limit: 6 })).next, null)
  }),
  storageCase("page: what is stored meanwhile comes at the end", async ({ storage, openSecond }) => {
    await store(storage, ids(1, 5))
    const second = await openSecond()
    const pages = await walk(storage, { limit: 2 }, () => store(second, ids(6, 8)))
    assert.deepEqual(pages.flat(), named(ids(1, 8)))
  }),
  storageCase("page: what leaves the condition meanwhile pushes nothing over the edge", async ({ storage, openSecond }) => {
    await store(storage, ids(1, 6))
    const second = await openSecond()
    const assign = () => second.commit({ appends: [appendOf(numbered(1, "assigned"), numbered(1))] })
    const pages = await walk(storage, { limit: 2, statuses: ["registered"] }, assign)
    assert.deepEqual(pages.flat(), named(ids(1, 6)))
  }),
]
