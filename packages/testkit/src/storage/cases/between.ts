import assert from "node:assert/strict"
import { isDeskError, type Storage } from "@otklik/core"
import { recordPages } from "@otklik/core/internal"
import { erasedMessage, movingOf } from "@otklik/core/storage"
import {
  appendOf,
  buildCursorMove,
  buildDraft,
  buildEvidence,
  buildIncident,
  buildOutboxEntry,
  buildStoredMessage,
} from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { readEverything, seedEverything } from "../everything.ts"
import type { OpenedStorage, StorageSubject } from "../subject.ts"
import { workOf } from "../take.ts"

const at = "2026-03-02T06:00:00.000Z"
const period = { from: "2026-03-01T00:00:00.000Z", to: "2026-04-01T00:00:00.000Z" }

/** An opening between whose statements `doBetween` decides what happens, and how often it did. */
interface Interrupted extends OpenedStorage {
  doBetween(write: () => Promise<unknown>): void
  readonly writes: () => number
}

function betweenCase(name: string, check: (opened: Interrupted) => Promise<void>): ContractCase<StorageSubject> {
  return {
    name,
    exempts(subject) {
      if (subject.openInterrupted === undefined) return "every call of this storage is one step"
      return subject.movesNoTenants === true && name.includes("counts of records") ? "this storage moves no tenants" : undefined
    },
    async check(subject) {
      let count = 0
      let write = async (): Promise<unknown> => undefined
      const opened = await subject.openInterrupted?.(async () => {
        count += 1
        return write()
      })
      assert.ok(opened !== undefined)
      try {
        const doBetween = (next: typeof write): void => {
          write = next
          count = 0
        }
        await check({ ...opened, doBetween, writes: () => count })
        assert.ok(count > 0, "there was no write between two statements")
      } finally {
        await opened.dispose()
      }
    },
  }
}

/** One more thing of each kind, which counts as received, due, answered and closed at once, and as work that waits. */
async function storeOne(storage: Storage, number: number): Promise<void> {
  const key = `vk:-7_${number}`
  const built = buildIncident({ incidentId: `incident-${number}`, messageKey: key, status: "closed" })
  const append = appendOf(built)
  await storage.commit({
    appends: [{ ...append, view: { ...append.view, wakeAt: at } }],
    claims: [{ key, incidentId: built.incidentId }],
    outbox: [buildOutboxEntry({ outboxId: key })],
    messages: [buildStoredMessage({ key })],
    drafts: [buildDraft({ draftId: key })],
    cursors: [
      buildCursorMove({
        expected: number === 1 ? null : `${number - 1}`,
        next: `${number}`,
        gaps: [{ from: at, to: period.to, reason: `${number}` }],
      }),
    ],
  })
}

/** Numbers of one answer that are equal at any moment, by question. */
const answers: Readonly<Record<string, (storage: Storage) => Promise<readonly number[]>>> = {
  "cursors and their gaps": async (storage) =>
    (await storage.readCursors("vk:club1")).flatMap(({ cursor, gaps }) => [Number(cursor), gaps.length]),
  "records of cursors and their gaps": async (storage) => {
    const numbers: number[] = []
    for await (const page of recordPages(storage, "cursor"))
      numbers.push(...page.flatMap(({ cursor, gaps }) => [Number(cursor), gaps.length]))
    return numbers
  },
  "the numbers of a report": async (storage) => {
    const [row] = await storage.counts.figures({ period, at: period.to, metrics: ["received", "due", "closed"] })
    return [row?.numbers.received ?? -1, row?.numbers.due ?? -1, row?.numbers.closed ?? -1]
  },
  "the numbers and durations of a report": async (storage) => {
    const [row] = await storage.counts.figures({ period, at: period.to, metrics: ["firstClosed"], durations: ["toFirstReply"] })
    return [row?.numbers.firstClosed ?? -1, row?.durations.toFirstReply?.count ?? -1]
  },
  "the counts of records": async (storage) => {
    const { incident, claim, message, draft } = await movingOf(storage).countRecords()
    return [incident, claim, message, draft]
  },
  "the counts of work": async (storage) => {
    const { clocks, replies } = await storage.counts.countWork({ now: period.to, limit: 100 })
    return [clocks.due, ...replies.map(({ count }) => count)]
  },
}

