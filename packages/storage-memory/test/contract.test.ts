import { certificate, runContract } from "@otklik/testkit"
import { storageContract, type StorageSubject } from "@otklik/testkit/storage"
import { describe, expect, it } from "vitest"
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"

const memory: StorageSubject = {
  takesUpcasters: true,
  async open() {
    const store = createMemoryStore()
    return {
      storage: createMemoryStorage({ store }),
      openSecond: async (tenant = "main", { upcasters } = {}) =>
        createMemoryStorage(upcasters === undefined ? { store, tenant } : { store, tenant, upcasters }),
      advance: async () => {},
      hostHandleAnswers: async () => true,
      dispose: async () => {},
    }
  },
}

describe("the memory storage keeps the storage contract", () => {
  for (const contractCase of storageContract) {
    it.skipIf(contractCase.exempts?.(memory) !== undefined)(contractCase.name, () => contractCase.check(memory))
  }

  it("is certified", async () => {
    const proof = certificate(await runContract(storageContract, memory))
    expect(proof.rows.flatMap((row) => row.broken)).toEqual([])
    expect(proof.holds).toBe(true)
  })
})
