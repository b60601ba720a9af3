import { loadOne } from "@otklik/core/storage"
import assert from "node:assert/strict"
import type { Storage } from "@otklik/core"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildCursorMove, buildDraft, buildIncident, buildOutboxEntry, buildStoredMessage } from "../../build/index.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const built = () => buildIncident({ incidentId: "incident-1", status: "assigned" })

function unit() {
  return {
    appends: [appendOf(built())],
    messages: [buildStoredMessage()],
    drafts: [buildDraft()],
    outbox: [buildOutboxEntry()],
    cursors: [buildCursorMove({ gaps: [{ from: "2026-03-01T00:00:00.000Z", to: "2026-03-02T00:00:00.000Z", reason: "full page" }] })],
  }
}

async function readAll(storage: Storage): Promise<readonly unknown[]> {
  return [
    await loadOne(storage, "incident-1"),
    await storage.get("incident-1"),
    await storage.find({ limit: 10 }),
    await storage.readEvents(null, 100),
    await storage.read("message", ["vk:-1_1"]),
    await storage.read("draft", ["draft-1"]),
    await storage.readOutbox("incident-1"),
    await storage.readCursors("vk:club1"),
  ]
}

/** Overwrites everything that can be overwritten in a value. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) return
  for (const key of Object.keys(value)) {
    spoil(Reflect.get(value, key))
    // Answers false for what is frozen, which is as good as a copy.
    Reflect.set(value, key, "spoiled")
  }
}

/** Nobody changes what is stored but by a commit. */
export const isolationCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("isolation: changing what was handed in does not change what is stored", async ({ storage }) => {
    const given = unit()
    await storage.commit(given)
    const stored = structuredClone(await readAll(storage))
    spoil(given)
    assert.deepEqual(await readAll(storage), stored)
  }),
  storageCase("isolation: changing what was read does not change what is stored", async ({ storage }) => {
    await storage.commit(unit())
    const stored = structuredClone(await readAll(storage))
    spoil(await readAll(storage))
    assert.deepEqual(await readAll(storage), stored)
  }),
]
