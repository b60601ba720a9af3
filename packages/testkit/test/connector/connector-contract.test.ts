import type { Connector } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { certificate, runContract } from "@otklik/testkit"
import { connectorContract } from "@otklik/testkit/connector"
import { lostThread, memorySubject } from "./memory-network.ts"
import { mutants } from "./mutants.ts"

const brokenBy = async (wrap?: Parameters<typeof memorySubject>[0]): Promise<readonly string[]> =>
  (await runContract(connectorContract, memorySubject(wrap))).filter((result) => result.outcome === "broken").map((result) => result.name)

describe("the connector contract", () => {
  it("is kept by a connector that keeps every promise; none is left out", async () => {
    const results = await runContract(connectorContract, memorySubject())
    expect(results.filter((result) => result.outcome !== "kept")).toEqual([])
    expect(certificate(results).holds).toBe(true)
  })

  it("has unique names, and a broken mutant for every case", () => {
    const names = connectorContract.map((contractCase) => contractCase.name)
    expect(new Set(names).size).toBe(names.length)
    expect(Object.keys(mutants).toSorted()).toEqual(names.toSorted())
  })

  it.each(Object.entries(mutants))("sees the broken promise, and no other: %s", async (name, mutant) => {
    expect(await brokenBy(mutant)).toEqual([name])
  })
})

describe("a thread that always fails", () => {
  const name = "parts: goes on without a thread that always fails: the rest is read, the gap is reported, and doCheck names it"

  it("is not passed over in silence: neither without a gap, nor without a word of doCheck", async () => {
    const withoutGap = await brokenBy((connector) => ({
      ...connector,
      async doPull(options) {
        const page = await connector.doPull(options)
        return { ...page, gaps: page.gaps.filter((gap) => gap !== lostThread) }
      },
    }))
    const withoutWord = await brokenBy((connector) => ({
      ...connector,
      doCheck: async () => ({ ok: true, problems: [], expiresAt: null }),
    }))
    expect([withoutGap, withoutWord]).toEqual([[name], [name]])
  })
})

describe("where a connector says that it can put a reply", () => {
  const name = "shape: has the members that its capabilities promise, and no others"
  const placing = (...places: readonly ("under-message" | "official-post")[]) =>
    brokenBy((connector) => ({ ...connector, capabilities: Object.freeze({ ...connector.capabilities, replyPlacements: places }) }))

  it("may say nothing of it, or each place once", async () => {
    expect(await placing("under-message", "official-post")).toEqual([])
    expect(await placing()).toEqual([name])
    expect(await placing("official-post", "official-post")).toEqual([name])
  })
})

describe("a subject that offers too little", () => {
  it("passes no case that has something to look at", async () => {
    const subject = memorySubject()
    const few = { ...subject, setUp: async () => ({ ...(await subject.setUp()), expected: [] }) }
    expect((await runContract(connectorContract, few)).every((result) => result.outcome === "broken")).toBe(true)
  })

  it("does not make promises that its capabilities exclude", async () => {
    const none = { pull: false, webhook: false, reply: false, replyPhoto: false, replyLimit: null, relay: true }
    const offers = { append: false, skips: true, gaps: false }
    const results = await runContract(connectorContract, { ...memorySubject(), capabilities: none, offers })
    const left = results.filter((result) => result.outcome !== "not-made").map((result) => result.name.split(":")[0])
    expect(new Set(left)).toEqual(new Set(["shape"]))
  })

  it("is closed whatever a case does", async () => {
    let open = 0
    const subject = memorySubject((connector): Connector => ({ ...connector, doPull: () => Promise.reject(new Error("no")) }))
    const counted = {
      ...subject,
      async setUp() {
        const world = await subject.setUp()
        open += 1
        return {
          ...world,
          async close() {
            open -= 1
            await world.close()
          },
        }
      },
    }
    await runContract(connectorContract, counted)
    expect(open).toBe(0)
  })
})
