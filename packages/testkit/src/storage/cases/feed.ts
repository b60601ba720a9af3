import assert from "node:assert/strict"
import type { Storage, StoredEvent } from "@otklik/core"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildIncident } from "../../build/index.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const numbered = (id: number) => buildIncident({ incidentId: `incident-${id}`, messageKey: `vk:-1_${id}` })

const labels = (events: readonly StoredEvent[]) => events.map((stored) => `${stored.incidentId} ${stored.event.type}`)

async function readOn(storage: Storage, after: string | null, limit: number): Promise<readonly StoredEvent[]> {
  const read: StoredEvent[] = []
  let position = after
  for (let round = 0; round < 500; round += 1) {
    const part = await storage.readEvents(position, limit)
    if (part.length === 0) return read
    read.push(...part)
    position = part.at(-1)?.position ?? null
  }
  throw new assert.AssertionError({ message: "the feed never ends" })
}

/** The one order of all events. */
export const feedCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("feed: it holds every event in the order of the commits, and of the appends in them", async ({ storage, openSecond }) => {
    const second = await openSecond()
    await storage.commit({ appends: [appendOf(numbered(2)), appendOf(numbered(1))] })
    await second.commit({ appends: [appendOf(numbered(3))] })
    const expected = [2, 1, 3].flatMap((id) => numbered(id).events.map((event) => `incident-${id} ${event.type}`))
    assert.deepEqual(labels(await storage.readEvents(null, 100)), expected)
  }),
  storageCase("feed: each event comes as it was given, with its place in its incident", async ({ storage }) => {
    const built = numbered(1)
    await storage.commit({ appends: [appendOf(built)] })
    const read = (await storage.readEvents(null, 100)).map(({ incidentId, version, event }) => ({ incidentId, version, event }))
    assert.deepEqual(
      read,
      built.events.map((event, index) => ({ incidentId: "incident-1", version: index + 1, event })),
    )
  }),
  storageCase("feed: it goes on after a position, through another handle, without loss or repetition", async ({ storage, openSecond }) => {
    await storage.commit({ appends: [1, 2, 3, 4].map((id) => appendOf(numbered(id))) })
    const second = await openSecond()
    const begin = await storage.readEvents(null, 4)
    const rest = await readOn(second, begin.at(-1)?.position ?? null, 2)
    const expected = [1, 2, 3, 4].flatMap((id) => numbered(id).events.map((event) => `incident-${id} ${event.type}`))
    assert.deepEqual(labels([...begin, ...rest]), expected)
  }),
  storageCase("feed: it gives no more than asked", async ({ storage }) => {
    await storage.commit({ appends: [appendOf(numbered(1)), appendOf(numbered(2))] })
    assert.equal((await storage.readEvents(null, 1)).length, 1)
  }),
  storageCase("feed: at its end there is nothing, and what comes later follows", async ({ storage }) => {
    await storage.commit({ appends: [appendOf(numbered(1))] })
    const end = (await storage.readEvents(null, 100)).at(-1)?.position ?? null
    assert.deepEqual(await storage.readEvents(end, 100), [])
    await storage.commit({ appends: [appendOf(numbered(2))] })
    assert.deepEqual([...new Set((await storage.readEvents(end, 100)).map((stored) => stored.incidentId))], ["incident-2"])
  }),
  storageCase("feed: a reader that follows concurrent writers misses nothing", async ({ storage, openSecond }) => {
    const second = await openSecond()
    const reader = await openSecond()
    let writing = true
    // One writes few large units and one many small ones: small ones begin later and may end earlier.
    const sizes: readonly (readonly [Storage, number, number])[] = [
      [storage, 4, 12],
      [second, 24, 1],
    ]
    const writers = sizes.map(async ([handle, units, size], writer) => {
      for (let unit = 0; unit < units; unit += 1) {
        const first = writer * 1000 + unit * size
        await handle.commit({ appends: Array.from({ length: size }, (_, index) => appendOf(numbered(first + index))) })
      }
    })
    const written = Promise.all(writers).finally(() => {
      writing = false
    })
    const seen: StoredEvent[] = []
    while (writing) {
      seen.push(...(await reader.readEvents(seen.at(-1)?.position ?? null, 50)))
    }
    await written
    seen.push(...(await readOn(reader, seen.at(-1)?.position ?? null, 50)))
    const whole = await readOn(storage, null, 1000)
    assert.deepEqual(
      seen.map((stored) => stored.position),
      whole.map((stored) => stored.position),
    )
  }),
  storageCase("feed: a position that it never gave, and a limit that is none, are refused", async ({ storage }) => {
    await failsWith("config", storage.readEvents("somewhere", 10))
    await failsWith("config", storage.readEvents(null, 0))
  }),
]
