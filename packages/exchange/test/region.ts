import { createDesk, type Desk, type DeskOptions, type Storage } from "@otklik/core"
import { createCalendar } from "@otklik/core/sla"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createManualClock, type ManualClock } from "@otklik/testkit"
import { im47Mapping, type ExportTitles, type TableMapping } from "../src/index.ts"

export const zone = "Asia/Chita"
export const officer = { actor: { id: "officer", kind: "person" } } as const

export const office = createCalendar({
  id: "office",
  zone,
  week: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["08:30", "24:00"]]])),
})

const topics = [
  { id: "heating", title: "Отопление" },
  { id: "roads", title: "Дороги и тротуары" },
]
const authorities = [
  { id: "heat", title: "Теплосеть; филиал", kind: "utility" },
  { id: "roads", title: 'ООО "Дороги"', kind: "administration" },
] as const
const territories = [
  { id: "region", title: "Край", kind: "region" },
  { id: "district", title: "Район", kind: "district", parentId: "region" },
  { id: "town", title: "Посёлок", kind: "settlement", parentId: "district" },
] as const
const executors = [{ id: "exec-1", title: "Исполнитель первый" }]
const tags = [
  { id: "urgent", title: "Срочно" },
  { id: "school", title: "Школа" },
]

export const mapping: TableMapping = im47Mapping(zone, { topics, authorities, territories, executors, tags })

const titlesOf = (list: readonly { readonly id: string; readonly title: string }[]) =>
  Object.fromEntries(list.map(({ id, title }) => [id, title]))

export const titles: ExportTitles = {
  office: "Кабинет края",
  topics: titlesOf(topics),
  topicGroups: { heating: "ЖКХ", roads: "Дороги" },
  authorities: titlesOf(authorities),
  executors: titlesOf(executors),
  territories,
  tags: titlesOf(tags),
}

export interface Office {
  readonly desk: Desk
  readonly storage: Storage
  readonly clock: ManualClock
}

/** A desk in December 2026 that has nothing yet. */
export async function openOffice(change: Partial<DeskOptions> = {}): Promise<Office> {
  const storage = change.storage ?? createMemoryStorage()
  await storage.migrate()
  const clock = createManualClock({ at: "2026-12-01T01:00:00.000Z" })
  const desk = createDesk({
    connectors: [],
    rules: [{ id: "cold", query: "батаре*", topic: "heating" }],
    topics,
    tags,
    routing: {
      authorities: [...authorities],
      territories: [...territories],
      rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
    },
    policies: [
      { id: "day", version: "1", goal: "first-reply", startsAt: "assigned", term: { minutes: 480, time: "working", calendarId: "office" } },
    ],
    calendars: { office },
    authorKey: new Uint8Array(32).fill(7),
    clock,
    ...change,
    storage,
  })
  return { desk, storage, clock }
}
