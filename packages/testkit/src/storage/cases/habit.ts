import assert from "node:assert/strict"
import { isDeskError, type Storage } from "@otklik/core"
import type { Lease } from "@otklik/core/storage"
import { appendOf, buildDraft, buildIncident } from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { readEverything, seedEverything } from "../everything.ts"
import { failsWith } from "../storage-case.ts"
import type { OpenedStorage, StorageSubject } from "../subject.ts"
import { workOf } from "../take.ts"

/** A case for all habits of one sort, on one opening. */
function habitCase(
  name: string,
  sort: "works" | "refused",
  check: (opened: OpenedStorage, habits: readonly string[]) => Promise<void>,
): ContractCase<StorageSubject> {
  const chosen = (subject: StorageSubject) => Object.entries(subject.habits ?? {}).flatMap(([habit, one]) => (one === sort ? [habit] : []))
  return {
    name,
    exempts: (subject) => (chosen(subject).length > 0 ? undefined : "no other configuration of a handle is known"),
    async check(subject) {
      const opened = await subject.open()
      try {
        await check(opened, chosen(subject))
      } finally {
        await opened.dispose()
      }
    },
  }
}

/**
 * Registers messages as one of several workers; a failure that may be tried again is. Gives those that it registered.
 */
async function registerAll(storage: Storage, worker: number, keys: readonly string[]): Promise<readonly string[]> {
  const mine: string[] = []
  for (const key of keys) {
    const incidentId = `incident ${key} of ${worker}`
    const unit = {
      claims: [{ key: `message:${key}`, incidentId }],
      appends: [appendOf(buildIncident({ incidentId, messageKey: key }))],
      drafts: [buildDraft({ remark: `${worker}` })],
    }
    for (let tries = 0; ; tries += 1) {
      const caught: unknown = await storage.commit(unit).then(
        () => "stored",
        (error: unknown) => error,
      )
      if (caught === "stored") mine.push(key)
      else if (!isDeskError(caught, "duplicate")) {
        assert.ok(isDeskError(caught) && caught.retryable, `expected an error that may be tried again, got: ${String(caught)}`)
        assert.ok(tries < 200, "it never ends")
        continue
      }
      break
    }
  }
  return mine
}

/** Whatever a host does with its own handle. */
export const habitCases: readonly ContractCase<StorageSubject>[] = [
  habitCase("habit: however a host has set up its handle, everything reads the same", "works", async ({ storage, openSecond }, habits) => {
    await seedEverything(storage)
    const expected = await readEverything(storage)
    for (const habit of habits) assert.deepEqual(await readEverything(await openSecond(undefined, { habit })), expected, `"${habit}"`)
  }),
  habitCase("habit: however a host has set up its handle, the same is stored through it", "works", async (opened, habits) => {
    const { storage, openSecond } = opened
    await seedEverything(storage)
    const expected = await readEverything(storage)
    for (const habit of habits) {
      const tenant = `stored under ${habit}`
      await seedEverything(await openSecond(tenant, { habit }))
      assert.deepEqual(await readEverything(await openSecond(tenant)), expected, `"${habit}"`)
    }
  }),
  habitCase(
    "habit: with any configuration of the handles racing workers do nothing twice, and what fails may be tried again",
    "works",
    async ({ openSecond }, habits) => {
      const keys = Array.from({ length: 7 }, (_, index) => `vk:-1_${index}`)
      const orders = [keys, keys.toReversed(), [...keys.slice(3), ...keys.slice(0, 3)]]
      for (const habit of habits) {
        const tenant = `race under ${habit}`
        const workers = await Promise.all(orders.map(async (order) => ({ storage: await openSecond(tenant, { habit }), order })))
        const registered = await Promise.all(workers.map(async ({ storage, order }, worker) => registerAll(storage, worker, order)))
        assert.deepEqual(registered.flat().toSorted(), keys, `"${habit}"`)
        const { incidents } = await (await openSecond(tenant)).find({ limit: 100 })
        assert.deepEqual(incidents.flatMap(({ incident }) => incident.messageKeys).toSorted(), keys, `"${habit}"`)
        const options = { among: keys, limit: 3 }
        const taken = await Promise.all(
          workers.map(async ({ storage }, worker) =>
            storage.lease(workOf("source", { owner: `${worker}`, ...options })).catch(noneIfRetryable),
          ),
        )
        const given = taken.flat().map((lease) => lease.id)
        assert.equal(new Set(given).size, given.length, `a source was given twice under "${habit}"`)
      }
    },
  ),
  habitCase("habit: a handle that gives rows in another shape is refused, and nothing is stored", "refused", async (opened, habits) => {
    for (const habit of habits) {
      const storage = await opened.openSecond(undefined, { habit })
      await failsWith("config", storage.schemaStatus())
      await failsWith("config", storage.commit({ drafts: [buildDraft()] }))
      await failsWith("config", storage.read("draft", ["draft-1"]))
      assert.deepEqual(await (await opened.openSecond()).read("draft", ["draft-1"]), [], `"${habit}"`)
    }
  }),
]

function noneIfRetryable(error: unknown): readonly Lease[] {
  if (isDeskError(error) && error.retryable) return []
  throw error
}
