import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, expect, it } from "vitest"
import { approveReply, buildRoad, complaint } from "./road.ts"

async function turns(): Promise<void> {
  for (let at = 0; at < 50; at += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe("a page that takes longer than its lease", () => {
  it("is read once and stored, though others wait for the source", async () => {
    const { network, clock, restart } = await buildRoad(createMemoryStorage)
    network.messages.push(complaint())
    let asked = 0
    const slow = {
      ...network.connector,
      doPull: async (options: Parameters<typeof network.connector.doPull>[0]) => {
        asked += 1
        await clock.sleep(96_000)
        return network.connector.doPull(options)
      },
    }
    const worker = (workerId: string) => restart({ workerId, connectors: [slow], leases: { sourceMinutes: 1 } })
    const first = worker("w1").pull()
    await turns()
    for (let step = 0; step < 10; step += 1) {
      clock.advance(10 / 60)
      await turns()
      if (asked === 1 && step < 9)
        void worker("w2")
          .pull()
          .catch(() => undefined)
      await turns()
    }
    expect(await first).toMatchObject({ pages: 1, registered: 1, failures: [] })
    expect(asked).toBe(1)
  })
})

describe("a worker that is asked to end", () => {
  it("finishes the reply that it is writing, and notes its receipt", async () => {
    const { desk, network, clock, restart, storage } = await buildRoad(createMemoryStorage)
    network.messages.push(complaint(undefined, "vk:-1_1"))
    await desk.pull()
    const incidentId = await approveReply({ desk })
    const stop = new AbortController()
    const writing = {
      ...network.connector,
      doReply: async (options: Parameters<NonNullable<typeof network.connector.doReply>>[0]) => {
        await options.beforeWrite?.()
        stop.abort(new Error("SIGTERM"))
        await clock.sleep(0)
        options.signal?.throwIfAborted()
        return { replyKey: "vk:-1_2", url: "https://example.org/reply", publishedAt: clock.now() }
      },
    }
    expect(await restart({ connectors: [writing] }).publish({ signal: stop.signal })).toMatchObject({ published: 1, postponed: 0 })
    expect((await storage.readOutbox(incidentId)).map(({ state }) => state)).not.toContain("planned")
  })

  it("gives a reply back that only waits, as if it had never been tried", async () => {
    const { desk, network, restart, storage } = await buildRoad(createMemoryStorage)
    network.messages.push(complaint(undefined, "vk:-1_1"))
    await desk.pull()
    const incidentId = await approveReply({ desk })
    const stop = new AbortController()
    const waiting = {
      ...network.connector,
      doReply: async ({ signal }: Parameters<NonNullable<typeof network.connector.doReply>>[0]) => {
        stop.abort(new Error("SIGTERM"))
        signal?.throwIfAborted()
        throw new Error("the wait goes on")
      },
    }
    const result = await restart({ connectors: [waiting] }).publish({ signal: stop.signal })
    expect(result).toEqual({ published: 0, refused: 0, postponed: 0 })
    expect(await storage.readOutbox(incidentId)).toMatchObject([{ state: "planned", attempts: 0 }])
    expect(await restart().publish()).toMatchObject({ published: 1 })
  })
})
