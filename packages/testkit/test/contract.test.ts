import assert from "node:assert/strict"
import { certificate, runContract, type Contract } from "@otklik/testkit"
import { describe, expect, it } from "vitest"

interface Door {
  readonly opens: boolean
  readonly lock: string | null
}

const contract: Contract<Door> = [
  { name: "door: it opens", check: async (door) => assert.ok(door.opens) },
  {
    name: "lock: its key | turns",
    exempts: (door) => (door.lock === null ? "there is no lock" : undefined),
    check: async (door) => assert.equal(door.lock, "brass"),
  },
  {
    name: "door: it is one",
    check() {
      throw new Error("thrown at once")
    },
  },
]

describe("runContract", () => {
  it("goes on after a broken promise, and after a check that throws at once", async () => {
    const results = await runContract(contract, { opens: false, lock: "brass" })
    expect(results.map((result) => [result.name, result.outcome])).toEqual([
      ["door: it opens", "broken"],
      ["lock: its key | turns", "kept"],
      ["door: it is one", "broken"],
    ])
    expect(results[2]).toMatchObject({ error: new Error("thrown at once") })
  })

  it("tells why a promise is not made", async () => {
    const results = await runContract(contract.slice(0, 2), { opens: true, lock: null })
    expect(results[1]).toEqual({ name: "lock: its key | turns", outcome: "not-made", why: "there is no lock" })
  })

  it("runs one case at a time", async () => {
    let running = 0
    const alone = (name: string) => ({
      name,
      async check() {
        running += 1
        await Promise.resolve()
        assert.equal(running, 1)
        running -= 1
      },
    })
    const results = await runContract([alone("a"), alone("b"), alone("c")], undefined)
    expect(results.map((result) => result.outcome)).toEqual(["kept", "kept", "kept"])
  })
})

describe("certificate", () => {
  it("holds when nothing is broken and something is kept", async () => {
    const proof = certificate(await runContract(contract.slice(0, 2), { opens: true, lock: null }))
    expect(proof.holds).toBe(true)
    expect(proof.rows).toEqual([
      { group: "door", kept: 1, broken: [], notMade: [] },
      { group: "lock", kept: 0, broken: [], notMade: [{ promise: "its key | turns", why: "there is no lock" }] },
    ])
  })

  it("does not hold for a run that proved nothing", () => {
    expect(certificate([]).holds).toBe(false)
    expect(certificate([{ name: "a: b", outcome: "not-made", why: "c" }]).holds).toBe(false)
  })

  it("is a table for a page of documentation", async () => {
    const proof = certificate(await runContract(contract, { opens: false, lock: "iron" }))
    expect(proof.holds).toBe(false)
    expect(proof.markdown.split("\n")).toEqual([
      "| promises about | kept | broken | not made |",
      "| --- | ---: | --- | --- |",
      "| door | 0 | it opens; it is one | none |",
      "| lock | 0 | its key \\| turns | none |",
    ])
  })
})
