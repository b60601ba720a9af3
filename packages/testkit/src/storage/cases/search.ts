import assert from "node:assert/strict"
import { addMinutes, type Storage } from "@otklik/core"
import type { ClockFact, IncidentFacts, IncidentLabel } from "@otklik/core/reports"
import {
  comparePlaces,
  erasedMessage,
  placeIn,
  type Append,
  type CaseFilter,
  type CaseOrder,
  type CasePlace,
  type FoundPage,
} from "@otklik/core/storage"
import { buildIncident, buildStoredMessage } from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const start = "2026-03-02T06:00:00.000Z"
const at = (minutes: number) => addMinutes(start, minutes)
const candidate = buildIncident({ status: "candidate" })

/** What is special about a stored incident. */
interface Special {
  readonly facts?: Partial<IncidentFacts>
  readonly clocks?: readonly ClockFact[]
  readonly labels?: readonly IncidentLabel[]
}

/** An incident with facts, clocks and labels of its own: a storage finds by them, whatever the log tells. */
function appendWith(number: number, { facts, clocks = [], labels = [] }: Special, expectedVersion = 0): Append {
  const incidentId = `incident-${number}`
  const { status = "candidate", ...others } = facts ?? {}
  return {
    incidentId,
    expectedVersion,
    events: expectedVersion === 0 ? candidate.events : [],
    view: {
      facts: { ...candidate.view.facts, ...others, status, incidentId },
      // Only the name and the state are compared.
      incident: { ...candidate.incident, incidentId, status } as Append["view"]["incident"],
      wakeAt: null,
      clocks,
      labels,
    },
  }
}

const store = (storage: Storage, list: readonly Special[]) =>
  storage.commit({ appends: list.map((special, index) => appendWith(index + 1, special)) })

const numbersOf = ({ incidents }: FoundPage) => incidents.map(({ number }) => number)

/** Which of a list a filter finds, and that as many are counted. */
async function finds(storage: Storage, filter: CaseFilter, expected: readonly number[]): Promise<void> {
  assert.deepEqual(numbersOf(await storage.find({ ...filter, limit: 100 })), expected, JSON.stringify(filter))
  assert.deepEqual(await storage.counts.countCases([filter], 100), [expected.length], `the count of ${JSON.stringify(filter)}`)
}

function filterCase(what: string, list: readonly Special[], ...expected: readonly (readonly [CaseFilter, readonly number[]])[]) {
  return storageCase(`search: ${what}`, async ({ storage, openSecond }) => {
    await store(storage, list)
    const second = await openSecond()
    for (const [filter, numbers] of expected) await finds(second, filter, numbers)
  })
}

const clock = (goal: string, due: number, special: Partial<ClockFact> = {}): ClockFact => ({
  goal,
  cycle: 1,
  startedAt: start,
  dueAt: at(due),
  pausedAt: null,
  reachedAt: null,
  endedAt: null,
  ended: null,
  authorityId: null,
  ...special,
})

const orders: readonly CaseOrder[] = ["number", "due", "waiting", "newest", "oldest", "updated"]

/** Facts that differ in every moment that an order sorts by, some of them equal and some of them absent. */
const sortable: readonly Special[] = Array.from({ length: 12 }, (_, index) => ({
  facts: {
    publishedAt: at((index * 5) % 7),
    updatedAt: at((index * 7) % 5),
    nextDueAt: index % 3 === 0 ? null : at((index * 5) % 4),
    waitingSince: index % 2 === 0 ? null : at((index * 3) % 5),
    topic: index % 2 === 0 ? "even" : "odd",
    authorityId: index % 4 === 0 ? null : `authority-${index % 3}`,
  },
}))

/** Walks to the end; the bound keeps a storage that never ends from hanging the run. */
async function walk(storage: Storage, filter: CaseFilter & { readonly order: CaseOrder }, between?: () => Promise<unknown>) {
  const numbers: number[] = []
  let after: CasePlace | null = null
  for (let pages = 0; pages < 100; pages += 1) {
    const page: FoundPage = await storage.find({ ...filter, limit: 2, ...(after === null ? {} : { after }) })
    numbers.push(...numbersOf(page))
    after = page.next
    if (after === null) break
    await between?.()
  }
  return numbers
}

