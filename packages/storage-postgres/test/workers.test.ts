import { claimHolders } from "@otklik/core/storage"
import { isDeskError, type Storage } from "@otklik/core"
import type { Lease } from "@otklik/core/storage"
import { createPostgresStorage, fromPg, type PostgresClient } from "@otklik/storage-postgres"
import { appendOf, buildDraft, buildIncident, buildOutboxEntry, buildStoredMessage } from "@otklik/testkit"
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest"
import { freshSchema, openPool } from "./drivers.ts"

const server = inject("postgres")
const workers = Array.from({ length: 16 }, (_, worker) => worker)
const now = "2026-03-02T20:00:00.000Z"

/** A list of a prime length in another order for every worker, some backwards, the same in every run. */
function shuffled<Thing>(things: readonly Thing[], worker: number): readonly Thing[] {
  return things.flatMap((_, index) => things[(index * (worker + 2) + worker) % things.length] ?? [])
}

describe.skipIf(server === null)("16 workers, each with a connection of its own", () => {
  const schema = freshSchema()
  const pools = workers.map(() => openPool(server?.port ?? 0, { max: 1 }))
  const deadlocks: unknown[] = []
  let tenants = 0

  /** The storages of the workers on fresh data; what the database itself had to break up is noted. */
  function open(speed: "slow" | "fast" = "fast"): readonly Storage[] {
    const tenant = `${speed} tenant ${(tenants += 1)}`
    return pools.map((pool) => {
      const plain = fromPg(pool)
      const watched: PostgresClient = {
        ...plain,
        query: async (statement) =>
          plain.query(statement).catch((error: unknown) => {
            if (error instanceof Error && Reflect.get(error, "code") === "40P01") deadlocks.push(error)
            throw error
          }),
      }
      return createPostgresStorage({ client: watched, schema, tenant })
    })
  }

  beforeAll(async () => {
    await open()[0]?.migrate()
    // Every row of these takes half a millisecond, as on a busy server: without it a commit is over before the next one
    // comes in.
    await pools[0]?.query(`CREATE FUNCTION "${schema}".take_time() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.tenant LIKE 'slow%' THEN PERFORM pg_sleep(0.0005); END IF; RETURN NEW; END $$;
      CREATE TRIGGER slow BEFORE INSERT ON "${schema}".claim FOR EACH ROW EXECUTE FUNCTION "${schema}".take_time();
      CREATE TRIGGER slow BEFORE UPDATE ON "${schema}".incident FOR EACH ROW EXECUTE FUNCTION "${schema}".take_time()`)
  })
  afterAll(async () => {
    await pools[0]?.query(`DROP SCHEMA "${schema}" CASCADE`)
    for (const pool of pools) await pool.end()
  })

  it("register every message once, number without gaps, and never wait for each other in a circle", async () => {
    const storages = open()
    const keys = Array.from({ length: 97 }, (_, index) => `vk:-1_${index}`)
    const won = await Promise.all(
      storages.map(async (storage, worker) => {
        const mine: string[] = []
        const order = shuffled(keys, worker)
        for (let start = 0; start < order.length; start += 8)
          mine.push(...(await registerAll(storage, worker, order.slice(start, start + 8))))
        return mine
      }),
    )
    expect(won.flat().toSorted()).toEqual(keys.toSorted())
    const { incidents } = await firstOf(storages).find({ limit: 1000 })
    expect(incidents.map((incident) => incident.number)).toEqual(keys.map((_, index) => index + 1))
    expect(new Set(incidents.flatMap((incident) => incident.incident.messageKeys)).size).toBe(keys.length)
    expect(deadlocks).toEqual([])
  })

  it("claim the same things in any order: one gets them all, and none waits for another in a circle", async () => {
    const storages = open("slow")
    const keys = Array.from({ length: 97 }, (_, index) => `command:${index}`)
    const outcomes = await Promise.all(
      storages.map(async (storage, worker) =>
        codeOf(storage.commit({ claims: shuffled(keys, worker).map((key) => ({ key, incidentId: `${worker}` })) })),
      ),
    )
    expect(outcomes.toSorted()).toEqual([...workers.slice(1).map(() => "duplicate"), "stored"])
    expect(new Set((await claimHolders(firstOf(storages), keys)).values()).size).toBe(1)
    expect(deadlocks).toEqual([])
  })

  it("store the same messages, drafts and replies in any order without waiting for each other in a circle", async () => {
    const storages = open()
    const keys = Array.from({ length: 97 }, (_, index) => `${index}`)
    await Promise.all(
      storages.map(async (storage, worker) => {
        for (let round = 1; round <= 4; round += 1) {
          const order = shuffled(keys, worker * 4 + round)
          await storage.commit({
            messages: order.map((key) => buildStoredMessage({ key: `vk:-1_${key}`, revision: round * 16 + worker })),
            drafts: order.map((key) => buildDraft({ draftId: key })),
            outbox: order.map((key) => buildOutboxEntry({ outboxId: key })),
          })
        }
      }),
    )
    const messages = await firstOf(storages).read(
      "message",
      keys.map((key) => `vk:-1_${key}`),
    )
    expect(new Set(messages.map((message) => message.revision))).toEqual(new Set([4 * 16 + 15]))
    expect(deadlocks).toEqual([])
  })

  it("change the same incidents, of each version one, and never wait for each other in a circle", async () => {
    const storages = open("slow")
    const begun = Array.from({ length: 97 }, (_, index) => buildIncident({ incidentId: `incident-${index}`, messageKey: `vk:-1_${index}` }))
    await firstOf(storages).commit({ appends: begun.map((incident) => appendOf(incident)) })
    const outcomes = await Promise.all(
      storages.map(async (storage, worker) =>
        codeOf(
          storage.commit({
            appends: shuffled(begun, worker).map((incident) =>
              appendOf(
                buildIncident({
                  incidentId: incident.incidentId,
                  messageKey: incident.view.incident.messageKeys[0] ?? "",
                  status: "assigned",
                  authorityId: `authority-${worker}`,
                }),
                incident,
              ),
            ),
          }),
        ),
      ),
    )
    expect(outcomes.toSorted()).toEqual([...workers.slice(1).map(() => "conflict"), "stored"])
    const { incidents } = await firstOf(storages).find({ limit: 100 })
    expect(new Set(incidents.map((incident) => incident.facts.authorityId)).size).toBe(1)
    expect(deadlocks).toEqual([])
  })

  it.each(["source", "clock", "reply"] as const)("get every %s once, while others give theirs back", async (kind) => {
    const storages = open()
    const ids = Array.from({ length: 97 }, (_, index) => `a/${index}`)
    const clocks = ids.map((incidentId) => appendOf(buildIncident({ incidentId, messageKey: `vk:${incidentId}`, status: "assigned" })))
    await firstOf(storages).commit({ appends: clocks, outbox: ids.map((outboxId) => buildOutboxEntry({ outboxId })) })
    const taken = await Promise.all(
      storages.map(async (storage, worker) => {
        const mine: Lease[] = []
        const among = kind === "source" ? { among: ids } : {}
        for (;;) {
          const leases = await storage.lease({ kind, owner: `w${worker}`, now, ttlMillis: 600_000, limit: 3, ...among })
          if (leases.length === 0) return mine
          mine.push(...leases)
        }
      }),
    )
    const given = taken.flat().map((lease) => lease.id)
    expect(new Set(given).size).toBe(given.length)
    // Whoever asked last may have stepped over what another party was just taking, and that one took it.
    expect(given.toSorted()).toEqual(ids.toSorted())
    expect(taken.flat().every((lease) => !lease.takenOver)).toBe(true)
    // Given back and taken again at the same time: the key decides, and tokens grow.
    const again = await Promise.all(
      storages.map(async (storage, worker) => {
        const mine = taken[worker] ?? []
        const got: Lease[] = []
        const among = kind === "source" ? { among: ids } : {}
        for (const lease of mine) {
          await storage.settle({ lease })
          got.push(...(await storage.lease({ kind, owner: `w${worker}`, now, ttlMillis: 600_000, limit: 1, ...among })))
        }
        return got
      }),
    )
    const second = again.flat()
    expect(new Set(second.map((lease) => lease.id)).size).toBe(second.length)
    const firstTokens = new Map(taken.flat().map((lease) => [lease.id, lease.token]))
    expect(second.every((lease) => lease.token > (firstTokens.get(lease.id) ?? Infinity))).toBe(true)
    expect(deadlocks).toEqual([])
  })

  it("are followed by a reader that misses no event", async () => {
    const storages = open()
    const perWorker = 12
    const eventsOfOne = buildIncident().events.length
    const written = Promise.all(
      storages.slice(1).map(async (storage, worker) => {
        for (let index = 0; index < perWorker; index += 1) {
          // Units of different sizes: one that began later may end earlier.
          const ids = worker % 3 === 0 ? [index, index + 1000, index + 2000] : [index]
          await storage.commit({
            appends: ids.map((id) => appendOf(buildIncident({ incidentId: `${worker}-${id}`, messageKey: `vk:${worker}_${id}` }))),
          })
        }
        return perWorker * (worker % 3 === 0 ? 3 : 1) * eventsOfOne
      }),
    )
    let writing = true
    const totals = written.finally(() => {
      writing = false
    })
    const reader = firstOf(storages)
    const seen: string[] = []
    const readOn = async (): Promise<number> => {
      const part = await reader.readEvents(seen.at(-1) ?? null, 50)
      seen.push(...part.map((stored) => stored.position))
      return part.length
    }
    while (writing) await readOn()
    while ((await readOn()) > 0);
    const total = (await totals).reduce((sum, count) => sum + count, 0)
    expect(seen).toEqual(Array.from({ length: total }, (_, index) => String(index + 1)))
  })
})

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "stored",
    (error: unknown) => (isDeskError(error) ? error.code : String(error)),
  )
}

function firstOf(storages: readonly Storage[]): Storage {
  const [first] = storages
  if (first === undefined) throw new Error("there are no workers")
  return first
}

/** Registers those of some messages that nobody has registered yet. */
async function registerAll(storage: Storage, worker: number, keys: readonly string[]): Promise<readonly string[]> {
  for (;;) {
    const taken = await claimHolders(
      storage,
      keys.map((key) => `message:${key}`),
    )
    const free = keys.filter((key) => !taken.has(`message:${key}`))
    const idOf = (key: string): string => `${worker} ${key}`
    try {
      await storage.commit({
        claims: free.map((key) => ({ key: `message:${key}`, incidentId: idOf(key) })),
        appends: free.map((key) => appendOf(buildIncident({ incidentId: idOf(key), messageKey: key }))),
        messages: free.map((key) => buildStoredMessage({ key })),
      })
      return free
    } catch (error) {
      if (!isDeskError(error, "duplicate")) throw error
    }
  }
}