/** Another party writes at every point between two statements. */
export const betweenCases: readonly ContractCase<StorageSubject>[] = [
  betweenCase(
    "between: a write of another handle between two statements leaves a call whole, and it does not fail half-way",
    async (opened) => {
      const { storage, openSecond, doBetween, writes } = opened
      const quiet = await openSecond("quiet")
      await seedEverything(quiet)
      const neighbour = await openSecond("neighbour")
      let number = 0
      let stored = 0
      doBetween(async () => {
        const key = `neighbour-${(number += 1)}`
        await neighbour.commit({ claims: [{ key, incidentId: key }], drafts: [buildDraft({ draftId: key })] })
        stored += 1
      })
      await seedEverything(storage)
      assert.ok(writes() > 0, "there was no write between two statements")
      assert.deepEqual(await readEverything(await openSecond()), await readEverything(quiet))
      const kept = await Promise.all((["claim", "draft"] as const).map((kind) => neighbour.privacy.readRecords(kind, null, 1000)))
      assert.deepEqual(
        kept.map(({ records }) => records.length),
        [stored, stored],
        "the answer to the neighbour differs from what is stored",
      )
    },
  ),
  betweenCase(
    "between: what another handle takes between two statements is not taken twice",
    async ({ storage, openSecond, doBetween }) => {
      const rival = await openSecond()
      const ids = Array.from({ length: 6 }, (_, index) => `a/${index}`)
      const taken: string[] = []
      doBetween(async () => {
        const leases = await rival.lease(workOf("source", { owner: "rival", among: ids, limit: 1 }))
        taken.push(...leases.map((lease) => lease.id))
      })
      const mine = await storage.lease(workOf("source", { among: ids, limit: 3 }))
      const given = [...taken, ...mine.map((lease) => lease.id)]
      assert.equal(new Set(given).size, given.length, `given twice: ${given.join(", ")}`)
      let claims = 0
      doBetween(async () => {
        await rival.commit({ claims: [{ key: "command:once", incidentId: "rival" }] })
        claims += 1
      })
      const outcome: unknown = await storage
        .commit({ claims: [{ key: "command:once", incidentId: "mine" }] })
        .catch((error: unknown) => error)
      assert.equal(isDeskError(outcome, "duplicate") ? 0 : 1, 1 - claims, "two have the same claim, or nobody has")
    },
  ),
  betweenCase("between: a tombstone covers no edit that it was not decided on", async ({ storage, openSecond, doBetween }) => {
    const editor = await openSecond()
    const keys = ["vk:-3_1", "vk:-3_2"]
    const edit = async (revision: number) => editor.commit({ messages: keys.map((key) => buildStoredMessage({ key, revision })) })
    await edit(1)
    const tombstones = (await editor.read("message", keys)).map(erasedMessage)
    let stored = 1
    doBetween(async () => {
      if (stored > 1) return
      await edit(2)
      stored = 2
    })
    const outcome: unknown = await storage.commit({ tombstones }).catch((error: unknown) => error)
    const texts = (await editor.read("message", keys)).map(({ text }) => text)
    if (isDeskError(outcome, "conflict")) assert.ok(!texts.includes(null), "a unit that failed has erased something")
    else assert.deepEqual([stored, texts], [1, [null, null]], "an edit that nobody has seen was erased, or brought a text back")
  }),
  betweenCase("between: a case is of one moment", async ({ storage, openSecond, doBetween }) => {
    const other = await openSecond()
    await other.commit({ appends: [appendOf(buildIncident({ incidentId: "incident-1" }))] })
    let number = 0
    doBetween(async () => {
      const id = `${(number += 1)}`
      if (number < 40)
        await other.commit({
          drafts: [buildDraft({ draftId: id })],
          outbox: [buildOutboxEntry({ outboxId: id })],
          evidence: [buildEvidence({ evidenceId: id })],
        })
    })
    const found = await storage.readCase("incident-1")
    assert.ok(found !== undefined)
    const numbers = [found.drafts, found.outbox, found.evidence].map(({ length }) => length)
    assert.ok(new Set(numbers).size === 1, `these are of several moments: ${numbers.join(", ")}`)
  }),
  ...Object.entries(answers).map(([what, ask]) =>
    betweenCase(`between: ${what} are of one moment`, async ({ storage, openSecond, doBetween }) => {
      const other = await openSecond()
      let number = 1
      await storeOne(other, number)
      doBetween(async () => {
        if (number < 40) await storeOne(other, (number += 1))
      })
      const numbers = await ask(storage)
      assert.ok(numbers.length > 1 && numbers.every((one) => one === numbers[0]), `these are of several moments: ${numbers.join(", ")}`)
    }),
  ),
]