const sortedBy = (order: CaseOrder, list: readonly (readonly [number, Special])[]) =>
  list
    .map(([number, { facts }]) => ({ number, facts: { ...candidate.view.facts, ...facts } }))
    .toSorted((one, other) => comparePlaces(order, placeIn(order, one), placeIn(order, other)))
    .map(({ number }) => number)

const numbered = sortable.map((special, index): readonly [number, Special] => [index + 1, special])

/** Which texts a case about words has: message `vk:-1_N` of the incident N. */
const texts = ["Во дворе яма", "Яма и темно", "ямами изрыто, темно", "Света нет", "#яма на улице Ямской"]

async function storeTexts(storage: Storage): Promise<void> {
  await storage.commit({
    appends: texts.map((_, index) => appendWith(index + 1, { labels: [{ kind: "message", value: `vk:-1_${index + 1}` }] })),
    messages: texts.map((text, index) => buildStoredMessage({ key: `vk:-1_${index + 1}`, text })),
  })
}

const words = (...groups: readonly (readonly string[])[]): CaseFilter => ({
  words: {
    in: ["message"],
    groups: groups.map((group) =>
      group.map((term) => (term.endsWith("*") ? { term: term.slice(0, -1), prefix: true as const } : { term })),
    ),
  },
})

/** What lists are looked for by: conditions, orders, words, counts. */
export const searchCases: readonly ContractCase<StorageSubject>[] = [
  filterCase(
    "by facts of every kind, and by none of those that have none",
    [
      { facts: { kind: "thanks", executorId: "clerk-1", waitsFor: "owner", closing: "decision" } },
      { facts: { kind: "problem", executorId: "clerk-2", waitsFor: "executor" } },
      { facts: {} },
    ],
    [{ kinds: ["thanks", "question"] }, [1]],
    [{ executorIds: ["clerk-2"] }, [2]],
    [{ waitsFor: ["owner", "executor"] }, [1, 2]],
    [{ closings: ["decision", "no-objection"] }, [1]],
  ),
  filterCase("by number", [{}, {}, {}], [{ numbers: [3, 1, 9] }, [1, 3]]),
  filterCase(
    "by what holds or does not",
    [
      { facts: { status: "closed", repeatOf: "incident-9", waitingSince: start } },
      { facts: { status: "registered", cycle: 2, authorityId: null } },
      { facts: { status: "registered", authorityId: "roads" } },
    ],
    [{ open: true }, [2, 3]],
    [{ open: false }, [1]],
    [{ unowned: false }, [1, 3]],
    [{ authorWaits: false }, [2, 3]],
    [{ repeats: true }, [1]],
    [{ repeats: false }, [2, 3]],
    [{ reopened: true }, [2]],
    [{ reopened: false }, [1, 3]],
  ),
  filterCase(
    "by moments: from the first on, and until just before the last",
    [{ facts: { registeredAt: at(1) } }, { facts: { registeredAt: at(2) } }, { facts: { registeredAt: at(3) } }, {}],
    [{ registered: { from: at(1), to: at(3) } }, [1, 2]],
    [{ registered: { from: at(2) } }, [2, 3]],
    [{ registered: { to: at(2) } }, [1]],
    [{ registered: {} }, [1, 2, 3, 4]],
  ),
  filterCase(
    "by clocks that run, and by none that is reached, taken back or paused",
    [
      { clocks: [clock("first-reply", 10)] },
      { clocks: [clock("first-reply", 10, { reachedAt: at(5) }), clock("promise", 30)] },
      { clocks: [clock("first-reply", 10, { endedAt: at(5), ended: "waived" })] },
      { clocks: [clock("first-reply", 10, { pausedAt: at(5) })] },
      {},
    ],
    [{ due: {} }, [1, 2]],
    [{ due: { goals: ["first-reply"] } }, [1]],
    [{ due: { to: at(10) } }, []],
    [{ due: { from: at(10), to: at(11) } }, [1]],
    [{ due: { from: at(11) } }, [2]],
  ),
  filterCase(
    "by labels: any value of each, or none of them",
    [
      {
        labels: [
          { kind: "tag", value: "a" },
          { kind: "rule", value: "b" },
        ],
      },
      { labels: [{ kind: "tag", value: "b" }] },
      { labels: [{ kind: "rule", value: "a" }] },
    ],
    [{ labels: [{ kind: "tag", values: ["a", "b"] }] }, [1, 2]],
    [
      {
        labels: [
          { kind: "tag", values: ["a"] },
          { kind: "rule", values: ["b"] },
        ],
      },
      [1],
    ],
    [{ labels: [{ kind: "tag", values: ["a"], not: true }] }, [2, 3]],
  ),
  storageCase("search: clocks and labels are those of the last view", async ({ storage }) => {
    await storage.commit({
      appends: [appendWith(1, { clocks: [clock("first-reply", 10), clock("promise", 20)], labels: [{ kind: "tag", value: "old" }] })],
    })
    const next = { clocks: [clock("first-reply", 10, { reachedAt: at(1) })], labels: [{ kind: "tag", value: "new" }] } as const
    await storage.commit({ appends: [appendWith(1, next, candidate.events.length)] })
    await finds(storage, { due: {} }, [])
    await finds(storage, { labels: [{ kind: "tag", values: ["old"] }] }, [])
    await finds(storage, { labels: [{ kind: "tag", values: ["new"] }] }, [1])
  }),
  filterCase(
    "by a reach: of each limit every list, owners with what they work on beside another",
    [
      { facts: { topic: "roads", territoryId: "chita", authorityId: "a" } },
      { facts: { topic: "water", territoryId: "chita", authorityId: "b" }, labels: [{ kind: "co-owner", value: "a" }] },
      { facts: { topic: "roads", territoryId: "aga", authorityId: "b" } },
      {
        facts: { topic: null, territoryId: null, authorityId: null },
      },
    ],
    [{ reach: [{ authorityIds: ["a"] }] }, [1, 2]],
    [{ reach: [{ topics: ["roads"], territoryIds: ["chita"] }] }, [1]],
    [{ reach: [{ topics: ["roads"] }, { territoryIds: ["chita"] }, { authorityIds: ["a", "b"] }] }, [1, 2, 3]],
    [{ reach: [{ authorityIds: ["a"], topics: ["water"] }], open: true }, [2]],
    [{ reach: [] }, []],
  ),
  storageCase("search: every order gives every incident once, what has no moment last", async ({ storage, openSecond }) => {
    await store(storage, sortable)
    const second = await openSecond()
    for (const order of orders) {
      assert.deepEqual(await walk(second, { order }), sortedBy(order, numbered), order)
      const odd = numbered.filter(([, { facts }]) => facts?.topic === "odd")
      assert.deepEqual(await walk(second, { order, topics: ["odd"] }), sortedBy(order, odd), `${order}, by topic`)
      const owned = numbered.filter(([, { facts }]) => facts?.authorityId === "authority-1" || facts?.authorityId === "authority-2")
      const reach = [{ authorityIds: ["authority-1"] }, { authorityIds: ["authority-2", "authority-1"] }]
      assert.deepEqual(await walk(second, { order, reach }), sortedBy(order, owned), `${order}, by a reach`)
    }
  }),
  storageCase("search: what stays where it is comes once, whoever writes meanwhile", async ({ storage, openSecond }) => {
    const second = await openSecond()
    for (const [round, order] of orders.entries()) {
      const base = round * 100
      const here = sortable.map(({ facts }, index): readonly [number, Special] => [
        base + index + 1,
        { facts: { ...facts, network: `of-${order}` } },
      ])
      await storage.commit({ appends: here.map(([name, special]) => appendWith(name, special)) })
      let more = base + 50
      const seen = await walkIds(storage, { order, networks: [`of-${order}`] }, () =>
        second.commit({ appends: [appendWith((more += 1), { facts: { ...sortable[more % 12]?.facts, network: `of-${order}` } })] }),
      )
      assert.equal(new Set(seen).size, seen.length, `${order}: something came twice`)
      const stayed = here.map(([name]) => `incident-${name}`).filter((id) => !seen.includes(id))
      assert.deepEqual(stayed, [], `${order}: something was missed`)
    }
  }),
  storageCase("search: a place of another order is refused", async ({ storage }) => {
    await failsWith("config", storage.find({ limit: 1, order: "oldest", after: { value: null, number: 1 } }))
    await failsWith("config", storage.find({ limit: 1, order: "number", after: { value: at(1), number: 1 } }))
    await failsWith("config", storage.find({ limit: 1, order: "fastest" as CaseOrder }))
  }),
  storageCase("search: counts go no further than their limit, each filter for itself", async ({ storage }) => {
    await store(storage, [{ facts: { topic: "a" } }, { facts: { topic: "a" } }, { facts: { topic: "b" } }])
    assert.deepEqual(await storage.counts.countCases([{ topics: ["a"] }, {}, { topics: ["c"] }, { reach: [] }], 2), [2, 2, 0, 0])
    assert.deepEqual(await storage.counts.countCases([{ topics: ["b"] }, { reach: [{ topics: ["a"] }] }], 10), [1, 2])
    await failsWith("config", storage.counts.countCases([{ topics: [] }], 10))
    await failsWith("config", storage.counts.countCases([{}], 0))
  }),
  storageCase("search: by words as they are written, every group in one text", async ({ storage, openSecond }) => {
    await storeTexts(storage)
    const second = await openSecond()
    await finds(second, words(["яма"]), [1, 2, 5])
    await finds(second, words(["яма", "ямами"]), [1, 2, 3, 5])
    await finds(second, words(["яма", "ямами"], ["темно"]), [2, 3])
    await finds(second, words(["ям*"]), [1, 2, 3, 5])
    await finds(second, words(["#яма"]), [5])
    await finds(second, words(["фонарь"]), [])
    assert.deepEqual(numbersOf(await second.find({ ...words(["ям*"]), order: "newest", limit: 2 })), [5, 3])
  }),
  storageCase("search: words are those of the newest text, and of none that was erased", async ({ storage }) => {
    await storeTexts(storage)
    const [edited, gone] = [
      buildStoredMessage({ key: "vk:-1_1", text: "Фонарь", revision: 2 }),
      buildStoredMessage({ key: "vk:-1_2", text: "" }),
    ]
    await storage.commit({ messages: [edited], tombstones: [erasedMessage(gone)] })
    await finds(storage, words(["яма"]), [5])
    await finds(storage, words(["фонарь"]), [1])
    await finds(storage, words(["темно"]), [3])
  }),
  storageCase("search: words of notes are found where notes are asked for", async ({ storage }) => {
    await storage.commit({
      appends: [
        appendWith(1, { labels: [{ kind: "note", value: "note:1" }] }),
        appendWith(2, { labels: [{ kind: "message", value: "vk:-1_2" }] }),
      ],
      messages: [buildStoredMessage({ key: "note:1", text: "яма" }), buildStoredMessage({ key: "vk:-1_2", text: "яма" })],
    })
    const groups = [[{ term: "яма" }]]
    await finds(storage, { words: { groups, in: ["note"] } }, [1])
    await finds(storage, { words: { groups, in: ["message"] } }, [2])
    await finds(storage, { words: { groups, in: ["message", "note"] } }, [1, 2])
  }),
  storageCase("search: words of another tenant are nobody's", async ({ storage, openSecond }) => {
    await storeTexts(storage)
    const other = await openSecond("elsewhere")
    await other.commit({ appends: [appendWith(9, { labels: [{ kind: "message", value: "vk:-1_1" }] })] })
    await finds(other, words(["яма"]), [])
  }),
]

/** {@link walk} by ids: numbers of several rounds go on. */
async function walkIds(storage: Storage, filter: CaseFilter & { readonly order: CaseOrder }, between: () => Promise<unknown>) {
  const ids: string[] = []
  let after: CasePlace | null = null
  for (let pages = 0; pages < 60; pages += 1) {
    const page: FoundPage = await storage.find({ ...filter, limit: 2, ...(after === null ? {} : { after }) })
    ids.push(...page.incidents.map(({ facts }) => facts.incidentId))
    after = page.next
    if (after === null) break
    if (pages < 12) await between()
  }
  return ids
}
