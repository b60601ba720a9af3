import assert from "node:assert/strict"
import type { SourceReading } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { buildCursorMove } from "../../build/index.ts"
import { openWorkers } from "../open-workers.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const march = { from: "2026-03-01T00:00:00.000Z", to: "2026-03-02T00:00:00.000Z", reason: "full page" }
const april = { from: "2026-04-01T00:00:00.000Z", to: "2026-04-02T00:00:00.000Z", reason: "full page" }

const reading: SourceReading = {
  since: march.from,
  readTo: march.to,
  beganAt: null,
  newestAt: "2026-03-01T23:59:00.000Z",
  firstHour: 492_360,
  counts: [3, 0, 12],
  silentSince: null,
  behindSince: null,
}

/** Where sources stand: nothing is read twice, and nothing is passed over in silence. */
export const cursorCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("cursor: another handle reads the position it was moved to", async ({ storage, openSecond }) => {
    await storage.commit({ cursors: [buildCursorMove({ next: "41" })] })
    await storage.commit({ cursors: [buildCursorMove({ expected: "41", next: "42", at: "2026-03-02T07:00:00.000Z" })] })
    const cursors = await (await openSecond()).readCursors("vk:club1")
    assert.deepEqual(
      cursors.map(({ sourceId, cursor, at }) => [sourceId, cursor, at]),
      [["wall", "42", "2026-03-02T07:00:00.000Z"]],
    )
  }),
  storageCase("cursor: the counts of its pages add up", async ({ storage }) => {
    await storage.commit({ cursors: [buildCursorMove({ read: 100, matched: 3, skipped: 1 })] })
    await storage.commit({ cursors: [buildCursorMove({ expected: "1", next: "2", read: 50, matched: 0, skipped: 2 })] })
    const [cursor] = await storage.readCursors("vk:club1")
    assert.deepEqual([cursor?.read, cursor?.matched, cursor?.skipped], [150, 3, 3])
  }),
  storageCase("cursor: its gaps are all kept, in order", async ({ storage }) => {
    await storage.commit({ cursors: [buildCursorMove({ gaps: [march] })] })
    await storage.commit({ cursors: [buildCursorMove({ expected: "1", next: "2", gaps: [] })] })
    await storage.commit({ cursors: [buildCursorMove({ expected: "2", next: "3", gaps: [april, march] })] })
    assert.deepEqual((await storage.readCursors("vk:club1"))[0]?.gaps, [march, april, march])
  }),
  storageCase("cursor: gaps that take the place of others are the only ones of its source", async ({ storage, openSecond }) => {
    await storage.commit({ cursors: [buildCursorMove({ gaps: [march, april] }), buildCursorMove({ sourceId: "board", gaps: [march] })] })
    await storage.commit({ cursors: [buildCursorMove({ expected: "1", next: "2", gaps: [april, march, april], replacesGaps: true })] })
    await storage.commit({ cursors: [buildCursorMove({ expected: "2", next: "3", gaps: [march] })] })
    const found = async () => {
      const cursors = await (await openSecond()).readCursors("vk:club1")
      return ["board", "wall"].map((id) => cursors.find(({ sourceId }) => sourceId === id)?.gaps)
    }
    assert.deepEqual(await found(), [[march], [april, march, april, march]])
    await storage.commit({ cursors: [buildCursorMove({ expected: "3", next: "4", gaps: [], replacesGaps: true })] })
    assert.deepEqual(await found(), [[march], []])
  }),
  storageCase(
    "cursor: what was noted of its reading stays until something else is noted, through another handle",
    async ({ storage, openSecond }) => {
      const second = await openSecond()
      const noted = async () => (await second.readCursors("vk:club1"))[0]?.reading
      await storage.commit({ cursors: [buildCursorMove()] })
      assert.equal(await noted(), null)
      await storage.commit({ cursors: [buildCursorMove({ expected: "1", next: "1", reading })] })
      assert.deepEqual(await noted(), reading)
      await storage.commit({ cursors: [buildCursorMove({ expected: "1", next: "2" })] })
      assert.deepEqual(await noted(), reading)
      const later = { ...reading, readTo: null, beganAt: march.to, counts: [0, 7], silentSince: march.from }
      await storage.commit({
        cursors: [buildCursorMove({ expected: "2", next: "3", reading: later }), buildCursorMove({ sourceId: "board", reading })],
      })
      const both = await second.readCursors("vk:club1")
      assert.deepEqual([both.find(({ sourceId }) => sourceId === "wall")?.reading, both.length], [later, 2])
    },
  ),
  storageCase("cursor: a note of a reading whose moments or counts do not sort and add up is refused with config", async ({ storage }) => {
    for (const wrong of [{ since: "2026-03-01" }, { readTo: "now" }, { counts: [1.5] }, { firstHour: -1 }])
      await failsWith("config", storage.commit({ cursors: [buildCursorMove({ reading: { ...reading, ...wrong } })] }))
  }),
  storageCase("cursor: a move from another position fails with conflict", async ({ storage, openSecond }) => {
    await storage.commit({ cursors: [buildCursorMove({ next: "1" })] })
    await failsWith("conflict", (await openSecond()).commit({ cursors: [buildCursorMove({ expected: "0", next: "2" })] }))
  }),
  storageCase("cursor: a first move of a source that moved before fails with conflict", async ({ storage }) => {
    await storage.commit({ cursors: [buildCursorMove({ next: "1" })] })
    await failsWith("conflict", storage.commit({ cursors: [buildCursorMove({ expected: null, next: "1" })] }))
  }),
  storageCase("cursor: a further move of a source that never moved fails with conflict", async ({ storage }) => {
    await failsWith("conflict", storage.commit({ cursors: [buildCursorMove({ expected: "1", next: "2" })] }))
  }),
  storageCase("cursor: of several that move it at once exactly one does", async (opened) => {
    await opened.storage.commit({ cursors: [buildCursorMove({ next: "1" })] })
    const outcomes = await Promise.allSettled(
      (await openWorkers(opened)).map((handle, index) =>
        handle.commit({ cursors: [buildCursorMove({ expected: "1", next: `next-${index}` })] }),
      ),
    )
    assert.equal(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 1)
  }),
  storageCase("cursor: those of another connector stay out", async ({ storage }) => {
    await storage.commit({ cursors: [buildCursorMove(), buildCursorMove({ connectorId: "ok:group1" })] })
    assert.deepEqual(
      (await storage.readCursors("ok:group1")).map((cursor) => cursor.connectorId),
      ["ok:group1"],
    )
  }),
  storageCase("cursor: those of a connector come by source id", async ({ storage }) => {
    await storage.commit({ cursors: ["wall", "board", "search"].map((sourceId) => buildCursorMove({ sourceId })) })
    assert.deepEqual(
      (await storage.readCursors("vk:club1")).map((cursor) => cursor.sourceId),
      ["board", "search", "wall"],
    )
  }),
]
