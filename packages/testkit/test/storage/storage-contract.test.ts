import type { Storage } from "@otklik/core"
import { runContract } from "@otklik/testkit"
import { storageContract, type StorageSubject } from "@otklik/testkit/storage"
import { describe, expect, it } from "vitest"
import { soundSubject } from "./sound.ts"
import { subjectOf } from "./mutant.ts"
import { mutants } from "./mutants.ts"

describe("the storage contract", () => {
  it("has a name for every case, and one only", () => {
    const names = storageContract.map((contractCase) => contractCase.name)
    expect(new Set(names).size).toBe(names.length)
  })

  it("has a broken mutant for every case, and for nothing else", () => {
    expect(Object.keys(mutants).toSorted()).toEqual(storageContract.map((contractCase) => contractCase.name).toSorted())
  })

  it("is kept whole by the storage that the mutants are made of", async () => {
    const results = await runContract(storageContract, soundSubject)
    expect(results.filter((result) => result.outcome !== "kept")).toEqual([])
  })
})

describe("a storage that moves no tenants", () => {
  const without = ({ moving: _none, ...storage }: Storage): Storage => storage
  const subject: StorageSubject = {
    ...soundSubject,
    movesNoTenants: true,
    async open() {
      const opened = await soundSubject.open()
      return {
        ...opened,
        storage: without(opened.storage),
        openSecond: async (tenant, special) => without(await opened.openSecond(tenant, special)),
      }
    },
  }

  it("keeps the contract but for what is about moving, and the report says so", async () => {
    const results = await runContract(storageContract, subject)
    expect(results.filter((result) => result.outcome === "broken")).toEqual([])
    const exempt = results.filter(({ name }) => /^(take staged|delete everything|records: the counts)/.test(name))
    expect(exempt.length).toBeGreaterThan(8)
    for (const { outcome } of exempt) expect(outcome).toBe("not-made")
  })
})

/** So many cases apart are those that a mutant is asked besides its own: two dozen of them. */
const apart = 13

describe("a storage that breaks one promise fails its case, and none of every thirteenth other; deep.ts asks all of them", () => {
  for (const [index, [name, breaks]] of Object.entries(mutants).entries()) {
    it(name, async () => {
      const asked = storageContract.filter((contractCase, at) => contractCase.name === name || at % apart === index % apart)
      const results = await runContract(asked, subjectOf(breaks))
      expect(results.filter((result) => result.outcome === "broken").map((result) => result.name)).toEqual([name])
    })
  }
})
