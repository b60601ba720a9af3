import assert from "node:assert/strict"
import { learnedLimit, movingOf, type LearnedState } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { openWorkers } from "../open-workers.ts"
import { stage, wholeImport } from "../sample-of-every-kind.ts"
import { failsWith, movingCase, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

/** Every byte there is, so that no text can stand for them. */
const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index)

function state(position: string, body: Uint8Array = Uint8Array.of(1, 2, 3)): LearnedState {
  return { format: "counts-1", position, body }
}

/** Asserts what is stored, and that its bytes are bytes of no driver's own class. */
function isState(found: LearnedState | undefined, expected: LearnedState): void {
  assert.deepEqual(found, expected)
  assert.equal(Object.getPrototypeOf(found?.body), Uint8Array.prototype)
}

/** What is learned from the feed: bytes under a name, guarded by their position. */
export const learnedCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("learned: the last state comes back byte for byte, through another handle", async ({ storage, openSecond }) => {
    const second = await openSecond()
    await storage.learned.writeLearned("suggester", state("7", everyByte), null)
    isState(await second.learned.readLearned("suggester"), state("7", everyByte))
    const later: LearnedState = { format: "counts-2", position: "12/1", body: new Uint8Array() }
    await second.learned.writeLearned("suggester", later, "7")
    isState(await storage.learned.readLearned("suggester"), later)
  }),
  storageCase("learned: each name has a state of its own, and none until one is written", async ({ storage }) => {
    assert.equal(await storage.learned.readLearned("habit"), undefined)
    await storage.learned.writeLearned("suggester", state("7"), null)
    assert.equal(await storage.learned.readLearned("habit"), undefined)
    await storage.learned.writeLearned("habit", state("9", everyByte), null)
    isState(await storage.learned.readLearned("suggester"), state("7"))
  }),
  storageCase("learned: a body of 16 MB is stored whole, and a longer one refused with config", async ({ storage }) => {
    const body = new Uint8Array(learnedLimit).fill(255)
    await failsWith("config", storage.learned.writeLearned("stock", state("1", new Uint8Array(learnedLimit + 1)), null))
    assert.equal(await storage.learned.readLearned("stock"), undefined)
    await storage.learned.writeLearned("stock", state("1", body), null)
    const found = await storage.learned.readLearned("stock")
    assert.equal(found?.body.length, learnedLimit)
    assert.equal(Buffer.compare(found.body, body), 0)
  }),
  storageCase("learned: a write over another position fails with conflict, and changes nothing", async ({ storage, openSecond }) => {
    await storage.learned.writeLearned("suggester", state("7"), null)
    await storage.learned.writeLearned("suggester", state("8"), "7")
    await failsWith("conflict", (await openSecond()).learned.writeLearned("suggester", state("9", everyByte), "7"))
    isState(await storage.learned.readLearned("suggester"), state("8"))
  }),
  storageCase("learned: a first write where something is stored fails with conflict, and changes nothing", async ({ storage }) => {
    await storage.learned.writeLearned("suggester", state("7"), null)
    await failsWith("conflict", storage.learned.writeLearned("suggester", state("8", everyByte), null))
    isState(await storage.learned.readLearned("suggester"), state("7"))
  }),
  storageCase("learned: a further write where nothing is stored fails with conflict, and stores nothing", async ({ storage }) => {
    await failsWith("conflict", storage.learned.writeLearned("suggester", state("8"), "7"))
    assert.equal(await storage.learned.readLearned("suggester"), undefined)
  }),
  storageCase("learned: a write that keeps the position is refused with config", async ({ storage }) => {
    await storage.learned.writeLearned("suggester", state("7"), null)
    await failsWith("config", storage.learned.writeLearned("suggester", state("7", everyByte), "7"))
    isState(await storage.learned.readLearned("suggester"), state("7"))
  }),
  storageCase("learned: of several that write at once exactly one does, first or further", async (opened) => {
    const handles = await openWorkers(opened)
    for (const expected of [null, "a position"]) {
      if (expected !== null) await opened.storage.learned.writeLearned("habit", state(expected), null)
      const name = expected === null ? "stock" : "habit"
      const outcomes = await Promise.allSettled(
        handles.map((handle, index) => handle.learned.writeLearned(name, state(`next-${index}`, Uint8Array.of(index)), expected)),
      )
      const wrote = outcomes.findIndex(({ status }) => status === "fulfilled")
      assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1)
      isState(await opened.storage.learned.readLearned(name), state(`next-${wrote}`, Uint8Array.of(wrote)))
    }
  }),
  storageCase("learned: bytes that are changed after a write or a reading change nothing that is stored", async ({ storage }) => {
    const body = Uint8Array.of(1, 2, 3)
    await storage.learned.writeLearned("suggester", state("7", body), null)
    body.fill(0)
    ;(await storage.learned.readLearned("suggester"))?.body.fill(9)
    isState(await storage.learned.readLearned("suggester"), state("7"))
  }),
  storageCase("learned: one tenant reads and replaces nothing of another", async ({ storage, openSecond }) => {
    const other = await openSecond("another region")
    await storage.learned.writeLearned("suggester", state("7"), null)
    assert.equal(await other.learned.readLearned("suggester"), undefined)
    await other.learned.writeLearned("suggester", state("9", everyByte), null)
    await other.learned.writeLearned("suggester", state("10", everyByte), "9")
    isState(await storage.learned.readLearned("suggester"), state("7"))
  }),
  movingCase("learned: where a tenant is taken, what was learned there and here is gone, and no hindrance", async ({ storage }) => {
    const { staging, takeStaged } = movingOf(storage)
    await storage.learned.writeLearned("suggester", state("7"), null)
    await stage(storage)
    await staging().learned.writeLearned("habit", state("3"), null)
    await takeStaged(wholeImport)
    for (const one of [storage, staging()]) {
      assert.equal(await one.learned.readLearned("suggester"), undefined)
      assert.equal(await one.learned.readLearned("habit"), undefined)
    }
  }),
  movingCase("learned: where everything is deleted, what was learned is too, and what another tenant learned is not", async (opened) => {
    const { storage, openSecond } = opened
    const other = await openSecond("another region")
    for (const one of [storage, movingOf(storage).staging(), other]) await one.learned.writeLearned("suggester", state("7"), null)
    await movingOf(storage).deleteEverything()
    for (const one of [storage, movingOf(storage).staging()]) assert.equal(await one.learned.readLearned("suggester"), undefined)
    isState(await other.learned.readLearned("suggester"), state("7"))
  }),
]
